using System.Globalization;

namespace TriageMesh.Domain.Text;

/// <summary>What single characters are, and what they are folded to. Two tables, filled once.</summary>
internal static class Characters
{
    private const byte Invisible = byte.MaxValue;

    private static readonly char[] FoldedForms = BuildFoldedForms();

    private static readonly byte[] KindOfEach = BuildKinds();

    /// <summary>Lower case, half width, Simplified script, plain quotes and dashes.</summary>
    public static char Fold(char c) => FoldedForms[c];

    /// <summary>What a folded character is; null for joiners and selectors, which only change how their neighbours look.</summary>
    public static UnitKind? KindOf(char folded) =>
        KindOfEach[folded] is var kind and not Invisible ? (UnitKind)kind : null;

    public static UnitKind KindOfAstral(int codePoint) =>
        codePoint switch
        {
            >= 0x1F000 and <= 0x1FAFF => UnitKind.Emoji,
            >= 0x20000 and <= 0x3FFFF => UnitKind.Han,
            _ => UnitKind.Letter,
        };

    public static bool IsSkinTone(int codePoint) => codePoint is >= 0x1F3FB and <= 0x1F3FF;

    public static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF';

    private static char[] BuildFoldedForms()
    {
        var forms = new char[char.MaxValue + 1];
        for (var i = 0; i < forms.Length; i++)
        {
            forms[i] = FoldedFormOf((char)i);
        }

        return forms;
    }

    private static char FoldedFormOf(char c) =>
        c switch
        {
            >= '\uFF01' and <= '\uFF5E' => FoldedFormOf((char)(c - 0xFEE0)),
            '\u3000' => ' ',
            '\u2018' or '\u2019' or '\u201B' or '\u00B4' => '\'',
            '\u201C' or '\u201D' or '\u201E' => '"',
            >= '\u2010' and <= '\u2015' => '-',
            >= '\u4E00' and <= '\u9FFF' => SimplifiedScript.Of(c),
            // Through upper case, so that characters with two lower-case forms meet.
            _ => char.ToLowerInvariant(char.ToUpperInvariant(c)),
        };

    private static byte[] BuildKinds()
    {
        var kinds = new byte[char.MaxValue + 1];
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = (byte?)KindOfEachCharacter((char)i) ?? Invisible;
        }

        return kinds;
    }

    private static UnitKind? KindOfEachCharacter(char c) =>
        c switch
        {
            >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' => UnitKind.Han,
            >= '\u0300' and <= '\u036F' => UnitKind.Letter,
            >= '\uFE00' and <= '\uFE0F' or '\u20E3' => null,
            >= '\u2190' and <= '\u23FF' or >= '\u2600' and <= '\u27BF' or >= '\u2B00' and <= '\u2BFF' => UnitKind.Emoji,
            _ when char.IsWhiteSpace(c) || char.IsControl(c) => UnitKind.Space,
            _ when char.GetUnicodeCategory(c) == UnicodeCategory.Format => null,
            _ when char.IsLetter(c) => UnitKind.Letter,
            _ when char.IsDigit(c) => UnitKind.Digit,
            _ => UnitKind.Punctuation,
        };
}
