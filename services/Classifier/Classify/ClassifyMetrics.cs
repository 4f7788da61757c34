using System.Diagnostics.Metrics;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Classify;

/// <summary>How many mentions were labelled how, and how long one took.</summary>
internal sealed class ClassifyMetrics
{
    private readonly Counter<long> _mentions;
    private readonly Histogram<double> _duration;

    public ClassifyMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TriageMesh.Classifier");
        _mentions = meter.CreateCounter<long>(
            "triagemesh.classifier.mentions",
            "{mention}",
            "Mentions labelled, by label, language and whether a person should look."
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

    public void Labelled(Prediction prediction, TimeSpan duration)
    {
        _mentions.Add(
            1,
            new("label", prediction.Label.Wire()),
            new("language", prediction.Language),
            new("needs_review", prediction.NeedsReview)
        );
        _duration.Record(duration.TotalSeconds);
    }
}
