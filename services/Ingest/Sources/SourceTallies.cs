using System.Collections.Concurrent;
using TriageMesh.Ingest.Intake;

namespace TriageMesh.Ingest.Sources;

/// <summary>What each source brought since this process started.</summary>
internal sealed class SourceTallies(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    public DateTimeOffset Since { get; } = time.GetUtcNow();

    public IReadOnlyDictionary<string, Tally> All => _tallies;

    /// <summary>Counts one mention with its result.</summary>
    public void Add(string source, string status)
    {
        var tally = _tallies.GetOrAdd(source, static _ => new Tally());
        Interlocked.Exchange(ref tally.LastAt, time.GetUtcNow().UtcTicks);
        switch (status)
        {
            case IntakeStatus.Accepted:
                Interlocked.Increment(ref tally.Accepted);
                break;
            case IntakeStatus.Duplicate:
                Interlocked.Increment(ref tally.Duplicates);
                break;
            default:
                Interlocked.Increment(ref tally.Rejected);
                break;
        }
    }

    internal sealed class Tally
    {
        public long Accepted;
        public long Duplicates;
        public long Rejected;

        /// <summary>Ticks of UTC; 0 while nothing has come.</summary>
        public long LastAt;
    }
}
