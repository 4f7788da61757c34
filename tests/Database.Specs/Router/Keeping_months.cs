using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Platform.Months;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Reports;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Mentions and events by month: made ahead of time, dropped when they are over and nothing needs them.</summary>
public sealed class Keeping_months(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string OneMonth = "--Router:Retention:Months=1";

    private const string Places = """
        SELECT DISTINCT tableoid::regclass::text FROM router.mentions
        UNION
        SELECT DISTINCT tableoid::regclass::text FROM router.events
        ORDER BY 1
        """;

    private const string Months = """
        SELECT partition::text FROM mesh.months WHERE table_name = 'router.mentions' ORDER BY 1
        """;

    private const string HeldByWhoeverCounts = """
        WITH counting AS (SELECT pid, relation FROM pg_locks WHERE NOT granted AND mode = 'AccessShareLock')
        SELECT 'counting ' || relation::regclass FROM counting
         UNION ALL
        SELECT l.mode || ' ' || l.relation::regclass
          FROM pg_locks l
          JOIN counting c USING (pid)
         WHERE l.granted AND l.relation IS NOT NULL
        """;

    [Fact]
    public async Task Months_are_there_before_they_are_needed()
    {
        await using var world = await BeginEmptyAsync();

        await MakeAsync(world);
        await world.OpenAsync();

        (await world.ListAsync<string>(Months)).ShouldBe([
            "router.mentions_2026_06",
            "router.mentions_2026_07",
            "router.mentions_2026_08",
            "router.mentions_2026_09",
        ]);
        (await world.ListAsync<string>(Places)).ShouldBe(["router.events_2026_06", "router.mentions_2026_06"]);
    }

    [Fact]
    public async Task What_comes_while_its_month_is_not_there_is_kept_and_moves_once_it_is()
    {
        await using var world = await BeginEmptyAsync();
        var ticket = await world.OpenAsync();
        (await world.ListAsync<string>(Places)).ShouldBe(["router.events_other", "router.mentions_other"]);
        var before = await world.EventsAsync(ticket);

        // Months later: the month of the row is made all the same.
        world.Time.Advance(TimeSpan.FromDays(70));
        await MakeAsync(world);

        (await world.ListAsync<string>(Places)).ShouldBe(["router.events_2026_06", "router.mentions_2026_06"]);
        (await world.EventsAsync(ticket)).ShouldBe(before);
    }

    [Fact]
    public async Task Keepers_at_once_make_each_month_once()
    {
        await using var world = await BeginEmptyAsync();
        var keepers = Enumerable.Range(0, 4).Select(_ => Keeper(world.AddRouter())).ToList();

        await Task.WhenAll(keepers.Select(keeper => Task.Run(() => UntilDoneAsync(keeper.MakeAsync), Stop)));

        (await world.ListAsync<string>(Months)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_month_goes_when_its_tickets_were_closed_before_what_is_kept_and_its_mentions_stay_known()
    {
        await using var world = await BeginEmptyAsync(OneMonth);
        await MakeAsync(world);
        var post = world.Post("ann", "p1");
        await world.RouteAsync(post);
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        await CloseAsync(world, ticket);
        await world.SqlAsync("TRUNCATE router.announcements");
        await MakeAsync(world);

        // July: June is kept beside it.
        world.Time.Advance(TimeSpan.FromDays(30));
        await DropAsync(world);
        (await world.ListAsync<string>(Months)).ShouldContain("router.mentions_2026_06");

        world.Time.Advance(TimeSpan.FromDays(30));
        await DropAsync(world);

        (await world.ListAsync<string>(Months)).ShouldNotContain("router.mentions_2026_06");
        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions")).ShouldBe(0);
        (await world.OneAsync<long>("SELECT count(*) FROM router.events")).ShouldBe(0);
        (
            await world.ListAsync<string>(
                "SELECT table_name || ' ' || month || ' ' || (rows > 0) FROM mesh.dropped_months ORDER BY 1"
            )
        ).ShouldBe(["router.events 2026-06-01 true", "router.mentions 2026-06-01 true"]);

        await world.RouteAsync(post);
        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions")).ShouldBe(0);
        (await world.OneAsync<long>("SELECT count(*) FROM router.tickets")).ShouldBe(1);
        (await world.TicketAsync(ticket)).Status.ShouldBe("closed");
    }

    [Fact]
    public async Task A_month_stays_while_a_ticket_of_it_is_open_or_was_closed_since()
    {
        await using var world = await BeginEmptyAsync(OneMonth);
        await MakeAsync(world);
        var ticket = await world.OpenAsync();
        world.Time.Advance(TimeSpan.FromDays(100));
        await MakeAsync(world);
        await DropAsync(world);
        (await world.ListAsync<string>(Months)).ShouldContain("router.mentions_2026_06");

        await CloseAsync(world, ticket);
        await world.SqlAsync("TRUNCATE router.announcements");
        await DropAsync(world);
        (await world.ListAsync<string>(Months)).ShouldContain("router.mentions_2026_06");
        (await world.EventsAsync(ticket)).ShouldContain("opened");

        world.Time.Advance(TimeSpan.FromDays(70));
        await DropAsync(world);
        (await world.ListAsync<string>(Months)).ShouldNotContain("router.mentions_2026_06");
        (await world.EventsAsync(ticket)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_nobody_has_heard_of_keeps_its_month()
    {
        await using var world = await BeginEmptyAsync(OneMonth);
        await MakeAsync(world);
        await CloseAsync(world, await world.OpenAsync());
        world.Time.Advance(TimeSpan.FromDays(100));

        await DropAsync(world);

        (await world.ListAsync<string>(Months)).ShouldContain("router.mentions_2026_06");
    }

    [Fact]
    public async Task Nothing_is_dropped_unless_somebody_says_how_long_to_keep_it()
    {
        await using var world = await BeginEmptyAsync();
        await MakeAsync(world);
        await world.RouteAsync(world.Post("ann", "p1", Label.Other));
        world.Time.Advance(TimeSpan.FromDays(4000));

        await DropAsync(world);

        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions")).ShouldBe(1);
    }

    [Fact]
    public async Task Reports_reach_back_further_than_the_months_that_are_kept()
    {
        await using var world = await BeginEmptyAsync(OneMonth);
        await MakeAsync(world);
        var ticket = await world.OpenAsync();
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await world.ReplyAsync(ticket, await world.PersonAsync());
        await CloseAsync(world, ticket);
        await world.SqlAsync("TRUNCATE router.announcements; UPDATE router.replies SET published_at = created_at");
        var before = await CountAsync(world);
        world.Time.Advance(TimeSpan.FromDays(100));

        await DropAsync(world);

        (await world.OneAsync<long>("SELECT count(*) FROM router.events")).ShouldBe(0);
        before.ShouldNotBeEmpty();
        (await CountAsync(world)).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task A_post_that_marketing_shows_outlives_its_month_until_it_is_shown_no_more()
    {
        await using var world = await BeginEmptyAsync(OneMonth);
        await MakeAsync(world);
        await world.RouteAsync(world.Post("ann", "shown", Label.Praise), world.Post("ben", "found", Label.Praise));
        await world.SqlAsync(
            """
            UPDATE router.praise SET status = 'posted'
             WHERE mention_id = (SELECT mention_id FROM router.mentions WHERE external_id = 'shown')
            """
        );
        world.Time.Advance(TimeSpan.FromDays(40));
        await MakeAsync(world);
        await world.RouteAsync(world.Post("cat", "later", Label.Other));
        world.Time.Advance(TimeSpan.FromDays(60));

        await DropAsync(world);

        (await world.ListAsync<string>("SELECT external_id FROM router.mentions")).ShouldBe(["shown"]);
        (await world.OneAsync<long>("SELECT count(*) FROM router.praise")).ShouldBe(1);

        await world.SqlAsync("UPDATE router.praise SET status = 'revoked'");
        await MakeAsync(world);
        await world.RouteAsync(world.Post("dan", "latest", Label.Other));
        world.Time.Advance(TimeSpan.FromDays(100));
        await DropAsync(world);

        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions")).ShouldBe(0);
        (await world.OneAsync<long>("SELECT count(*) FROM router.praise")).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_works_is_not_kept_waiting_the_month_is_dropped_the_next_time()
    {
        await using var world = await BeginEmptyAsync(OneMonth);
        await MakeAsync(world);
        await world.RouteAsync(world.Post("ann", "p1", Label.Other));
        world.Time.Advance(TimeSpan.FromDays(100));
        await using (var connection = await postgres.Database.OpenConnectionAsync(Stop))
        {
            await using var reading = await connection.BeginTransactionAsync(Stop);
            await using var command = new NpgsqlCommand("SELECT count(*) FROM router.mentions", connection, reading);
            await command.ExecuteScalarAsync(Stop);

            (await Keeper(world).DropAsync(Stop)).ShouldBeFalse();

            (await command.ExecuteScalarAsync(Stop)).ShouldBe(1L);
        }

        await DropAsync(world);
        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions")).ShouldBe(0);
    }

    [Fact]
    public async Task While_the_months_of_several_tables_are_counted_everybody_still_reads_all_of_them()
    {
        await using var world = await BeginEmptyAsync();
        await MakeAsync(world);
        await world.RouteAsync(world.Post("ann", "p1", Label.Other));
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await using var holding = await connection.BeginTransactionAsync(Stop);
        await using var hold = new NpgsqlCommand(
            "LOCK TABLE router.events_2026_06 IN ACCESS EXCLUSIVE MODE",
            connection,
            holding
        );
        await hold.ExecuteNonQueryAsync(Stop);
        using var seen = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var dropping = Task.Run(() => DropAgainAndAgainAsync(world, seen.Token), Stop);
        var held = await Eventually.Be(
            _ => world.ListAsync<string>(HeldByWhoeverCounts),
            locks => locks.Contains("counting router.events_2026_06"),
            Stop
        );

        held.ShouldNotContain("AccessExclusiveLock router.mentions");
        await seen.CancelAsync();
        await dropping;
    }

    [Fact]
    public async Task A_month_that_cannot_be_dropped_keeps_no_other()
    {
        await using var world = await BeginEmptyAsync(OneMonth);
        await MakeAsync(world);
        world.Time.Advance(TimeSpan.FromDays(30));
        await MakeAsync(world);
        await world.SqlAsync("CREATE VIEW router.in_the_way AS SELECT mention_id FROM router.mentions_2026_06");
        world.Time.Advance(TimeSpan.FromDays(70));
        try
        {
            await DropAsync(world);

            (await world.ListAsync<string>(Months)).ShouldContain("router.mentions_2026_06");
            (await world.ListAsync<string>(Months)).ShouldNotContain("router.mentions_2026_07");
        }
        finally
        {
            await world.SqlAsync("DROP VIEW router.in_the_way");
        }

        await DropAsync(world);
        (await world.ListAsync<string>(Months)).ShouldNotContain("router.mentions_2026_06");
    }

    /// <summary>Gives up after half a second each time.</summary>
    private static async Task DropAgainAndAgainAsync(RouterWorld world, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var refused = await Should.ThrowAsync<PostgresException>(() =>
                world.SqlAsync(
                    "SELECT mesh.drop_months(ARRAY['router.mentions', 'router.events'], '2026-06-01', now())"
                )
            );
            refused.SqlState.ShouldBe(PostgresErrorCodes.LockNotAvailable);
        }
    }

    /// <summary>A router whose tables have no months yet.</summary>
    private async Task<RouterWorld> BeginEmptyAsync(params string[] settings)
    {
        var world = await BeginAsync(postgres, settings);
        await world.SqlAsync(
            """
            SELECT mesh.drop_months(ARRAY[table_name], month, now()) FROM mesh.months;
            TRUNCATE mesh.dropped_months
            """
        );
        return world;
    }

    private static MonthKeeper Keeper(IServiceProvider router) => router.GetRequiredService<MonthKeeper>();

    private static MonthKeeper Keeper(RouterWorld world) => world.Get<MonthKeeper>();

    private static Task<bool> MakeAsync(RouterWorld world) => UntilDoneAsync(Keeper(world).MakeAsync);

    private static Task<bool> DropAsync(RouterWorld world) => UntilDoneAsync(Keeper(world).DropAsync);

    /// <summary>Whoever is in the way for a moment, such as a vacuum, is waited out.</summary>
    private static Task<bool> UntilDoneAsync(Func<CancellationToken, Task<bool>> work) =>
        Eventually.Be(stop => work(stop), done => done, Stop);

    /// <summary>Resolved by a person, and closed when the reopen window is over.</summary>
    private static async Task CloseAsync(RouterWorld world, long ticket)
    {
        await world.ResolveAsync(ticket, await world.PersonAsync());
        world.Time.Advance(TimeSpan.FromDays(8));
        await world.Get<TicketCloser>().CloseDueAsync(Stop);
        (await world.TicketAsync(ticket)).Status.ShouldBe("closed");
    }

    private static async Task<IReadOnlyList<PromiseRow>> CountAsync(RouterWorld world)
    {
        await using var connection = await world.Get<NpgsqlDataSource>().OpenConnectionAsync(Stop);
        return await PromiseStatistics.CountAsync(
            connection,
            Instant.FromDateTimeOffset(Start),
            Instant.FromDateTimeOffset(Start) + Duration.FromDays(30),
            "clock",
            Stop
        );
    }
}
