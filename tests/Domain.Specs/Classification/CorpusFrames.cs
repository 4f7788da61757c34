using System.Text.RegularExpressions;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>Finds the sentence behind a sentence: what is left of a text once that which can be exchanged is taken out.</summary>
/// <remarks>
/// Numbers, names, and words that fewer than half of the kinds of business use become a gap; gaps in a row are one. A template
/// that was filled in again and again leaves the same frame each time, however it was filled.
/// </remarks>
internal static partial class CorpusFrames
{
    private const string Gap = "_";
    private const int FewestWords = 3;

    /// <summary>The rows' texts as words (Chinese: characters), numbers and names taken out.</summary>
    public static IReadOnlyList<string[]> Words(IReadOnlyList<CorpusRow> rows) => [.. rows.Select(Words)];

    /// <summary>Rows of words, as they were written, that more than <paramref name="most"/> texts share.</summary>
    public static IReadOnlyList<string> RepeatedRows(IReadOnlyList<CorpusRow> rows, int length, int most) =>
        Shared(
            rows.Zip(Words(rows))
                .SelectMany(pair =>
                    Parts(pair.Second, length).Where(part => part.All(IsWord)).Select(part => (pair.First.Id, part))
                )
                .Select(part => (part.Id, string.Join(' ', part.part))),
            most
        );

    /// <summary>Each row with its frame: the whole text of it, as it is left.</summary>
    public static IReadOnlyList<(CorpusRow Row, string[] Frame)> Of(IReadOnlyList<CorpusRow> rows)
    {
        var words = Words(rows);
        var kept = CommonWords(rows, words);
        return [.. rows.Zip(words, (row, own) => (row, Mask(own, kept)))];
    }

    /// <summary>Frames of whole texts that more than <paramref name="most"/> rows share.</summary>
    public static IReadOnlyList<string> SharedTexts(IEnumerable<(CorpusRow Row, string[] Frame)> frames, int most) =>
        Shared(
            frames
                .Where(row => row.Frame.Count(IsWord) >= FewestWords)
                .Select(row => (row.Row.Id, string.Join(' ', row.Frame))),
            most
        );

    /// <summary>Parts of frames, wherever they stand, that more than <paramref name="most"/> rows share.</summary>
    /// <param name="frames">The rows.</param>
    /// <param name="length">So many words and gaps, of which at least three in five are words.</param>
    /// <param name="most">How many rows may share one.</param>
    public static IReadOnlyList<string> SharedParts(
        IEnumerable<(CorpusRow Row, string[] Frame)> frames,
        int length,
        int most
    ) =>
        Shared(
            frames.SelectMany(row =>
                Parts(row.Frame, length)
                    .Where(part => part.Count(IsWord) * 5 >= length * 3)
                    .Select(part => (row.Row.Id, string.Join(' ', part)))
            ),
            most
        );

    /// <summary>Every row of so many words, wherever it begins.</summary>
    public static IEnumerable<string[]> Parts(string[] words, int length) =>
        Enumerable.Range(0, Math.Max(0, words.Length - length + 1)).Select(at => words[at..(at + length)]);

    private static List<string> Shared(IEnumerable<(string Id, string Frame)> frames, int most) =>
        [
            .. frames
                .GroupBy(frame => frame.Frame, frame => frame.Id)
                .Select(rows => (Frame: rows.Key, Ids: rows.Distinct().ToList()))
                .Where(rows => rows.Ids.Count > most)
                .Select(rows => $"{rows.Frame}: {string.Join(' ', rows.Ids)}"),
        ];

    private static HashSet<string> CommonWords(IReadOnlyList<CorpusRow> rows, IReadOnlyList<string[]> words)
    {
        var businesses = rows.Select(row => row.Business).Distinct().Count();
        return
        [
            .. rows.Zip(words, (row, own) => own.Distinct().Select(word => (word, row.Business)))
                .SelectMany(pairs => pairs)
                .Distinct()
                .CountBy(pair => pair.word)
                .Where(word => word.Value * 2 >= businesses && word.Key != Gap)
                .Select(word => word.Key),
        ];
    }

    private static string[] Mask(string[] words, HashSet<string> kept)
    {
        var frame = new List<string>(words.Length);
        foreach (var word in words.Select(word => kept.Contains(word) ? word : Gap))
        {
            if (word != Gap || frame.LastOrDefault() != Gap)
            {
                frame.Add(word);
            }
        }

        return [.. frame];
    }

    private static bool IsWord(string word) => word != Gap;

    private static string[] Words(CorpusRow row)
    {
        var text = Placeholders().Replace(row.Text, " ");
        return row.Lang == LanguageDetector.Chinese
            ? [.. ChineseParts().Matches(text).Select(part => Chinese(part.Value))]
            : English(text);
    }

    private static string Chinese(string part) =>
        part[0] is >= '\u3400' and <= '\u9FFF' ? SimplifiedScript.Of(part[0]).ToString() : Gap;

    private static string[] English(string text)
    {
        var words = new List<string>();
        var opens = true;
        foreach (var part in EnglishParts().Matches(text).Select(match => match.Value))
        {
            if (part is "." or "!" or "?")
            {
                opens = true;
                continue;
            }

            var isName = char.IsUpper(part[0]) && !opens && part[0] != 'I';
            words.Add(isName || char.IsDigit(part[0]) ? Gap : part.ToLowerInvariant());
            opens = false;
        }

        return [.. words];
    }

    [GeneratedRegex("@user|URL|EMAIL|NUMBER", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholders();

    [GeneratedRegex(@"\d[\d.,:]*|[\w'’]+|[.!?]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnglishParts();

    [GeneratedRegex(@"\d[\d.,:]*|[A-Za-z][\w']*|[\u3400-\u9fff]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChineseParts();
}
