using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Board;
using TriageMesh.Router.Reports;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A figure of promises met or broken opens exactly the tickets that it counts.</summary>
public sealed class Promises_and_their_tickets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tickets = 30;

    private const string Insert = """
        INSERT INTO router.promises (ticket_id, clock, round, stopped_at, used_seconds, in_time, broken_at)
        VALUES (@Ticket, @Clock, @Round, @StoppedAt, 60, @InTime, @BrokenAt)
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
                (await OpenAsync(world, lead, clock, "met", from, to)).ShouldBe(TicketsOf(met));
                (await OpenAsync(world, lead, clock, "breached", from, to)).ShouldBe(TicketsOf(broken));
            }
        }
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
            await world.SqlAsync(Insert, new Promise(id, "resolution", 1, world.Now, InTime: true, BrokenAt: null));
        }

        var (from, to) = (world.Now - Duration.FromHours(1), world.Now + Duration.FromHours(1));
        (await OpenAsync(world, agent, ClockKind.Resolution, "met", from, to)).ShouldBe([mine]);
        (await OpenAsync(world, lead, ClockKind.Resolution, "met", from, to)).ShouldBe([theirs, mine]);
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

        var answer = await AskAsync(
            world,
            await world.PersonAsync(Role.Lead),
            new ListTicketsRequest(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null
            )
            {
                Promise = clock,
                Result = result,
                From = Start,
                To = Start.AddHours(hours),
            }
        );

        answer.Result.ShouldBeOfType<ValidationProblem>().ProblemDetails.Errors.Keys.ShouldBe([field]);
    }

    private static async Task<List<Promise>> PutAsync(RouterWorld world, Random random)
    {
        var promises = new List<Promise>();
        Instant At() => world.Now - Duration.FromHours(random.Next(0, 200));
        for (var ticket = 0; ticket < Tickets; ticket++)
        {
            var id = await world.PutAsync(new ListedTicket($"author-{ticket}"));
            promises.Add(
                new Promise(id, "first_response", 1, At(), random.Next(2) == 0, random.Next(2) == 0 ? At() : null)
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
                        random.Next(2) == 0 ? At() : null
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

    /// <summary>Every page of it.</summary>
    private static async Task<IReadOnlyList<long>> OpenAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        ClockKind clock,
        string result,
        Instant from,
        Instant to
    )
    {
        var found = new List<long>();
        for (string? cursor = null; ; )
        {
            var answer = await AskAsync(
                world,
                person,
                new ListTicketsRequest(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    cursor,
                    4
                )
                {
                    Promise = clock.Wire(),
                    Result = result,
                    From = from.ToDateTimeOffset(),
                    To = to.ToDateTimeOffset(),
                }
            );
            var page = answer.Result.ShouldBeOfType<Ok<Page<TicketRow>>>().Value!;
            found.AddRange(page.Items.Select(row => row.Id));
            if ((cursor = page.Next) is null)
            {
                return found;
            }
        }
    }

    private static Task<Results<Ok<Page<TicketRow>>, ValidationProblem>> AskAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        ListTicketsRequest request
    ) =>
        ListTicketsEndpoint.HandleAsync(
            request,
            person,
            world.Get<TicketListing>(),
            world.Get<NpgsqlDataSource>(),
            Stop
        );

    private sealed record Promise(
        long Ticket,
        string Clock,
        int Round,
        Instant StoppedAt,
        bool InTime,
        Instant? BrokenAt
    )
    {
        public bool Stopped(Instant from, Instant to) => from <= StoppedAt && StoppedAt < to;

        public bool Broken(Instant from, Instant to) => from <= BrokenAt && BrokenAt < to;
    }
}
