using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>How a model is trained. The defaults are what ships.</summary>
public sealed record TrainingOptions
{
    /// <summary>The features of each language.</summary>
    public IReadOnlyDictionary<string, FeatureRecipe> Recipes { get; init; } =
        new SortedDictionary<string, FeatureRecipe>(StringComparer.Ordinal)
        {
            [LanguageDetector.English] = new()
            {
                HashBits = 20,
                AtomGrams = 2,
                Boundaries = true,
                CharactersFrom = 3,
                CharactersTo = 5,
                MeaningShare = 0.5f,
                CharacterShare = 0.35f,
                Contrast = 0.5,
                Convolution = new ConvolutionRecipe(),
            },
            [LanguageDetector.Chinese] = new()
            {
                HashBits = 20,
                AtomGrams = 2,
                Boundaries = true,
                SkipPairs = true,
                MeaningShare = 0.6f,
                TermPairs = true,
                NegationReach = 3,
                FewestTexts = 2,
                Contrast = 0.5,
                Convolution = new ConvolutionRecipe
                {
                    Joined = 0.5f,
                    HiddenAtoms = 0.3f,
                    SilentFilters = 0.2f,
                    Share = 0.8f,
                },
            },
        };

    /// <summary>What words mean, for each language.</summary>
    public IReadOnlyDictionary<string, Lexicon> Lexicons { get; init; } = ShippedLexicons.All;

    /// <summary>What a text made of two weighs in training, for each language; none: no such texts.</summary>
    public IReadOnlyDictionary<string, double> JoinedWeights { get; init; } =
        new SortedDictionary<string, double>(StringComparer.Ordinal) { [LanguageDetector.Chinese] = 0.2 };

    /// <summary>Who finds the weights.</summary>
    public ILinearTrainer Trainer { get; init; } = new MaximumEntropy();

    /// <summary>Inverse penalties to choose from; the one that explains held-out texts best is taken.</summary>
    public IReadOnlyList<double> Strengths { get; init; } = [8];

    /// <summary>The languages in which labels in doubt are judged before they are believed; elsewhere they only weigh less.</summary>
    public IReadOnlyCollection<string> Judging { get; init; } = [LanguageDetector.Chinese];

    /// <summary>In how many parts the training texts are held out in turn.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>A label with n of N texts weighs (N/n) to this power.</summary>
    public double ClassWeightPower { get; init; } = 0.5;

    /// <summary>The share of right labels that is promised for texts that need no review.</summary>
    public double StatedPrecision { get; init; } = 0.9;
}
