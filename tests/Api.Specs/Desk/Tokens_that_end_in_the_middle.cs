using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Api.Specs.Router;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>Random commands of a program, each under one key at two desks with a router each, while its token is revoked or its time is over.</summary>
public sealed class Tokens_that_end_in_the_middle(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private const int Commands = 10;

    // Each says its own name, so that what came of it is found.
    private static readonly (string Method, string Path, Func<string, string> Body)[] Known =
    [
        ("POST", "notes", name => $$"""{"text":"{{name}}"}"""),
        ("PUT", "order-number", name => $$"""{"order_number":"{{name}}"}"""),
        ("POST", "wait", name => $$"""{"for":"customer","reason":"{{name}}"}"""),
        ("POST", "resolve", name => $$"""{"reason":"{{name}}"}"""),
        ("POST", "reopen", name => $$"""{"reason":"{{name}}"}"""),
    ];

    private const string Effects = """
        SELECT (SELECT count(*) FROM router.notes WHERE text = @name)
             + (SELECT count(*) FROM router.events
                 WHERE kind IN ('order_number', 'waiting', 'resolved', 'reopened') AND @name IN (data ->> 'to', data ->> 'reason'))
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("revoked", 1)]
    [InlineData("out of its time", 2)]
    public async Task What_it_did_stays_and_nothing_more_takes_effect(string end, int seed)
    {
        await using var router = await desk.StartRouterAsync(Stop);
        await using var second = await desk.StartDeskAsync(router.Address, Stop);
        var ticket = await TicketAsync(end);
        using var admin = await desk.AdminAsync(Stop);
        var token = await admin.SendAsync<NewApiToken>(
            HttpMethod.Post,
            "/desk/tokens",
            new NewApiTokenRequest
            {
                Name = end,
                Roles = [Role.Lead],
                Scopes = ["tickets:write"],
                Days = 1,
            },
            Stop
        );
        using var one = new DeskBrowser(desk.Desk.Address, marked: false);
        using var other = new DeskBrowser(second.Address, marked: false);
        var random = new Random(seed);
        var commands = Enumerable.Range(0, 3 * Commands).Select(number => Any(random, ticket, number)).ToList();

        var before = new List<bool>();
        foreach (var command in commands.Take(Commands))
        {
            before.Add(await TwiceAsync(command));
        }

        if (end != "revoked")
        {
            desk.Time.AdvanceTo(token.Token.ExpiresAt.AddSeconds(-1));
        }

        // Some are on their way when it ends: each of them is done once or not at all, and says which.
        var meanwhile = commands.Skip(Commands).Take(Commands).Select(TwiceAsync).ToList();
        await EndAsync();
        var during = await Task.WhenAll(meanwhile);
        var effects = await AllEffectsAsync();
        foreach (var command in commands)
        {
            // Those that were done, those that were refused, and those that nobody has sent before.
            (await SendAsync(one, command)).Status.ShouldBe(HttpStatusCode.Unauthorized, $"{command}");
            (await SendAsync(other, command)).Status.ShouldBe(HttpStatusCode.Unauthorized, $"{command}");
        }

        before.Count(done => done).ShouldBeGreaterThan(Commands / 4);
        (await AllEffectsAsync()).ShouldBe(effects);
        effects.ShouldBe([.. before.Concat(during).Select(done => done ? 1L : 0L), .. Enumerable.Repeat(0L, Commands)]);

        async Task EndAsync()
        {
            if (end == "revoked")
            {
                using var gone = await admin.SendAsync(HttpMethod.Delete, $"/desk/tokens/{token.Token.Id}", null, Stop);
                gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            }
            else
            {
                desk.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        // True where it was done: one of the answers says so, and whoever asks again is answered alike.
        async Task<bool> TwiceAsync(Command command)
        {
            var answers = await Task.WhenAll(SendAsync(one, command), SendAsync(other, command));
            answers.ShouldAllBe(answer => (int)answer.Status < 500, $"{command}");
            var done = answers.Where(answer => answer.Status == HttpStatusCode.OK).ToList();
            done.Count(answer => !answer.Replayed).ShouldBeLessThan(2, $"{command}");
            return done.Count > 0;
        }

        async Task<(HttpStatusCode Status, bool Replayed)> SendAsync(DeskBrowser program, Command command)
        {
            using var request = new HttpRequestMessage(new HttpMethod(command.Method), command.Path)
            {
                Content = new StringContent(command.Body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
            request.Headers.Add("Idempotency-Key", command.Key);
            using var answer = await program.SendAsync(request, Stop);
            return (answer.StatusCode, answer.Headers.Contains("Idempotency-Replayed"));
        }

        async Task<IReadOnlyList<long>> AllEffectsAsync()
        {
            var all = new List<long>();
            foreach (var command in commands)
            {
                all.Add(await desk.ScalarAsync<long>(Effects, new { name = command.Name }, Stop));
            }

            return all;
        }
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Command Any(Random random, long ticket, int number)
    {
        var (method, path, body) = Known[random.Next(Known.Length)];
        var name = $"{ticket}-{number}";
        return new Command(method, $"/desk/api/tickets/{ticket}/{path}", body(name), name, $"{Guid.NewGuid()}");
    }

    private async Task<long> TicketAsync(string author)
    {
        var post = RunningRouter.Complaint("brand", author);
        var now = desk.Time.GetUtcNow();
        await desk
            .Router.Services.GetRequiredService<IBus>()
            .Publish(
                new MentionsClassified([
                    post with
                    {
                        Mention = post.Mention with { PostedAt = now, ReceivedAt = now },
                    },
                ]),
                Stop
            );
        return await Eventually.Be(
            stop =>
                desk.ScalarAsync<long>(
                    "SELECT coalesce(max(ticket_id), 0) FROM router.tickets WHERE author_id = @author",
                    new { author },
                    stop
                ),
            ticket => ticket > 0,
            Stop
        );
    }

    private sealed record Command(string Method, string Path, string Body, string Name, string Key);
}
