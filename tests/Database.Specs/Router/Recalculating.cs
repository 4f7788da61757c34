using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Policies;
using TriageMesh.Router.Rules;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A policy or a calendar is edited while tickets are in work: they keep what they have until they are recalculated.</summary>
public sealed class Recalculating(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // Half an hour becomes an hour, in a version of its own.
    private const string LongerPolicy = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        SELECT policy_key, version + 1, jsonb_set(definition, '{target_minutes,first_response}', '60'), @now
          FROM router.policies WHERE definition ->> 'name' = 'Everything else'
        """;

    // A version that promises the whole resolution too, and one that promises answers after the first.
    private const string TotalToo = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        SELECT policy_key, version + 1, jsonb_set(definition, '{target_minutes,total_resolution}', '600'), @now
          FROM router.policies WHERE definition ->> 'name' = 'Everything else'
        """;

    private const string NoLaterAnswers = """
        UPDATE router.policies SET definition = definition #- '{target_minutes,next_response}' #- '{reopen_minutes}'
        """;

    private const string LaterAnswersToo = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        SELECT policy_key, version + 1, jsonb_set(definition, '{target_minutes,next_response}', '20'), @now
          FROM router.policies WHERE definition ->> 'name' = 'Everything else'
        """;

    private const string ReopeningsToo = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        SELECT policy_key, version + 1,
               jsonb_set(jsonb_set(definition, '{target_minutes,next_response}', '120'), '{reopen_minutes}', '15'), @now
          FROM router.policies WHERE definition ->> 'name' = 'Everything else'
        """;

    // Round the clock becomes the working day; it is Friday, ten in the morning.
    private const string DayHours = """
        UPDATE router.calendars
           SET definition = jsonb_set(definition, '{week}',
               '{"friday": [{"from": "09:00", "to": "10:10"}], "monday": [{"from": "09:00", "to": "18:00"}]}')
         WHERE definition ->> 'name' = '24x7'
        """;

    private const string Order = """
        INSERT INTO router.recalculations (recalculation_id, policy_key, calendar_id, requested_by, requested_at)
        VALUES (gen_random_uuid(), @policy, @calendar, gen_random_uuid(), @now)
        """;

    [Fact]
    public async Task An_open_ticket_keeps_its_version_until_it_is_recalculated_and_then_keeps_what_it_has_used()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await EditAsync(world, LongerPolicy);
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).TargetSeconds.ShouldBe(1800);

        await RunAsync(world);

        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        clock.TargetSeconds.ShouldBe(3600);
        clock.DueAt.ShouldBe(world.Now + Duration.FromMinutes(50));
        (await world.TicketAsync(ticket)).NextDueAt.ShouldBe(clock.DueAt);
        (await world.EventsAsync(ticket)).Count(kind => kind == "clock.apply").ShouldBe(3);
        (
            await world.OneAsync<string>(
                """
                SELECT string_agg(DISTINCT f.version || ' to ' || t.version, ',')
                  FROM router.events e
                  JOIN router.policies f ON f.policy_id = (e.data ->> 'from_policy_id')::bigint
                  JOIN router.policies t ON t.policy_id = (e.data ->> 'policy_id')::bigint
                 WHERE e.kind = 'clock.apply'
                """
            )
        ).ShouldBe("1 to 2");
    }

    [Fact]
    public async Task A_newly_promised_resolution_counts_what_the_other_one_has_used_and_stood_still()
    {
        await using var world = await BeginAsync(postgres);
        await world.SqlAsync(
            "UPDATE router.policies SET definition = definition #- '{target_minutes,total_resolution}'"
        );
        world.Get<RuleBooks>().Changed();
        var (ticket, agent) = (await world.OpenAsync(), await world.PersonAsync());
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await world.ReplyAsync(ticket, agent, "wait");
        world.Time.Advance(TimeSpan.FromMinutes(50));
        await world.RouteAsync(world.Post("ann", "back"));
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await EditAsync(world, TotalToo);

        var shown = (await PreviewAsync(world)).Sample.Single(clock => clock.Clock == ClockKind.TotalResolution);
        await RunAsync(world);

        // Fifteen of six hundred minutes are used; fifty were a pause.
        var clock = await world.ClockAsync(ticket, ClockKind.TotalResolution);
        (clock.State, clock.DueAt).ShouldBe(("running", world.Now + Duration.FromMinutes(585)));
        (shown.DueBefore, shown.DueAfter).ShouldBe((null, clock.DueAt!.Value.ToDateTimeOffset()));
        clock.StartedAt.ShouldBe((await world.ClockAsync(ticket, ClockKind.Resolution)).StartedAt);
    }

    [Fact]
    public async Task A_newly_promised_answer_runs_since_the_post_and_is_broken_no_earlier_than_it_was_promised()
    {
        await using var world = await BeginAsync(postgres);
        await world.SqlAsync(NoLaterAnswers);
        world.Get<RuleBooks>().Changed();
        var (ticket, agent) = (await world.OpenAsync(), await world.PersonAsync());
        await world.ReplyAsync(ticket, agent);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var posted = world.Now;
        await world.RouteAsync(world.Post("ann", "again"));
        world.Time.Advance(TimeSpan.FromMinutes(30));
        await EditAsync(world, LaterAnswersToo);

        await RunAsync(world);
        await world.Get<ClockTimers>().FireDueAsync(Stop);

        var clock = await world.ClockAsync(ticket, ClockKind.NextResponse, 2);
        (clock.State, clock.StartedAt, clock.BreachedAt).ShouldBe(("running", posted, world.Now));
        (await world.EventsAsync(ticket)).Count(kind => kind == "clock.breach").ShouldBe(1);
    }

    [Theory]
    [InlineData(true, 15)]
    [InlineData(false, 120)]
    public async Task A_newly_promised_answer_has_the_shorter_target_where_the_wait_began_with_a_reopening(
        bool reopened,
        int minutes
    )
    {
        await using var world = await BeginAsync(postgres);
        await world.SqlAsync(NoLaterAnswers);
        world.Get<RuleBooks>().Changed();
        var (ticket, agent) = (await world.OpenAsync(), await world.PersonAsync());
        await world.ReplyAsync(ticket, agent, reopened ? "resolve" : "none");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RouteAsync(world.Post("ann", "again"));
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await EditAsync(world, ReopeningsToo);

        await RunAsync(world);

        var state = await world.TicketAsync(ticket);
        (state.Cycle, state.Spell).ShouldBe((reopened ? 2 : 1, 2));
        var clock = await world.ClockAsync(ticket, ClockKind.NextResponse, 2);
        (clock.State, clock.TargetSeconds, clock.DueAt).ShouldBe(
            ("running", 60 * minutes, world.Now + Duration.FromMinutes(minutes - 2))
        );
    }

    [Fact]
    public async Task A_preview_says_how_many_would_change_and_from_when_to_when_and_changes_nothing()
    {
        await using var world = await BeginAsync(postgres);
        var tickets = new[] { await world.OpenAsync("ann"), await world.OpenAsync("ben") };
        var versions = await VersionsAsync(world);
        await EditAsync(world, LongerPolicy);

        var preview = await PreviewAsync(world);

        (preview.OpenTickets, preview.LookedAt, preview.Changes).ShouldBe((2, 2, 2));
        var shown = preview.Sample.First(clock =>
            clock.TicketId == tickets[0] && clock.Clock == ClockKind.FirstResponse
        );
        (shown.DueAfter - shown.DueBefore).ShouldBe(TimeSpan.FromMinutes(30));
        (await VersionsAsync(world)).ShouldBe(versions);
    }

    [Fact]
    public async Task Nothing_is_changed_where_nothing_was_edited()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var versions = await VersionsAsync(world);

        (await PreviewAsync(world)).Changes.ShouldBe(0);
        await RunAsync(world);

        (await VersionsAsync(world)).ShouldBe(versions);
        (await world.EventsAsync(ticket)).ShouldNotContain("clock.apply");
    }

    [Fact]
    public async Task An_edited_calendar_moves_the_due_of_open_clocks_when_they_are_recalculated()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await EditAsync(world, DayHours);
        var calendar = await world.OneAsync<Guid>(
            "SELECT calendar_id FROM router.calendars WHERE definition ->> 'name' = '24x7'"
        );

        await RunAsync(world, calendar: calendar);

        // Ten minutes are left of Friday, twenty are Monday's.
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).DueAt.ShouldBe(
            world.Now + Duration.FromHours(71) + Duration.FromMinutes(20)
        );
    }

    [Fact]
    public async Task A_clock_whose_calendar_was_edited_does_not_fire_by_the_old_hours_and_holds_nobody_up()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await EditAsync(world, DayHours);
        var timers = world.Get<ClockTimers>();
        world.Time.Advance(TimeSpan.FromMinutes(25));

        while (await timers.FireDueAsync(Stop) > 0)
        {
            // Until nothing is due.
        }

        (await world.OneAsync<long>("SELECT count(*) FROM router.clock_steps")).ShouldBe(0);
        (await world.EventsAsync(ticket)).ShouldContain("clock.apply");
        (await world.TicketAsync(ticket)).NextDueAt.ShouldBe(
            (await world.ClockAsync(ticket, ClockKind.FirstResponse)).DueAt
        );
    }

    [Fact]
    public async Task Only_the_tickets_of_the_policy_that_was_named_are_changed()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await EditAsync(world, LongerPolicy);
        var other = await world.OneAsync<Guid>(
            "SELECT policy_key FROM router.policies WHERE definition ->> 'name' = 'Questions'"
        );

        await RunAsync(world, policy: other);

        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).TargetSeconds.ShouldBe(1800);
    }

    [Fact]
    public async Task Several_routers_share_a_job_and_each_ticket_is_changed_once()
    {
        await using var world = await BeginAsync(postgres);
        const int many = (2 * Recalculations.BatchSize) + 10;
        foreach (var chunk in Enumerable.Range(0, many).Chunk(250))
        {
            await world.RouteAsync([.. chunk.Select(i => world.Post($"author-{i}", $"p{i}"))]);
        }

        await EditAsync(world, LongerPolicy);
        await world.SqlAsync(
            Order,
            new
            {
                policy = (Guid?)null,
                calendar = (Guid?)null,
                now = world.Now,
            }
        );
        var routers = Enumerable.Range(0, 3).Select(_ => world.AddRouter().GetRequiredService<Recalculations>());

        await Task.WhenAll(
            routers.Select(router =>
                Task.Run(
                    async () =>
                    {
                        while (await UnfinishedAsync(world))
                        {
                            await router.RunBatchAsync(Stop);
                        }
                    },
                    Stop
                )
            )
        );

        (
            await world.OneAsync<long>(
                "SELECT count(*) FROM router.events WHERE kind = 'clock.apply' AND data ->> 'clock' = 'first_response'"
            )
        ).ShouldBe(many);
        (await world.OneAsync<string>("SELECT looked_at || ' ' || changed FROM router.recalculations")).ShouldBe(
            $"{many} {many}"
        );
    }

    private static async Task EditAsync(RouterWorld world, string edit)
    {
        await world.SqlAsync(edit, new { now = world.Now });
        world.Get<RuleBooks>().Changed();
    }

    private static async Task RunAsync(RouterWorld world, Guid? policy = null, Guid? calendar = null)
    {
        await world.SqlAsync(
            Order,
            new
            {
                policy,
                calendar,
                now = world.Now,
            }
        );
        (await world.Get<Recalculations>().RunBatchAsync(Stop)).ShouldBeTrue();
        (await UnfinishedAsync(world)).ShouldBeFalse();
    }

    private static async Task<TriageMesh.Contracts.Api.RecalculationPreview> PreviewAsync(RouterWorld world) =>
        await world
            .Get<Recalculations>()
            .PreviewAsync(RecalculationScope.Everything, await world.Get<RuleBooks>().LoadAsync(Stop), Stop);

    private static Task<bool> UnfinishedAsync(RouterWorld world) =>
        world.OneAsync<bool>("SELECT EXISTS (SELECT FROM router.recalculations WHERE finished_at IS NULL)");

    private static Task<string> VersionsAsync(RouterWorld world) =>
        world.OneAsync<string>(
            "SELECT string_agg(ticket_id || ':' || version, ',' ORDER BY ticket_id) FROM router.tickets"
        );
}
