namespace TriageMesh.Ingest.Accounts;

/// <summary>The sources that may post, and what is known of the brand's accounts.</summary>
/// <remarks>An account is told once: on the source that delivers it, or, where only imports bring it, under <see cref="Accounts"/>.</remarks>
internal sealed class IngestOptions
{
    public const string Section = "Ingest";

    /// <summary>By the name in the address: <c>POST /ingest/v1/{name}</c>.</summary>
    public Dictionary<string, SourceOptions> Sources { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Accounts without a webhook, under any name.</summary>
    public Dictionary<string, AccountOptions> Accounts { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>One account of the brand on one channel.</summary>
internal class AccountOptions
{
    /// <summary>The platform: <c>weibo</c>, <c>x</c>, <c>web</c> ...</summary>
    public string? Channel { get; init; }

    /// <summary>The brand's account there.</summary>
    public string? Account { get; init; }

    /// <summary>Author ids under which the brand itself posts: recorded as outbound, never a ticket.</summary>
    public IReadOnlyList<string> OwnAuthorIds { get; init; } = [];

    /// <summary>Where replies are posted, signed; without it a person posts them by hand.</summary>
    public string? ReplyUrl { get; init; }

    /// <summary><c>whsec_</c> and base64: what replies are signed with.</summary>
    public string? ReplySecret { get; init; }
}

/// <summary>A webhook sender. Where it names no channel or account, each mention must.</summary>
internal sealed class SourceOptions : AccountOptions
{
    /// <summary>One secret, or two while one replaces the other: <c>whsec_</c> and base64.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
