using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>Each text of the corpus was written as its own: no template stands behind the rows, and they do not repeat themselves.</summary>
public sealed class CorpusVarietySpecs
{
    private const double NearDuplicate = 0.5;
    private const int MostOfOneFrame = 3;
    private const int FramePart = 8;
    private const int SampleRows = 1000;

    [Theory]
    [InlineData(LanguageDetector.English, 5)]
    [InlineData(LanguageDetector.Chinese, 3)]
    public void No_two_texts_are_nearly_the_same(string language, int shingle) =>
        NearDuplicates.Of(Corpus.In(language), shingle, NearDuplicate).ShouldBeEmpty();

    [Fact]
    public void A_text_with_one_word_changed_is_found_to_be_nearly_the_same() =>
        NearDuplicates
            .Of([Row(0, "my parcel never came, who can help"), Row(1, "my parcel never came, who will help")], 5, 0.5)
            .ShouldBe(["t-0 t-1"]);

    [Theory]
    [InlineData(LanguageDetector.English, 6)]
    [InlineData(LanguageDetector.Chinese, 8)]
    public void No_row_of_words_stands_in_more_than_three_texts(string language, int words) =>
        CorpusFrames.RepeatedRows(Corpus.In(language), words, MostOfOneFrame).ShouldBeEmpty();

    [Theory]
    [InlineData(LanguageDetector.English)]
    [InlineData(LanguageDetector.Chinese)]
    public void No_frame_stands_behind_more_than_three_texts(string language)
    {
        var frames = CorpusFrames.Of(Corpus.In(language));

        CorpusFrames.SharedTexts(frames, MostOfOneFrame).ShouldBeEmpty();
        CorpusFrames.SharedParts(frames, FramePart, MostOfOneFrame).ShouldBeEmpty();
    }

    [Fact]
    public void A_template_that_was_filled_in_four_times_is_found()
    {
        string[] things = ["duvet", "oat latte", "Brelling 40", "gearbox"];
        var written = things.Select(
            (thing, i) =>
                Row(i, $"I have been waiting {i + 2} weeks for my {thing} and nobody can tell me why it is late")
        );
        var frames = CorpusFrames.Of([.. Corpus.In(LanguageDetector.English), .. written]);

        CorpusFrames.SharedTexts(frames, MostOfOneFrame).ShouldHaveSingleItem().ShouldContain("t-0 t-1 t-2 t-3");
        CorpusFrames.SharedParts(frames, FramePart, MostOfOneFrame).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(LanguageDetector.English)]
    [InlineData(LanguageDetector.Chinese)]
    public void Pairs_and_rows_of_three_words_are_seldom_used_twice(string language)
    {
        // So many rows whatever the size of the corpus, spread over all of it: the share falls with the length of a text.
        var rows = Corpus.In(language);
        var sample = rows.Where((_, i) => i * SampleRows / rows.Count != (i - 1) * SampleRows / rows.Count).ToList();
        var words = CorpusFrames.Words(sample);

        DistinctShare(words, 2).ShouldBeGreaterThan(0.6);
        DistinctShare(words, 3).ShouldBeGreaterThan(0.9);
    }

    [Theory]
    [InlineData(LanguageDetector.English)]
    [InlineData(LanguageDetector.Chinese)]
    public void Texts_of_one_label_begin_and_end_in_many_ways(string language)
    {
        foreach (var rows in Corpus.In(language).GroupBy(row => row.Label))
        {
            var words = CorpusFrames.Words([.. rows]).Where(text => text.Length >= 3).ToList();
            foreach (var edge in (Func<string[], string>[])[Opening, Ending])
            {
                var edges = words.ConvertAll(text => edge(text));
                edges.CountBy(part => part).Max(part => part.Value).ShouldBeLessThan(words.Count / 25, rows.Key);
                ((double)edges.Distinct().Count() / words.Count).ShouldBeGreaterThan(0.7, rows.Key);
            }
        }
    }

    private static string Opening(string[] words) => string.Join(' ', words[..3]);

    private static string Ending(string[] words) => string.Join(' ', words[^3..]);

    private static double DistinctShare(IReadOnlyList<string[]> texts, int length)
    {
        var parts = texts
            .SelectMany(text => CorpusFrames.Parts(text, length))
            .Select(part => string.Join(' ', part))
            .ToList();
        return (double)parts.Distinct().Count() / parts.Count;
    }

    private static CorpusRow Row(int number, string text) =>
        new($"t-{number}", LanguageDetector.English, text, "complaint", "airline", "post", "");
}
