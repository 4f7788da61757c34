using System.Text.RegularExpressions;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Text;

namespace TriageMesh.Classifier.Rules;

/// <summary>A rule ready for use.</summary>
internal sealed class LabelRule
{
    /// <summary>A regular expression that takes longer does not match.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(20);

    // What a rule looks for is in the first characters of a text, or the text is no post.
    private const int MostCharacters = 5_000;

    private readonly RuleConditions _when;
    private readonly string[] _words;
    private readonly Regex? _pattern;

    /// <exception cref="ArgumentException">Its expression is none.</exception>
    public LabelRule(RuleMark mark, RuleDefinition definition)
    {
        Mark = mark;
        Definition = definition;
        _when = definition.When;
        _words = [.. _when.Words.Select(TextNormaliser.Normalise)];
        _pattern = _when.Pattern is { } pattern ? RuleReader.Compile(pattern) : null;
    }

    public RuleMark Mark { get; }

    public RuleDefinition Definition { get; }

    public RuleAction Then => Definition.Then;

    /// <summary>True where all conditions hold. What is not known of a mention does not hold.</summary>
    /// <param name="subject">The mention.</param>
    /// <param name="prediction">What the model said; null before it.</param>
    /// <exception cref="RegexMatchTimeoutException">The expression took too long.</exception>
    public bool Matches(RuleSubject subject, Prediction? prediction) =>
        IsAmong(_when.Channels, subject.Channel)
        && IsAmong(_when.Accounts, subject.Account)
        && (_when.AuthorTiers.Count == 0 || (subject.Tier is { } tier && _when.AuthorTiers.Contains(tier)))
        && (_when.MinFollowers is not { } least || subject.Followers >= least)
        && (_when.MaxFollowers is not { } most || subject.Followers <= most)
        && (prediction is not { } said || Holds(said))
        && IsAmong(_when.Languages, _when.Languages.Count == 0 ? null : subject.DetectedLanguage)
        && (_words.Length == 0 || Array.Exists(_words, word => Contains(subject.Normalised, word)))
        && (
            _pattern is null || _pattern.IsMatch(subject.Text.AsSpan(0, Math.Min(subject.Text.Length, MostCharacters)))
        );

    private bool Holds(Prediction prediction) =>
        (_when.Labels.Count == 0 || _when.Labels.Contains(prediction.Label))
        && (_when.ConfidenceBelow is not { } limit || prediction.Confidence < limit);

    private static bool IsAmong(IReadOnlyList<string> wanted, string? value) =>
        wanted.Count == 0 || (value is not null && wanted.Contains(value, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the words stand in the text as words: Chinese has no gaps between them, other scripts have.</summary>
    private static bool Contains(string text, string words)
    {
        for (
            var at = text.IndexOf(words, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(words, at + 1, StringComparison.Ordinal)
        )
        {
            var end = at + words.Length;
            if (
                !(at > 0 && IsSpaced(text[at - 1]) && IsSpaced(words[0]))
                && !(end < text.Length && IsSpaced(text[end]) && IsSpaced(words[^1]))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpaced(char c) => char.IsLetterOrDigit(c) && c is not (>= '\u3040' and <= '\u9FFF');
}

/// <summary>What rules look at.</summary>
internal sealed record RuleSubject(string Text, string? Language)
{
    // The working memory of a thread.
    [ThreadStatic]
    private static TextUnits? _units;

    private string? _normalised;
    private string? _detected;

    public string? Channel { get; init; }
    public string? Account { get; init; }
    public AuthorTier? Tier { get; init; }
    public long? Followers { get; init; }

    /// <summary>The text in one width, case and script.</summary>
    public string Normalised => _normalised ??= TextNormaliser.Normalise(Text);

    /// <summary>The language that the model would work in.</summary>
    public string DetectedLanguage => _detected ??= Detect();

    public static RuleSubject Of(Mention mention) =>
        new(mention.Text, mention.Language)
        {
            Channel = mention.Channel,
            Account = mention.Account,
            Tier = mention.Author.Tier,
            Followers = mention.Author.Followers,
        };

    public static RuleSubject Of(PastMention mention) =>
        new(mention.Text, mention.Language)
        {
            Channel = mention.Channel,
            Account = mention.Account,
            Tier = mention.AuthorTier,
            Followers = mention.Followers,
        };

    private string Detect()
    {
        var units = _units ??= new TextUnits();
        TextNormaliser.Read(Text, units);
        return LanguageDetector.Detect(units, Language);
    }
}
