using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Praise;

/// <summary>What a question to an author is about.</summary>
public sealed record RequestFacts(
    string Author,
    string Account,
    IReadOnlyList<GrantScope> Scopes,
    IReadOnlyList<string> Territory,
    LocalDate? Until
);

/// <summary>The words in which an author is asked, in the languages that we write.</summary>
public static partial class RequestTemplates
{
    public const string Standard = "standard";
    public const string Brief = "short";

    /// <summary>Every template by name and language.</summary>
    public static IReadOnlyDictionary<(string Name, string Language), string> All { get; } =
        new Dictionary<(string, string), string>
        {
            [(Standard, "en")] =
                "Hello {author}, thank you for your kind words! May {account} use your post ({scopes}; {territory}; {until})? "
                + "Please answer \"yes\" if you agree. You may take this back at any time.",
            [(Brief, "en")] = "Thank you, {author}! May we use your post ({scopes}; {until})? \"Yes\" is enough.",
            [(Standard, "zh-CN")] =
                "{author} 您好，感谢您的好评！请问 {account} 可以使用您的这条内容吗（{scopes}；{territory}；{until}）？"
                + "如果同意，请回复“同意”。您可以随时撤回。",
            [(Brief, "zh-CN")] = "{author}，谢谢您！我们可以使用您的这条内容吗（{scopes}；{until}）？回复“同意”即可。",
        }.ToFrozenDictionary();

    /// <summary>The variables that a wording may use.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["author", "account", "scopes", "territory", "until"];

    /// <summary>The variables of a wording that do not exist.</summary>
    public static IReadOnlyList<string> UnknownIn(string wording) =>
        [.. Variable().Matches(wording).Select(match => match.Groups["name"].Value).Distinct().Except(Variables)];

    /// <summary>The wording with everything said.</summary>
    public static string Render(string wording, string language, RequestFacts facts) =>
        Variable()
            .Replace(
                wording,
                match =>
                    match.Groups["name"].Value switch
                    {
                        "author" => facts.Author,
                        "account" => facts.Account,
                        "scopes" => ScopesIn(language, facts.Scopes),
                        "territory" => TerritoryIn(language, facts.Territory),
                        "until" => UntilIn(language, facts.Until),
                        _ => match.Value,
                    }
            );

    private static bool IsChinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    private static string ScopesIn(string language, IReadOnlyList<GrantScope> scopes) =>
        IsChinese(language)
            ? string.Join(
                "、",
                scopes.Select(scope =>
                    scope switch
                    {
                        GrantScope.Repost => "转发",
                        GrantScope.Site => "网站展示",
                        GrantScope.PaidAds => "付费广告",
                        _ => throw new ArgumentOutOfRangeException(nameof(scopes), scope, null),
                    }
                )
            )
            : string.Join(
                ", ",
                scopes.Select(scope =>
                    scope switch
                    {
                        GrantScope.Repost => "reposting",
                        GrantScope.Site => "our website",
                        GrantScope.PaidAds => "paid advertising",
                        _ => throw new ArgumentOutOfRangeException(nameof(scopes), scope, null),
                    }
                )
            );

    private static string TerritoryIn(string language, IReadOnlyList<string> territory) =>
        territory.Count > 0 ? string.Join(IsChinese(language) ? "、" : ", ", territory)
        : IsChinese(language) ? "全球"
        : "worldwide";

    private static string UntilIn(string language, LocalDate? until) =>
        until is not { } day
            ? IsChinese(language)
                ? "直至您撤回"
                : "until you take it back"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(IsChinese(language) ? "至" : "until ")}{LocalDatePattern.Iso.Format(day)}"
            );

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
