using System.Text;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Evaluate;

/// <summary>Figures as a person reads them.</summary>
internal static class EvaluationText
{
    public static string Of(EvaluationFigures figures)
    {
        var text = new StringBuilder();
        text.AppendLine($"  texts                    {figures.Texts, 8}");
        text.AppendLine($"  macro-F1                 {figures.MacroF1, 8:F3}");
        text.AppendLine($"  accuracy                 {figures.Accuracy, 8:F3}");
        text.AppendLine($"  calibration error        {figures.CalibrationError, 8:F3}");
        text.AppendLine($"  accuracy at 90% coverage {figures.AccuracyAt90, 8:F3}");
        text.AppendLine($"  accuracy at 80% coverage {figures.AccuracyAt80, 8:F3}");
        text.AppendLine(
            $"  above the threshold      {figures.Coverage, 8:P1} of the texts, {figures.CoveredAccuracy:P1} of them right"
        );
        text.AppendLine();
        text.AppendLine("  label       texts  precision  recall      F1");
        foreach (var (label, one) in figures.Labels)
        {
            text.AppendLine(
                $"  {label, -10} {one.Texts, 6}  {one.Precision, 9:F3}  {one.Recall, 6:F3}  {one.F1, 6:F3}"
            );
        }

        text.AppendLine();
        text.AppendLine($"  right \\ given {string.Concat(WireName<Label>.All.Select(label => $"{label, 10}"))}");
        foreach (var label in Enum.GetValues<Label>())
        {
            var counts = string.Concat(figures.Confusion[(int)label].Select(count => $"{count, 10}"));
            text.AppendLine($"  {label.Wire(), -14}{counts}");
        }

        return text.ToString();
    }
}
