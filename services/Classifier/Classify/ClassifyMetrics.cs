using System.Diagnostics.Metrics;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts;

namespace TriageMesh.Classifier.Classify;

/// <summary>How many mentions were labelled how, and how long one took.</summary>
internal sealed class ClassifyMetrics
{
    private readonly Counter<long> _mentions;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _timeouts;

    public ClassifyMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TriageMesh.Classifier");
        _mentions = meter.CreateCounter<long>(
            "triagemesh.classifier.mentions",
            "{mention}",
            "Mentions labelled, by label, language, whether a person should look, and whether model or rule decided."
        );
        _timeouts = meter.CreateCounter<long>(
            "triagemesh.classifier.rule_timeouts",
            "{text}",
            "Texts on which a rule's regular expression took too long, by rule."
        );
        _duration = meter.CreateHistogram(
            "triagemesh.classifier.duration",
            "s",
            "Time to label and explain one mention.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 5e-3, 2e-2, 0.1],
            }
        );
    }

    public void Labelled(Labelled labelled, TimeSpan duration)
    {
        _mentions.Add(
            1,
            new("label", labelled.Label.Wire()),
            new("language", labelled.Language),
            new("needs_review", labelled.NeedsReview),
            new("by", labelled.Rule is null ? "model" : "rule")
        );
        _duration.Record(duration.TotalSeconds);
    }

    public void TimedOut(LabelRule rule) =>
        _timeouts.Add(1, new KeyValuePair<string, object?>("rule", rule.Mark.RuleId));
}
