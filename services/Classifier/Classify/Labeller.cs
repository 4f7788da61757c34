using System.Text.RegularExpressions;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Classify;

/// <summary>What a text is labelled, by the model or by a rule, and why.</summary>
internal sealed record Labelled
{
    public required Label Label { get; init; }
    public required LabelScores Scores { get; init; }
    public required bool NeedsReview { get; init; }
    public required string Language { get; init; }
    public required IReadOnlyList<WeighedTerm> Terms { get; init; }
    public RuleMark? Rule { get; init; }

    public double Confidence => Scores[Label];

    public Verdict ToVerdict() =>
        new()
        {
            Label = Label,
            Confidence = Confidence,
            NeedsReview = NeedsReview,
            Rule = Rule,
        };
}

/// <summary>Labels a text: rules before the model, the model, rules after it.</summary>
internal static class Labeller
{
    /// <summary>Labels a text.</summary>
    /// <param name="subject">The text, and what rules look at.</param>
    /// <param name="model">The model of the moment.</param>
    /// <param name="book">The rules of the moment.</param>
    /// <param name="terms">How many terms explain the label.</param>
    /// <param name="timedOut">Is told of a rule whose expression took too long; it counts as not matching.</param>
    public static Labelled Label(
        RuleSubject subject,
        ClassificationModel model,
        RuleBook book,
        int terms,
        Action<LabelRule> timedOut
    )
    {
        if (First(book.Before, subject, prediction: null, timedOut) is { } before)
        {
            return Fixed(before, subject.DetectedLanguage);
        }

        var prediction = model.Explain(subject.Text, subject.Language, terms, out var weighed);
        var labelled = new Labelled
        {
            Label = prediction.Label,
            Scores = prediction.ToScores(),
            NeedsReview = prediction.NeedsReview,
            Language = prediction.Language,
            Terms = weighed,
        };
        return First(book.After, subject, prediction, timedOut) is { } after ? Changed(labelled, after) : labelled;
    }

    private static LabelRule? First(
        LabelRule[] rules,
        RuleSubject subject,
        Prediction? prediction,
        Action<LabelRule> timedOut
    )
    {
        foreach (var rule in rules)
        {
            try
            {
                if (rule.Matches(subject, prediction))
                {
                    return rule;
                }
            }
            catch (RegexMatchTimeoutException)
            {
                timedOut(rule);
            }
        }

        return null;
    }

    /// <summary>A person has decided: there is no doubt, and no model was asked.</summary>
    private static Labelled Fixed(LabelRule rule, string language)
    {
        var label = rule.Then.Label ?? Contracts.Label.Other;
        double Score(Label other) => other == label ? 1 : 0;
        return new Labelled
        {
            Label = label,
            Scores = new LabelScores(
                Score(Contracts.Label.Complaint),
                Score(Contracts.Label.Praise),
                Score(Contracts.Label.Question),
                Score(Contracts.Label.Other)
            ),
            NeedsReview = rule.Then.NeedsReview ?? false,
            Language = language,
            Terms = [new WeighedTerm(TermOf(rule), 1)],
            Rule = rule.Mark,
        };
    }

    /// <summary>The scores stay the model's: what it thought is shown, and who overruled it.</summary>
    private static Labelled Changed(Labelled labelled, LabelRule rule) =>
        labelled with
        {
            Label = rule.Then.Label ?? labelled.Label,
            NeedsReview = rule.Then.NeedsReview ?? rule.Then.Label is null,
            Terms =
            [
                new WeighedTerm(TermOf(rule), labelled.Terms is [{ Weight: > 0 } heaviest, ..] ? heaviest.Weight : 1),
                .. labelled.Terms,
            ],
            Rule = rule.Mark,
        };

    /// <summary>How a rule stands among the terms that explain a label.</summary>
    private static string TermOf(LabelRule rule) => $"rule: {rule.Mark.Name}";
}
