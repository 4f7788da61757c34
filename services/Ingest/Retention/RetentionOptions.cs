using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Ingest.Retention;

/// <summary>How long the record of what came in is kept.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Ingest:Retention";

    /// <summary>Whole months kept beside the present one; without it, all of them.</summary>
    [Range(1, 1200)]
    public int? Months { get; init; }
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
