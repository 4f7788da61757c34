using System.Numerics;

namespace TriageMesh.Domain.Classification;

/// <summary>Up to four classes of a term, by their numbers in the lexicon; one byte each, the lowest first.</summary>
internal readonly record struct Meanings(uint Packed)
{
    /// <summary>The highest number that a class may have: above it lie the signs and what negation adds.</summary>
    public const byte Highest = 100;

    private const int Most = sizeof(uint);
    private const uint NegatedBits = 0x80808080;

    /// <summary>The same classes turned round, as after "not".</summary>
    public Meanings Negated => new(Packed | (NegatedBits & Taken));

    // All bits of the bytes that hold a class.
    private uint Taken => Packed == 0 ? 0 : uint.MaxValue >> (BitOperations.LeadingZeroCount(Packed) & ~7);

    public bool Contains(byte number)
    {
        foreach (var own in this)
        {
            if (own == number)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>These and one more, if it is not among them and there is room.</summary>
    public Meanings With(byte number)
    {
        var count = 0;
        foreach (var own in this)
        {
            if (own == number)
            {
                return this;
            }

            count++;
        }

        return count == Most ? this : new Meanings(Packed | ((uint)number << (8 * count)));
    }

    public Enumerator GetEnumerator() => new(Packed);

    public ref struct Enumerator(uint rest)
    {
        private uint _rest = rest;

        public byte Current { get; private set; }

        public bool MoveNext()
        {
            Current = unchecked((byte)_rest);
            _rest >>= 8;
            return Current != 0;
        }
    }
}
