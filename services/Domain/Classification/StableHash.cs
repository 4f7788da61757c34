using System.Numerics;
using System.Runtime.CompilerServices;

namespace TriageMesh.Domain.Classification;

/// <summary>A hash that is the same on every machine and in every run, unlike <see cref="object.GetHashCode"/>.</summary>
internal static class StableHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const ulong Finisher = 0xD6E8FEB86659FD93;

    /// <summary>The hash so far, with one more part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong hash, ulong part) =>
        unchecked(BitOperations.RotateLeft(hash ^ part, 27) * Multiplier);

    /// <summary>The top <paramref name="bits"/> bits, well mixed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Slot(ulong hash, int bits)
    {
        hash ^= hash >> 32;
        return unchecked((int)((hash * Finisher) >> (64 - bits)));
    }

    public static ulong Of(string text)
    {
        var hash = Multiplier;
        foreach (var c in text)
        {
            hash = Add(hash, c);
        }

        return hash;
    }
}
