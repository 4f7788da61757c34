using System.Diagnostics;
using System.Diagnostics.Metrics;
using TriageMesh.Contracts;

namespace TriageMesh.Router.Telemetry;

/// <summary>What can be seen of the router from outside.</summary>
internal sealed class RouterTelemetry : IDisposable
{
    public const string Name = "TriageMesh.Router";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _routed;
    private readonly Counter<long> _opened;
    private readonly Counter<long> _steps;
    private readonly Histogram<double> _firstResponse;
    private readonly Histogram<double> _age;
    private IReadOnlyList<Measurement<long>> _depth = [];

    public RouterTelemetry()
    {
        _routed = _meter.CreateCounter<long>("router.mentions.routed", "{mention}", "Mentions routed, by label.");
        _opened = _meter.CreateCounter<long>("router.tickets.opened", "{ticket}", "Tickets opened.");
        _steps = _meter.CreateCounter<long>("router.clock.steps", "{step}", "Clock steps, by clock, kind and outcome.");
        _firstResponse = _meter.CreateHistogram<double>(
            "router.first_response.duration",
            "s",
            "From the customer's post to the first reply by a person.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400, 259200],
            }
        );
        _age = _meter.CreateHistogram<double>(
            "router.mention.age",
            "s",
            "From the customer's post to its place in the mesh.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600, 86400],
            }
        );
        _meter.CreateObservableGauge(
            "router.queue.unassigned",
            () => _depth,
            "{ticket}",
            "Tickets nobody has, by queue."
        );
    }

    public void Routed(Label label, TimeSpan age)
    {
        _routed.Add(1, new KeyValuePair<string, object?>("label", label.Wire()));
        _age.Record(Math.Max(0, age.TotalSeconds));
    }

    public void Opened(string channel) => _opened.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public void Step(string clock, string kind, string outcome) =>
        _steps.Add(
            1,
            new KeyValuePair<string, object?>("clock", clock),
            new KeyValuePair<string, object?>("kind", kind),
            new KeyValuePair<string, object?>("outcome", outcome)
        );

    public void FirstResponse(TimeSpan took) => _firstResponse.Record(Math.Max(0, took.TotalSeconds));

    /// <summary>How many tickets wait for somebody, as last counted.</summary>
    public void Depth(IEnumerable<(string Queue, long Unassigned)> queues) =>
        _depth = [
            .. queues.Select(queue => new Measurement<long>(
                queue.Unassigned,
                new KeyValuePair<string, object?>("queue", queue.Queue)
            )),
        ];

    public void Dispose() => _meter.Dispose();
}
