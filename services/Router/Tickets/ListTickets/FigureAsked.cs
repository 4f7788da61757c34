using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>Which figure of the board or of a report a list is of: it counts what came about within a span.</summary>
internal abstract record FigureAsked(Interval Span)
{
    /// <summary>The statement of the list.</summary>
    public abstract string Sql { get; }

    /// <summary>Null where none is asked for, or where it is asked for in a wrong way, which is noted.</summary>
    public static FigureAsked? Read(ListTicketsRequest request, Problems problems)
    {
        string?[] figures =
        [
            request.Promise,
            request.PausedBy?.ToString(),
            request.HandedOver,
            request.Reopened,
            request.Hour,
        ];
        var isAsked = PromisesAsked.IsAsked(request) || PausesAsked.IsAsked(request);
        isAsked |= request is not { HandedOver: null, Reopened: null };
        isAsked |= request is not { From: null, To: null };
        if (!isAsked)
        {
            return null;
        }

        var isSpan = request is { From: { } from, To: { } to } && from < to;
        problems
            .Add(!isSpan, "to", "Write both from and to; a span ends after it begins.")
            .Add(
                figures.Count(figure => figure is not null) > 1,
                request.Hour is null ? "promise" : "hour",
                "Ask for one figure: an hour, promises, pauses, hand-overs or reopenings."
            );
        var span = isSpan
            ? new Interval(
                Instant.FromDateTimeOffset(request.From!.Value),
                Instant.FromDateTimeOffset(request.To!.Value)
            )
            : default;
        FigureAsked? asked =
            PausesAsked.IsAsked(request) ? PausesAsked.Read(request, span, problems)
            : request.HandedOver is not null ? HandOversAsked.Read(request, span, problems)
            : request.Reopened is not null ? ReopensAsked.Read(request, span, problems)
            : PromisesAsked.Read(request, span, problems);
        return isSpan ? asked : null;
    }
}

/// <summary>Promises of one clock that were met, broken, or stopped in time or late, perhaps after so long, and whose they were.</summary>
internal sealed record PromisesAsked(ClockKind Clock, string Result, Interval Span) : FigureAsked(Span)
{
    private static readonly string[] Results = ["met", "breached", "stopped"];
    private static readonly string[] Owners = ["queue", "agent", "policy"];

    /// <summary>The working seconds that it took at least.</summary>
    public long? Took { get; private init; }

    public Guid? Queue { get; private init; }
    public Guid? Agent { get; private init; }
    public Guid? Policy { get; private init; }

    /// <summary>What they had none of: a queue, an agent, a policy.</summary>
    public string? Without { get; private init; }

    public override string Sql => Result == "breached" ? TicketLists.BrokenWithin : TicketLists.StoppedWithin;

    public static bool IsAsked(ListTicketsRequest request) =>
        request
            is not {
                Promise: null,
                Result: null,
                Took: null,
                PromiseQueue: null,
                PromiseAgent: null,
                PromisePolicy: null,
                PromiseWithout: null
            };

    public static PromisesAsked? Read(ListTicketsRequest request, Interval span, Problems problems)
    {
        var isClock = WireName<ClockKind>.TryParse(request.Promise ?? "", out var clock);
        var isResult = Results.Contains(request.Result, StringComparer.Ordinal);
        problems
            .Add(!isClock, "promise", $"Write one of {string.Join(", ", WireName<ClockKind>.All)}.")
            .Add(!isResult, "result", $"Write one of {string.Join(", ", Results)}.")
            .Add(
                isResult && request.Took is not null && (request.Took < 0 || request.Result != "stopped"),
                "took",
                "Write how many seconds it took at least, of what was stopped."
            )
            .Add(
                request.PromiseWithout is { } without && !Owners.Contains(without, StringComparer.Ordinal),
                "promise_without",
                $"Write one of {string.Join(", ", Owners)}."
            );
        return isClock && isResult
            ? new PromisesAsked(clock, request.Result!, span)
            {
                Took = request.Took,
                Queue = request.PromiseQueue,
                Agent = request.PromiseAgent,
                Policy = request.PromisePolicy,
                Without = request.PromiseWithout,
            }
            : null;
    }
}

/// <summary>Pauses of one agent: those that were set within a span, or those that lasted in it.</summary>
internal sealed record PausesAsked(Guid By, bool Lasting, Interval Span) : FigureAsked(Span)
{
    public override string Sql => Lasting ? TicketLists.PausedWithin : TicketLists.PausesSetWithin;

    public static bool IsAsked(ListTicketsRequest request) => request is not { PausedBy: null, Paused: null };

    public static PausesAsked? Read(ListTicketsRequest request, Interval span, Problems problems)
    {
        problems
            .Add(request.PausedBy is null, "paused_by", "Write who paused.")
            .Add(request.Paused is not (null or "set" or "lasting"), "paused", "Write set or lasting.");
        return request.PausedBy is { } agent ? new PausesAsked(agent, request.Paused == "lasting", span) : null;
    }
}

/// <summary>Hand-overs that were asked for within a span, by what came of them.</summary>
internal sealed record HandOversAsked(string Outcome, Interval Span) : FigureAsked(Span)
{
    private static readonly string[] Outcomes = ["pending", "accepted", "refused", "timed_out", "withdrawn", "ended"];

    public override string Sql => TicketLists.HandedOverWithin;

    public static HandOversAsked? Read(ListTicketsRequest request, Interval span, Problems problems)
    {
        var isOutcome = Outcomes.Contains(request.HandedOver, StringComparer.Ordinal);
        problems.Add(!isOutcome, "handed_over", $"Write one of {string.Join(", ", Outcomes)}.");
        return isOutcome ? new HandOversAsked(request.HandedOver!, span) : null;
    }
}

/// <summary>Reopenings of a span, by their cause or by whichever.</summary>
internal sealed record ReopensAsked(string Cause, Interval Span) : FigureAsked(Span)
{
    /// <summary>Because of anything.</summary>
    public const string Any = "any";

    private static readonly string[] Causes = [.. WireName<ReopenCause>.All, Any];

    public override string Sql => TicketLists.ReopenedWithin;

    public static ReopensAsked? Read(ListTicketsRequest request, Interval span, Problems problems)
    {
        var isCause = Causes.Contains(request.Reopened, StringComparer.Ordinal);
        problems.Add(!isCause, "reopened", $"Write one of {string.Join(", ", Causes)}.");
        return isCause ? new ReopensAsked(request.Reopened!, span) : null;
    }
}
