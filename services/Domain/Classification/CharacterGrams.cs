using System.Runtime.InteropServices;

namespace TriageMesh.Domain.Classification;

/// <summary>The rows of characters of one word. Reused from word to word; not shared between threads.</summary>
internal sealed class CharacterGrams
{
    private const ulong Seed = 0x13198A2E03707344;

    private uint[] _word = new uint[64];
    private Gram[] _grams = new Gram[256];

    /// <summary>All rows that the recipe asks for, those that begin first before the others.</summary>
    /// <param name="word">The units of the word; it is read with a space at each end.</param>
    /// <param name="recipe">Shortest and longest row, and the size of the table.</param>
    public ReadOnlySpan<Gram> Of(ReadOnlySpan<int> word, FeatureRecipe recipe)
    {
        var bounded = WithBoundaries(word);
        var (shortest, longest, bits) = (recipe.CharactersFrom, recipe.CharactersTo, recipe.HashBits);
        MakeRoom(bounded.Length * (longest - shortest + 1));
        var grams = _grams;
        var count = 0;
        for (var first = 0; first < bounded.Length; first++)
        {
            var hash = Seed;
            var end = Math.Min(bounded.Length, first + longest);
            for (var at = first; at < end; at++)
            {
                hash = StableHash.Add(hash, bounded[at]);
                if (at + 1 - first >= shortest && (at > first || bounded[first] != ' '))
                {
                    grams[count++] = new Gram(
                        StableHash.Slot(hash, bits),
                        Math.Max(first - 1, 0),
                        Math.Min(at, word.Length)
                    );
                }
            }
        }

        return grams.AsSpan(0, count);
    }

    private ReadOnlySpan<uint> WithBoundaries(ReadOnlySpan<int> word)
    {
        if (_word.Length < word.Length + 2)
        {
            _word = new uint[(word.Length + 2) * 2];
        }

        _word[0] = ' ';
        MemoryMarshal.Cast<int, uint>(word).CopyTo(_word.AsSpan(1));
        _word[word.Length + 1] = ' ';
        return _word.AsSpan(0, word.Length + 2);
    }

    private void MakeRoom(int count)
    {
        if (_grams.Length < count)
        {
            _grams = new Gram[count * 2];
        }
    }

    /// <summary>A row of characters and the units of the word that it covers, the last one left out.</summary>
    public readonly record struct Gram(int Slot, int From, int To);
}
