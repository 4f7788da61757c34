using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Where a ticket stands: the fold of its changes, and the row that is kept of it.</summary>
public sealed record TicketState
{
    public TicketStatus Status { get; init; }
    public Label Label { get; init; }

    /// <summary>The classifier was not sure: under the clock as if it were a complaint, until a person has looked.</summary>
    public bool NeedsReview { get; init; }

    public Priority Priority { get; init; }
    public Guid QueueId { get; init; }
    public Guid? AssigneeId { get; init; }
    public Guid? LastAssigneeId { get; init; }

    /// <summary>When the assignee opened the ticket; null until then.</summary>
    public Instant? AcceptedAt { get; init; }

    /// <summary>1, and one more with each reopening.</summary>
    public int Cycle { get; init; } = 1;

    /// <summary>How many times a customer began to wait for an answer; the first spell is that of the first response.</summary>
    public int Spell { get; init; }

    /// <summary>The last spell that began with a reopening, whose answer has a target of its own; 0 for none.</summary>
    public int ReopeningSpell { get; init; }

    /// <summary>The oldest customer post with no answer after it: the start of the spell that lasts.</summary>
    public Instant? UnansweredSince { get; init; }

    /// <summary>Up to when all posts are answered, by a public reply or by the word that none is needed.</summary>
    public Instant? AnsweredUntil { get; init; }

    public Instant? FirstRepliedAt { get; init; }
    public int MentionCount { get; init; }
    public Instant LastPostAt { get; init; }
    public bool IsBurst { get; init; }
    public Instant OpenedAt { get; init; }
    public Instant? ResolvedAt { get; init; }
    public Instant? ClosedAt { get; init; }

    /// <summary>Closed because it was no work; outside the statistics of promises.</summary>
    public bool IsMisrouted { get; init; }

    /// <summary>The older ticket of the same author that this one follows.</summary>
    public long? LinkedTo { get; init; }

    /// <summary>The ticket whose posts this one was split off.</summary>
    public long? SplitFrom { get; init; }

    /// <summary>Closed, because it goes on there.</summary>
    public long? MergedInto { get; init; }

    /// <summary>How often it was handed over.</summary>
    public int HandOvers { get; init; }

    /// <summary>The queue that has been asked to take it, and has not answered.</summary>
    public Guid? HandedTo { get; init; }

    /// <summary>Out of the lists, until a time or the customer's next post.</summary>
    public bool IsSnoozed { get; init; }

    public Instant? SnoozedUntil { get; init; }

    public string? OrderNumber { get; init; }

    /// <summary>Counts the changes.</summary>
    public long Version { get; init; }

    public bool IsUnresolved => Status is not (TicketStatus.Resolved or TicketStatus.Closed);

    public bool IsWaiting => Status is TicketStatus.WaitingCustomer or TicketStatus.WaitingThirdParty;

    public int Reopenings => Cycle - 1;

    /// <summary>True where a ticket that comes back once more is the lead's.</summary>
    public bool NextReopeningIsTheLeads => Reopenings + 1 >= Reopening.LeadTakesOver;

    /// <summary>The label that policies see.</summary>
    public Label PolicyLabel => NeedsReview ? Label.Complaint : Label;

    /// <summary>What a ticket is while somebody should work on it.</summary>
    internal TicketStatus ActiveStatus =>
        Cycle > 1 ? TicketStatus.Reopened
        : AssigneeId is null ? TicketStatus.New
        : TicketStatus.Open;

    /// <summary>The state that a history leads to.</summary>
    public static TicketState Replay(IEnumerable<(TicketChange Change, Instant At)> history) =>
        history.Aggregate(new TicketState(), (state, entry) => state.Apply(entry.Change, entry.At));

    /// <summary>The state after one more change. The same input gives the same state, whatever the time is.</summary>
    public TicketState Apply(TicketChange change, Instant at) =>
        TicketFold.Apply(this, change, at) with
        {
            Version = Version + 1,
        };

    /// <summary>The state after these changes, all at one time.</summary>
    public TicketState Apply(IEnumerable<TicketChange> changes, Instant at) =>
        changes.Aggregate(this, (state, change) => state.Apply(change, at));

    /// <summary>True for a post that was made after the last answer.</summary>
    internal bool IsNews(Instant postedAt) => AnsweredUntil is not { } answered || postedAt > answered;

    /// <summary>True for a reply that came after the oldest unanswered post.</summary>
    internal bool IsAnsweredBy(Replied reply) =>
        reply.IsAnswer && UnansweredSince is { } since && since <= reply.SentAt;
}
