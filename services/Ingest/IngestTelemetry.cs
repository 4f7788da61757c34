using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TriageMesh.Ingest;

/// <summary>What ingest measures.</summary>
internal sealed class IngestTelemetry
{
    public const string Name = "TriageMesh.Ingest";

    public static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _mentions;
    private readonly Histogram<int> _relayed;
    private readonly Counter<long> _publishFailures;
    private double _oldestUnroutedSeconds;

    public IngestTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _mentions = meter.CreateCounter<long>("triagemesh.ingest.mentions", "{mention}", "Mentions that came in");
        _relayed = meter.CreateHistogram<int>("triagemesh.ingest.relay.batch", "{mention}", "Mentions in one message");
        _publishFailures = meter.CreateCounter<long>(
            "triagemesh.ingest.relay.failures",
            "{failure}",
            "Failed publishes"
        );
        meter.CreateObservableGauge(
            "triagemesh.ingest.unrouted.age",
            () => Volatile.Read(ref _oldestUnroutedSeconds),
            "s",
            "Age of the oldest mention that the router has not reported"
        );
    }

    /// <summary>One mention came in with this result: <c>accepted</c>, <c>duplicate</c> or <c>rejected</c>.</summary>
    public void Arrived(string source, string? channel, string result) =>
        _mentions.Add(1, new("source", source), new("channel", channel ?? ""), new("result", result));

    public void Relayed(int mentions) => _relayed.Record(mentions);

    public void PublishFailed() => _publishFailures.Add(1);

    public void OldestUnrouted(TimeSpan age) => Volatile.Write(ref _oldestUnroutedSeconds, age.TotalSeconds);
}
