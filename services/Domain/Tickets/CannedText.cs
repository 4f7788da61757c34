using System.Text.RegularExpressions;

namespace TriageMesh.Domain.Tickets;

/// <summary>A text with variables such as <c>{{author}}</c>. It is filled in wholly or not at all: no customer reads an empty hole.</summary>
public static partial class CannedText
{
    /// <summary>What a text may ask for.</summary>
    public static IReadOnlyList<string> Known { get; } = ["author", "ticket", "order", "agent", "account"];

    /// <summary>The variables that a text asks for, each once, in order.</summary>
    public static IReadOnlyList<string> Variables(string text) =>
        [.. Variable().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The text filled in; or the variables that have no value.</summary>
    public static (string? Text, IReadOnlyList<string> Missing) Fill(
        string text,
        IReadOnlyDictionary<string, string?> values
    )
    {
        string[] missing =
        [
            .. Variables(text).Where(name => string.IsNullOrWhiteSpace(values.GetValueOrDefault(name))),
        ];
        return missing.Length > 0
            ? (null, missing)
            : (Variable().Replace(text, match => values[match.Groups["name"].Value]!), []);
    }

    [GeneratedRegex(
        @"\{\{\s*(?<name>[^{}]*?)\s*\}\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Variable();
}
