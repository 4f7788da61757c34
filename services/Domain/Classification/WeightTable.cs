using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

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

    // The first stands for all that is unknown.
    private readonly ulong[] _known;

    /// <param name="hashBits">Slots, as a power of two.</param>
    /// <param name="known">The known slots, each above the one before, and their weights, which are not 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public WeightTable(int hashBits, (int Slot, ulong Packed)[] known)
    {
        _blocks = new Block[Math.Max(1, (1 << hashBits) >> BlockBits)];
        _known = new ulong[known.Length + 1];
        for (var i = 0; i < known.Length; i++)
        {
            var (slot, packed) = known[i];
            _blocks[slot >> BlockBits].Bits |= 1UL << slot;
            _known[i + 1] = packed;
        }

        var before = 1;
        foreach (ref var block in _blocks.AsSpan())
        {
            block.Before = before;
            before += BitOperations.PopCount(block.Bits);
        }

        if (before != _known.Length)
        {
            throw new ArgumentException("A slot is there twice.", nameof(known));
        }
    }

    public static WeightTable Empty { get; } = new(BlockBits, []);

    public int Count => _known.Length - 1;

    /// <summary>What is known of a slot; 0 where training never saw it.</summary>
    public ulong this[int slot] => At(PlaceOf(slot));

    /// <summary>Where the weights of a slot stand; 0 where training never saw it.</summary>
    /// <remarks>Without a branch: which slots are known cannot be foretold, and a wrong guess costs more than the search.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PlaceOf(int slot)
    {
        unchecked
        {
            ref readonly var block = ref _blocks[slot >> BlockBits];
            var isKnown = (int)((block.Bits >> slot) & 1);
            return (block.Before + BitOperations.PopCount(block.Bits & ((1UL << slot) - 1))) & -isKnown;
        }
    }

    /// <summary>The same for many slots; their weights are on the way from memory when it returns.</summary>
    public unsafe void PlacesOf(ReadOnlySpan<int> slots, Span<int> places)
    {
        ref var known = ref MemoryMarshal.GetArrayDataReference(_known);
        for (var i = 0; i < slots.Length && i < places.Length; i++)
        {
            var place = PlaceOf(slots[i]);
            places[i] = place;
            if (Sse.IsSupported)
            {
                // An address that is no longer the array's does no harm: nothing is read from it.
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref known, place)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong At(int place) => _known[place];

    /// <summary>The known slots in order, with their weights.</summary>
    public IEnumerable<(int Slot, ulong Packed)> Known()
    {
        var at = 1;
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
