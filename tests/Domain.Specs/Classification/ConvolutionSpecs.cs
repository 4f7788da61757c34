using System.Runtime.Intrinsics;
using System.Text;
using TriageMesh.Classifier.Models;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Classification;

public sealed class ConvolutionSpecs
{
    private static readonly ConvolutionRecipe Small = new()
    {
        Members = 2,
        Filters = 8,
        Passes = 20,
        FewestTrainingTexts = 10,
    };

    private static readonly FeatureRecipe Recipe = new()
    {
        HashBits = 12,
        AtomGrams = 1,
        Convolution = Small,
    };

    // The same words in all; only the row of two tells.
    private static readonly LabelledText[] Rows =
    [
        .. Enumerable
            .Range(0, 200)
            .Select(i => new LabelledText(
                (
                    i % 2 == 0
                        ? $"{Filler(i)} red blue green {Filler(i + 3)}"
                        : $"{Filler(i)} blue green red {Filler(i + 3)}"
                ),
                i % 2 == 0 ? Label.Complaint : Label.Praise,
                "en"
            )),
    ];

    private static readonly ClassificationModel Shipped = ModelStore.Read(ModelStore.ShippedPath);

    private readonly TextUnits _units = new();
    private readonly FeatureExtractor _extractor = new();
    private readonly ConvolutionSums _sums = new();

    [Fact]
    public void A_row_of_words_is_learnt_where_the_words_alone_say_nothing()
    {
        var convolution = Trained();

        LikelierOf("something red blue green again", convolution).ShouldBe(Label.Complaint);
        LikelierOf("something blue green red again", convolution).ShouldBe(Label.Praise);
    }

    [Fact]
    public void What_lies_beyond_the_first_400_atoms_is_not_seen()
    {
        var convolution = Trained();
        var talk = string.Concat(Enumerable.Repeat("elsewhere ", Symbols.MostAtoms));

        ScoreOf(talk + "red blue green", convolution).ShouldBe(ScoreOf(talk + "blue green red", convolution));
        ScoreOf(talk[2000..] + "red blue green", convolution)
            .ShouldNotBe(ScoreOf(talk[2000..] + "blue green red", convolution));
    }

    [Fact]
    public void The_same_texts_make_the_same_weights() =>
        Trained().Weights.SequenceEqual(Trained().Weights).ShouldBeTrue();

    [Fact]
    public void Of_few_texts_none_is_trained() =>
        ConvolutionTraining
            .Of(Rows[..9], Recipe, Lexicon.Empty)
            .Train([.. Enumerable.Repeat(1.0, 9)])
            .Filters.ShouldBe(0);

    [Fact]
    public void Parts_that_do_not_fit_each_other_are_refused() =>
        Should.Throw<ArgumentException>(() => new Convolution([1, 2], new Half[24], new float[8], new float[36]));

    [Fact]
    public void A_model_with_one_is_read_back_as_it_was()
    {
        var options = Corpus.Quick with
        {
            Recipes = new Dictionary<string, FeatureRecipe>(StringComparer.Ordinal) { ["en"] = Recipe },
        };
        var file = ModelFile.Write(ModelTrainer.Train(Rows, options));

        var read = ModelFile.Read(file);

        read.Languages[0].Convolution.Filters.ShouldBe(Small.Members * Small.Filters);
        ModelFile.Write(read).ShouldBe(file);
    }

    [Fact]
    public void Two_texts_are_one_with_a_sign_between_them()
    {
        SymbolTexts.Place[] first = [new(7, 0, false), new(1, 1, false), new(1, 1, true), new(8, 2, false)];
        SymbolTexts.Place[] second = [new(7, 0, false), new(2, 1, false), new(8, 2, false)];
        var joined = new List<SymbolTexts.Place>();

        SymbolTexts.Join(first, second, joined).ShouldBeTrue();

        joined.ShouldBe([
            new(7, 0, false),
            new(1, 1, false),
            new(1, 1, true),
            // Where the first ended stands the sign.
            new(2, 3, false),
            new(8, 4, false),
        ]);
    }

    [Fact]
    public void Two_texts_that_would_not_be_seen_whole_stay_apart()
    {
        SymbolTexts.Place[] half = [new(7, 0, false), new(8, Symbols.MostAtoms / 2, false)];
        SymbolTexts.Place[] less = [new(7, 0, false), new(8, (Symbols.MostAtoms / 2) - 1, false)];

        SymbolTexts.Join(half, half, []).ShouldBeFalse();
        SymbolTexts.Join(half, less, []).ShouldBeTrue();
    }

    [Fact]
    public void A_text_is_joined_only_with_flat_ones_of_its_business_that_are_learnt_from()
    {
        LabelledText[] texts =
        [
            new("a", Label.Other, Group: "hotel"),
            new("b", Label.Complaint, Group: "hotel"),
            new("c", Label.Other, Group: "hotel"),
            new("d", Label.Other, Group: "bank"),
            new("e", Label.Praise, Group: "game"),
        ];

        var flat = new FlatTexts(texts, [1, 1, 0, 1, 1]);

        flat.Beside(1).ShouldBe([0]);
        flat.Beside(3).ShouldBe([3]);
        flat.Beside(4).ShouldBeNull();
    }

    [Fact]
    public void A_model_from_before_texts_were_joined_is_read()
    {
        var file = File.ReadAllBytes(ModelStore.ShippedPath);
        var header = Encoding.UTF8.GetString(file.AsSpan(12, BitConverter.ToInt32(file, 8)));
        header.ShouldContain(",\"joined\":0.5");

        var before = header.Replace(",\"joined\":0.5", "", StringComparison.Ordinal);
        before = before.Replace(",\"joined\":0", "", StringComparison.Ordinal);

        ModelHeaderReader
            .Read(Encoding.UTF8.GetBytes(before))
            .Languages.ShouldAllBe(language => language.Recipe.Convolution!.Joined == 0);
    }

    [Fact]
    public void What_the_atoms_add_is_all_that_the_filters_found()
    {
        foreach (var row in Corpus.Rows.Where((_, i) => i % 40 == 0))
        {
            var part = Shipped.Languages.Single(part => part.Language == row.Lang);
            Read(row.Text, part);
            var byAtom = new double[_extractor.Atoms.Length];
            part.Convolution.AddEvidence(_extractor, _sums, Label.Question, byAtom);

            var all = 0.0;
            for (var filter = 0; filter < part.Convolution.Filters; filter++)
            {
                var scores = part.Convolution.Output.Slice(filter * 4, 4);
                var own = scores[(int)Label.Question];
                var others = (scores[0] + scores[1] + scores[2] + scores[3] - own) / 3;
                var most = _sums.Most[filter];
                all += most > 0 ? (most - part.Convolution.Bias[filter]) * (own - others) : 0;
            }

            byAtom.Sum().ShouldBe(all, 1e-3, row.Text);
        }
    }

    private static string Filler(int i) => new((char)('a' + (i % 13)), 4);

    private static Convolution Trained() =>
        ConvolutionTraining.Of(Rows, Recipe, Lexicon.Empty).Train([.. Enumerable.Repeat(1.0, Rows.Length)]);

    private Label LikelierOf(string text, Convolution convolution)
    {
        var (lower, upper) = Vector128.Widen(ScoreOf(text, convolution));
        return (Label)Softmax.Largest(Vector256.Create(lower, upper));
    }

    private Vector128<float> ScoreOf(string text, Convolution convolution)
    {
        TextNormaliser.Read(text, _units);
        _extractor.ReadMeanings(_units, Lexicon.Empty, Recipe);
        return convolution.Score(_extractor);
    }

    private void Read(string text, LanguageModel part)
    {
        TextNormaliser.Read(text, _units);
        _extractor.ReadMeanings(_units, part.Lexicon, part.Recipe);
    }
}
