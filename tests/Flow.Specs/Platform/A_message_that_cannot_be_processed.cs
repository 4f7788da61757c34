using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Parking;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Platform;

/// <summary>Over the real broker and the real database.</summary>
public sealed class A_message_that_cannot_be_processed(PostgresFixture postgres, RabbitFixture rabbit)
    : IClassFixture<PostgresFixture>,
        IClassFixture<RabbitFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_parked_with_its_reason_blocks_nothing_and_can_be_replayed()
    {
        postgres.Require();
        rabbit.Require();
        var seen = new Seen();
        await using var app = Fussy(seen);
        await app.StartAsync(Stop);
        await BusBound.WaitAsync(app.Services, Stop);
        var bus = app.Services.GetRequiredService<IBus>();
        var parked = app.Services.GetRequiredService<ParkedMessages>();
        var (bad, good) = (Guid.NewGuid(), Guid.NewGuid());
        seen.Refuse = bad;

        await bus.Publish(new MentionsRouted([bad]), Stop);
        await bus.Publish(new MentionsRouted([good]), Stop);

        await Eventually.Be(() => seen.Taken.Contains(good), taken => taken, Stop);
        var waiting = (await OfAsync(bad, parked, 1))[0];
        waiting.MessageType.ShouldBe(nameof(MentionsRouted));
        waiting.Service.ShouldBe("fussy");
        waiting.Reason.ShouldContain("not this one");

        seen.Refuse = Guid.Empty;
        (await parked.RequestReplayAsync(waiting.ParkedId, "a person", Stop)).ShouldBe(true);

        await Eventually.Be(() => seen.Taken.Contains(bad), taken => taken, Stop);
        await OfAsync(bad, parked, 0);
        await app.StopAsync(Stop);
    }

    [Fact]
    public async Task What_cannot_be_read_is_parked_at_once_in_one_place_and_holds_up_no_replay()
    {
        postgres.Require();
        rabbit.Require();
        var seen = new Seen();
        await using var app = Fussy(seen);
        await app.StartAsync(Stop);
        await BusBound.WaitAsync(app.Services, Stop);
        var parked = app.Services.GetRequiredService<ParkedMessages>();
        seen.Refuse = Guid.NewGuid();

        await SendAsync("""{"garbage":""");
        await SendAsync(Envelope("MentionsRouted", """{"mentionIds":["zzz"]}"""));
        await SendAsync(Envelope("MentionsRouted", """{"mentionIds":null}"""));
        await SendAsync(Envelope("NoMessageOfOurs", "{}"));
        var unreadable = await WaitingAsync(parked, 4);
        await SendAsync(Envelope("MentionsRouted", $$"""{"mentionIds":["{{seen.Refuse}}"]}"""));
        var last = (await WaitingAsync(parked, 5))[^1];
        var bad = unreadable.Single(message => message.Body.Contains("zzz", StringComparison.Ordinal));
        var garbage = unreadable.Single(message => message.Body.Contains("garbage", StringComparison.Ordinal));
        var again = seen.Refuse;
        seen.Refuse = Guid.Empty;

        (await parked.RequestReplayAsync(bad.ParkedId, "a person", Stop)).ShouldBe(true);
        (await parked.RequestReplayAsync(last.ParkedId, "a person", Stop)).ShouldBe(true);
        (await parked.RequestReplayAsync(garbage.ParkedId, "a person", Stop)).ShouldBe(false);
        (await parked.RequestReplayAsync(long.MaxValue, "a person", Stop)).ShouldBeNull();

        await Eventually.Be(() => seen.Taken.Contains(again), taken => taken, Stop);
        var left = await WaitingAsync(parked, 4);
        left.ShouldNotContain(message => message.ParkedId == last.ParkedId);
        left.ShouldAllBe(message => message.ReplayRequestedAt == null);
        left.Single(message => message.ParkedId == bad.ParkedId).Reason.ShouldStartWith("Cannot be replayed");
        (await QueuesAsync()).ShouldBe(["fussy-mentions-routed"]);
        seen.Taken.Count(id => id == again).ShouldBe(1);
        await app.StopAsync(Stop);
    }

    private WebApplication Fussy(Seen seen) =>
        MeshHost.Build(
            [
                $"--Database:ConnectionString={postgres.ConnectionString}",
                $"--Bus:Uri={rabbit.Uri}",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                "--fussy:Url=http://127.0.0.1:0",
            ],
            [new FussyService(seen)]
        );

    private static string Envelope(string type, string message) =>
        $$"""{"messageType":["urn:message:TriageMesh.Contracts.Messages:{{type}}"],"message":{{message}}}""";

    private static Task<ParkedMessage[]> OfAsync(Guid mention, ParkedMessages parked, int count) =>
        Eventually.Be(
            async stop =>
                (await parked.ListAsync(0, 50, stop))
                    .Where(message => message.Body.Contains(mention.ToString(), StringComparison.Ordinal))
                    .ToArray(),
            list => list.Length == count,
            Stop
        );

    /// <summary>What waits, once it is so many.</summary>
    private static Task<IReadOnlyList<ParkedMessage>> WaitingAsync(ParkedMessages parked, int count) =>
        Eventually.Be(stop => parked.ListAsync(0, 10, stop), list => list.Count == count, Stop);

    /// <summary>Puts bytes on the queue as they are, as a foreign program would.</summary>
    private async Task SendAsync(string payload)
    {
        using var answer = await rabbit.Management.PostAsJsonAsync(
            $"api/exchanges/{rabbit.VirtualHost}/amq.default/publish",
            new
            {
                properties = new { content_type = "application/vnd.masstransit+json" },
                routing_key = "fussy-mentions-routed",
                payload,
                payload_encoding = "string",
            },
            Stop
        );
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string[]> QueuesAsync()
    {
        var queues = await rabbit.Management.GetFromJsonAsync<JsonElement>($"api/queues/{rabbit.VirtualHost}", Stop);
        return
        [
            .. queues
                .EnumerateArray()
                .Select(queue => queue.GetProperty("name").GetString()!)
                .Where(name => name.StartsWith("fussy", StringComparison.Ordinal)),
        ];
    }

    private sealed class Seen
    {
        public Guid Refuse { get; set; }

        public System.Collections.Concurrent.ConcurrentBag<Guid> Taken { get; } = [];
    }

    private sealed class FussyService(Seen seen) : IMeshService
    {
        public string Name => "fussy";

        public int DefaultPort => 0;

        public void Register(WebApplicationBuilder builder) => builder.Services.AddSingleton(seen);

        public void AddConsumers(IBusRegistrationConfigurator bus) =>
            bus.AddConsumer<FussyConsumer>().Endpoint(endpoint => endpoint.Name = "fussy-mentions-routed");

        public void MapRoutes(IEndpointRouteBuilder routes) { }
    }

    private sealed class FussyConsumer(Seen seen) : IConsumer<MentionsRouted>
    {
        public Task Consume(ConsumeContext<MentionsRouted> context)
        {
            if (context.Message.MentionIds.Contains(seen.Refuse))
            {
                throw new FormatException("not this one");
            }

            foreach (var id in context.Message.MentionIds)
            {
                seen.Taken.Add(id);
            }

            return Task.CompletedTask;
        }
    }
}
