using System.Runtime.CompilerServices;

namespace TriageMesh.Domain.Classification;

/// <summary>How much a feature counts that occurs several times.</summary>
/// <remarks>
/// Atoms and meanings: 1 + ln(count), so that repetition does not shout others down. Characters: each occurrence counts by
/// itself, in the sum and in the length alike, so that what a word adds is the same whatever stands beside it.
/// </remarks>
internal static class TermFrequency
{
    private static readonly float[] Small = [.. Enumerable.Range(0, 64).Select(Exact)];

    /// <summary>Most features occur once, so that is told without a look at the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(int count) => count == 1 ? 1 : OfSeveral(count);

    public static float Of(FeatureView view, int count) => view == FeatureView.Characters ? count : Of(count);

    /// <summary>What so many occurrences add to the square of the vector's length, for a feature of rarity 1.</summary>
    public static float SquareOf(FeatureView view, int count) =>
        view == FeatureView.Characters ? count : Of(count) * Of(count);

    private static float OfSeveral(int count) => count < Small.Length ? Small[count] : Exact(count);

    private static float Exact(int count) => count == 0 ? 0 : (float)(1 + Math.Log(count));
}
