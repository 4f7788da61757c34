using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>A ticket as it is stored: its state, and what else is kept for lists and for the people who work on it.</summary>
internal sealed record StoredTicket
{
    public const string Columns = """
        t.ticket_id, t.channel, t.account, t.author_id, t.status, t.priority, t.label, t.confidence, t.needs_review,
        t.language, t.queue_id, t.assignee_id, t.last_assignee_id, t.policy_id, t.calendar_id, t.cycle, t.spell,
        t.mention_count, t.burst, t.first_line, t.order_number, t.continuation_of, t.first_post_at, t.last_post_at,
        t.oldest_unanswered_at, t.answered_until, t.opened_at, t.assigned_at, t.accepted_at, t.first_replied_at,
        coalesce(t.opening_line, t.first_line) AS opening_line, t.reopening_spell,
        t.first_resolved_at, t.resolved_at, t.closed_at, t.misrouted, t.last_seen, t.next_due_at, t.next_due_kind, t.version,
        t.split_from, t.hand_overs, t.handed_to, t.snoozed, t.snoozed_until, t.merged_into, a.tier
        """;

    public required long TicketId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string AuthorId { get; init; }
    public required string Tier { get; init; }
    public string Status { get; init; } = "";
    public string Priority { get; init; } = "";
    public string Label { get; init; } = "";
    public float Confidence { get; init; }
    public bool NeedsReview { get; init; }
    public required string Language { get; init; }
    public Guid QueueId { get; init; }
    public Guid? AssigneeId { get; init; }
    public Guid? LastAssigneeId { get; init; }
    public long PolicyId { get; init; }
    public Guid CalendarId { get; init; }
    public int Cycle { get; init; }
    public int Spell { get; init; }
    public int ReopeningSpell { get; init; }
    public int MentionCount { get; init; }
    public bool Burst { get; init; }
    public string FirstLine { get; init; } = "";

    /// <summary>What the ticket is about: the beginning of the post that opened it. The first line is that of the newest.</summary>
    public string OpeningLine { get; init; } = "";

    public string? OrderNumber { get; init; }
    public long? ContinuationOf { get; init; }
    public Instant FirstPostAt { get; init; }
    public Instant LastPostAt { get; init; }
    public Instant? OldestUnansweredAt { get; init; }
    public Instant? AnsweredUntil { get; init; }
    public Instant OpenedAt { get; init; }
    public Instant? AssignedAt { get; init; }
    public Instant? AcceptedAt { get; init; }
    public Instant? FirstRepliedAt { get; init; }
    public Instant? FirstResolvedAt { get; init; }
    public Instant? ResolvedAt { get; init; }
    public Instant? ClosedAt { get; init; }
    public bool Misrouted { get; init; }
    public string LastSeen { get; init; } = "";
    public Instant? NextDueAt { get; init; }
    public string? NextDueKind { get; init; }
    public long Version { get; init; }
    public long? SplitFrom { get; init; }
    public int HandOvers { get; init; }
    public Guid? HandedTo { get; init; }
    public bool Snoozed { get; init; }
    public Instant? SnoozedUntil { get; init; }
    public long? MergedInto { get; init; }

    /// <summary>The state that the row holds.</summary>
    public TicketState ToState() =>
        new()
        {
            Status = WireName<TicketStatus>.Parse(Status),
            Label = WireName<Label>.Parse(Label),
            NeedsReview = NeedsReview,
            Priority = WireName<Priority>.Parse(Priority),
            QueueId = QueueId,
            AssigneeId = AssigneeId,
            LastAssigneeId = LastAssigneeId,
            AcceptedAt = AcceptedAt,
            Cycle = Cycle,
            Spell = Spell,
            ReopeningSpell = ReopeningSpell,
            UnansweredSince = OldestUnansweredAt,
            AnsweredUntil = AnsweredUntil,
            FirstRepliedAt = FirstRepliedAt,
            MentionCount = MentionCount,
            LastPostAt = LastPostAt,
            IsBurst = Burst,
            OpenedAt = OpenedAt,
            ResolvedAt = ResolvedAt,
            ClosedAt = ClosedAt,
            IsMisrouted = Misrouted,
            LinkedTo = ContinuationOf,
            SplitFrom = SplitFrom,
            MergedInto = MergedInto,
            HandOvers = HandOvers,
            HandedTo = HandedTo,
            IsSnoozed = Snoozed,
            SnoozedUntil = SnoozedUntil,
            OrderNumber = OrderNumber,
            Version = Version,
        };

    /// <summary>The row after its ticket has come to <paramref name="state"/>.</summary>
    public StoredTicket With(TicketState state) =>
        this with
        {
            Status = state.Status.Wire(),
            Label = state.Label.Wire(),
            NeedsReview = state.NeedsReview,
            Priority = state.Priority.Wire(),
            QueueId = state.QueueId,
            AssigneeId = state.AssigneeId,
            LastAssigneeId = state.LastAssigneeId,
            AcceptedAt = state.AcceptedAt,
            Cycle = state.Cycle,
            Spell = state.Spell,
            ReopeningSpell = state.ReopeningSpell,
            OldestUnansweredAt = state.UnansweredSince,
            AnsweredUntil = state.AnsweredUntil,
            FirstRepliedAt = state.FirstRepliedAt,
            MentionCount = state.MentionCount,
            LastPostAt = state.LastPostAt,
            Burst = state.IsBurst,
            OpenedAt = state.OpenedAt,
            FirstResolvedAt = FirstResolvedAt ?? state.ResolvedAt,
            ResolvedAt = state.ResolvedAt,
            ClosedAt = state.ClosedAt,
            Misrouted = state.IsMisrouted,
            ContinuationOf = state.LinkedTo,
            SplitFrom = state.SplitFrom,
            MergedInto = state.MergedInto,
            HandOvers = state.HandOvers,
            HandedTo = state.HandedTo,
            Snoozed = state.IsSnoozed,
            SnoozedUntil = state.SnoozedUntil,
            OrderNumber = state.OrderNumber,
            Version = state.Version,
        };

    /// <summary>The row with one more post, whenever it was made.</summary>
    public StoredTicket WithPost(Guid mentionId, string text, Instant postedAt) =>
        this with
        {
            FirstLine = postedAt >= LastPostAt ? Excerpt.Of(text) : FirstLine,
            OpeningLine = OpeningLine.Length > 0 ? OpeningLine : Excerpt.Of(text),
            FirstPostAt = Instant.Min(FirstPostAt, postedAt),
            LastPostAt = Instant.Max(LastPostAt, postedAt),
            LastSeen = mentionId.ToString(),
        };

    /// <summary>What policies look at.</summary>
    public PolicyFacts FactsOf(TicketState state) =>
        new(state.PolicyLabel, state.Priority, Channel, Account, WireName<AuthorTier>.Parse(Tier), state.QueueId);
}
