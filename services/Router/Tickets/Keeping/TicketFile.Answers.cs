using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>Which reply met which clock, and what happens when it never reached the customer.</summary>
internal sealed partial class TicketFile
{
    /// <summary>Records that the clocks answered by a reply have that reply to thank.</summary>
    public void CreditReply(Guid replyId, Instant at)
    {
        foreach (var clock in ChangedClocks.Where(clock => clock.State == "met" && clock.StoppedAt == at).ToList())
        {
            Put(clock with { MetByReply = replyId });
        }
    }

    /// <summary>The post that a reply answered here, or what was the first of them; null where it stopped no answering clock.</summary>
    public Instant? AnsweredSince(Guid replyId) => AnsweredBy(replyId)?.StartedAt;

    /// <summary>Takes back an answer that never reached the customer: what it met runs again, with its original due.</summary>
    /// <param name="replyId">The reply.</param>
    /// <param name="since">The oldest post that it answered and that is still here.</param>
    /// <param name="actor">Who takes it back.</param>
    /// <param name="at">When.</param>
    /// <param name="cause">Why.</param>
    /// <returns>False where it stopped no clock, or where what came after it has settled the matter.</returns>
    public bool TakeBackAnswer(Guid replyId, Instant since, string actor, Instant at, string cause)
    {
        var answered = AnsweredBy(replyId);
        var later = Clocks
            .Where(clock => clock.ClockKind == ClockKind.NextResponse && clock.Round > answered?.Round)
            .ToList();
        if (answered is null || State.Status == TicketStatus.Closed || later.Exists(clock => clock.State == "met"))
        {
            return false;
        }

        foreach (var clock in later.Where(clock => clock.IsRunning))
        {
            Change(clock, value => value.CancelAt(at, CalendarOf(clock)), ClockEventKind.Cancel, actor, at);
        }

        // A ticket that was resolved on the strength of the answer is work again, and its resolution was none.
        var unresolved = State.ResolvedAt is { } resolved
            ? Clocks.Where(clock => SlaClock.CanPause(clock.ClockKind) && clock.StoppedAt == resolved).ToList()
            : [];
        if (Stored.FirstResolvedAt == State.ResolvedAt)
        {
            Stored = Stored with { FirstResolvedAt = null };
        }

        var isFirst = answered.ClockKind == ClockKind.FirstResponse;
        Record(new AnswerTakenBack(replyId, since, answered.Round, isFirst), actor, at, cause);
        Change(
            // What it answered first has gone to another ticket: here the clock begins anew, at a later post.
            answered with
            {
                MetByReply = null,
                Fired = since > answered.StartedAt ? [] : answered.Fired,
                Generation = answered.Generation + (since > answered.StartedAt ? 1 : 0),
            },
            value =>
                since > value.StartedAt
                    ? SlaClock.Start(value.Kind, since, value.Target, value.Round)
                    : value with
                    {
                        MetAt = null,
                    },
            ClockEventKind.Resume,
            actor,
            at
        );
        foreach (var clock in unresolved)
        {
            Change(clock, value => value.ReopenAt(at, CalendarOf(clock)), ClockEventKind.Resume, actor, at);
        }

        return true;
    }

    /// <summary>A reply that answered posts on a ticket which was merged into this one never reached the customer: they wait here.</summary>
    /// <returns>False where something older waits here already, or nothing is worked on any more.</returns>
    public bool WaitAgain(Guid replyId, Instant since, string actor, Instant at, string cause)
    {
        var before = State;
        if (!before.IsUnresolved || before.UnansweredSince <= since)
        {
            return false;
        }

        var begins = before.UnansweredSince is null;
        var taken = new AnswerTakenBack(replyId, since, begins ? before.Spell + 1 : before.Spell, FirstEver: false);
        Record(taken, actor, at, cause);
        Touch(
            new ClockEffect(
                taken.Spell == 1 ? ClockKind.FirstResponse : ClockKind.NextResponse,
                taken.Spell,
                begins ? ClockAct.Start : ClockAct.Backdate,
                since
            ),
            taken,
            actor,
            at
        );
        return true;
    }

    /// <summary>Gives a later answer the credit for the clocks of one that never reached the customer: they were met only then.</summary>
    public void PassCredit(Guid replyId, Guid to, Instant answeredAt, string actor, Instant at)
    {
        foreach (var clock in CreditedTo(replyId).Where(clock => !SlaClock.CanPause(clock.ClockKind)))
        {
            Change(
                clock with
                {
                    MetByReply = to,
                },
                value => (value with { MetAt = null }).MeetAt(answeredAt, CalendarOf(clock)),
                ClockEventKind.Meet,
                actor,
                at
            );
        }
    }

    private ClockRow? AnsweredBy(Guid replyId) =>
        CreditedTo(replyId).Where(clock => !SlaClock.CanPause(clock.ClockKind)).MinBy(clock => clock.StartedAt);

    private List<ClockRow> CreditedTo(Guid replyId) =>
        [.. Clocks.Where(clock => clock.MetByReply == replyId && clock.State == "met")];
}
