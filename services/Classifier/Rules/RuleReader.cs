using System.Text.RegularExpressions;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Text;

namespace TriageMesh.Classifier.Rules;

/// <summary>Finds every mistake in a rule's definition, and the regular expression in it.</summary>
internal static class RuleReader
{
    private const int LongestName = 80;
    private const int LongestPattern = 500;
    private const int LongestWord = 100;
    private const int MostWords = 500;

    /// <summary>Notes what is wrong with <paramref name="definition"/>.</summary>
    public static void Check(RuleDefinition definition, FieldProblems problems)
    {
        void Wrong(bool wrong, string field, string message)
        {
            if (wrong)
            {
                problems.Add($"definition.{field}", message);
            }
        }

        var (when, then) = (definition.When, definition.Then);
        var isBefore = definition.Stage == RuleStage.Before;
        Wrong(
            string.IsNullOrWhiteSpace(definition.Name) || definition.Name.Length > LongestName,
            "name",
            $"A rule needs a name of at most {LongestName} characters."
        );
        if (when is null || then is null)
        {
            Wrong(when is null, "when", "Say when the rule holds.");
            Wrong(then is null, "then", "Say what the rule does.");
            return;
        }

        if (HasMissingList(when))
        {
            Wrong(true, "when", "A list that does not matter is empty, not null.");
            return;
        }

        Wrong(IsEmpty(when), "when", "Give at least one condition: a rule for everything is no rule.");
        Wrong(
            when.Words.Count > MostWords
                || when.Words.Any(word =>
                    word is null or { Length: > LongestWord } || TextNormaliser.Normalise(word).Length == 0
                ),
            "when.words",
            $"Give at most {MostWords} words or phrases of 1 to {LongestWord} characters."
        );
        Wrong(PatternMistake(when.Pattern) is not null, "when.pattern", PatternMistake(when.Pattern) ?? "");
        Wrong(
            when.Languages.Any(language => language is not (LanguageDetector.Chinese or LanguageDetector.English)),
            "when.languages",
            "A language is zh or en."
        );
        Wrong(when.MinFollowers > when.MaxFollowers, "when.min_followers", "Nobody has more than max_followers.");
        Wrong(when.ConfidenceBelow is <= 0 or > 1, "when.confidence_below", "Give a number above 0, at most 1.");
        Wrong(
            isBefore && when.Labels.Count > 0,
            "when.labels",
            "Before the model there is no label yet: use the stage after."
        );
        Wrong(
            isBefore && when.ConfidenceBelow is not null,
            "when.confidence_below",
            "Before the model there is no confidence yet: use the stage after."
        );
        Wrong(!isBefore && then.Skip, "then.skip", "After the model there is nothing to skip.");
        Wrong(
            then.Skip && (then.Label is not null || then.NeedsReview == true),
            "then.skip",
            "Skip does nothing else."
        );
        Wrong(isBefore && !then.Skip && then.Label is null, "then", "Before the model a rule gives a label or skips.");
        Wrong(
            !isBefore && then.Label is null && then.NeedsReview is not true,
            "then",
            "After the model a rule gives a label or asks for review."
        );
    }

    /// <summary>The expression; in time linear in the text where that engine can, with a time limit where it cannot.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Regex Compile(string pattern)
    {
        const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
        try
        {
            return new Regex(pattern, Options | RegexOptions.NonBacktracking, LabelRule.MatchTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, Options, LabelRule.MatchTimeout);
        }
    }

    private static string? PatternMistake(string? pattern)
    {
        if (pattern is null)
        {
            return null;
        }

        if (pattern.Length is 0 or > LongestPattern)
        {
            return $"Give 1 to {LongestPattern} characters.";
        }

        try
        {
            return Compile(pattern).IsMatch("") ? "It matches every text, even the empty one." : null;
        }
        catch (ArgumentException wrong)
        {
            return $"It is no regular expression: {wrong.Message}";
        }
    }

    private static bool HasMissingList(RuleConditions when) =>
        when.Words is null
        || when.AuthorTiers is null
        || when.Channels is null
        || when.Accounts is null
        || when.Languages is null
        || when.Labels is null;

    private static bool IsEmpty(RuleConditions when) =>
        when.Words.Count + when.AuthorTiers.Count + when.Channels.Count + when.Accounts.Count == 0
        && when.Languages.Count + when.Labels.Count == 0
        && when.Pattern is null
        && when.MinFollowers is null
        && when.MaxFollowers is null
        && when.ConfidenceBelow is null;
}
