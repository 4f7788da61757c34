using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TriageMesh.Platform.Signing;

namespace TriageMesh.Ingest.Accounts;

/// <summary>Collects every mistake in the sources and accounts and names the setting to change.</summary>
internal sealed partial class IngestOptionsValidator : IValidateOptions<IngestOptions>
{
    private static readonly string[] Reserved = ["import", "sources"];

    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        var wrong = new List<string>();
        foreach (var (source, settings) in options.Sources)
        {
            var key = $"{IngestOptions.Section}:Sources:{source}";
            if (!SourceName.IsMatch(source) || Reserved.Contains(source))
            {
                wrong.Add(
                    $"{key}: a source's name has lower-case letters, digits and dashes, and is not 'import' or 'sources'."
                );
            }

            if (settings.Secrets.Count is < 1 or > 2)
            {
                wrong.Add($"{key}:Secrets must hold one secret, or two during a change.");
            }

            wrong.AddRange(
                settings
                    .Secrets.Select((secret, index) => (Secret: secret, Index: index))
                    .Where(entry => !WebhookSecret.TryParse(entry.Secret, out _))
                    .Select(entry => $"{key}:Secrets:{entry.Index} must be {WebhookSecret.Form}.")
            );
            wrong.AddRange(OfAccount(key, settings));
        }

        foreach (var (account, settings) in options.Accounts)
        {
            var key = $"{IngestOptions.Section}:Accounts:{account}";
            if (settings.Channel is null || settings.Account is null)
            {
                wrong.Add($"{key} must name its Channel and its Account.");
            }

            wrong.AddRange(OfAccount(key, settings));
        }

        wrong.AddRange(WaysOut(options));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> OfAccount(string key, AccountOptions settings)
    {
        if (settings.Channel is { } channel && !ChannelName.IsMatch(channel))
        {
            yield return $"{key}:Channel must have lower-case letters, digits, dashes or underscores, at most 50.";
        }

        if (settings.Account is { } account && account is not { Length: > 0 and <= 200 })
        {
            yield return $"{key}:Account must have 1 to 200 characters.";
        }

        var known = settings.Channel is not null && settings.Account is not null;
        if (!known && (settings.OwnAuthorIds.Count > 0 || settings.ReplyUrl is not null))
        {
            yield return $"{key}: OwnAuthorIds and ReplyUrl belong to one account; name its Channel and Account.";
        }

        if (settings.ReplyUrl is not { } url)
        {
            yield break;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            yield return $"{key}:ReplyUrl must be an http or https address.";
        }

        if (!WebhookSecret.TryParse(settings.ReplySecret, out _))
        {
            yield return $"{key}:ReplySecret must be {WebhookSecret.Form}.";
        }
    }

    private static IEnumerable<string> WaysOut(IngestOptions options) =>
        options
            .Sources.Select(source => (Key: $"Sources:{source.Key}", Settings: (AccountOptions)source.Value))
            .Concat(options.Accounts.Select(account => (Key: $"Accounts:{account.Key}", Settings: account.Value)))
            .Where(entry => entry.Settings.ReplyUrl is not null)
            .GroupBy(entry => (entry.Settings.Channel, entry.Settings.Account))
            .Where(account => account.Select(entry => entry.Settings.ReplyUrl).Distinct().Count() > 1)
            .Select(account =>
                $"{IngestOptions.Section}: {string.Join(" and ", account.Select(entry => entry.Key))} give the same account different ReplyUrls."
            );

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    internal static partial Regex SourceName { get; }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,49}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    internal static partial Regex ChannelName { get; }
}
