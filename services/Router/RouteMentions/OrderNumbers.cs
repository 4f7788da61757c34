using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.RouteMentions;

/// <summary>
/// How order numbers look. The first group of a pattern is the number; without a group the whole match is. A match whose group
/// is empty is passed over.
/// </summary>
internal sealed class OrderNumberOptions
{
    public const string Section = "Router:OrderNumbers";

    /// <summary>For accounts that have no pattern of their own.</summary>
    public string Pattern { get; init; } = UsualOrderNumbers.Pattern;

    /// <summary>By account (<c>weibo/brand</c>).</summary>
    public Dictionary<string, string> Accounts { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>Every pattern must be one that takes linear time, so that no text can hold the router up.</summary>
internal sealed class OrderNumberOptionsValidator : IValidateOptions<OrderNumberOptions>
{
    public ValidateOptionsResult Validate(string? name, OrderNumberOptions options)
    {
        var failures = new List<string>();
        foreach (
            var (key, pattern) in options.Accounts.Prepend(new KeyValuePair<string, string>("Pattern", options.Pattern))
        )
        {
            try
            {
                _ = OrderNumbers.Compile(pattern);
            }
            catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
            {
                failures.Add($"{OrderNumberOptions.Section}:{key} is not a usable pattern: {wrong.Message}");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

/// <summary>Finds the order number in a post: the first thing that support needs.</summary>
internal sealed class OrderNumbers(IOptions<OrderNumberOptions> options)
{
    private const int MaxLength = 40;

    private readonly Regex _general = Compile(options.Value.Pattern);

    private readonly Dictionary<string, Regex> _accounts = options.Value.Accounts.ToDictionary(
        account => account.Key,
        account => Compile(account.Value),
        StringComparer.Ordinal
    );

    private readonly ConcurrentDictionary<string, Regex> _compiled = new(StringComparer.Ordinal);

    /// <summary>The first order number of a text; null where there is none, or none that is found in time.</summary>
    public string? Find(RuleBook book, string channel, string account, string text)
    {
        try
        {
            return Find(PatternOf(book, channel, account), text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // What people have set goes before the configuration.
    private Regex PatternOf(RuleBook book, string channel, string account) =>
        book.OrderPatternOf(channel, account) is { } pattern
            ? _compiled.GetOrAdd(pattern, Compile)
            : _accounts.GetValueOrDefault($"{channel}/{account}", _general);

    private static string? Find(Regex pattern, string text)
    {
        for (var match = pattern.Match(text); match.Success; match = match.NextMatch())
        {
            var number = match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
            if (number.Length > 0)
            {
                return number.Length <= MaxLength ? Plain(number) : null;
            }
        }

        return null;
    }

    // As it is typed on a telephone set to Chinese.
    private static string Plain(string number) => number.Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    internal static Regex Compile(string pattern) =>
        new(
            pattern,
            RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1)
        );
}
