using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Text;

namespace TriageMesh.Classifier.Train;

/// <summary>Reads labelled texts: <c>text</c> and <c>label</c>; where given also <c>lang</c>, <c>precision</c>, <c>business</c>, <c>source</c>.</summary>
internal static class LabelledRows
{
    /// <exception cref="InputException">A file or a row cannot be used.</exception>
    public static async Task<IReadOnlyList<LabelledText>> ReadAsync(
        IEnumerable<string> inputs,
        CancellationToken cancellationToken
    )
    {
        var texts = new List<LabelledText>();
        foreach (var file in JsonLines.Files(inputs))
        {
            await foreach (var row in JsonLines.ReadAsync(file, cancellationToken))
            {
                texts.Add(Read(row));
            }
        }

        return texts.Count > 0 ? texts : throw new InputException("The input holds no rows.");
    }

    private static LabelledText Read(JsonRow row) =>
        new(
            row.Text("text"),
            LabelOf(row),
            LanguageOf(row),
            PrecisionOf(row),
            row.OptionalText("business"),
            row.OptionalText("source")
        );

    private static Label LabelOf(JsonRow row)
    {
        var name = row.Text("label");
        return WireName<Label>.TryParse(name, out var label)
            ? label
            : throw row.Wrong($"\"label\" is \"{name}\", not one of {string.Join(", ", WireName<Label>.All)}.");
    }

    private static string? LanguageOf(JsonRow row) =>
        row.OptionalText("lang") switch
        {
            null => null,
            LanguageDetector.Chinese => LanguageDetector.Chinese,
            LanguageDetector.English => LanguageDetector.English,
            var other => throw row.Wrong($"\"lang\" is \"{other}\", not zh or en."),
        };

    private static double PrecisionOf(JsonRow row)
    {
        if (!row.Value.TryGetProperty("precision", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return 1;
        }

        return
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var precision)
            && precision is >= 0 and <= 1
            ? precision
            : throw row.Wrong("\"precision\" is no number from 0 to 1.");
    }
}
