using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Retrain;

/// <summary>Whether a challenger may take the champion's place.</summary>
/// <remarks>
/// The rule, for each set of texts and each language in it. A text on which only the champion decides right is lost, one on which
/// only the challenger does is won. The challenger is worse
/// <list type="bullet">
/// <item>over all labels, if so many losses or more would come about by chance in less than 5 of 100 cases;</item>
/// <item>at one label, if that is less than 1 in 100; there "right" is about that label only: given where it belongs, and not
/// where it does not. This takes in both its recall and its precision, and is stricter because there are four of them.</item>
/// </list>
/// Sets with fewer than 20 texts are shown and not judged. It passes if it is worse nowhere, knows every language that the
/// champion knows, and was judged on enough texts of each. It need not be better anywhere: more corrections learned is enough.
/// </remarks>
internal static class Comparison
{
    public const int FewestTextsInSet = 20;
    public const double ChanceOverall = 0.05;
    public const double ChanceAtLabel = 0.01;

    /// <summary>Judges a challenger by what both models said of each text.</summary>
    /// <param name="champion">Who labels now.</param>
    /// <param name="challenger">Who would.</param>
    /// <param name="sets">The texts.</param>
    /// <param name="fewestTexts">How many texts of a language it takes to judge.</param>
    public static ComparisonView Judge(
        ClassificationModel champion,
        ClassificationModel challenger,
        IReadOnlyList<JudgedSet> sets,
        int fewestTexts
    )
    {
        var views = sets.Select(View).ToList();
        var reasons = new List<string>();
        foreach (var language in champion.Languages.Select(part => part.Language))
        {
            if (challenger.Languages.All(part => part.Language != language))
            {
                reasons.Add($"It does not know {language}.");
            }

            var texts = views.Where(set => set.Judged && set.Language == language).Sum(set => set.Texts);
            if (texts < fewestTexts)
            {
                reasons.Add($"{texts} texts of {language} to compare on are too few: it takes {fewestTexts}.");
            }
        }

        reasons.AddRange(
            views.SelectMany(set => set.Labels.Where(label => label.Worse).Select(label => Reason(set, label)))
        );
        return new ComparisonView
        {
            Champion = champion.Version,
            Challenger = challenger.Version,
            Passed = reasons.Count == 0,
            Reasons = reasons,
            Sets = views,
        };
    }

    private static ComparedSetView View(JudgedSet set)
    {
        var judged = set.Rows.Count >= FewestTextsInSet;
        var champion = Evaluation.Summarise(
            [.. set.Rows.Select(row => new Judged(row.Right, row.Champion, row.ChampionConfidence))],
            threshold: 0
        );
        var challenger = Evaluation.Summarise(
            [.. set.Rows.Select(row => new Judged(row.Right, row.Challenger, row.ChallengerConfidence))],
            threshold: 0
        );
        return new ComparedSetView
        {
            Set = set.Name,
            Language = set.Language,
            Texts = set.Rows.Count,
            Judged = judged,
            Champion = new ComparedFiguresView(champion.Accuracy, champion.MacroF1, champion.CalibrationError),
            Challenger = new ComparedFiguresView(challenger.Accuracy, challenger.MacroF1, challenger.CalibrationError),
            Labels =
            [
                Compare(set, judged, label: null, (right, given) => right == given, null, null),
                .. Enum.GetValues<Label>()
                    .Select(label =>
                        Compare(
                            set,
                            judged,
                            label,
                            (right, given) => right == label == (given == label),
                            champion.Labels[label.Wire()].F1,
                            challenger.Labels[label.Wire()].F1
                        )
                    ),
            ],
        };
    }

    private static ComparedLabelView Compare(
        JudgedSet set,
        bool judged,
        Label? label,
        Func<Label, Label, bool> isRight,
        double? championF1,
        double? challengerF1
    )
    {
        var won = 0;
        var lost = 0;
        foreach (var row in set.Rows)
        {
            var champion = isRight(row.Right, row.Champion);
            var challenger = isRight(row.Right, row.Challenger);
            won += challenger && !champion ? 1 : 0;
            lost += champion && !challenger ? 1 : 0;
        }

        var chance = Math.Round(SignTest.Chance(won, lost), 4);
        var limit = label is null ? ChanceOverall : ChanceAtLabel;
        return new ComparedLabelView(label, championF1, challengerF1, won, lost, chance, judged && chance < limit);
    }

    private static string Reason(ComparedSetView set, ComparedLabelView label) =>
        $"On {set.Set} ({set.Language}, {set.Texts} texts) it is worse "
        + (label.Label is { } at ? $"at {at.Wire()}" : "over all labels")
        + $": {label.Lost} texts lost, {label.Won} won; by chance in {label.Chance:P1} of cases.";
}

/// <summary>Texts of one language with what two models said of each.</summary>
internal sealed record JudgedSet(string Name, string Language, IReadOnlyList<JudgedRow> Rows);

/// <summary>A text's right label, and what each model gave.</summary>
internal readonly record struct JudgedRow(
    Label Right,
    Label Champion,
    double ChampionConfidence,
    Label Challenger,
    double ChallengerConfidence
);
