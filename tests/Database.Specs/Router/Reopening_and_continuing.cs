using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Router.Clocks;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Reopening_and_continuing(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_complaint_within_the_window_reopens_the_ticket_with_the_shorter_target()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await ResolvedAsync(world);
        world.Time.Advance(TimeSpan.FromDays(2));

        (await world.OpenAsync("ann")).ShouldBe(ticket);

        var reopened = await world.TicketAsync(ticket);
        (reopened.Status, reopened.Cycle).ShouldBe(("reopened", 2));
        var clock = await world.ClockAsync(ticket, ClockKind.NextResponse, 2);
        (clock.StartedAt, clock.TargetSeconds).ShouldBe((world.Now, 15 * 60));
        (await world.ClockAsync(ticket, ClockKind.Resolution)).State.ShouldBe("met");
    }

    [Fact]
    public async Task As_policies_ship_a_reopened_ticket_goes_on_with_what_is_left_of_its_total_resolution()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await ResolvedAsync(world);
        var used = (await world.ClockAsync(ticket, ClockKind.TotalResolution)).DueAt!.Value;
        var target = Duration.FromSeconds(2 * (await world.ClockAsync(ticket, ClockKind.Resolution)).TargetSeconds);
        world.Time.Advance(TimeSpan.FromDays(2));

        await world.OpenAsync("ann");

        var total = await world.ClockAsync(ticket, ClockKind.TotalResolution);
        (total.State, total.TargetSeconds).ShouldBe(("running", (long)target.TotalSeconds));
        // Resolved a minute before those two days.
        total.DueAt.ShouldBe(used + Duration.FromDays(2) + Duration.FromMinutes(1));
        total.BreachedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_reopened_ticket_leaves_an_agent_who_is_not_there()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await ResolvedAsync(world);
        await world.SqlAsync("UPDATE router.agents SET online = false");

        await world.OpenAsync("ann");

        (await world.TicketAsync(ticket)).AssigneeId.ShouldBeNull();
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(0);
    }

    [Fact]
    public async Task A_thanks_does_not_reopen()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await ResolvedAsync(world);

        await world.RouteAsync(world.Post("ann", "thanks", Label.Praise, text: "Thank you!"));

        var after = await world.TicketAsync(ticket);
        (after.Status, after.MentionCount, after.OldestUnansweredAt).ShouldBe(("resolved", 2, null));
    }

    [Fact]
    public async Task After_the_window_a_new_ticket_follows_the_old_one()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await ResolvedAsync(world);
        world.Time.Advance(TimeSpan.FromDays(8));
        await world.Get<TicketCloser>().CloseDueAsync(Stop);

        var next = await world.OpenAsync("ann");

        next.ShouldNotBe(ticket);
        (await world.TicketAsync(next)).ContinuationOf.ShouldBe(ticket);
    }

    [Fact]
    public async Task A_post_made_within_the_window_reopens_it_though_it_comes_after_it_was_closed()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await ResolvedAsync(world);
        world.Time.Advance(TimeSpan.FromDays(8));
        (await world.Get<TicketCloser>().CloseDueAsync(Stop)).ShouldBe(1);

        (await world.OpenAsync("ann", ago: TimeSpan.FromDays(2))).ShouldBe(ticket);

        var reopened = await world.TicketAsync(ticket);
        (reopened.Status, reopened.Cycle, reopened.OldestUnansweredAt).ShouldBe(
            ("reopened", 2, world.Now - NodaTime.Duration.FromDays(2))
        );
        (
            await world.OneAsync<bool>("SELECT closed_at IS NULL AND resolved_at IS NULL FROM router.tickets")
        ).ShouldBeTrue();
        var (replayed, stored) = (await world.ReplayAsync(ticket), await world.TicketAsync(ticket));
        (replayed.Version, replayed.ClosedAt).ShouldBe((stored.Version, null));
    }

    [Fact]
    public async Task What_comes_later_than_another_window_begins_anew()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await ResolvedAsync(world);
        world.Time.Advance(TimeSpan.FromDays(7));
        await world.Get<TicketCloser>().CloseDueAsync(Stop);
        world.Time.Advance(TimeSpan.FromDays(7));

        var next = await world.OpenAsync("ann", ago: TimeSpan.FromDays(8));

        (await world.TicketAsync(ticket)).Status.ShouldBe("closed");
        (await world.TicketAsync(next)).ContinuationOf.ShouldBe(ticket);
    }

    [Fact]
    public async Task A_second_reopening_raises_the_priority_and_tells_the_lead()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await ResolvedAsync(world);
        await world.OpenAsync("ann");
        await world.ReplyAsync(ticket, await world.PersonAsync(Role.Lead), "resolve");
        world.Time.Advance(TimeSpan.FromHours(1));

        await world.OpenAsync("ann");

        (await world.TicketAsync(ticket)).Priority.ShouldBe("high");
        (await world.EventsAsync(ticket)).ShouldContain("lead_told");
    }

    private static async Task<long> ResolvedAsync(RouterWorld world)
    {
        var ticket = await world.OpenAsync("ann");
        await world.ReplyAsync(ticket, await world.PersonAsync(), "resolve");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        return ticket;
    }
}
