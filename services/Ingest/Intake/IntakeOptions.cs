using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Ingest.Intake;

/// <summary>How much comes in at once, and how long storing it may take.</summary>
internal sealed class IntakeOptions
{
    public const string Section = "Ingest:Intake";

    /// <summary>Largest body of one request, in bytes.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Requests a second that each source may send in the long run.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; init; } = 2_000;

    /// <summary>Requests that a source may send at once after a quiet time.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; init; } = 4_000;

    /// <summary>Requests that wait to be stored; one more is answered 503.</summary>
    [Range(1, 100_000)]
    public int MaxWaiting { get; init; } = 2_048;

    /// <summary>How long the database has for one commit before the sender is told to come back.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the answer to a delivery is kept for its redelivery.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "90.00:00:00")]
    public TimeSpan KeepDeliveries { get; init; } = TimeSpan.FromDays(7);
}

[OptionsValidator]
internal sealed partial class IntakeOptionsValidator : IValidateOptions<IntakeOptions>;
