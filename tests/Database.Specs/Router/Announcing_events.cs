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
    // Forty changes of fifty tickets, written twenty at a time and committed together.
    private const string Backlog = """
        INSERT INTO router.events (ticket_id, kind, actor, at, status, queue_id, version)
        SELECT i % 50, 'noted', 'system', now(), 'open', gen_random_uuid(), i / 50 + 1 FROM generate_series(0, 1999) AS i;

        INSERT INTO router.announcements (event_ids, ticket_ids, since)
        SELECT array_agg(event_id), array_agg(ticket_id), min(at) FROM router.events GROUP BY (event_id - 1) / 20 ORDER BY min(event_id)
        """;

    private readonly ConcurrentQueue<(DateTime? SentAt, TicketEvents Events)> _heard = new();

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
            events => events.SequenceEqual(InOrder().Select(one => one.EventId).Order()),
            Stop
        );

        written.Count.ShouldBeGreaterThan(40 * 3);
        // What has been heard is struck off a moment later.
        await Eventually.Be(
            _ => world.OneAsync<long>("SELECT count(*) FROM router.announcements"),
            waiting => waiting == 0,
            Stop
        );
        foreach (var events in InOrder().GroupBy(one => one.TicketId, one => one.EventId))
        {
            events.ShouldBe(events.Order());
        }
    }

    [Fact]
    public async Task What_has_piled_up_leaves_in_several_messages_and_each_ticket_in_its_order()
    {
        await using var world = await BeginAsync(postgres);
        await using var router = await StartAsync();
        await world.SqlAsync(Backlog);

        await Eventually.Be(() => InOrder().Count(), heard => heard >= 2_000, Stop);

        _heard.ShouldAllBe(heard => heard.Events.Events.Count <= 256);
        var tickets = InOrder().GroupBy(one => one.TicketId).ToArray();
        tickets.Length.ShouldBe(50);
        tickets.ShouldAllBe(ticket =>
            ticket.Select(one => one.Version).SequenceEqual(Enumerable.Range(1, 40).Select(i => (long)i))
        );
    }

    [Fact]
    public async Task What_comes_while_the_broker_is_not_certain_yet_is_heard_all_the_same_and_all_of_it_is_struck_off_at_once()
    {
        await using var world = await BeginAsync(postgres);
        await using var router = await StartAsync();
        var hesitation = new Hesitation();
        router.Services.GetRequiredService<IBus>().ConnectPublishObserver(hesitation);

        await world.SqlAsync(Announced(version: 1));
        await Eventually.Be(() => InOrder().Count(), heard => heard == 1, Stop);
        await world.SqlAsync(Announced(version: 2));
        await Eventually.Be(() => InOrder().Count(), heard => heard == 2, Stop);

        hesitation.IsOver.Task.IsCompleted.ShouldBeFalse();
        (await world.OneAsync<long>("SELECT count(*) FROM router.announcements")).ShouldBe(2);
        hesitation.IsOver.SetResult();
        await Eventually.Be(
            _ => world.OneAsync<long>("SELECT count(*) FROM router.announcements"),
            waiting => waiting == 0,
            Stop
        );
        InOrder().Select(one => one.Version).ShouldBe([1, 2]);
    }

    private static string Announced(int version) =>
        $"""
            WITH written AS (
              INSERT INTO router.events (ticket_id, kind, actor, at, status, queue_id, version)
              VALUES (7, 'noted', 'system', now(), 'open', gen_random_uuid(), {version})
              RETURNING event_id, ticket_id, at)
            INSERT INTO router.announcements (event_ids, ticket_ids, since)
            SELECT array_agg(event_id), array_agg(ticket_id), min(at) FROM written
            """;

    /// <summary>Over both buses, as they were sent.</summary>
    private IEnumerable<TicketEvent> InOrder() =>
        _heard.OrderBy(heard => heard.SentAt).SelectMany(heard => heard.Events.Events);

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
            .ConnectReceiveEndpoint(
                "specs",
                endpoint =>
                {
                    endpoint.ConcurrentMessageLimit = 1;
                    endpoint.Handler<TicketEvents>(Hear);
                }
            );
        await listening.Ready.WaitAsync(Stop);
        return app;
    }

    private Task Hear(ConsumeContext<TicketEvents> context)
    {
        _heard.Enqueue((context.SentTime, context.Message));
        return Task.CompletedTask;
    }

    /// <summary>A broker that delivers and says only later that it will not forget.</summary>
    private sealed class Hesitation : IPublishObserver
    {
        public TaskCompletionSource IsOver { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => IsOver.Task;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
