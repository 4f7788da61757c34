using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Ingest.Reconcile;

/// <summary>When a published mention that nobody reported routed is published again.</summary>
internal sealed class ReconcileOptions
{
    public const string Section = "Ingest:Reconcile";

    /// <summary>After the first publish; each further one waits twice as long as the one before.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan After { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest wait between two publishes of one mention.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan AtMost { get; init; } = TimeSpan.FromHours(6);

    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class ReconcileOptionsValidator : IValidateOptions<ReconcileOptions>;
