using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Router;

/// <content>Random commands of people and programs, each under one key at two routers at once.</content>
public sealed partial class Commands_sent_twice
{
    private const int Seed = 1;
    private const int Commands = 24;

    private static readonly (string Method, string Path, string Body)[] Known =
    [
        ("POST", "notes", """{"text":"Looked at."}"""),
        ("POST", "accept", "{}"),
        ("POST", "wait", """{"for":"customer","reason":"asked"}"""),
        ("POST", "resume", "{}"),
        ("POST", "resolve", """{"reason":"done"}"""),
        ("POST", "reopen", """{"reason":"again"}"""),
        ("POST", "priority", """{"priority":"high"}"""),
        ("POST", "priority", """{"priority":"low"}"""),
        ("POST", "snooze", "{}"),
        ("POST", "wake", "{}"),
        ("PUT", "order-number", """{"order_number":"A-1"}"""),
        ("PUT", "order-number", """{"order_number":"A-2"}"""),
    ];

    [Fact]
    public async Task What_is_allowed_is_done_once_and_what_is_refused_changes_nothing()
    {
        await using var second = await router.StartOtherAsync(Stop);
        var random = new Random(Seed);
        var (done, forbidden) = (0, 0);
        for (var number = 0; number < Commands; number++)
        {
            var (method, path, body) = Known[random.Next(Known.Length)];
            var (allowed, caller) = AnyCaller(random);
            using var one = ClientOf(router.Process, caller);
            using var other = ClientOf(second, caller);
            var (key, what) = ($"{Guid.NewGuid()}", $"seed {Seed}, command {number}: {path} by {caller.Name}");

            var answers = await Task.WhenAll(
                SendAsync(one, method, path, body, key),
                SendAsync(other, method, path, body, key)
            );

            answers.ShouldAllBe(answer => (int)answer.Status < 500, what);
            var events = await EventsAsync(caller);
            events.Count.ShouldBe(events.Distinct().Count(), $"{what}: the same was done twice");
            if (!allowed)
            {
                answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Forbidden, what);
                events.ShouldBeEmpty(what);
                forbidden++;
            }
            else if (answers.Any(answer => answer.Status == HttpStatusCode.OK))
            {
                (await SendAsync(other, method, path, body, key)).ShouldBe((HttpStatusCode.OK, true), what);
                (await EventsAsync(caller)).ShouldBe(events, what);
                done++;
            }
            else
            {
                events.ShouldBeEmpty($"{what}: refused");
            }
        }

        done.ShouldBeGreaterThan(Commands / 5);
        forbidden.ShouldBeGreaterThan(Commands / 10);
    }

    private static (bool Allowed, Caller Caller) AnyCaller(Random random)
    {
        var id = Guid.NewGuid();
        return random.Next(5) switch
        {
            0 => (
                false,
                new Caller(id, "a reading program", [Role.Lead]) { Scopes = [ApiScopes.Read(ApiScopes.Tickets)] }
            ),
            1 => (false, new Caller(id, "marketing", [Role.Marketing])),
            2 => (true, new Caller(id, "a program", [Role.Lead]) { Scopes = [ApiScopes.Write(ApiScopes.Tickets)] }),
            _ => (true, new Caller(id, "a lead", [Role.Lead])),
        };
    }

    private static HttpClient ClientOf(MeshProcess process, Caller caller)
    {
        var token = process.Services.GetRequiredService<TokenIssuer>().Issue(caller, TimeSpan.FromHours(1));
        var client = new HttpClient { BaseAddress = process.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<(HttpStatusCode Status, bool Replayed)> SendAsync(
        HttpClient client,
        string method,
        string path,
        string body,
        string key
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/tickets/{router.Ticket}/{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Stop);
        return (answer.StatusCode, answer.Headers.Contains("Idempotency-Replayed"));
    }

    /// <summary>What somebody has done; what the system does of itself meanwhile is not theirs.</summary>
    private async Task<IReadOnlyList<string>> EventsAsync(Caller caller) =>
        await router.OneAsync<string[]>(
            $"""
            SELECT coalesce(array_agg(kind || ' ' || data::text ORDER BY event_id), ARRAY[]::text[])
              FROM router.events WHERE actor = '{caller.Id}'
            """,
            Stop
        );
}
