using NodaTime;

namespace TriageMesh.Domain.Calendars;

/// <summary>The open stretches of a run of days as instants, with running totals, so that whole runs are skipped at once.</summary>
internal sealed class OpenTimes
{
    private readonly Instant[] _starts;
    private readonly Instant[] _ends;
    private readonly Duration[] _openBefore;

    public OpenTimes(IReadOnlyList<(Instant Start, Instant End)> stretches)
    {
        _starts = new Instant[stretches.Count];
        _ends = new Instant[stretches.Count];
        _openBefore = new Duration[stretches.Count];
        for (var i = 0; i < stretches.Count; i++)
        {
            (_starts[i], _ends[i]) = stretches[i];
            _openBefore[i] = Total;
            Total += _ends[i] - _starts[i];
        }
    }

    /// <summary>The open time of the whole run.</summary>
    public Duration Total { get; }

    /// <summary>The open time of the run that lies before <paramref name="at"/>.</summary>
    public Duration OpenUntil(Instant at)
    {
        var i = FirstEndingAfter(at);
        if (i == _ends.Length)
        {
            return Total;
        }

        return at > _starts[i] ? _openBefore[i] + (at - _starts[i]) : _openBefore[i];
    }

    /// <summary>The first instant by which <paramref name="open"/> has passed, counted from the run's start.</summary>
    public Instant WhenPassed(Duration open)
    {
        // The last stretch with less open time before it: a target used up at the end of a stretch ends there.
        var (low, high) = (0, _openBefore.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _openBefore[middle] < open ? (middle, high) : (low, middle - 1);
        }

        return _starts[low] + (open - _openBefore[low]);
    }

    /// <summary>The first open instant at or after <paramref name="at"/>; null where the run has none.</summary>
    public Instant? NextOpening(Instant at)
    {
        var i = FirstEndingAfter(at);
        return i == _ends.Length ? null : Instant.Max(at, _starts[i]);
    }

    private int FirstEndingAfter(Instant at)
    {
        var (low, high) = (0, _ends.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ends[middle] > at ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
