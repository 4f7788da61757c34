using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>What each change makes of a ticket.</summary>
internal static class TicketFold
{
    public static TicketState Apply(TicketState state, TicketChange change, Instant at) =>
        change switch
        {
            Opened opened => Open(opened, at),
            MentionAttached mention => Attach(state, mention),
            BurstNoticed => state with { IsBurst = true },
            Assigned assigned => Activate(
                state with
                {
                    AssigneeId = assigned.AgentId,
                    LastAssigneeId = assigned.AgentId,
                    AcceptedAt = null,
                }
            ),
            Unassigned => Activate(state with { AssigneeId = null, AcceptedAt = null }),
            Accepted => state with { AcceptedAt = at },
            Replied reply => Reply(state, reply),
            AnswerTakenBack answer => TakeBack(state, answer),
            WaitingStarted waiting => state with { Status = waiting.For },
            WaitingEnded => state with { Status = state.ActiveStatus },
            NoReplyNeeded => state with
            {
                UnansweredSince = null,
                AnsweredUntil = Latest(state.AnsweredUntil, state.LastPostAt),
            },
            AnswerPassedOn answer => answer.FirstEver ? state with { FirstRepliedAt = answer.AnsweredAt } : state,
            Resolved => End(state) with { Status = TicketStatus.Resolved, ResolvedAt = at },
            Reopened reopened => Reopen(state, reopened),
            Closed => state with { Status = TicketStatus.Closed, ClosedAt = at },
            Relabelled relabelled => state with { Label = relabelled.To, NeedsReview = false },
            Misrouted => End(state) with { Status = TicketStatus.Closed, IsMisrouted = true, ClosedAt = at },
            ClosedByErasure => End(state) with { Status = TicketStatus.Closed, ClosedAt = at },
            PriorityRaised raised => state with { Priority = raised.To },
            PrioritySet set => state with { Priority = set.To },
            LabelFollowed label => state with { Label = label.To, NeedsReview = label.NeedsReview },
            HandedOver over => HandOvers.Fold(state, over),
            HandOverAccepted accepted => HandOvers.Fold(state, accepted, at),
            HandOverBounced => HandOvers.Fold(state),
            OrderNumberSet order => state with { OrderNumber = order.To },
            Snoozed snoozed => state with { IsSnoozed = true, SnoozedUntil = snoozed.Until },
            Woken => state with { IsSnoozed = false, SnoozedUntil = null },
            PostSetAside post => state with { UnansweredSince = post.UnansweredSince },
            SplitOff split => SplitAndMerge.Fold(state, split),
            MergedAway merged => SplitAndMerge.Fold(state, merged, at),
            MergedIn merged => SplitAndMerge.Fold(state, merged),
            ReplyRequested or ReplyDelivered or ReplyNotSent or Noted or LeadTold or ClockChanged => state,
            TicketLinked or TicketUnlinked or AuthorTierSet => state,
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Kind, null),
        };

    private static TicketState Open(Opened opened, Instant at) =>
        new()
        {
            Status = TicketStatus.New,
            Label = opened.Label,
            NeedsReview = opened.NeedsReview,
            Priority = opened.Priority,
            QueueId = opened.QueueId,
            Spell = 1,
            UnansweredSince = opened.PostedAt,
            MentionCount = 1,
            LastPostAt = opened.PostedAt,
            OpenedAt = at,
            LinkedTo = opened.LinkedTo,
            SplitFrom = opened.SplitFrom,
        };

    // Nobody waits for it any more: not the customer, not another queue, not a time.
    private static TicketState End(TicketState state) =>
        state with
        {
            UnansweredSince = null,
            HandedTo = null,
            IsSnoozed = false,
            SnoozedUntil = null,
        };

    private static TicketState Attach(TicketState state, MentionAttached mention)
    {
        var attached = state with
        {
            MentionCount = state.MentionCount + (mention.Again ? 0 : 1),
            LastPostAt = Instant.Max(state.LastPostAt, mention.PostedAt),
        };
        if (mention.Courtesy || !state.IsNews(mention.PostedAt))
        {
            return attached;
        }

        return state.UnansweredSince is { } since
            ? attached with
            {
                UnansweredSince = Instant.Min(since, mention.PostedAt),
            }
            : attached with
            {
                UnansweredSince = mention.PostedAt,
                Spell = state.Spell + 1,
                ReopeningSpell = mention.Reopening ? state.Spell + 1 : state.ReopeningSpell,
            };
    }

    // An answer covers what was posted before it; what is newer begins a spell of its own.
    private static TicketState Reply(TicketState state, Replied reply)
    {
        if (!reply.IsAnswer)
        {
            return state;
        }

        var answered = state with
        {
            FirstRepliedAt = state.FirstRepliedAt ?? reply.SentAt,
            AnsweredUntil = Latest(state.AnsweredUntil, reply.SentAt),
        };
        return !state.IsAnsweredBy(reply) ? answered
            : reply.NextUnanswered is { } next ? answered with { UnansweredSince = next, Spell = state.Spell + 1 }
            : answered with { UnansweredSince = null };
    }

    // Older posts stay answered; a ticket that was resolved on the strength of the answer is work again.
    private static TicketState TakeBack(TicketState state, AnswerTakenBack answer) =>
        state with
        {
            UnansweredSince = answer.UnansweredSince,
            Spell = answer.Spell,
            AnsweredUntil = answer.FirstEver ? null : answer.UnansweredSince - Duration.FromTicks(10),
            FirstRepliedAt = answer.FirstEver ? null : state.FirstRepliedAt,
            Status = state.IsUnresolved ? state.Status : state.ActiveStatus,
            ResolvedAt = state.IsUnresolved ? state.ResolvedAt : null,
        };

    private static TicketState Reopen(TicketState state, Reopened reopened) =>
        state with
        {
            Status = TicketStatus.Reopened,
            Cycle = reopened.Cycle,
            ResolvedAt = null,
            ClosedAt = null,
        };

    private static TicketState Activate(TicketState state) =>
        state.Status is TicketStatus.New or TicketStatus.Open or TicketStatus.Reopened
            ? state with
            {
                Status = state.ActiveStatus,
            }
            : state;

    private static Instant Latest(Instant? known, Instant at) => known is { } earlier ? Instant.Max(earlier, at) : at;
}
