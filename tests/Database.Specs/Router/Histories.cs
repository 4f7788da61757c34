using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Cases;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Snooze;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Histories(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Stored = $"""
        SELECT {StoredTicket.Columns}
          FROM router.tickets t
          JOIN router.authors a USING (channel, account, author_id)
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(15)]
    public async Task The_state_of_every_ticket_can_be_rebuilt_from_its_events(int seed)
    {
        await using var world = await BeginAsync(postgres);
        var random = new Random(seed);
        var people = new[] { await world.PersonAsync(), await world.PersonAsync(Role.Lead) };
        await Handing_over.QueueAsync(world, "Returns");
        for (var i = 0; i < 200; i++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(random.Next(90)));
            await DoSomethingAsync(world, random, people[random.Next(people.Length)], i);
        }

        var tickets = await world.ListAsync<StoredTicket>(Stored);
        tickets.Count.ShouldBeGreaterThan(3);
        foreach (var ticket in tickets)
        {
            (await world.ReplayAsync(ticket.TicketId)).ShouldBe(ticket.ToState());
        }

        await CheckBooksAsync(world);
    }

    private static async Task DoSomethingAsync(
        RouterWorld world,
        Random random,
        System.Security.Claims.ClaimsPrincipal person,
        int i
    )
    {
        var desk = world.Get<TicketDesk>();
        var ids = await world.ListAsync<long>("SELECT ticket_id FROM router.tickets ORDER BY ticket_id");
        var id = ids.Count == 0 ? 0 : ids[random.Next(ids.Count)];
        switch (random.Next(20))
        {
            case <= 3:
                await world.RouteAsync([
                    .. Enumerable
                        .Range(0, 1 + random.Next(6))
                        .Select(n =>
                            world.Post(
                                $"author-{random.Next(5)}",
                                $"p{i}-{n}",
                                (Label)random.Next(4),
                                TimeSpan.FromMinutes(random.Next(30)),
                                needsReview: random.Next(5) == 0
                            )
                        ),
                ]);
                break;
            case 4 when id > 0:
                await world.ReplyAsync(
                    id,
                    person,
                    random.Next(3) switch
                    {
                        0 => "wait",
                        1 => "resolve",
                        _ => "none",
                    }
                );
                break;
            case 5 when id > 0:
                await world.ResolveAsync(id, person);
                break;
            case 6 when id > 0:
                await AcceptEndpoint.HandleAsync(id, null, person, desk, Stop);
                break;
            case 7 when id > 0:
                await WaitEndpoint.HandleAsync(id, new WaitRequest("third_party", "parts"), null, person, desk, Stop);
                break;
            case 8 when id > 0:
                await ResumeEndpoint.HandleAsync(id, null, person, desk, Stop);
                break;
            case 9 when id > 0:
                await ReopenEndpoint.HandleAsync(
                    id,
                    new ReopenRequest("again"),
                    null,
                    person,
                    desk,
                    world.Get<RuleBooks>(),
                    Stop
                );
                break;
            case 10:
                await world.Get<ClockTimers>().FireDueAsync(Stop);
                await world.Get<TicketCloser>().CloseDueAsync(Stop);
                break;
            case 11:
                await world.Get<QueueDrain>().RunAsync(RouterDefaults.Support, Stop);
                break;
            case 12:
                var mentions = await world.ListAsync<Guid>(
                    "SELECT mention_id FROM router.mentions ORDER BY mention_id"
                );
                if (mentions.Count > 0)
                {
                    await world
                        .Get<MentionRelabel>()
                        .RunAsync(
                            mentions[random.Next(mentions.Count)],
                            new RelabelRequest((Label)random.Next(4), null),
                            null,
                            Caller.From(person),
                            Stop
                        );
                }

                break;
            case 13 when id > 0:
                var returns = await world.OneAsync<Guid>("SELECT queue_id FROM router.queues WHERE name = 'Returns'");
                var queue = random.Next(2) == 0 ? returns : RouterDefaults.Support;
                await Handing_over.HandOverAsync(world, id, person, queue, random.Next(2) == 0 ? "A-1" : null);
                break;
            case 14 when id > 0:
                await (
                    random.Next(3) switch
                    {
                        0 => Handing_over.AcceptAsync(world, id, person),
                        1 => Handing_over.RefuseAsync(world, id, person),
                        _ => Handing_over.WithdrawAsync(world, id, person),
                    }
                );
                break;
            case 15 when id > 0:
                await CaseEndpoints.MergeAsync(
                    id,
                    new MergeRequest(ids[random.Next(ids.Count)], null),
                    null,
                    person,
                    world.Get<CaseDesk>(),
                    Stop
                );
                break;
            case 16 when id > 0:
                var posts = await world.ListAsync<Guid>(
                    "SELECT mention_id FROM router.mentions WHERE ticket_id = @id ORDER BY mention_id",
                    new { id }
                );
                await CaseEndpoints.SplitAsync(
                    id,
                    new SplitRequest([.. posts.Where(_ => random.Next(2) == 0)], null),
                    null,
                    person,
                    world.Get<CaseDesk>(),
                    world.Get<SplitCase>(),
                    Stop
                );
                break;
            case 17 when id > 0:
                await Snoozing_tickets.SnoozeAsync(
                    world,
                    id,
                    person,
                    random.Next(2) == 0 ? null : TimeSpan.FromMinutes(50)
                );
                await world.Get<SnoozeTimers>().WakeDueAsync(Stop);
                break;
            case 18 when id > 0:
                await NoReplyNeededEndpoint.HandleAsync(id, new NoReplyNeededRequest("spam"), null, person, desk, Stop);
                break;
            default:
                var replies = await world.ListAsync<Guid>("SELECT reply_id FROM router.replies ORDER BY created_at");
                if (replies.Count > 0)
                {
                    var reply = replies[random.Next(replies.Count)];
                    await world
                        .Get<ReplyOutcomes>()
                        .FailedAsync(new ReplyFailed(reply, random.Next(2) == 0, "x", world.Time.GetUtcNow()), Stop);
                }

                break;
        }
    }

    /// <summary>What is kept beside the state agrees with it.</summary>
    private static async Task CheckBooksAsync(RouterWorld world)
    {
        (
            await world.OneAsync<long>(
                """
                SELECT count(*)
                  FROM router.agents a
                 WHERE a.open_tickets <> (SELECT count(*) FROM router.tickets t
                                           WHERE t.assignee_id = a.agent_id AND t.status NOT IN ('resolved', 'closed'))
                """
            )
        ).ShouldBe(0, "every agent's load is the number of their open tickets");
        (
            await world.OneAsync<long>(
                """
                SELECT count(*)
                  FROM router.tickets t
                 WHERE t.next_due_at IS DISTINCT FROM (SELECT min(c.due_at) FROM router.clocks c
                                                        WHERE c.ticket_id = t.ticket_id AND c.state = 'running')
                """
            )
        ).ShouldBe(0, "the nearest due is that of a running clock");
        (
            await world.OneAsync<long>(
                """
                SELECT count(*)
                  FROM router.tickets t
                 WHERE t.status NOT IN ('resolved', 'closed')
                   AND (t.oldest_unanswered_at IS NOT NULL) <> EXISTS (
                       SELECT FROM router.clocks c
                        WHERE c.ticket_id = t.ticket_id AND c.kind IN ('first_response', 'next_response')
                          AND c.state = 'running')
                """
            )
        ).ShouldBe(0, "a response clock runs exactly while a post is unanswered");
        (
            await world.OneAsync<long>(
                """
                SELECT count(*)
                  FROM router.mentions m
                 WHERE (m.label IN ('complaint', 'question') OR m.needs_review) AND m.ticket_id IS NULL
                """
            )
        ).ShouldBe(0, "every piece of work is on a ticket");
    }
}
