namespace TriageMesh.Domain.Classification;

/// <summary>How much a feature counts for being rare.</summary>
internal static class InverseFrequency
{
    public static float Of(int textsWithIt, int texts) => (float)(1 + Math.Log((1.0 + texts) / (1 + textsWithIt)));

    /// <summary>What a feature counts that training never saw: it says nothing, and so the rest of its text says less.</summary>
    public static float OfUnknown(int texts) => Of(0, texts);
}
