using System.Runtime.Intrinsics;
using TriageMesh.Contracts;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>Trains convolutions on more or fewer of the same texts.</summary>
internal sealed class ConvolutionTraining
{
    private const ulong Seed = 0x452821E638D01377;

    private readonly LabelledText[] _texts;
    private readonly FeatureRecipe _recipe;
    private readonly Lexicon _lexicon;
    private readonly SymbolTexts? _symbols;
    private readonly Label[] _labels;
    private readonly DoubtfulSources _sources;
    private readonly TextUnits _units = new();
    private readonly FeatureExtractor _extractor = new();

    private ConvolutionTraining(
        LabelledText[] texts,
        FeatureRecipe recipe,
        Lexicon lexicon,
        DoubtfulSources sources,
        SymbolTexts? symbols
    )
    {
        (_texts, _recipe, _lexicon, _sources, _symbols) = (texts, recipe, lexicon, sources, symbols);
        _labels = [.. texts.Select(text => text.Label)];
    }

    public static ConvolutionTraining Of(
        LabelledText[] texts,
        FeatureRecipe recipe,
        Lexicon lexicon,
        DoubtfulSources? sources = null
    ) =>
        new(
            texts,
            recipe,
            lexicon,
            sources ?? DoubtfulSources.None(texts.Length),
            recipe.Convolution is { } own && texts.Length >= own.FewestTrainingTexts
                ? SymbolTexts.Build(texts, recipe, lexicon, own.FewestTexts)
                : null
        );

    /// <summary>A convolution that knows the texts whose weight is above zero.</summary>
    public Convolution Train(double[] rowWeights)
    {
        if (_symbols is null || _recipe.Convolution is not { } recipe)
        {
            return Convolution.None;
        }

        var flat = new FlatTexts(_texts, rowWeights);
        var members = new List<ConvolutionTrainer>();
        for (var i = 0; i < recipe.Members; i++)
        {
            var member = new ConvolutionTrainer(
                _symbols,
                _labels,
                _sources,
                flat,
                recipe,
                StableHash.Add(Seed, (ulong)i)
            );
            member.Train(rowWeights);
            members.Add(member);
        }

        return Convolution.Average(_symbols.Keys, members, recipe.Share);
    }

    /// <summary>What a convolution says of one of the texts.</summary>
    public Vector256<double> Score(Convolution convolution, int row)
    {
        if (convolution.Filters == 0)
        {
            return Vector256<double>.Zero;
        }

        TextNormaliser.Read(_texts[row].Text, _units);
        _extractor.ReadMeanings(_units, _lexicon, _recipe);
        var (lower, upper) = Vector128.Widen(convolution.Score(_extractor));
        return Vector256.Create(lower, upper);
    }
}
