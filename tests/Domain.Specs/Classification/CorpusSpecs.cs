using System.Globalization;
using TriageMesh.Contracts;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>What the corpus promises: texts written one by one, over many businesses, every label everywhere.</summary>
public sealed class CorpusSpecs
{
    private const double NearDuplicate = 0.5;

    [Fact]
    public void Every_row_has_its_own_id() =>
        Corpus.Rows.GroupBy(row => row.Id).Where(rows => rows.Skip(1).Any()).Select(rows => rows.Key).ShouldBeEmpty();

    [Fact]
    public void Every_row_has_a_text_a_known_label_a_known_language_a_business_and_a_source() =>
        Corpus
            .Rows.Where(row =>
                string.IsNullOrWhiteSpace(row.Text)
                || !WireName<Label>.TryParse(row.Label, out _)
                || row.Lang is not (LanguageDetector.Chinese or LanguageDetector.English)
                || row.Source is not ("post" or "comment" or "review" or "dm" or "reply")
                || string.IsNullOrWhiteSpace(row.Business)
            )
            .Select(row => row.Id)
            .ShouldBeEmpty();

    [Theory]
    [InlineData(LanguageDetector.English)]
    [InlineData(LanguageDetector.Chinese)]
    public void No_label_has_less_than_half_of_its_even_share(string language)
    {
        var rows = Corpus.Rows.Where(row => row.Lang == language).ToList();

        foreach (var label in WireName<Label>.All)
        {
            rows.Count(row => row.Label == label).ShouldBeGreaterThan(rows.Count / 8, label);
        }
    }

    [Fact]
    public void There_are_at_least_thirty_businesses_in_each_language() =>
        Corpus
            .Rows.GroupBy(row => row.Lang)
            .Min(rows => rows.Select(row => row.Business).Distinct().Count())
            .ShouldBeGreaterThanOrEqualTo(30);

    [Fact]
    public void Every_business_has_every_label_in_each_language_it_is_written_in() =>
        Corpus
            .Rows.GroupBy(row => (row.Lang, row.Business))
            .Where(rows => rows.Select(row => row.Label).Distinct().Count() < WireName<Label>.All.Count)
            .Select(rows => $"{rows.Key.Lang} {rows.Key.Business}")
            .ShouldBeEmpty();

    [Theory]
    [InlineData(LanguageDetector.English, 5)]
    [InlineData(LanguageDetector.Chinese, 3)]
    public void No_two_texts_are_nearly_the_same(string language, int shingle) =>
        NearDuplicates(language, shingle).ShouldBeEmpty();

    [Theory]
    [InlineData(LanguageDetector.English, 6)]
    [InlineData(LanguageDetector.Chinese, 8)]
    public void No_frame_stands_behind_more_than_three_texts(string language, int words)
    {
        var frames = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var row in Corpus.Rows.Where(row => row.Lang == language))
        {
            var parts = Words(row.Text, language);
            for (var i = 0; i + words <= parts.Count; i++)
            {
                var frame = string.Join(' ', parts.Skip(i).Take(words));
                (frames.TryGetValue(frame, out var ids) ? ids : frames[frame] = []).Add(row.Id);
            }
        }

        frames.Where(frame => frame.Value.Count > 3).Select(frame => frame.Key).ShouldBeEmpty();
    }

    private static List<string> Words(string text, string language)
    {
        var normal = TextNormaliser.Normalise(text);
        return language == LanguageDetector.Chinese
            ? [.. normal.Where(char.IsLetterOrDigit).Select(character => character.ToString())]
            : [.. normal.Split([' ', ',', '.', '!', '?', ';', ':', '"'], StringSplitOptions.RemoveEmptyEntries)];
    }

    private static List<string> NearDuplicates(string language, int size)
    {
        var rows = Corpus.Rows.Where(row => row.Lang == language).ToList();
        var shingles = rows.ConvertAll(row => Shingles(TextNormaliser.Normalise(row.Text), size));
        var holders = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var found = new List<string>();
        for (var i = 0; i < rows.Count; i++)
        {
            var shared = new Dictionary<int, int>();
            foreach (var shingle in shingles[i])
            {
                var before = holders.TryGetValue(shingle, out var known) ? known : holders[shingle] = [];
                foreach (var other in before)
                {
                    shared[other] = shared.GetValueOrDefault(other) + 1;
                }

                before.Add(i);
            }

            found.AddRange(
                shared
                    .Where(pair =>
                        (double)pair.Value / (shingles[i].Count + shingles[pair.Key].Count - pair.Value)
                        >= NearDuplicate
                    )
                    .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{rows[pair.Key].Id} {rows[i].Id}"))
            );
        }

        return found;
    }

    private static HashSet<string> Shingles(string text, int size) =>
        text.Length <= size
            ? [text]
            : [.. Enumerable.Range(0, text.Length - size + 1).Select(at => text.Substring(at, size))];
}
