namespace TriageMesh.Contracts.Messages;

/// <summary>A clock that was set aside because it could not be computed is to run again: its timer is set, and what is due takes effect.</summary>
/// <param name="TicketId">The ticket whose promise it keeps.</param>
/// <param name="Clock">Which of its clocks.</param>
/// <param name="Round">Which round of it: the cycle, or the waiting spell.</param>
public sealed record FireClock(long TicketId, ClockKind Clock, int Round);
