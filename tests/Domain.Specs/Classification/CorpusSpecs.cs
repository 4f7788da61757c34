using TriageMesh.Contracts;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>What the corpus promises: whole rows, two languages, many businesses, every label everywhere, text as people type it.</summary>
public sealed class CorpusSpecs
{
    private const int FewestRows = 10_000;
    private const int FewestBusinesses = 30;
    private static readonly string[] Sources = ["post", "comment", "review", "dm", "reply"];

    [Fact]
    public void Every_row_has_its_own_id() =>
        Corpus.Rows.CountBy(row => row.Id).Where(id => id.Value > 1).Select(id => id.Key).ShouldBeEmpty();

    [Fact]
    public void An_id_says_the_language() =>
        Corpus
            .Rows.Where(row => !row.Id.StartsWith($"{row.Lang}-", StringComparison.Ordinal))
            .Select(row => row.Id)
            .ShouldBeEmpty();

    [Fact]
    public void Every_row_has_a_text_a_known_label_a_known_language_a_business_a_source_and_a_note() =>
        Corpus
            .Rows.Where(row =>
                string.IsNullOrWhiteSpace(row.Text)
                || !WireName<Label>.TryParse(row.Label, out _)
                || row.Lang is not (LanguageDetector.Chinese or LanguageDetector.English)
                || !Sources.Contains(row.Source, StringComparer.Ordinal)
                || string.IsNullOrWhiteSpace(row.Business)
                || row.Note is null
            )
            .Select(row => row.Id)
            .ShouldBeEmpty();

    [Fact]
    public void It_is_large_and_about_half_of_it_is_in_each_language()
    {
        Corpus.Rows.Count.ShouldBeGreaterThanOrEqualTo(FewestRows);
        foreach (var language in (string[])[LanguageDetector.English, LanguageDetector.Chinese])
        {
            Share(Corpus.Rows, row => row.Lang == language).ShouldBeInRange(0.4, 0.6, language);
        }
    }

    [Theory]
    [InlineData(LanguageDetector.English)]
    [InlineData(LanguageDetector.Chinese)]
    public void No_label_has_less_than_two_thirds_of_its_even_share(string language)
    {
        foreach (var label in WireName<Label>.All)
        {
            Share(Corpus.In(language), row => row.Label == label).ShouldBeGreaterThan(1.0 / 6, label);
        }
    }

    [Theory]
    [InlineData(LanguageDetector.English)]
    [InlineData(LanguageDetector.Chinese)]
    public void There_are_at_least_thirty_kinds_of_business_and_every_source(string language)
    {
        var rows = Corpus.In(language);

        rows.Select(row => row.Business).Distinct().Count().ShouldBeGreaterThanOrEqualTo(FewestBusinesses);
        foreach (var source in Sources)
        {
            Share(rows, row => row.Source == source).ShouldBeGreaterThan(0.02, source);
        }
    }

    [Theory]
    [InlineData(LanguageDetector.English)]
    [InlineData(LanguageDetector.Chinese)]
    public void No_business_gives_its_label_away(string language)
    {
        foreach (var business in Corpus.In(language).GroupBy(row => row.Business))
        {
            foreach (var label in WireName<Label>.All)
            {
                var name = $"{business.Key} {label}";
                business.Count(row => row.Label == label).ShouldBeGreaterThanOrEqualTo(10, name);
                Share([.. business], row => row.Label == label).ShouldBeInRange(0.1, 0.5, name);
            }

            business.Select(row => row.Source).Distinct().Count().ShouldBeGreaterThanOrEqualTo(3, business.Key);
        }
    }

    [Theory]
    [InlineData(LanguageDetector.English, 0.02)]
    [InlineData(LanguageDetector.Chinese, 0.01)]
    public void Emoji_are_in_it(string language, double least) =>
        Share(Corpus.In(language), row => Has(row, UnitKind.Emoji)).ShouldBeGreaterThan(least);

    [Fact]
    public void Chinese_texts_hold_bracket_marks_traditional_script_and_english_words()
    {
        var rows = Corpus.In(LanguageDetector.Chinese);

        Share(rows, row => Has(row, UnitKind.Mark)).ShouldBeGreaterThan(0.01);
        Share(rows, row => row.Text.Count(c => SimplifiedScript.Of(c) != c) >= 2).ShouldBeGreaterThan(0.03);
        Share(rows, IsMixed).ShouldBeGreaterThan(0.03);
    }

    [Fact]
    public void Texts_are_short_and_long()
    {
        foreach (var language in Corpus.Rows.GroupBy(row => row.Lang))
        {
            var lengths = language.Select(row => row.Text.Length).Order().ToList();
            lengths[lengths.Count / 100].ShouldBeLessThan(lengths[lengths.Count / 2] / 2, language.Key);
            lengths[^(lengths.Count / 100)].ShouldBeGreaterThan(lengths[lengths.Count / 2] * 3 / 2, language.Key);
        }
    }

    private static double Share(IReadOnlyCollection<CorpusRow> rows, Func<CorpusRow, bool> has) =>
        (double)rows.Count(has) / rows.Count;

    private static bool Has(CorpusRow row, UnitKind kind) => Units(row).Kinds.Contains(kind);

    private static bool IsMixed(CorpusRow row)
    {
        var kinds = Units(row).Kinds;
        return kinds.Contains(UnitKind.Han) && kinds.IndexOf([UnitKind.Letter, UnitKind.Letter]) >= 0;
    }

    private static TextUnits Units(CorpusRow row)
    {
        var units = new TextUnits();
        TextNormaliser.Read(row.Text, units);
        return units;
    }
}
