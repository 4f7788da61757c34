using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>What somebody, or the system, wants of a ticket.</summary>
public abstract record TicketCommand;

public sealed record AssignTicket(Guid AgentId, bool Automatic = false) : TicketCommand;

/// <summary>Back to the queue.</summary>
public sealed record UnassignTicket : TicketCommand;

/// <summary>An agent opens the ticket to work on it; a ticket that nobody has becomes theirs.</summary>
public sealed record AcceptTicket(Guid AgentId) : TicketCommand;

/// <summary>A person's answer is handed to the platform.</summary>
public sealed record RequestReply(Guid ReplyId, Guid AgentId) : TicketCommand;

/// <summary>The platform has the answer. <paramref name="NextUnanswered"/>: the oldest customer post that is newer than it.</summary>
/// <remarks><paramref name="ByProgram"/>: no person has answered, so nothing that waits for an answer ends.</remarks>
public sealed record ConfirmReply(
    Guid ReplyId,
    Instant SentAt,
    bool Public,
    Instant? NextUnanswered,
    bool ByProgram = false
) : TicketCommand;

public sealed record FailReply(Guid ReplyId, bool Unknown, string Reason) : TicketCommand;

public sealed record AddNote(Guid NoteId) : TicketCommand;

public sealed record WaitForCustomer(string Reason) : TicketCommand;

public sealed record WaitForThirdParty(string Reason) : TicketCommand;

public sealed record EndWaiting : TicketCommand;

public sealed record DeclareNoReplyNeeded(string Reason) : TicketCommand;

public sealed record ResolveTicket(string? Reason = null) : TicketCommand;

public sealed record ReopenTicket(string Reason, ReopenHands Hands) : TicketCommand;

/// <summary>The system's word, once the reopen window is over.</summary>
public sealed record CloseTicket : TicketCommand;

public sealed record RelabelTicket(Label Label) : TicketCommand;

public sealed record SetPriority(Priority Priority) : TicketCommand;

/// <summary>One step up, as a policy's step or a burst asks for.</summary>
public sealed record RaisePriority(string Reason) : TicketCommand;
