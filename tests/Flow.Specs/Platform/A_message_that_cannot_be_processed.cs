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
        await using var app = MeshHost.Build(
            [
                $"--Database:ConnectionString={postgres.ConnectionString}",
                $"--Bus:Uri={rabbit.Uri}",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                "--fussy:Url=http://127.0.0.1:0",
            ],
            [new FussyService(seen)]
        );
        await app.StartAsync(Stop);
        await BusBound.WaitAsync(app.Services, Stop);
        var bus = app.Services.GetRequiredService<IBus>();
        var parked = app.Services.GetRequiredService<ParkedMessages>();
        var (bad, good) = (Guid.NewGuid(), Guid.NewGuid());
        seen.Refuse = bad;

        await bus.Publish(new MentionsRouted([bad]), Stop);
        await bus.Publish(new MentionsRouted([good]), Stop);

        await Eventually.Be(() => seen.Taken.Contains(good), taken => taken, Stop);
        var waiting = await Eventually.Be(stop => parked.ListAsync(0, 10, stop), list => list.Count == 1, Stop);
        waiting[0].MessageType.ShouldBe(nameof(MentionsRouted));
        waiting[0].Service.ShouldBe("fussy");
        waiting[0].Reason.ShouldContain("not this one");

        seen.Refuse = Guid.Empty;
        (await parked.RequestReplayAsync(waiting[0].ParkedId, "a person", Stop)).ShouldBeTrue();

        await Eventually.Be(() => seen.Taken.Contains(bad), taken => taken, Stop);
        await Eventually.Be(stop => parked.ListAsync(0, 10, stop), list => list.Count == 0, Stop);
        await app.StopAsync(Stop);
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
