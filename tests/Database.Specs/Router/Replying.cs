using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Replying(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_reply_meets_the_first_response_takes_the_ticket_and_waits_to_be_sent()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var person = await world.PersonAsync();
        world.Time.Advance(TimeSpan.FromMinutes(3));

        var answer = await world.ReplyAsync(ticket, person);

        var detail = answer.ShouldBeOfType<Ok<TicketDetail>>().Value!;
        detail.Ticket.Assignee.ShouldNotBeNull();
        detail.Ticket.OldestUnansweredAt.ShouldBeNull();
        detail.Timeline.Last(item => item.Type == "reply").Reply!.Status.ShouldBe(ReplyStatus.Sending);
        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        (clock.State, clock.StoppedAt).ShouldBe(("met", world.Now));
        (await world.OneAsync<long>("SELECT count(*) FROM router.replies WHERE published_at IS NULL")).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_answers_past_a_post_they_have_not_seen()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync("ann");
        var seen = (await world.TicketAsync(ticket)).LastSeen;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.OpenAsync("ann");
        var newest = (await world.TicketAsync(ticket)).LastSeen;

        var answer = await world.ReplyAsync(ticket, await world.PersonAsync(), lastSeen: seen);

        var conflict = Two_people_at_one_ticket.UnseenIn(answer);
        conflict.LastSeen.ShouldBe(newest);
        conflict.Newer.Select(item => item.Id).ShouldBe([newest]);
        (await world.OneAsync<long>("SELECT count(*) FROM router.replies")).ShouldBe(0);
    }

    [Fact]
    public async Task The_same_key_sends_nothing_twice()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var (person, key) = (await world.PersonAsync(), Guid.NewGuid());
        await world.ReplyAsync(ticket, person, key: key);
        var version = (await world.TicketAsync(ticket)).Version;

        (await world.ReplyAsync(ticket, person, key: key, lastSeen: "stale")).ShouldBeOfType<Ok<TicketDetail>>();

        (await world.OneAsync<long>("SELECT count(*) FROM router.replies")).ShouldBe(1);
        (await world.TicketAsync(ticket)).Version.ShouldBe(version);
    }

    [Fact]
    public async Task Reply_and_wait_pauses_the_resolution_until_the_customer_posts_again()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync("ann");
        var due = (await world.ClockAsync(ticket, ClockKind.Resolution)).DueAt;
        await world.ReplyAsync(ticket, await world.PersonAsync(), "wait");

        (await world.TicketAsync(ticket)).Status.ShouldBe("waiting_customer");
        (await world.ClockAsync(ticket, ClockKind.Resolution)).DueAt.ShouldBeNull();
        (await world.OneAsync<bool>("SELECT flagged FROM router.pauses")).ShouldBeFalse();

        world.Time.Advance(TimeSpan.FromHours(2));
        await world.OpenAsync("ann");

        (await world.TicketAsync(ticket)).Status.ShouldBe("open");
        (await world.ClockAsync(ticket, ClockKind.Resolution)).DueAt.ShouldBe(due + Duration.FromHours(2));
        (await world.ClockAsync(ticket, ClockKind.NextResponse, 2)).StartedAt.ShouldBe(world.Now);
        (await world.OneAsync<Instant?>("SELECT to_at FROM router.pauses")).ShouldBe(world.Now);
    }

    [Fact]
    public async Task A_reply_that_never_went_out_revives_the_clock_with_its_original_due()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var due = (await world.ClockAsync(ticket, ClockKind.FirstResponse)).DueAt;
        var key = Guid.NewGuid();
        await world.ReplyAsync(ticket, await world.PersonAsync(), "resolve", key);
        world.Time.Advance(TimeSpan.FromMinutes(5));

        await world
            .Get<ReplyOutcomes>()
            .FailedAsync(new ReplyFailed(key, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);

        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        (clock.State, clock.DueAt).ShouldBe(("running", due));
        clock.NextFireAt.ShouldNotBeNull();
        var after = await world.TicketAsync(ticket);
        (after.Status, after.FirstRepliedAt, after.ResolvedAt).ShouldBe(("open", null, null));
        after.OldestUnansweredAt.ShouldBe(clock.StartedAt);
        (await world.ClockAsync(ticket, ClockKind.Resolution)).State.ShouldBe("running");
        (await world.ReplayAsync(ticket)).UnansweredSince.ShouldBe(after.OldestUnansweredAt);
    }

    [Fact]
    public async Task Whose_answer_never_arrived_has_not_answered_the_author_last()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var (first, second) = (await world.PersonAsync(), await world.PersonAsync());
        var (stood, lost) = (Guid.NewGuid(), Guid.NewGuid());
        var outcomes = world.Get<ReplyOutcomes>();
        await world.ReplyAsync(ticket, first, key: stood);
        var answeredAt = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.ReplyAsync(ticket, second, key: lost);
        (await LastAnswersAsync()).ShouldBe([(Giving_out_work.IdOf(second), world.Now)]);
        var lostAt = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await outcomes.FailedAsync(new ReplyFailed(lost, Unknown: true, "timed out", world.Time.GetUtcNow()), Stop);
        (await LastAnswersAsync()).ShouldBe([(Giving_out_work.IdOf(second), lostAt)], "nobody knows yet");

        await outcomes.FailedAsync(new ReplyFailed(lost, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);
        (await LastAnswersAsync()).ShouldBe([(Giving_out_work.IdOf(first), answeredAt)]);

        await outcomes.SentAsync(new ReplySent(lost, "x", ByHand: false, world.Time.GetUtcNow()), Stop);
        (await LastAnswersAsync()).ShouldBe([(Giving_out_work.IdOf(second), lostAt)], "it had arrived all the same");

        await outcomes.FailedAsync(new ReplyFailed(stood, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);
        (await LastAnswersAsync()).ShouldBe([(Giving_out_work.IdOf(second), lostAt)], "it was not the last");

        Task<IReadOnlyList<(Guid, Instant)>> LastAnswersAsync() =>
            world.ListAsync<(Guid, Instant)>("SELECT agent_id, answered_at FROM router.last_answers");
    }

    [Fact]
    public async Task Where_nobody_had_answered_before_nobody_is_asked_first()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, lost) = (await world.OpenAsync(), Guid.NewGuid());
        await world.ReplyAsync(ticket, await world.PersonAsync(), key: lost);

        await world
            .Get<ReplyOutcomes>()
            .FailedAsync(new ReplyFailed(lost, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);

        (await world.OneAsync<long>("SELECT count(*) FROM router.last_answers")).ShouldBe(0);
    }

    [Fact]
    public async Task A_later_reply_that_stands_takes_over_what_the_lost_one_had_met()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var (person, first, second) = (await world.PersonAsync(), Guid.NewGuid(), Guid.NewGuid());
        await world.ReplyAsync(ticket, person, key: first);
        world.Time.Advance(TimeSpan.FromMinutes(40));
        await world.ReplyAsync(ticket, person, key: second);
        var answeredAt = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var outcomes = world.Get<ReplyOutcomes>();

        await outcomes.FailedAsync(new ReplyFailed(first, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);

        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        (clock.State, clock.StoppedAt).ShouldBe(("met", answeredAt));
        clock.BreachedAt.ShouldBe(answeredAt - Duration.FromMinutes(10));

        await outcomes.FailedAsync(new ReplyFailed(second, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);

        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).State.ShouldBe("running");
    }

    [Fact]
    public async Task An_unclear_outcome_is_visible_stays_counted_and_is_sent_again_only_by_a_person_once()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var (person, key) = (await world.PersonAsync(), Guid.NewGuid());
        await world.ReplyAsync(ticket, person, key: key);
        await world.SqlAsync("UPDATE router.replies SET published_at = now()");

        await world
            .Get<ReplyOutcomes>()
            .FailedAsync(new ReplyFailed(key, Unknown: true, "timed out", world.Time.GetUtcNow()), Stop);

        (await world.OneAsync<string>("SELECT status FROM router.replies")).ShouldBe("unknown");
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).State.ShouldBe("met");
        (await world.OneAsync<long>("SELECT count(*) FROM router.replies WHERE published_at IS NULL")).ShouldBe(0);

        (await RetryAsync(world, ticket, key, person)).ShouldBeOfType<Ok<TicketDetail>>();
        (await RetryAsync(world, ticket, key, person)).ShouldBeOfType<ProblemHttpResult>().StatusCode.ShouldBe(409);

        (await world.OneAsync<long>("SELECT count(*) FROM router.replies WHERE published_at IS NULL")).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_platform_has_is_sent_however_often_it_says_so()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var key = Guid.NewGuid();
        await world.ReplyAsync(ticket, await world.PersonAsync(), key: key);
        var sent = new ReplySent(key, "x-1", ByHand: false, world.Time.GetUtcNow());

        await world.Get<ReplyOutcomes>().SentAsync(sent, Stop);
        await world.Get<ReplyOutcomes>().SentAsync(sent, Stop);
        await world
            .Get<ReplyOutcomes>()
            .FailedAsync(new ReplyFailed(key, Unknown: false, "late", world.Time.GetUtcNow()), Stop);

        (await world.OneAsync<string>("SELECT status FROM router.replies")).ShouldBe("sent");
        (await world.EventsAsync(ticket)).Count(kind => kind == "reply_sent").ShouldBe(1);
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).State.ShouldBe("met");
    }

    private static async Task<object> RetryAsync(
        RouterWorld world,
        long ticket,
        Guid reply,
        System.Security.Claims.ClaimsPrincipal person
    ) => (await RetryReplyEndpoint.HandleAsync(ticket, reply, person, world.Get<TicketDesk>(), Stop)).Result;
}
