using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Ingest.Replies;

/// <summary>How long the platform's side has to take a reply.</summary>
internal sealed class ReplyOptions
{
    public const string Section = "Ingest:Replies";

    /// <summary>Shorter than a process gets to stop, so that an attempt is not cut off.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:12")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class ReplyOptionsValidator : IValidateOptions<ReplyOptions>;
