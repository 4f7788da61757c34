using System.Numerics;

namespace TriageMesh.Domain.Classification;

/// <summary>The weights of the slots that training saw, packed one after the other, so that all that is asked for lies close together.</summary>
/// <remarks>
/// A bit for each slot says whether it is known; with the count of known slots before each block of 64, the bits below it in the
/// block give its place. Of some hundred thousand slots in a million this takes a megabyte, not eight.
/// </remarks>
internal sealed class WeightTable
{
    private const int BlockBits = 6;
    private readonly Block[] _blocks;
    private readonly ulong[] _known;

    /// <param name="hashBits">Slots, as a power of two.</param>
    /// <param name="known">The known slots, each above the one before, and their weights, which are not 0.</param>
    public WeightTable(int hashBits, IReadOnlyList<(int Slot, ulong Packed)> known)
    {
        _blocks = new Block[Math.Max(1, (1 << hashBits) >> BlockBits)];
        _known = new ulong[known.Count];
        for (var i = 0; i < known.Count; i++)
        {
            var (slot, packed) = known[i];
            _blocks[slot >> BlockBits].Bits |= 1UL << slot;
            _known[i] = packed;
        }

        var before = 0;
        foreach (ref var block in _blocks.AsSpan())
        {
            block.Before = before;
            before += BitOperations.PopCount(block.Bits);
        }

        if (before != known.Count)
        {
            throw new ArgumentException("A slot is there twice.", nameof(known));
        }
    }

    public static WeightTable Empty { get; } = new(BlockBits, []);

    public int Count => _known.Length;

    /// <summary>What is known of a slot; 0 where training never saw it.</summary>
    public ulong this[int slot]
    {
        get
        {
            ref readonly var block = ref _blocks[slot >> BlockBits];
            var bit = 1UL << slot;
            return (block.Bits & bit) == 0 ? 0 : _known[block.Before + BitOperations.PopCount(block.Bits & (bit - 1))];
        }
    }

    /// <summary>The known slots in order, with their weights.</summary>
    public IEnumerable<(int Slot, ulong Packed)> Known()
    {
        var at = 0;
        for (var block = 0; block < _blocks.Length; block++)
        {
            for (var bits = _blocks[block].Bits; bits != 0; bits &= bits - 1)
            {
                yield return ((block << BlockBits) + BitOperations.TrailingZeroCount(bits), _known[at++]);
            }
        }
    }

    private struct Block
    {
        public ulong Bits;
        public int Before;
    }
}
