using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Router.Board;
using TriageMesh.Router.Reports;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A figure of promises met, broken or long opens exactly the tickets that it counts.</summary>
public sealed class Promises_and_their_tickets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tickets = 30;

    private const string Insert = """
        INSERT INTO router.promises (ticket_id, clock, round, stopped_at, used_seconds, in_time, broken_at, stopped_agent, broken_agent)
        VALUES (@Ticket, @Clock, @Round, @StoppedAt, @Seconds, @InTime, @BrokenAt, @Agent, @Agent)
        """;

    [Fact]
    public async Task The_figures_of_any_span_are_those_of_the_tickets_they_open()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Role.Lead, member: false);
        var random = new Random(20260605);
        var promises = await PutAsync(world, random);
        await using var connection = await world.Get<NpgsqlDataSource>().OpenConnectionAsync(Stop);

        for (var round = 0; round < 25; round++)
        {
            // Hours apart, so that both ends fall upon results now and then.
            var from = world.Now - Duration.FromHours(random.Next(1, 200));
            var to = from + Duration.FromHours(random.Next(1, 120));
            var (board, _) = await BoardFigures.CountAsync(connection, from, from, to, Stop);
            var report = await PromiseStatistics.CountAsync(connection, from, to, "clock", Stop);
            foreach (var clock in new[] { ClockKind.FirstResponse, ClockKind.NextResponse })
            {
                var met = promises.Where(one => one.Clock == clock.Wire() && one.InTime && one.Stopped(from, to));
                var broken = promises.Where(one => one.Clock == clock.Wire() && one.Broken(from, to));
                var figures = board.SingleOrDefault(row => row.Kind == clock);
                var row = report.SingleOrDefault(row => row.Kind == clock);

                ((figures?.Met ?? 0), (figures?.Breached ?? 0)).ShouldBe((met.Count(), broken.Count()));
                ((row?.Met ?? 0), (row?.Breached ?? 0)).ShouldBe((met.Count(), broken.Count()));
                var asked = Asked(clock, from, to);
                (await world.OpenAsync(lead, asked with { Result = "met" })).ShouldBe(TicketsOf(met));
                (await world.OpenAsync(lead, asked with { Result = "breached" })).ShouldBe(TicketsOf(broken));

                // A median or a percentile opens what took so long or longer.
                var stopped = promises.Where(one => one.Clock == clock.Wire() && one.Stopped(from, to)).ToList();
                foreach (var took in new[] { row?.MedianSeconds, row?.P90Seconds, null })
                {
                    (await world.OpenAsync(lead, asked with { Result = "stopped", Took = took })).ShouldBe(
                        TicketsOf(stopped.Where(one => took is null || one.Seconds >= took))
                    );
                }
            }
        }
    }

    [Fact]
    public async Task A_figure_of_one_person_or_queue_opens_the_tickets_it_was_charged_to_whoever_has_them_now()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Role.Lead, member: false);
        var (mei, tom) = (Handing_over.IdOf(await world.PersonAsync()), Handing_over.IdOf(await world.PersonAsync()));
        var promises = await PutAsync(world, new Random(7), mei, tom);
        await world.SqlAsync(
            """
            UPDATE router.tickets SET assignee_id = @tom;
            UPDATE router.promises
               SET stopped_queue = @Support, stopped_policy = (SELECT min(policy_id) FROM router.policies) WHERE clock = 'first_response'
            """,
            new { tom, TriageMesh.Router.Defaults.RouterDefaults.Support }
        );
        var (from, to) = (world.Now - Duration.FromHours(300), world.Now + Duration.FromHours(1));
        var asked = Asked(ClockKind.FirstResponse, from, to) with { Result = "met" };
        await using var connection = await world.Get<NpgsqlDataSource>().OpenConnectionAsync(Stop);

        var hers = promises.Where(one => one.Clock == "first_response" && one.Agent == mei).ToList();
        (await world.OpenAsync(lead, asked with { PromiseAgent = mei })).ShouldBe(
            TicketsOf(hers.Where(one => one.InTime))
        );
        (await world.OpenAsync(lead, asked with { PromiseAgent = mei, Result = "breached" })).ShouldBe(
            TicketsOf(hers.Where(one => one.BrokenAt is not null))
        );
        foreach (var by in new[] { "queue", "policy" })
        {
            var row = (await PromiseStatistics.CountAsync(connection, from, to, by, Stop)).Single(row =>
                row.Kind == ClockKind.FirstResponse && row.GroupId is not null
            );
            var request =
                by == "queue" ? asked with { PromiseQueue = row.GroupId } : asked with { PromisePolicy = row.GroupId };
            (await world.OpenAsync(lead, request)).Count.ShouldBe((int)row.Met);
            (await world.OpenAsync(lead, request with { PromiseQueue = Guid.NewGuid() })).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("agent")]
    [InlineData("policy")]
    public async Task What_was_nobodys_opens_the_tickets_that_had_none_then(string by)
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Role.Lead, member: false);
        var mei = Handing_over.IdOf(await world.PersonAsync());
        var promises = await PutAsync(world, new Random(11), mei, null);
        // Somebody's where Mei's, in each of the three ways; the others are nobody's.
        await world.SqlAsync(
            """
            UPDATE router.tickets SET assignee_id = @mei;
            UPDATE router.promises
               SET stopped_queue = @Support, stopped_policy = (SELECT min(policy_id) FROM router.policies),
                   broken_queue = @Support, broken_policy = (SELECT min(policy_id) FROM router.policies)
             WHERE stopped_agent IS NOT NULL
            """,
            new { mei, TriageMesh.Router.Defaults.RouterDefaults.Support }
        );
        var (from, to) = (world.Now - Duration.FromHours(100), world.Now - Duration.FromHours(20));
        await using var connection = await world.Get<NpgsqlDataSource>().OpenConnectionAsync(Stop);
        var rows = await PromiseStatistics.CountAsync(connection, from, to, by, Stop);
        var asked = Asked(ClockKind.FirstResponse, from, to) with { PromiseWithout = by };
        var nobodys = promises.Where(one => one.Clock == "first_response" && one.Agent is null).ToList();
        var row = rows.Single(row => row.Kind == ClockKind.FirstResponse && row.GroupId is null);

        var met = TicketsOf(nobodys.Where(one => one.InTime && one.Stopped(from, to))).ToList();
        var broken = TicketsOf(nobodys.Where(one => one.Broken(from, to))).ToList();

        met.ShouldNotBeEmpty();
        broken.ShouldNotBeEmpty();
        (row.Met, row.Breached).ShouldBe((met.Count, broken.Count));
        (await world.OpenAsync(lead, asked with { Result = "met" })).ShouldBe(met);
        (await world.OpenAsync(lead, asked with { Result = "breached" })).ShouldBe(broken);
    }

    [Fact]
    public async Task An_agent_sees_of_a_figure_what_the_agent_may_see()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, lead) = (await world.PersonAsync(), await world.PersonAsync(Role.Lead, member: false));
        var mine = await world.PutAsync(new ListedTicket("ann"));
        var theirs = await world.PutAsync(new ListedTicket("bob") { Queue = await world.AddQueueAsync("Elsewhere") });
        foreach (var id in new[] { mine, theirs })
        {
            await world.SqlAsync(
                Insert,
                new Promise(id, "resolution", 1, world.Now, InTime: true, BrokenAt: null, 60, null)
            );
        }

        var (from, to) = (world.Now - Duration.FromHours(1), world.Now + Duration.FromHours(1));
        var met = Asked(ClockKind.Resolution, from, to) with { Result = "met" };
        (await world.OpenAsync(agent, met)).ShouldBe([mine]);
        (await world.OpenAsync(lead, met)).ShouldBe([theirs, mine]);
    }

    [Theory]
    [InlineData("sleep", "met", 1, "promise")]
    [InlineData("resolution", "kept", 1, "result")]
    [InlineData("resolution", null, 1, "result")]
    [InlineData("resolution", "met", 0, "to")]
    [InlineData(null, "met", 1, "promise")]
    public async Task Half_a_question_about_promises_is_refused(string? clock, string? result, int hours, string field)
    {
        await using var world = await BeginAsync(postgres);

        var answer = await world.AskAsync(
            await world.PersonAsync(Role.Lead),
            ListedTickets.Blank with
            {
                Promise = clock,
                Result = result,
                From = Start,
                To = Start.AddHours(hours),
            }
        );

        answer.Result.ShouldBeOfType<ValidationProblem>().ProblemDetails.Errors.Keys.ShouldBe([field]);
    }

    [Fact]
    public async Task Two_figures_at_once_and_half_of_one_are_refused()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Role.Lead);
        var span = ListedTickets.Blank with { From = Start, To = Start.AddHours(1) };
        foreach (
            var (request, field) in new (ListTicketsRequest, string)[]
            {
                (span with { Paused = "set" }, "paused_by"),
                (span with { PausedBy = Handing_over.IdOf(lead), Paused = "often" }, "paused"),
                (span with { HandedOver = "lost" }, "handed_over"),
                (ListedTickets.Blank with { HandedOver = "refused" }, "to"),
                (span with { Reopened = "bored" }, "reopened"),
                (ListedTickets.Blank with { Reopened = "any" }, "to"),
                (span with { Reopened = "any", HandedOver = "refused" }, "promise"),
                (span with { Promise = "resolution", Result = "met", PromiseWithout = "luck" }, "promise_without"),
                (span with { PromiseWithout = "agent", Result = "met" }, "promise"),
                (span with { HandedOver = "refused", PausedBy = Handing_over.IdOf(lead) }, "promise"),
                (span with { HandedOver = "refused", Hour = "2-14" }, "hour"),
                (span with { Promise = "resolution", Result = "met", Took = 60 }, "took"),
            }
        )
        {
            (await world.AskAsync(lead, request))
                .Result.ShouldBeOfType<ValidationProblem>()
                .ProblemDetails.Errors.Keys.ShouldBe([field]);
        }
    }

    private static ListTicketsRequest Asked(ClockKind clock, Instant from, Instant to) =>
        ListedTickets.Blank with
        {
            Promise = clock.Wire(),
            From = from.ToDateTimeOffset(),
            To = to.ToDateTimeOffset(),
        };

    private static async Task<List<Promise>> PutAsync(RouterWorld world, Random random, params Guid?[] agents)
    {
        var promises = new List<Promise>();
        Guid? Agent() => agents.Length == 0 ? null : agents[random.Next(agents.Length)];
        Instant At() => world.Now - Duration.FromHours(random.Next(0, 200));
        for (var ticket = 0; ticket < Tickets; ticket++)
        {
            var id = await world.PutAsync(new ListedTicket($"author-{ticket}"));
            promises.Add(
                new Promise(
                    id,
                    "first_response",
                    1,
                    At(),
                    random.Next(2) == 0,
                    random.Next(2) == 0 ? At() : null,
                    random.Next(9),
                    Agent()
                )
            );
            for (var round = 1; round <= random.Next(4); round++)
            {
                promises.Add(
                    new Promise(
                        id,
                        "next_response",
                        round,
                        At(),
                        random.Next(2) == 0,
                        random.Next(2) == 0 ? At() : null,
                        random.Next(9),
                        Agent()
                    )
                );
            }
        }

        foreach (var promise in promises)
        {
            await world.SqlAsync(Insert, promise);
        }

        return promises;
    }

    private static IEnumerable<long> TicketsOf(IEnumerable<Promise> promises) =>
        promises.Select(promise => promise.Ticket).Distinct().OrderDescending();

    private sealed record Promise(
        long Ticket,
        string Clock,
        int Round,
        Instant StoppedAt,
        bool InTime,
        Instant? BrokenAt,
        long Seconds,
        Guid? Agent
    )
    {
        public bool Stopped(Instant from, Instant to) => from <= StoppedAt && StoppedAt < to;

        public bool Broken(Instant from, Instant to) => from <= BrokenAt && BrokenAt < to;
    }
}
