using NodaTime;

namespace TriageMesh.Domain.Assignment;

/// <summary>So many tickets may be given automatically within so much time.</summary>
public sealed record RateLimit
{
    /// <exception cref="ArgumentOutOfRangeException">Less than one ticket, or no time.</exception>
    public RateLimit(int tickets, Duration window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tickets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, Duration.Zero);
        (Tickets, Window) = (tickets, window);
    }

    public int Tickets { get; }

    public Duration Window { get; }

    /// <summary>How many more may be given now; what was given exactly a window ago counts no more.</summary>
    public int LeftAt(Instant now, IEnumerable<Instant> given) =>
        Math.Max(0, Tickets - given.Count(at => at > now - Window));

    /// <summary>How many more may be given where several limits hold; null where none does.</summary>
    public static int? Tightest(params ReadOnlySpan<int?> left)
    {
        int? tightest = null;
        foreach (var limit in left)
        {
            tightest = limit is { } number ? Math.Min(number, tightest ?? number) : tightest;
        }

        return tightest;
    }
}
