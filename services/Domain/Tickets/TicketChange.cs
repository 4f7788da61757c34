using System.Text.Json.Serialization;
using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>One thing that happened to a ticket. Stored by its kind and its members; actor, time and cause stand beside it.</summary>
public abstract record TicketChange
{
    [JsonIgnore]
    public abstract string Kind { get; }
}

/// <summary>A mention became work. <paramref name="FromPost"/>: all clocks run from the post, because a person found it late.</summary>
public sealed record Opened(
    Guid MentionId,
    Instant PostedAt,
    Label Label,
    bool NeedsReview,
    Priority Priority,
    Guid QueueId,
    long? LinkedTo = null,
    bool FromPost = false,
    long? SplitFrom = null
) : TicketChange
{
    public override string Kind => "opened";
}

/// <summary>A further post of the author. <paramref name="Courtesy"/>: a thanks that asks for no answer.</summary>
/// <remarks><paramref name="Again"/>: it was here as a thanks, and is counted already.</remarks>
public sealed record MentionAttached(
    Guid MentionId,
    Instant PostedAt,
    bool Courtesy = false,
    bool Reopening = false,
    bool Again = false
) : TicketChange
{
    public override string Kind => "mention_attached";
}

/// <summary>The author posts in a burst: one line with a counter, one clock.</summary>
public sealed record BurstNoticed(int Posts) : TicketChange
{
    public override string Kind => "burst";
}

public sealed record Assigned(Guid AgentId, bool Automatic, Guid? FromAgentId = null) : TicketChange
{
    public override string Kind => "assigned";
}

public sealed record Unassigned(Guid AgentId) : TicketChange
{
    public override string Kind => "unassigned";
}

/// <summary>The assignee has opened the ticket and works on it.</summary>
public sealed record Accepted(Guid AgentId) : TicketChange
{
    public override string Kind => "accepted";
}

/// <summary>A person's reply is on its way to the platform; it counts once it is there.</summary>
public sealed record ReplyRequested(Guid ReplyId, Guid AgentId) : TicketChange
{
    public override string Kind => "reply_requested";
}

/// <summary>A reply is on the platform. <paramref name="NextUnanswered"/>: the oldest post that is newer than it.</summary>
/// <remarks><paramref name="ByProgram"/>: it is no person's, and so answers nothing.</remarks>
public sealed record Replied(
    Guid ReplyId,
    Instant SentAt,
    bool Public,
    Instant? NextUnanswered = null,
    bool ByProgram = false
) : TicketChange
{
    /// <summary>Only a person's public reply is an answer.</summary>
    [JsonIgnore]
    public bool IsAnswer => Public && !ByProgram;

    public override string Kind => "replied";
}

/// <summary>A reply is not, or with <paramref name="Unknown"/> not surely, on the platform.</summary>
public sealed record ReplyNotSent(Guid ReplyId, bool Unknown, string Reason) : TicketChange
{
    public override string Kind => "reply_failed";
}

/// <summary>The platform has told that it has the reply; <paramref name="ByHand"/>: a person posts it there.</summary>
public sealed record ReplyDelivered(Guid ReplyId, Instant SentAt, bool ByHand) : TicketChange
{
    public override string Kind => "reply_sent";
}

/// <summary>A reply that was counted never reached the customer: the post it answered waits again, as if there had been none.</summary>
/// <param name="ReplyId">The reply.</param>
/// <param name="UnansweredSince">The oldest post that waits again.</param>
/// <param name="Spell">The spell that lasts again.</param>
/// <param name="FirstEver">It was the ticket's first answer.</param>
public sealed record AnswerTakenBack(Guid ReplyId, Instant UnansweredSince, int Spell, bool FirstEver) : TicketChange
{
    public override string Kind => "answer_taken_back";
}

/// <summary>A reply that was counted never reached the customer, but a later one did: that is the answer.</summary>
public sealed record AnswerPassedOn(Guid ReplyId, Guid ToReplyId, Instant AnsweredAt, bool FirstEver) : TicketChange
{
    public override string Kind => "answer_passed_on";
}

public sealed record Noted(Guid NoteId) : TicketChange
{
    public override string Kind => "noted";
}

/// <summary>Waiting for the customer or for a third party. <paramref name="WhileUnanswered"/>: a post had no answer yet.</summary>
public sealed record WaitingStarted(TicketStatus For, string Reason, bool WhileUnanswered) : TicketChange
{
    public override string Kind => "waiting";
}

/// <summary>The waiting is over, <paramref name="From"/> the customer's post or a person's word on.</summary>
public sealed record WaitingEnded(Instant From, bool ByCustomer) : TicketChange
{
    public override string Kind => "resumed";
}

public sealed record NoReplyNeeded(string Reason) : TicketChange
{
    public override string Kind => "no_reply_needed";
}

public sealed record Resolved(string? Reason) : TicketChange
{
    public override string Kind => "resolved";
}

public sealed record Reopened(int Cycle, Instant From, string? Reason, ReopenCause? Because = null) : TicketChange
{
    public override string Kind => "reopened";
}

/// <summary>The lead is told, for example of a ticket that was reopened again; or would be, if the queue had one.</summary>
public sealed record LeadTold(string Reason) : TicketChange
{
    /// <summary>True where the queue has no lead: nobody has heard of it.</summary>
    public bool? NobodyThere { get; init; }

    public override string Kind => "lead_told";
}

public sealed record Closed : TicketChange
{
    public override string Kind => "closed";
}

public sealed record Relabelled(Label From, Label To) : TicketChange
{
    public override string Kind => "relabelled";
}

/// <summary>It was no complaint or question after all: closed, and outside the statistics of promises.</summary>
public sealed record Misrouted(Label Label) : TicketChange
{
    public override string Kind => "misrouted";
}

/// <summary>Its author was erased: nobody is left to be answered, and nothing to be read. Closed; what was promised is neither kept nor broken.</summary>
public sealed record ClosedByErasure : TicketChange
{
    public override string Kind => "author_erased";
}

public sealed record PriorityRaised(Priority From, Priority To, string Reason) : TicketChange
{
    public override string Kind => "priority_raised";
}

public sealed record PrioritySet(Priority From, Priority To) : TicketChange
{
    public override string Kind => "priority_set";
}

/// <summary>Something happened to one of the ticket's clocks; every report on promises is computed from these.</summary>
public sealed record ClockChanged(
    ClockKind Clock,
    int Round,
    ClockEventKind What,
    string? Level = null,
    Instant? DueAt = null,
    string? Reason = null,
    bool WhileUnanswered = false
) : TicketChange
{
    /// <summary>The stored version of the policy whose promise it is; for an apply, the new one.</summary>
    public long? PolicyId { get; init; }

    /// <summary>For an apply: the version that held before.</summary>
    public long? FromPolicyId { get; init; }

    /// <summary>When the clock stops: the working seconds that it has used.</summary>
    public long? UsedSeconds { get; init; }

    /// <summary>When a pause ends: its working seconds.</summary>
    public long? PausedSeconds { get; init; }

    /// <summary>When a pause ends: who had set it.</summary>
    public string? PausedBy { get; init; }

    /// <summary>When the clock stops: true where its promise had been broken.</summary>
    public bool? Late { get; init; }

    public override string Kind => KindOf(What);

    public static string KindOf(ClockEventKind what) => $"clock.{what.Wire()}";
}

/// <summary>What can happen to a clock.</summary>
[JsonConverter(typeof(WireNameConverter<ClockEventKind>))]
public enum ClockEventKind
{
    [JsonStringEnumMemberName("activate")]
    Activate,

    [JsonStringEnumMemberName("pause")]
    Pause,

    [JsonStringEnumMemberName("resume")]
    Resume,

    [JsonStringEnumMemberName("apply")]
    Apply,

    [JsonStringEnumMemberName("warn")]
    Warn,

    [JsonStringEnumMemberName("breach")]
    Breach,

    [JsonStringEnumMemberName("escalate")]
    Escalate,

    [JsonStringEnumMemberName("skip")]
    Skip,

    [JsonStringEnumMemberName("meet")]
    Meet,

    [JsonStringEnumMemberName("cancel")]
    Cancel,
}
