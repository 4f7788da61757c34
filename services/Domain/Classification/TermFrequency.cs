namespace TriageMesh.Domain.Classification;

/// <summary>How much a feature counts that occurs several times: 1 + ln(count), so that repetition does not shout others down.</summary>
internal static class TermFrequency
{
    private static readonly float[] Small = [.. Enumerable.Range(0, 64).Select(Exact)];

    public static float Of(int count) => count < Small.Length ? Small[count] : Exact(count);

    private static float Exact(int count) => count == 0 ? 0 : (float)(1 + Math.Log(count));
}
