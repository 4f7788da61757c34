using System.Text;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.ModelCard;

/// <summary>Says in markdown what a model is, what it learned from, how good it is and what it is not for.</summary>
internal static class ModelCardText
{
    private const string Definitions = """
        ## Labels

        What has to happen next decides; where a text is two things at once, the part that rules, and unhappiness over asking.

        | label | meaning |
        | --- | --- |
        | complaint | somebody is unhappy with a product, a service or a company, or tells it that something is broken, late or wrong; also as a question, a polite request or sarcasm |
        | praise | somebody is happy with, thanks or admires a product, a service or a company |
        | question | somebody asks for information, help or an action and voices no displeasure |
        | other | everything else: statements, advice to others, news, jokes, advertisements, chatter that only names the business |


        """;

    private const string Use = """
        ## What it is for

        Sorting public posts, comments, reviews and messages to brand accounts in English and Chinese, so that a person sees soon what
        needs an answer. A label under the threshold needs review by a person. It decides about posts, never about people: do not
        use it to judge, rank or profile authors.

        ## Limits

        - English and Chinese. Another language is read as one of the two and mostly needs review.
        - It sees the text alone: no picture, no thread, no knowledge of what happened. Irony that needs those is missed.
        - It is surest on businesses and tones like those it was trained on; on unlike text it is too sure of itself.
        - Corrections are learned as people made them, with their mistakes. What is erased leaves with the next model.

        """;

    public static string Of(
        ClassificationModel model,
        ModelOrigin origin,
        TrainedOnView? trainedOn,
        ComparisonView? comparison
    )
    {
        var card = new StringBuilder();
        card.AppendLine($"# Model {model.Version}\n");
        card.AppendLine(
            "A linear maximum-entropy classifier over n-grams and a small convolution, one part for each language.\n"
        );
        card.AppendLine("## Data\n");
        card.AppendLine(
            origin == ModelOrigin.Shipped || trainedOn is null
                ? "The corpus that ships with TriageMesh, written for it and under its licence (MIT). No text of customers."
                : $"{trainedOn.CorpusRows} rows of the corpus (digest {trainedOn.Corpus}; the one that ships was written for "
                    + "TriageMesh and is under its licence, MIT) and "
                    + $"{trainedOn.Corrections} mentions that people of this installation relabelled, which belong to it and do "
                    + $"not leave it. {trainedOn.HeldOutCorrections} further corrections are never trained on."
        );
        card.AppendLine();
        AppendTexts(card, model);
        card.Append(Definitions);
        AppendFigures(card, model);
        if (comparison is not null)
        {
            AppendComparison(card, comparison);
        }

        card.Append(Use);
        return card.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendTexts(StringBuilder card, ClassificationModel model)
    {
        card.AppendLine($"| language | texts | {string.Join(" | ", WireName<Label>.All)} | features |");
        card.AppendLine($"| --- | --- | {string.Concat(WireName<Label>.All.Select(_ => "--- | "))}--- |");
        foreach (var part in model.Languages)
        {
            var counts = WireName<Label>.All.Select(label => part.Figures.TextsByLabel.GetValueOrDefault(label));
            card.AppendLine(
                $"| {part.Language} | {part.Figures.Texts} | {string.Join(" | ", counts)} | {part.Figures.Features} |"
            );
        }

        card.AppendLine();
    }

    private static void AppendFigures(StringBuilder card, ClassificationModel model)
    {
        card.AppendLine("## Figures\n");
        card.AppendLine("On training texts, each judged by a model that had not seen its kind of business.\n");
        card.AppendLine(
            "| language | macro-F1 | accuracy | calibration error | needs review below | accuracy above it |"
        );
        card.AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var part in model.Languages)
        {
            var figures = part.Figures.HeldOut;
            card.AppendLine(
                $"| {part.Language} | {figures.MacroF1:F3} | {figures.Accuracy:F3} | {figures.CalibrationError:F3} "
                    + $"| {part.Threshold:F2} | {figures.CoveredAccuracy:F3} for {figures.Coverage:P0} of the texts |"
            );
        }

        card.AppendLine("\n| language | label | texts | precision | recall | F1 |");
        card.AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var part in model.Languages)
        {
            foreach (var (label, one) in part.Figures.HeldOut.Labels)
            {
                card.AppendLine(
                    $"| {part.Language} | {label} | {one.Texts} | {one.Precision:F3} | {one.Recall:F3} | {one.F1:F3} |"
                );
            }
        }

        card.AppendLine();
    }

    private static void AppendComparison(StringBuilder card, ComparisonView comparison)
    {
        card.AppendLine($"## Against model {comparison.Champion}\n");
        card.AppendLine("| texts | language | number | macro-F1 before | after | accuracy before | after |");
        card.AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var set in comparison.Sets)
        {
            card.AppendLine(
                $"| {Cell(set.Set)} | {set.Language} | {set.Texts} | {set.Champion.MacroF1:F3} | {set.Challenger.MacroF1:F3} "
                    + $"| {set.Champion.Accuracy:F3} | {set.Challenger.Accuracy:F3} |"
            );
        }

        card.AppendLine();
        card.AppendLine(comparison.Passed ? "Not worse anywhere that matters.\n" : "Refused:\n");
        foreach (var reason in comparison.Reasons)
        {
            card.AppendLine($"- {Cell(reason)}");
        }

        card.AppendLine();
    }

    /// <summary>A set's name comes from outside: it stays text.</summary>
    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");
}
