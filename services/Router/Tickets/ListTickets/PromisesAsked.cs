using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Router.Tickets;

/// <summary>Which promises a figure counts: those of one clock that were met, or broken, within a span.</summary>
internal sealed record PromisesAsked(ClockKind Clock, bool Met, Interval Span)
{
    /// <summary>Null where none are asked for, or where they are asked for in a wrong way, which is noted.</summary>
    public static PromisesAsked? Read(ListTicketsRequest request, Problems problems)
    {
        var isAsked = request is not { Promise: null, Result: null, From: null, To: null };
        var isClock = WireName<ClockKind>.TryParse(request.Promise ?? "", out var clock);
        var isSpan = request is { From: { } from, To: { } to } && from < to;
        problems
            .Add(isAsked && !isClock, "promise", $"Write one of {string.Join(", ", WireName<ClockKind>.All)}.")
            .Add(isAsked && request.Result is not ("met" or "breached"), "result", "Write met or breached.")
            .Add(isAsked && !isSpan, "to", "Write both from and to; a span ends after it begins.")
            .Add(isAsked && request.Hour is not null, "hour", "Ask for an hour or for promises, not for both.");
        return isClock && isSpan
            ? new PromisesAsked(
                clock,
                request.Result == "met",
                new Interval(
                    Instant.FromDateTimeOffset(request.From!.Value),
                    Instant.FromDateTimeOffset(request.To!.Value)
                )
            )
            : null;
    }
}
