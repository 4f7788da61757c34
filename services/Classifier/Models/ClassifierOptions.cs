using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Classifier.Models;

/// <summary>Which model serves, and how much it says about each decision.</summary>
internal sealed class ClassifierOptions
{
    public const string Section = "Classifier";

    /// <summary>The model file; empty: the one that ships.</summary>
    public string ModelPath { get; init; } = "";

    /// <summary>How many terms a mention's label is explained by.</summary>
    [Range(0, 20)]
    public int Terms { get; init; } = 6;
}

[OptionsValidator]
internal sealed partial class ClassifierOptionsValidator : IValidateOptions<ClassifierOptions>;
