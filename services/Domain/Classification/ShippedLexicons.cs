using System.Reflection;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>The lexicons that lie in the repository, by language.</summary>
public static class ShippedLexicons
{
    private static readonly Lazy<IReadOnlyDictionary<string, Lexicon>> Read = new(() =>
        new SortedDictionary<string, Lexicon>(StringComparer.Ordinal)
        {
            [LanguageDetector.English] = Of(LanguageDetector.English),
            [LanguageDetector.Chinese] = Of(LanguageDetector.Chinese),
        }
    );

    public static IReadOnlyDictionary<string, Lexicon> All => Read.Value;

    private static Lexicon Of(string language)
    {
        using var file = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream($"TriageMesh.Domain.Lexicon.{language}.tsv");
        if (file is null)
        {
            return Lexicon.Empty;
        }

        using var lines = new StreamReader(file);
        return Lexicon.Parse(lines);
    }
}
