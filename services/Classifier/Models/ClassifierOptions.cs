using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Classifier.Models;

/// <summary>Which model serves, and how much it says about each decision.</summary>
internal sealed class ClassifierOptions
{
    public const string Section = "Classifier";
    internal const double DefaultReviewBelow = 0.6;

    /// <summary>A model file that serves whatever the registry says; empty: the registry's champion.</summary>
    public string ModelPath { get; init; } = "";

    /// <summary>Below this confidence a label needs review, where the model file does not say it itself (ML.NET's do not).</summary>
    [Range(0, 1)]
    public double ReviewBelow { get; init; } = DefaultReviewBelow;

    /// <summary>How many terms a mention's label is explained by.</summary>
    [Range(0, 20)]
    public int Terms { get; init; } = 6;

    /// <summary>How often it is looked whether model or rules have changed unheard.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class ClassifierOptionsValidator : IValidateOptions<ClassifierOptions>;
