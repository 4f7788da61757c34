using Microsoft.Extensions.Options;
using TriageMesh.Platform.Signing;

namespace TriageMesh.Ingest.Accounts;

/// <summary>What the settings say of sources and accounts, ready to be asked.</summary>
internal sealed class AccountDirectory
{
    private readonly HashSet<(string Channel, string Account, string AuthorId)> _own = [];
    private readonly Dictionary<(string Channel, string Account), WayOut> _waysOut = [];

    public AccountDirectory(IOptions<IngestOptions> options)
    {
        var settings = options.Value;
        Sources = settings.Sources.ToDictionary(
            source => source.Key,
            source => new WebhookSource(
                source.Key,
                source.Value.Channel,
                source.Value.Account,
                [.. source.Value.Secrets.Select(WebhookSecret.Parse)]
            ),
            StringComparer.Ordinal
        );
        foreach (var account in settings.Sources.Values.Concat(settings.Accounts.Values))
        {
            if (account is { Channel: { } channel, Account: { } name })
            {
                Add(channel, name, account);
            }
        }
    }

    /// <summary>The webhook sources by name.</summary>
    public IReadOnlyDictionary<string, WebhookSource> Sources { get; }

    /// <summary>True where the author is the brand itself.</summary>
    public bool IsOwn(string channel, string account, string authorId) => _own.Contains((channel, account, authorId));

    /// <summary>Where the account's replies go; null where a person posts them by hand.</summary>
    public WayOut? WayOutOf(string channel, string account) => _waysOut.GetValueOrDefault((channel, account));

    private void Add(string channel, string name, AccountOptions account)
    {
        foreach (var author in account.OwnAuthorIds)
        {
            _own.Add((channel, name, author));
        }

        if (account is { ReplyUrl: { } url, ReplySecret: { } secret })
        {
            _waysOut[(channel, name)] = new WayOut(new Uri(url), WebhookSecret.Parse(secret));
        }
    }
}

/// <summary>A sender that is known by its secrets.</summary>
internal sealed record WebhookSource(
    string Name,
    string? Channel,
    string? Account,
    IReadOnlyList<WebhookSecret> Secrets
);

/// <summary>The address to which an account's replies are posted.</summary>
internal sealed record WayOut(Uri Url, WebhookSecret Secret);
