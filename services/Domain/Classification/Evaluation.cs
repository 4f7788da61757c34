using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>A text's right label, the label that the model gave, and how sure it was.</summary>
public readonly record struct Judged(Label Right, Label Label, double Confidence);

/// <summary>How good a model's labels are.</summary>
public sealed record EvaluationFigures
{
    public required int Texts { get; init; }
    public required double Accuracy { get; init; }

    /// <summary>The mean of the labels' F1; each label counts alike, however rare.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Expected calibration error: how far confidence and share of right labels lie apart, over ten bins.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Accuracy on the 90 % of texts that the model is surest of.</summary>
    public required double AccuracyAt90 { get; init; }

    /// <summary>Accuracy on the 80 % of texts that the model is surest of.</summary>
    public required double AccuracyAt80 { get; init; }

    /// <summary>Share of texts above the model's threshold.</summary>
    public required double Coverage { get; init; }

    /// <summary>Share of right labels among them.</summary>
    public required double CoveredAccuracy { get; init; }

    public required IReadOnlyDictionary<string, LabelFigures> Labels { get; init; }

    /// <summary>Counts; first index the right label, second the model's, in the order of <see cref="Label"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }
}

/// <summary>How good a model is at one label.</summary>
public sealed record LabelFigures(int Texts, double Precision, double Recall, double F1);

/// <summary>Compares labels that a model gave with the right ones.</summary>
public static class Evaluation
{
    private const int Bins = 10;

    public static EvaluationFigures Summarise(IReadOnlyList<Judged> judged, double threshold)
    {
        var labels = Enum.GetValues<Label>();
        var confusion = labels.Select(_ => new int[labels.Length]).ToArray();
        foreach (var row in judged)
        {
            confusion[(int)row.Right][(int)row.Label]++;
        }

        var figures = labels.ToDictionary(label => label.Wire(), label => FiguresOf((int)label, confusion));
        var sure = judged.Where(row => row.Confidence >= threshold).ToList();
        return new EvaluationFigures
        {
            Texts = judged.Count,
            Accuracy = ShareRight(judged),
            MacroF1 = Rounded(figures.Values.Where(label => label.Texts > 0).Average(label => label.F1)),
            CalibrationError = CalibrationErrorOf(judged),
            AccuracyAt90 = ShareRightOfSurest(judged, 0.9),
            AccuracyAt80 = ShareRightOfSurest(judged, 0.8),
            Coverage = Rounded(Share(sure.Count, judged.Count)),
            CoveredAccuracy = ShareRight(sure),
            Labels = figures,
            Confusion = confusion,
        };
    }

    private static LabelFigures FiguresOf(int label, int[][] confusion)
    {
        var right = confusion[label][label];
        var texts = confusion[label].Sum();
        var given = confusion.Sum(row => row[label]);
        return new LabelFigures(
            texts,
            Rounded(Share(right, given)),
            Rounded(Share(right, texts)),
            Rounded(Share(2 * right, texts + given))
        );
    }

    private static double CalibrationErrorOf(IReadOnlyList<Judged> judged) =>
        Rounded(
            judged
                .GroupBy(row => Math.Min((int)(row.Confidence * Bins), Bins - 1))
                .Sum(bin => Math.Abs(bin.Sum(row => row.Confidence) - bin.Count(IsRight))) / Math.Max(judged.Count, 1)
        );

    private static double ShareRightOfSurest(IReadOnlyList<Judged> judged, double share) =>
        ShareRight([.. judged.OrderByDescending(row => row.Confidence).Take((int)Math.Round(share * judged.Count))]);

    private static double ShareRight(IReadOnlyList<Judged> judged) =>
        Rounded(Share(judged.Count(IsRight), judged.Count));

    private static bool IsRight(Judged row) => row.Label == row.Right;

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static double Rounded(double value) => Math.Round(value, 4);
}
