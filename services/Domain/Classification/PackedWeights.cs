using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

/// <summary>All that the model knows of one feature in eight bytes: one load from memory for each feature of a text.</summary>
/// <remarks>
/// From the low end: four signed bytes, one for each label; their common scale; the feature's rarity (inverse document
/// frequency). The last two are the upper halves of 32-bit floats. Zero means that training never saw the feature.
/// </remarks>
internal static class PackedWeights
{
    public const int Labels = 4;
    private const float Steps = sbyte.MaxValue;

    public static ulong Pack(ReadOnlySpan<double> weights, float rarity)
    {
        var largest = 0.0;
        foreach (var weight in weights)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        var scale = RoundUp((float)(largest / Steps));
        var packed =
            ((ulong)(BitConverter.SingleToUInt32Bits(rarity) >> 16) << 48)
            | ((ulong)(BitConverter.SingleToUInt32Bits(scale) >> 16) << 32);
        for (var label = 0; label < Labels; label++)
        {
            var step = scale > 0 ? (int)Math.Round(weights[label] / scale) : 0;
            packed |=
                ((ulong)Math.Clamp(step + 256, 256 - (int)Steps, 256 + (int)Steps) & byte.MaxValue) << (8 * label);
        }

        return packed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Rarity(ulong packed) => BitConverter.UInt32BitsToSingle((uint)((packed >> 32) & 0xFFFF0000));

    /// <summary>The same; where the place is 0, and so nothing is known, the float with the bits <paramref name="unknown"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Rarity(ulong packed, int place, uint unknown) =>
        unchecked(
            BitConverter.UInt32BitsToSingle((uint)(packed >> 32) & 0xFFFF0000 | (unknown & (uint)((place - 1) >> 31)))
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Scale(ulong packed) => BitConverter.UInt32BitsToSingle((uint)((packed >> 16) & 0xFFFF0000));

    /// <summary>The four weights, still to be multiplied by <see cref="Scale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Steps4(ulong packed)
    {
        var bytes = Vector128.CreateScalar(packed).AsSByte();
        return Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)));
    }

    public static float Weight(ulong packed, int label) => unchecked((sbyte)(packed >> (8 * label))) * Scale(packed);

    /// <summary>The nearest number that 16 bits hold.</summary>
    public static float Round(float value) =>
        BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) + 0x8000) & 0xFFFF0000);

    private static float RoundUp(float value) =>
        value == 0
            ? 0
            : BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) + 0xFFFF) & 0xFFFF0000);
}
