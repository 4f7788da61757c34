using NodaTime;

namespace TriageMesh.Domain.Sla;

/// <summary>A clock stands still: since when, by whom, why, and whether a customer was left without an answer.</summary>
public sealed record ClockPause(Instant Since, string By, string Reason, bool WhileUnanswered = false);

/// <summary>A pause as history tells it; <see cref="To"/> is null while it lasts.</summary>
public sealed record PauseSpan(Instant From, Instant? To, string By, string Reason, bool WhileUnanswered = false);
