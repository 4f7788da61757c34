using System.Diagnostics;
using Microsoft.Extensions.Options;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Classification;
using TriageMesh.Platform.Telemetry;

namespace TriageMesh.Classifier.Classify;

/// <summary>Labels mentions with the model and the rules of the moment, explains and counts.</summary>
internal sealed class MentionClassifier(IOptions<ClassifierOptions> options, ClassifyMetrics metrics, TimeProvider time)
{
    private static readonly ActivitySource Source = new("TriageMesh.Classifier");

    /// <exception cref="ArgumentException">The mention has no text.</exception>
    public ClassifiedMention Classify(Mention mention, ClassificationModel model, RuleBook rules)
    {
        // A message can lack what the type requires: it comes from outside this process.
        if (mention?.Text is null)
        {
            throw new ArgumentException("The mention has no text.", nameof(mention));
        }

        using var span = MentionTrace.Start(Source, "classify mention", mention.TraceParent);
        var began = time.GetTimestamp();
        var labelled = Labeller.Label(RuleSubject.Of(mention), model, rules, options.Value.Terms, metrics.TimedOut);
        metrics.Labelled(labelled, time.GetElapsedTime(began));
        span?.SetTag("mention.id", mention.MentionId).SetTag("model.version", model.Version);
        return new ClassifiedMention(
            mention,
            new Classification
            {
                Label = labelled.Label,
                Scores = labelled.Scores,
                NeedsReview = labelled.NeedsReview,
                Language = labelled.Language,
                ModelVersion = model.Version,
                Terms = labelled.Terms,
                Rule = labelled.Rule,
                ClassifiedAt = time.GetUtcNow(),
            }
        );
    }
}
