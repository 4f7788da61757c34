using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>The corpus that trains the shipped model, as it lies in the repository.</summary>
internal static class Corpus
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static IReadOnlyList<CorpusRow> Rows { get; } =
    [
        .. Directory
            .GetFiles(Folder, "*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Select(line => JsonSerializer.Deserialize<CorpusRow>(line, JsonSerializerOptions.Web)!),
    ];

    /// <summary>The rows of one language, in the order of the files.</summary>
    public static IReadOnlyList<CorpusRow> In(string language) => [.. Rows.Where(row => row.Lang == language)];

    public static TrainingOptions Quick { get; } = new() { Strengths = [8], Folds = 3 };

    /// <summary>A small model, quickly made, for specifications that are not about how good it is.</summary>
    public static ClassificationModel SmallModel => Small.Value;

    private static readonly Lazy<ClassificationModel> Small = new(() => ModelTrainer.Train(Sample(120), Quick));

    /// <summary>The first rows of each language, in the order of the files.</summary>
    public static IReadOnlyList<LabelledText> Sample(int rowsOfEachLanguage) =>
        [
            .. Rows.GroupBy(row => row.Lang)
                .SelectMany(rows => rows.Take(rowsOfEachLanguage))
                .Select(row => new LabelledText(
                    row.Text,
                    WireName<Label>.Parse(row.Label),
                    row.Lang,
                    Group: row.Business
                )),
        ];
}

internal sealed record CorpusRow(
    string Id,
    string Lang,
    string Text,
    string Label,
    string Business,
    string Source,
    string Note
);
