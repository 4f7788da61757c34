using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Router.Retention;

/// <summary>How long mentions and events are kept.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Router:Retention";

    /// <summary>Whole months kept beside the present one; without it, all of them.</summary>
    [Range(1, 1200)]
    public int? Months { get; init; }
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
