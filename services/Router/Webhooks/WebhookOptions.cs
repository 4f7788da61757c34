using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TriageMesh.Router.Webhooks;

/// <summary>How programs are told of changes.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Router:Webhooks";

    /// <summary>Whether a webhook may lead to this machine or into the private network, and go without TLS. Off, because an address is data from outside.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>How long a receiver may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A webhook to which nothing could be delivered for so long is switched off.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long the log holds a finished delivery.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan KeepLog { get; init; } = TimeSpan.FromDays(30);
}

[OptionsValidator]
internal sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;
