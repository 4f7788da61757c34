using System.Text;
using System.Text.Json;
using TriageMesh.Domain.Text;

namespace TriageMesh.Benchmarks.Throughput;

/// <summary>The texts of a comparison: as their authors wrote them for us, ready for fastText beside it.</summary>
/// <remarks>
/// fastText reads words between spaces. It gets them normalised and split (Chinese by character), and the splitting is not
/// counted as its time; ours is.
/// </remarks>
internal static class BenchTexts
{
    /// <summary>Writes <c>LANG.txt</c>, <c>LANG.words.txt</c>, <c>LANG.one.txt</c>, <c>LANG.one.words.txt</c> and <c>LANG.train.txt</c>.</summary>
    public static void Write(string corpus, string? textsFile, string folder, int count)
    {
        Directory.CreateDirectory(folder);
        var rows = Directory.GetFiles(corpus, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(Read).ToList();
        var toLabel = textsFile is null ? rows : [.. Read(textsFile)];
        foreach (var language in rows.GroupBy(row => row.Lang, StringComparer.Ordinal))
        {
            File.WriteAllLines(
                Path.Combine(folder, $"{language.Key}.train.txt"),
                language.Select(row => $"__label__{row.Label} {Words(row.Text)}")
            );
            var texts = toLabel.Where(row => row.Lang == language.Key).Select(row => OneLine(row.Text)).ToList();
            WriteTexts(folder, language.Key, "", texts, count);
            WriteTexts(folder, language.Key, ".one", texts, 1);
        }
    }

    private static void WriteTexts(string folder, string language, string name, List<string> texts, int count)
    {
        var words = texts.ConvertAll(Words);
        var rounds = Enumerable.Range(0, texts.Count == 0 ? 0 : count).Select(i => i % texts.Count).ToList();
        File.WriteAllLines(Path.Combine(folder, $"{language}{name}.txt"), rounds.Select(i => texts[i]));
        File.WriteAllLines(Path.Combine(folder, $"{language}{name}.words.txt"), rounds.Select(i => words[i]));
    }

    private static IEnumerable<BenchRow> Read(string file) =>
        File.ReadLines(file).Select(line => JsonSerializer.Deserialize<BenchRow>(line, JsonSerializerOptions.Web)!);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Words(string text)
    {
        var units = new TextUnits();
        TextNormaliser.Read(text, units);
        var words = new StringBuilder();
        for (var i = 0; i < units.Count; i++)
        {
            var inWord =
                i > 0 && IsWordPart(units.Kinds[i]) && (IsWordPart(units.Kinds[i - 1]) || units.Codes[i - 1] == '\'');
            words.Append(inWord || units.Codes[i] == '\'' ? "" : " ").Append(units.Show(i, i + 1).Trim());
        }

        return words.ToString().Trim();
    }

    private static bool IsWordPart(UnitKind kind) => kind is UnitKind.Letter or UnitKind.Digit;

    private sealed record BenchRow(string Lang, string Text, string Label);
}
