namespace TriageMesh.Domain.Tickets;

/// <summary>Tells texts that say the same with a few other signs from those that do not, by the share of three-sign pieces they have in common.</summary>
/// <remarks>Both texts are normalised first; marks, spaces and signs repeated for emphasis do not count.</remarks>
public static class NearlySame
{
    private const int Piece = 3;
    private const double Enough = 0.8;
    private const int MostSigns = 2_000;

    public static bool Are(string one, string other) => Similarity(one, other) >= Enough;

    /// <summary>0 where nothing is shared, 1 where all is.</summary>
    public static double Similarity(string one, string other)
    {
        var (first, second) = (Plain(one), Plain(other));
        if (first == second)
        {
            return 1;
        }

        var (left, right) = (Pieces(first), Pieces(second));
        if (left.Count == 0 || right.Count == 0)
        {
            return 0;
        }

        var shared = left.Count(right.Contains);
        return (double)shared / (left.Count + right.Count - shared);
    }

    private static string Plain(string text)
    {
        Span<char> plain = stackalloc char[MostSigns];
        var length = 0;
        foreach (var sign in Text.TextNormaliser.Normalise(text))
        {
            var again = length > 1 && plain[length - 1] == sign && plain[length - 2] == sign;
            if (length < MostSigns && !again && (char.IsLetterOrDigit(sign) || char.IsSurrogate(sign)))
            {
                plain[length++] = sign;
            }
        }

        return plain[..length].ToString();
    }

    private static HashSet<string> Pieces(string plain) =>
        plain.Length == 0 ? []
        : plain.Length <= Piece ? [plain]
        : [.. Enumerable.Range(0, plain.Length - Piece + 1).Select(start => plain.Substring(start, Piece))];
}
