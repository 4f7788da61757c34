using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

public sealed class LexiconSpecs
{
    private const string Lines =
        "dreadful\tbad\nlovely\tgood\nnot bad\tgood\nmoney back\tmoney_back,money\nnot\tnegation";

    private static readonly FeatureRecipe Words = new() { HashBits = 16, AtomGrams = 1 };

    [Theory]
    [InlineData("dreadful stuff", 1, "bad")]
    [InlineData("DREADFUL stuff", 1, "bad")]
    [InlineData("not bad at all", 2, "good")]
    [InlineData("money  back please", 2, "money,money_back")]
    [InlineData("money please", 0, "")]
    [InlineData("stuff", 0, "")]
    public void The_longest_term_at_a_place_counts(string text, int length, string classes)
    {
        var lexicon = Of(Lines);
        var atoms = new FeatureExtractor().AtomsOf(text, new Domain.Text.TextUnits());

        var beginning = lexicon.BeginningWith(atoms[0].Hash);
        lexicon.LongestTerm(atoms, beginning, out var meanings, out _).ShouldBe(length);

        var names = new List<string>();
        foreach (var number in meanings)
        {
            names.Add(lexicon.Classes[number - 1]);
        }

        string.Join(',', names.Order(StringComparer.Ordinal)).ShouldBe(classes);
    }

    [Fact]
    public void A_negation_turns_round_what_follows_it_in_its_clause()
    {
        Hits("this is not so lovely").ShouldContain(hit => IsNegated(hit));
        Hits("this is lovely").ShouldNotContain(hit => IsNegated(hit));
        Hits("certainly not, lovely").ShouldNotContain(hit => IsNegated(hit));
        Hits("not one two three four five lovely").ShouldNotContain(hit => IsNegated(hit));
    }

    [Fact]
    public void A_word_that_no_training_text_has_is_understood_by_its_meaning()
    {
        var lexicon = Of("dreadful\tbad\natrocious\tbad\nlovely\tgood\ngorgeous\tgood");
        var texts = Enumerable
            .Range(0, 60)
            .Select(i => new LabelledText(
                $"the {(i % 3 == 0 ? "parcel" : "dinner")} is {(i % 2 == 0 ? "dreadful" : "lovely")} {i}",
                i % 2 == 0 ? Label.Complaint : Label.Praise,
                "en"
            ));

        var model = ModelTrainer.Train([.. texts], Corpus.Quick with { Lexicons = English(lexicon) });

        model.Classify("the soup is atrocious").Label.ShouldBe(Label.Complaint);
        model.Classify("the garden is gorgeous").Label.ShouldBe(Label.Praise);
    }

    [Theory]
    [InlineData("dreadful")]
    [InlineData("dreadful\t")]
    [InlineData("\tbad")]
    [InlineData("dreadful\tbad\tworse")]
    public void A_line_that_is_none_is_named(string line) =>
        Should.Throw<FormatException>(() => Of($"lovely\tgood\n{line}")).Message.ShouldContain("Line 2");

    [Fact]
    public void A_term_has_at_most_four_classes()
    {
        var four = new Meanings().With(1).With(2).With(2).With(3).With(4);

        four.With(5).ShouldBe(four);
        four.Negated.Contains(1 | 0x80).ShouldBeTrue();
        four.Negated.Contains(1).ShouldBeFalse();
        new Meanings().Negated.ShouldBe(new Meanings());
        new Meanings().With(7).Negated.Packed.ShouldBe(0x87u);
    }

    private static bool IsNegated(LexiconFeatures.Hit hit) => (hit.Meanings.Packed & 0x80) != 0;

    private static LexiconFeatures.Hit[] Hits(string text)
    {
        var units = new Domain.Text.TextUnits();
        var extractor = new FeatureExtractor();
        Domain.Text.TextNormaliser.Read(text, units);
        extractor.Read(units, Words, Of(Lines));
        return extractor.Meanings.Hits.ToArray();
    }

    private static Lexicon Of(string lines) => Lexicon.Parse(new StringReader(lines));

    private static Dictionary<string, Lexicon> English(Lexicon lexicon) => new() { ["en"] = lexicon };
}
