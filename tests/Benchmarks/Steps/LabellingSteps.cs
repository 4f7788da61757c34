using BenchmarkDotNet.Attributes;
using TriageMesh.Classifier.Models;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Text;

namespace TriageMesh.Benchmarks.Steps;

/// <summary>What each step of labelling one text costs; every step includes those before it.</summary>
[MemoryDiagnoser]
public class LabellingSteps
{
    private readonly TextUnits _units = new();
    private readonly FeatureExtractor _extractor = new();
    private ClassificationModel _model = null!;
    private LanguageModel _part = null!;
    private byte[] _file = [];
    private string _text = "";

    [Params("en", "zh")]
    public string Language { get; set; } = "en";

    [GlobalSetup]
    public void Setup()
    {
        _file = File.ReadAllBytes(ModelStore.ShippedPath);
        _model = ModelFile.Read(_file);
        _part = _model.Languages.Single(part => part.Language == Language);
        _text =
            Language == "en"
                ? "@user third week without my refund and nobody answers, is this how you treat people? Never again."
                : "等了一个小时还没送到，客服也没人理，钱倒是扣得挺快，太差了";
    }

    [Benchmark]
    public int Normalise()
    {
        TextNormaliser.Read(_text, _units);
        return _units.Count;
    }

    [Benchmark]
    public int Features()
    {
        TextNormaliser.Read(_text, _units);
        _extractor.Read(_units, _part.Recipe, _part.Lexicon);
        return _extractor.Bag.DistinctCount;
    }

    [Benchmark]
    public bool Label() => _model.Classify(_text).NeedsReview;

    [Benchmark]
    public int LabelAndExplain()
    {
        _model.Explain(_text, languageHint: null, mostTerms: 6, out var terms);
        return terms.Count;
    }

    [Benchmark]
    public string Load() => ModelFile.Read(_file).Version;
}
