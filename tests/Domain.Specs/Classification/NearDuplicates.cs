using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>Finds texts that share most of what they are made of, by their shingles: all rows of so many characters.</summary>
internal static class NearDuplicates
{
    /// <summary>The ids of each pair whose shingles overlap (Jaccard) by at least <paramref name="least"/>.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<CorpusRow> rows, int size, double least)
    {
        var shingles = rows.Select(row => Shingles(TextNormaliser.Normalise(row.Text), size)).ToList();
        var holders = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var found = new List<string>();
        for (var i = 0; i < rows.Count; i++)
        {
            var shared = new Dictionary<int, int>();
            foreach (var shingle in shingles[i])
            {
                var before = holders.TryGetValue(shingle, out var known) ? known : holders[shingle] = [];
                foreach (var other in before)
                {
                    shared[other] = shared.GetValueOrDefault(other) + 1;
                }

                before.Add(i);
            }

            found.AddRange(
                shared
                    .Where(pair => pair.Value >= least * (shingles[i].Count + shingles[pair.Key].Count - pair.Value))
                    .Select(pair => $"{rows[pair.Key].Id} {rows[i].Id}")
            );
        }

        return found;
    }

    private static HashSet<string> Shingles(string text, int size) =>
        text.Length <= size
            ? [text]
            : [.. Enumerable.Range(0, text.Length - size + 1).Select(at => text.Substring(at, size))];
}
