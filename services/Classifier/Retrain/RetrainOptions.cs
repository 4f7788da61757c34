using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Classifier.Retrain;

/// <summary>What a retraining learns from and compares on.</summary>
internal sealed class RetrainOptions
{
    public const string Section = "Classifier:Retrain";

    /// <summary>False: this process never trains; another one does.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The folder of the corpus; empty: the one that ships.</summary>
    public string Corpus { get; init; } = "";

    /// <summary>JSONL files of labelled texts that every challenger is compared on, never trained on.</summary>
    public IReadOnlyList<string> DevFiles { get; init; } = [];

    /// <summary>With fewer texts of a language to compare on, no challenger is good enough.</summary>
    [Range(1, 1_000_000)]
    public int FewestTexts { get; init; } = 100;

    public string CorpusFolder => Corpus.Length > 0 ? Corpus : Path.Combine(AppContext.BaseDirectory, "Corpus");
}

[OptionsValidator]
internal sealed partial class RetrainOptionsValidator : IValidateOptions<RetrainOptions>;
