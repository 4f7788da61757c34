using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Ingest.Relay;

/// <summary>How stored mentions get onto the bus.</summary>
internal sealed class RelayOptions
{
    public const string Section = "Ingest:Relay";

    /// <summary>Mentions in one message at most.</summary>
    [Range(1, 256)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Messages under way at once; each holds a database connection while it waits for the broker.</summary>
    [Range(1, 32)]
    public int InFlight { get; init; } = 4;

    /// <summary>How long the broker has to confirm one message.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to look without being woken: for what another process stored or a crash left behind.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan SafetyPoll { get; init; } = TimeSpan.FromSeconds(1);
}

[OptionsValidator]
internal sealed partial class RelayOptionsValidator : IValidateOptions<RelayOptions>;
