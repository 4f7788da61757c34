using System.Text.Json;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Contracts.Api;

/// <summary>A ticket as a row of a queue.</summary>
public sealed record TicketRow
{
    public required long Id { get; init; }

    /// <summary>The number that people say: <c>T-1042</c>.</summary>
    public required string Number { get; init; }
    public required TicketStatus Status { get; init; }
    public required Priority Priority { get; init; }
    public required Label Label { get; init; }

    /// <summary>Calibrated probability of <see cref="Label"/>, 0 to 1; 1 where a person said so.</summary>
    public required double Confidence { get; init; }
    public required bool NeedsReview { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required AuthorView Author { get; init; }

    /// <summary>Beginning of the newest customer post, at most 160 characters.</summary>
    public required string FirstLine { get; init; }
    public required int MentionCount { get; init; }
    public required bool Burst { get; init; }
    public required int ReopenCount { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The oldest customer post with no public reply after it; null where all are answered.</summary>
    public DateTimeOffset? OldestUnansweredAt { get; init; }

    /// <summary>The running clock that falls due first; a paused one where none runs; null where all have stopped.</summary>
    public ClockView? NearestClock { get; init; }
    public PersonView? Assignee { get; init; }
    public required QueueRef Queue { get; init; }
    public string? OrderNumber { get; init; }

    /// <summary>The queue that is asked to take it and has not answered; until then it stays with its assignee.</summary>
    public QueueRef? HandedTo { get; init; }

    /// <summary>Out of the lists until <see cref="SnoozedUntil"/>, or where that is null until the customer writes.</summary>
    public bool Snoozed { get; init; }
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>Who has it before them now.</summary>
    public IReadOnlyList<PresentPerson> Present { get; init; } = [];

    /// <summary>Grows with every change; the ticket's ETag.</summary>
    public required long Version { get; init; }
}

/// <summary>One ticket with everything a person needs to work on it.</summary>
public sealed record TicketDetail
{
    public required TicketRow Ticket { get; init; }
    public required IReadOnlyList<ClockView> Clocks { get; init; }

    /// <summary>Posts, replies, notes and events, oldest first; at most the newest 200.</summary>
    public required IReadOnlyList<TimelineItem> Timeline { get; init; }

    /// <summary>Earlier tickets of the same author on this account that the caller may see, newest first, at most 20.</summary>
    public required IReadOnlyList<TicketRef> AuthorTickets { get; init; }

    /// <summary>The ticket that this one continues, where the reopen window had passed and the caller may see it.</summary>
    public TicketRef? ContinuationOf { get; init; }

    /// <summary>Tickets that this one is linked with, split from or merged with, as far as the caller may see them.</summary>
    public IReadOnlyList<TicketLink> Links { get; init; } = [];

    /// <summary>The hand-over that waits for an answer.</summary>
    public HandOverView? HandOver { get; init; }

    /// <summary>What the ticket's status allows now: <c>accept</c>, <c>reply</c>, <c>note</c>, <c>wait</c>, <c>resolve</c>, <c>reopen</c>, <c>assign</c>, <c>relabel</c>, <c>hand_over</c>, <c>snooze</c> ...</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Id of the newest customer post or reply: sent back with a reply, so that nobody answers past something unseen.</summary>
    public required string LastSeen { get; init; }
}

public sealed record TicketRef(long Id, string Number, TicketStatus Status, Label Label, DateTimeOffset OpenedAt);

public sealed record AuthorView(
    string Id,
    string? Handle,
    string? Name,
    long? Followers,
    bool Verified,
    AuthorTier Tier,
    bool Erased = false
);

public sealed record PersonView(Guid Id, string Name);

public sealed record QueueRef(Guid Id, string Name);

/// <summary>A clock as a person reads it.</summary>
public sealed record ClockView
{
    public required ClockKind Kind { get; init; }

    /// <summary>Which one of its kind on the ticket, from 1: the waiting spell of a response, the hand-over of an acceptance.</summary>
    public int Round { get; init; } = 1;

    /// <summary>True for a response with the shorter target after a reopening.</summary>
    public bool Reopening { get; init; }
    public required ClockState State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Working seconds promised.</summary>
    public required long TargetSeconds { get; init; }

    /// <summary>When the promise breaks; null while paused.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Working seconds left at <see cref="AsOf"/>; negative after the breach.</summary>
    public required long LeftSeconds { get; init; }

    /// <summary>Working seconds used at <see cref="AsOf"/>.</summary>
    public required long ElapsedSeconds { get; init; }
    public required bool Breached { get; init; }
    public DateTimeOffset? BreachedAt { get; init; }
    public DateTimeOffset? MetAt { get; init; }
    public IReadOnlyList<PauseView> Pauses { get; init; } = [];
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>Why and for how long a clock stood still.</summary>
/// <param name="From">When it was paused.</param>
/// <param name="To">When it ran on; null while it stands.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Flagged">True where a customer post was unanswered at that moment.</param>
public sealed record PauseView(DateTimeOffset From, DateTimeOffset? To, string By, string Reason, bool Flagged);

/// <summary>One thing in a ticket's history. Which of the parts is set follows from <see cref="Type"/>.</summary>
public sealed record TimelineItem
{
    /// <summary><c>mention</c>, <c>reply</c>, <c>note</c> or <c>event</c>.</summary>
    public required string Type { get; init; }
    public required string Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: a person's name, the author's name, or <c>system</c>.</summary>
    public required string By { get; init; }
    public string? Text { get; init; }
    public MentionView? Mention { get; init; }
    public ReplyView? Reply { get; init; }

    /// <summary>Links given with a reply or a note; nobody here has followed them.</summary>
    public IReadOnlyList<LinkAttachment> Links { get; init; } = [];

    /// <summary>For events: what happened (<c>assigned</c>, <c>clock.breach</c> ...) and its details.</summary>
    public string? Event { get; init; }
    public JsonElement? Data { get; init; }

    /// <summary>For a post: how many further ones say nearly the same and stand under it.</summary>
    public int Copies { get; init; }

    /// <summary>True for a customer post that no public reply has followed.</summary>
    public bool Unanswered { get; init; }
}

/// <summary>One mention with its label.</summary>
public sealed record MentionView
{
    public required Guid Id { get; init; }
    public required string ExternalId { get; init; }
    public string? ParentExternalId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required MentionKind Kind { get; init; }
    public required Visibility Visibility { get; init; }
    public required AuthorView Author { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset PostedAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public string? Permalink { get; init; }
    public int? Rating { get; init; }
    public IReadOnlyList<string> Media { get; init; } = [];
    public required Label Label { get; init; }
    public required LabelScores Scores { get; init; }
    public required bool NeedsReview { get; init; }
    public required string Language { get; init; }
    public required string ModelVersion { get; init; }
    public IReadOnlyList<WeighedTerm> Terms { get; init; } = [];

    /// <summary>The person who changed the label; null where it is the model's.</summary>
    public PersonView? RelabelledBy { get; init; }
    public string? TicketNumber { get; init; }

    /// <summary>The earlier post on the ticket that says nearly the same: both are one line with a counter.</summary>
    public Guid? FoldedInto { get; init; }
}

/// <summary>One reply and what became of it.</summary>
public sealed record ReplyView(Guid Id, ReplyStatus Status, bool ByHand, string? FailureReason, DateTimeOffset? SentAt)
{
    /// <summary>A program wrote it: it answers nobody, and the clocks run on.</summary>
    public bool ByProgram { get; init; }
}

/// <summary>How many tickets each view of the caller's queue holds, and how many posts its praise.</summary>
public sealed record ViewCounts(
    int Mine,
    int Unassigned,
    int Team,
    int DueSoon,
    int Overdue,
    int WaitingCustomer,
    int Reopened,
    int NeedsReview,
    int Resolved,
    int HandedOver,
    int HandedIn,
    int Snoozed,
    int Praise
);

/// <summary>POST /tickets/{id}/replies.</summary>
public sealed record ReplyRequest
{
    /// <summary>The text to post, 1 to 2,000 characters.</summary>
    public required string Text { get; init; }

    /// <summary><see cref="TicketDetail.LastSeen"/> of what the person had before them; newer content is answered with 409.</summary>
    public required string LastSeen { get; init; }

    /// <summary>What to do in the same step: <c>none</c>, <c>wait</c> or <c>resolve</c>.</summary>
    public string Then { get; init; } = "none";

    /// <summary>The person knows that everybody will read the personal data in it.</summary>
    public bool ConfirmPersonalData { get; init; }

    /// <summary>Links that go out with the text, at most ten.</summary>
    public IReadOnlyList<LinkAttachment> Links { get; init; } = [];
}

/// <summary>POST /tickets/{id}/notes.</summary>
public sealed record NoteRequest(string Text)
{
    /// <summary>Links that stand with the note, at most ten.</summary>
    public IReadOnlyList<LinkAttachment> Links { get; init; } = [];

    /// <summary><see cref="TicketDetail.LastSeen"/>, where newer content should be answered with 409; null writes the note in any case.</summary>
    public string? LastSeen { get; init; }
}

/// <summary>POST /tickets/{id}/wait.</summary>
/// <param name="For"><c>customer</c> or <c>third_party</c>.</param>
/// <param name="Reason">Why; kept with the pause.</param>
public sealed record WaitRequest(string For, string Reason);

/// <summary>POST /tickets/{id}/resolve.</summary>
/// <param name="Reason">Why no reply was needed; required while a customer post is unanswered.</param>
public sealed record ResolveRequest(string? Reason)
{
    /// <summary><see cref="TicketDetail.LastSeen"/>, where newer content should be answered with 409; null resolves in any case.</summary>
    public string? LastSeen { get; init; }
}

/// <summary>POST /tickets/{id}/reopen.</summary>
public sealed record ReopenRequest(string Reason);

/// <summary>POST /tickets/{id}/assign.</summary>
/// <param name="AssigneeId">The agent; null puts the ticket back in the queue.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record AssignRequest(Guid? AssigneeId, string? Reason);

/// <summary>POST /mentions/{id}/relabel.</summary>
public sealed record RelabelRequest(Label Label, string? Reason);

/// <summary>POST /tickets/{id}/priority.</summary>
public sealed record PriorityRequest(Priority Priority, string? Reason);

/// <summary>What came in since the person last looked; the problem details of a 409 to a reply, a note or a resolution.</summary>
/// <param name="LastSeen">What to send back after looking: "send anyway".</param>
/// <param name="Newer">Posts, replies, notes and changes by others, oldest first.</param>
public sealed record ReplyConflict(string LastSeen, IReadOnlyList<TimelineItem> Newer)
{
    /// <summary>Of every such answer; other refusals have other reasons.</summary>
    public const string Because = "unseen";

    public string? Type { get; init; }
    public string? Title { get; init; }
    public int Status { get; init; }
    public string Reason { get; init; } = Because;

    /// <summary>How the ticket stands now, with whom, and in which version.</summary>
    public TicketStatus TicketStatus { get; init; }
    public PersonView? Assignee { get; init; }
    public long Version { get; init; }
}
