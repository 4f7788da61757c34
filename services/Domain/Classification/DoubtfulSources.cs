namespace TriageMesh.Domain.Classification;

/// <summary>The sources of which some labels are in doubt: how many complaints such a source has says more of its making than of texts.</summary>
/// <remarks>
/// Each gets a leaning of its own towards each label, which is learnt with the rest and forgotten when labelling: what a source
/// has much of is then no reason for its words to mean that.
/// </remarks>
internal sealed class DoubtfulSources
{
    private const int NoSource = -1;

    private readonly int[] _ofText;

    private DoubtfulSources(int[] ofText, int count) => (_ofText, Count) = (ofText, count);

    public int Count { get; }

    /// <summary>No source is doubted.</summary>
    public static DoubtfulSources None(int texts) => new([.. Enumerable.Repeat(NoSource, texts)], 0);

    /// <summary>Those of some texts: each source with a text whose weight is below 1.</summary>
    public static DoubtfulSources Of(LabelledText[] texts)
    {
        string[] names =
        [
            .. texts
                .Where(text => text.Weight < 1)
                .Select(text => text.Source)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        int[] ofText = [.. texts.Select(text => text.Source is { } name ? Array.IndexOf(names, name) : NoSource)];
        return new DoubtfulSources(ofText, names.Length);
    }

    /// <summary>The number of a text's source; false where its labels are not in doubt.</summary>
    public bool Holds(int text, out int source)
    {
        source = _ofText[text];
        return source != NoSource;
    }
}
