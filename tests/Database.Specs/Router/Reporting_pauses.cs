using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Reports;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>How long promises stood still by whose word: what still lasts too, and each wait once.</summary>
public sealed class Reporting_pauses(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_pause_that_still_lasts_counts_up_to_now_and_each_hour_of_it_in_one_span_only()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, person) = (await world.OpenAsync(), await world.PersonAsync());
        await WaitAsync(world, ticket, person);
        world.Time.Advance(TimeSpan.FromHours(3));
        var middle = world.Time.GetUtcNow();
        world.Time.Advance(TimeSpan.FromHours(2));

        (await RowAsync(world)).ShouldSatisfyAllConditions(
            row => (row.Pauses, row.Flagged, row.PausedSeconds).ShouldBe((1, 1, 5 * 3600)),
            row => row.PausedShare.ShouldBe(1)
        );
        (await RowAsync(world, Start, middle)).PausedSeconds.ShouldBe(3 * 3600);
        (await RowAsync(world, middle, middle.AddDays(1))).PausedSeconds.ShouldBe(2 * 3600, "not of what is to come");
        (await OpenAsync(world, person, "set", middle)).ShouldBeEmpty();
        (await OpenAsync(world, person, "lasting", middle)).ShouldBe([ticket]);
        (await OpenAsync(world, await world.PersonAsync(), "lasting", middle)).ShouldBeEmpty("somebody else's");

        await world.ResolveAsync(ticket, person);
        world.Time.Advance(TimeSpan.FromHours(1));

        (await RowAsync(world)).PausedSeconds.ShouldBe(5 * 3600);
    }

    [Fact]
    public async Task Only_the_hours_count_by_which_the_promise_is_counted()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, person) = (await world.OpenAsync(), await world.PersonAsync());
        // Friday, ten in the morning.
        await world.SqlAsync(
            "UPDATE router.clocks SET calendar_id = @office",
            new { office = TriageMesh.Router.Defaults.RouterDefaults.OfficeHours }
        );
        await WaitAsync(world, ticket, person);
        world.Time.Advance(TimeSpan.FromDays(2));

        (await RowAsync(world)).PausedSeconds.ShouldBe(7 * 3600, "Friday to noon, and from one to six");
    }

    [Fact]
    public async Task A_wait_that_a_split_copies_is_told_once()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync();
        await Splitting_and_merging.PostedAsync(world, "ann", "p1");
        var ticket = await Splitting_and_merging.PostedAsync(world, "ann", "p2");
        await WaitAsync(world, ticket, person);
        world.Time.Advance(TimeSpan.FromHours(1));
        await ResumeAsync(world, ticket, person);
        world.Time.Advance(TimeSpan.FromHours(1));
        await WaitAsync(world, ticket, person);
        world.Time.Advance(TimeSpan.FromHours(1));
        (await RowAsync(world)).ShouldSatisfyAllConditions(row =>
            (row.Pauses, row.Flagged, row.PausedSeconds).ShouldBe((2, 2, 2 * 3600))
        );

        var apart = await Splitting_and_merging.SplitAsync(world, ticket, person, "p2");

        (await world.EventsAsync(apart)).Count(kind => kind == "waiting").ShouldBe(2, "its history has them");
        (await RowAsync(world)).ShouldSatisfyAllConditions(row =>
            (row.Pauses, row.Flagged, row.PausedSeconds).ShouldBe((2, 2, 2 * 3600))
        );
        (await FlaggedAsync(world)).ShouldBe([ticket, ticket]);
        (await OpenAsync(world, person, "set")).ShouldBe([ticket]);
        (await OpenAsync(world, person, "lasting")).ShouldBe([ticket], "the other stands still from now on");

        // From here on two promises stand still.
        world.Time.Advance(TimeSpan.FromHours(1));
        (await RowAsync(world)).PausedSeconds.ShouldBe(4 * 3600);
        (await OpenAsync(world, person, "lasting")).ShouldBe([apart, ticket]);
        await ResumeAsync(world, apart, person);
        world.Time.Advance(TimeSpan.FromHours(1));
        (await RowAsync(world)).PausedSeconds.ShouldBe(5 * 3600);
        await WaitAsync(world, apart, person);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        (await RowAsync(world)).Pauses.ShouldBe(3, "one of its own");
        (await OpenAsync(world, person, "set")).ShouldBe([apart, ticket]);
    }

    private static async Task WaitAsync(RouterWorld world, long ticket, ClaimsPrincipal person)
    {
        var desk = world.Get<TicketDesk>();
        await AcceptEndpoint.HandleAsync(ticket, null, person, desk, Stop);
        var waits = await WaitEndpoint.HandleAsync(
            ticket,
            new WaitRequest("third_party", "parts"),
            null,
            person,
            desk,
            Stop
        );
        waits.Result.ShouldBeOfType<Ok<TicketDetail>>();
    }

    private static async Task ResumeAsync(RouterWorld world, long ticket, ClaimsPrincipal person) =>
        (await ResumeEndpoint.HandleAsync(ticket, null, person, world.Get<TicketDesk>(), Stop)).Result.ShouldBeOfType<
            Ok<TicketDetail>
        >();

    private static async Task<PauseReportRow> RowAsync(
        RouterWorld world,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null
    )
    {
        var report = await PauseReports.PausesAsync(
            world.Get<NpgsqlDataSource>(),
            world.Get<RuleBooks>(),
            world.Time,
            Stop,
            from,
            to
        );
        return report.Result.ShouldBeOfType<Ok<PauseReport>>().Value!.Agents.ShouldHaveSingleItem();
    }

    /// <summary>What the figure of a person opens, until now.</summary>
    private static async Task<IReadOnlyList<long>> OpenAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        string paused,
        DateTimeOffset? from = null
    ) =>
        await world.OpenAsync(
            await world.PersonAsync(Role.Lead, member: false),
            ListedTickets.Blank with
            {
                PausedBy = Handing_over.IdOf(person),
                Paused = paused,
                From = from ?? Start.AddDays(-1),
                To = world.Time.GetUtcNow().AddTicks(10),
            }
        );

    private static async Task<long[]> FlaggedAsync(RouterWorld world)
    {
        var page = await PauseReports.FlaggedAsync(world.Get<NpgsqlDataSource>(), world.Time, Stop);
        return [.. page.Result.ShouldBeOfType<Ok<Page<FlaggedPause>>>().Value!.Items.Select(pause => pause.TicketId)];
    }
}
