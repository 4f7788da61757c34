using System.Runtime.Intrinsics;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>Labels texts and says why. Immutable: one instance serves every thread.</summary>
public sealed class ClassificationModel
{
    // Working memory of a thread, kept from text to text so that labelling takes none.
    [ThreadStatic]
    private static Workspace? _workspace;

    private readonly LanguageModel? _english;
    private readonly LanguageModel? _chinese;
    private readonly IScoringEngine? _engine;
    private readonly double _reviewBelow;

    internal ClassificationModel(IReadOnlyList<LanguageModel> languages, string version)
    {
        Languages = languages;
        // A language that was not trained is served by the other.
        _english = languages.FirstOrDefault(part => part.Language == LanguageDetector.English) ?? languages[0];
        _chinese = languages.FirstOrDefault(part => part.Language == LanguageDetector.Chinese) ?? languages[0];
        Version = version;
    }

    private ClassificationModel(IScoringEngine engine, double reviewBelow)
    {
        Languages = [];
        _engine = engine;
        _reviewBelow = reviewBelow;
        Version = engine.Version;
    }

    /// <summary>A short hash of the content: the same model has the same version wherever it was made.</summary>
    public string Version { get; }

    public IReadOnlyList<LanguageModel> Languages { get; }

    /// <summary>A model that another engine scores for. It names no terms.</summary>
    /// <param name="engine">Whose probabilities are taken as they are.</param>
    /// <param name="reviewBelow">Below this confidence a label needs review.</param>
    public static ClassificationModel Over(IScoringEngine engine, double reviewBelow) => new(engine, reviewBelow);

    /// <summary>Labels one text. Any string will do.</summary>
    /// <param name="text">As its author wrote it.</param>
    /// <param name="languageHint">BCP 47 tag as the platform gave it; it decides only where the text does not.</param>
    public Prediction Classify(string text, string? languageHint = null)
    {
        var workspace = _workspace ??= new Workspace();
        return _engine is null
            ? Classify(text, languageHint, workspace, out _, out _)
            : Classify(text, languageHint, workspace, _engine);
    }

    /// <summary>Labels one text and names the terms that weighed most for the label, heaviest first.</summary>
    public Prediction Explain(string text, string? languageHint, int mostTerms, out IReadOnlyList<WeighedTerm> terms)
    {
        var workspace = _workspace ??= new Workspace();
        if (_engine is not null)
        {
            terms = [];
            return Classify(text, languageHint, workspace, _engine);
        }

        var prediction = Classify(text, languageHint, workspace, out var language, out var recognised);
        workspace.Extractor.ReadCharacters(workspace.Units, language.Recipe);
        terms = recognised ? Explanation.Of(language, prediction.Label, workspace, mostTerms) : [];
        return prediction;
    }

    private Prediction Classify(
        string text,
        string? languageHint,
        Workspace workspace,
        out LanguageModel language,
        out bool recognised
    )
    {
        TextNormaliser.Read(text, workspace.Units);
        language =
            LanguageDetector.Detect(workspace.Units, languageHint) == LanguageDetector.Chinese ? _chinese! : _english!;
        var atoms = workspace.AtomsOf(language);
        workspace.Extractor.Read(workspace.Units, atoms);
        var scores = language.Score(workspace.Extractor, atoms, out var known);
        recognised = known || workspace.Extractor.Meanings.Terms > 0;
        var (lower, upper) = Vector128.Widen(scores);
        var probabilities = language.Calibration.Apply(Vector256.Create(lower, upper));
        var label = Softmax.Largest(probabilities);
        return new Prediction(
            (Label)label,
            probabilities,
            language.Language,
            NeedsReview: !recognised || probabilities[label] < language.Threshold
        );
    }

    private Prediction Classify(string text, string? languageHint, Workspace workspace, IScoringEngine engine)
    {
        TextNormaliser.Read(text, workspace.Units);
        var probabilities = engine.Probabilities(text);
        var label = Softmax.Largest(probabilities);
        return new Prediction(
            (Label)label,
            probabilities,
            LanguageDetector.Detect(workspace.Units, languageHint),
            NeedsReview: workspace.Units.Count == 0 || probabilities[label] < _reviewBelow
        );
    }

    internal sealed class Workspace
    {
        private double[] _shares = new double[1024];
        private KnownAtoms? _english;
        private KnownAtoms? _chinese;

        public TextUnits Units { get; } = new();

        public FeatureExtractor Extractor { get; } = new();

        public ConvolutionSums Sums { get; } = new();

        /// <summary>What atoms are by this model; forgotten when another model of its language is asked.</summary>
        public KnownAtoms AtomsOf(LanguageModel model)
        {
            ref var atoms = ref model.Language == LanguageDetector.Chinese ? ref _chinese : ref _english;
            return atoms?.Model == model ? atoms : atoms = new KnownAtoms(model);
        }

        /// <summary>Room for a number to each distinct feature.</summary>
        public Span<double> Shares(int count)
        {
            if (_shares.Length < count)
            {
                _shares = new double[count * 2];
            }

            return _shares.AsSpan(0, count);
        }
    }
}
