using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>Training texts made of two of the same business: a post is seldom one remark alone.</summary>
/// <remarks>
/// Two of one label keep it, a flat one (<see cref="Label.Other"/>) beside another changes nothing, and a complaint that asks is a
/// complaint. Praise beside blame is left out: which of them rules, only the author's own words say. So is a text whose label is
/// in doubt: two would share it.
/// </remarks>
internal sealed class JoinedTexts
{
    private const ulong Seed = 0x13198A2E03707344;
    private const int MostCharacters = 150;
    private static readonly string[] Between = ["，", "，", "，", " ", "。"];

    private readonly List<LabelledText> _texts = [];
    private readonly List<(int First, int Second)> _parts = [];

    private JoinedTexts() { }

    public IReadOnlyList<LabelledText> Texts => _texts;

    /// <summary>Of which two texts each was made.</summary>
    public IReadOnlyList<(int First, int Second)> Parts => _parts;

    /// <param name="texts">The texts as people wrote them.</param>
    /// <param name="weight">What one made of them weighs beside one of them; 0: none is made.</param>
    public static JoinedTexts Of(LabelledText[] texts, double weight)
    {
        var joined = new JoinedTexts();
        if (weight <= 0)
        {
            return joined;
        }

        var rows = Enumerable
            .Range(0, texts.Length)
            .Where(row => texts[row].Weight >= 1)
            .GroupBy(row => (texts[row].Group, texts[row].Label))
            .ToDictionary(alike => alike.Key, alike => alike.ToArray());
        for (var row = 0; row < texts.Length; row++)
        {
            if (texts[row].Weight < 1)
            {
                continue;
            }

            var (group, label) = (texts[row].Group, texts[row].Label);
            joined.Add(texts, row, rows[(group, label)], weight);
            joined.Add(texts, row, rows.GetValueOrDefault((group, Label.Other)), weight);
            if (label == Label.Complaint)
            {
                joined.Add(texts, row, rows.GetValueOrDefault((group, Label.Question)), weight);
            }
        }

        return joined;
    }

    private void Add(LabelledText[] texts, int row, int[]? others, double weight)
    {
        if (others is null)
        {
            return;
        }

        var chance = StableHash.Add(StableHash.Add(Seed, (ulong)row), (ulong)_texts.Count);
        var other = others[StableHash.Slot(chance, 31) % others.Length];
        chance = StableHash.Add(chance, Seed);
        // A question keeps its end.
        var isFirst = texts[row].Label != Label.Question && StableHash.Slot(chance, 1) == 0;
        var (first, second) = isFirst ? (row, other) : (other, row);
        if (other == row || texts[first].Text.Length + texts[second].Text.Length >= MostCharacters)
        {
            return;
        }

        var sign =
            texts[first].Text is [.., var last] && char.IsLetterOrDigit(last)
                ? Between[StableHash.Slot(StableHash.Add(chance, Seed), 31) % Between.Length]
                : "";
        _texts.Add(
            texts[row] with
            {
                Text = texts[first].Text + sign + texts[second].Text,
                Weight = Math.Min(texts[row].Weight, texts[other].Weight) * weight,
                Source = null,
            }
        );
        _parts.Add((row, other));
    }
}
