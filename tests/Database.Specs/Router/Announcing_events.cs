using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Two routers on one database, each with a bus of its own: what either of them announces is heard.</summary>
public sealed class Announcing_events(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly ConcurrentQueue<TicketEvents> _heard = new();

    [Fact]
    public async Task Each_event_is_announced_once_by_whichever_router_and_in_the_order_of_its_ticket()
    {
        await using var world = await BeginAsync(postgres);
        await world.PersonAsync(capacity: 100);
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    (i % 2 == 0 ? first : second)
                        .Services.GetRequiredService<IBus>()
                        .Publish(new MentionsClassified([world.Post($"author-{i}", $"post-{i}")]), Stop)
                )
        );
        // Their promises are broken long since, so each ticket is opened, given to somebody, and told of.
        await Eventually.Be(
            _ =>
                world.OneAsync<long>(
                    "SELECT count(DISTINCT ticket_id) FROM router.events WHERE kind = 'clock.escalate'"
                ),
            told => told == 40,
            Stop
        );

        var written = await Eventually.Be(
            _ => world.ListAsync<long>("SELECT event_id FROM router.events ORDER BY event_id"),
            events => events.SequenceEqual(_heard.SelectMany(heard => heard.Events).Select(one => one.EventId).Order()),
            Stop
        );

        written.Count.ShouldBeGreaterThan(40 * 3);
        // What has been heard is struck off a moment later.
        await Eventually.Be(
            _ => world.OneAsync<long>("SELECT count(*) FROM router.announcements"),
            waiting => waiting == 0,
            Stop
        );
        foreach (var events in _heard.Select(heard => heard.Events.Select(one => one.EventId).ToArray()))
        {
            events.ShouldBe(events.Order());
        }
    }

    private async Task<WebApplication> StartAsync()
    {
        var app = MeshHost.Build(
            [
                $"--Database:ConnectionString={postgres.ConnectionString}",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                "--Bus:Transport=memory",
                "--router:Url=http://127.0.0.1:0",
            ],
            [new RouterService()]
        );
        await app.StartAsync(Stop);
        var listening = app
            .Services.GetRequiredService<IBusControl>()
            .ConnectReceiveEndpoint("specs", endpoint => endpoint.Handler<TicketEvents>(Hear));
        await listening.Ready.WaitAsync(Stop);
        return app;
    }

    private Task Hear(ConsumeContext<TicketEvents> context)
    {
        _heard.Enqueue(context.Message);
        return Task.CompletedTask;
    }
}
