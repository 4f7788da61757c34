using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>Says which terms of a text made its label.</summary>
/// <remarks>
/// A feature's evidence is shared out over the atoms it covers; a term is a row of atoms, as long as the recipe's rows, and
/// weighs what lies wholly inside it. Terms do not overlap, so that their weights can be added.
/// </remarks>
internal static class Explanation
{
    private const double Negligible = 1e-3;

    // A text longer than this is explained by its beginning.
    private const int MostAtoms = 400;

    public static IReadOnlyList<WeighedTerm> Of(
        LanguageModel model,
        Label label,
        ClassificationModel.Workspace workspace,
        float norm,
        int mostTerms
    )
    {
        var atoms = workspace.Extractor.Atoms[1..^1];
        atoms = atoms[..Math.Min(atoms.Length, MostAtoms)];
        if (atoms.Length == 0)
        {
            return [];
        }

        var longest = model.Language == LanguageDetector.Chinese ? model.Recipe.AtomGrams : 1;
        var evidence = EvidenceByStart(model, label, workspace, norm, atoms, longest);
        return Pick(evidence, atoms, workspace.Units, longest, mostTerms);
    }

    /// <summary>For each first atom and length, the evidence of the features that cover exactly those atoms.</summary>
    private static double[] EvidenceByStart(
        LanguageModel model,
        Label label,
        ClassificationModel.Workspace workspace,
        float norm,
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        int longest
    )
    {
        var bag = workspace.Extractor.Bag;
        var shares = new Dictionary<int, float>(bag.DistinctCount);
        for (var i = 0; i < bag.DistinctCount; i++)
        {
            // A feature that occurs n times has its value once; each occurrence gets its share.
            shares[bag.Slots[i]] = TermFrequency.Of(bag.Counts[i]) / bag.Counts[i] / norm;
        }

        var atomAt = AtomOfEachUnit(atoms);
        var evidence = new double[atoms.Length * longest];
        foreach (var occurrence in bag.Occurrences)
        {
            if (occurrence.From >= atomAt.Length || occurrence.To > atomAt.Length || occurrence.To <= occurrence.From)
            {
                continue;
            }

            var first = atomAt[occurrence.From];
            var last = atomAt[occurrence.To - 1];
            var weight = model.Evidence(occurrence.Slot, label, shares[occurrence.Slot]);
            if (last - first < longest)
            {
                evidence[(first * longest) + (last - first)] += weight;
                continue;
            }

            for (var atom = first; atom <= last; atom++)
            {
                evidence[atom * longest] += weight / (last - first + 1);
            }
        }

        return evidence;
    }

    private static int[] AtomOfEachUnit(ReadOnlySpan<FeatureExtractor.Atom> atoms)
    {
        var atomAt = new int[atoms[^1].To];
        for (var i = 0; i < atoms.Length; i++)
        {
            atomAt.AsSpan(atoms[i].From, atoms[i].To - atoms[i].From).Fill(i);
        }

        return atomAt;
    }

    private static List<WeighedTerm> Pick(
        double[] evidence,
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        TextUnits units,
        int longest,
        int mostTerms
    )
    {
        var candidates = new List<(int First, int Length, double Weight)>();
        for (var first = 0; first < atoms.Length; first++)
        {
            for (var length = 1; length <= longest && first + length <= atoms.Length; length++)
            {
                candidates.Add((first, length, Inside(evidence, longest, first, length)));
            }
        }

        var terms = new List<WeighedTerm>(mostTerms);
        var taken = new bool[atoms.Length];
        foreach (var (first, length, weight) in candidates.OrderByDescending(candidate => candidate.Weight))
        {
            if (terms.Count == mostTerms || weight < Negligible)
            {
                break;
            }

            var span = taken.AsSpan(first, length);
            if (!span.Contains(value: true))
            {
                span.Fill(true);
                var text = units.Show(atoms[first].From, atoms[first + length - 1].To);
                terms.Add(new WeighedTerm(text, Math.Round(weight, 3)));
            }
        }

        return terms;
    }

    private static double Inside(double[] evidence, int longest, int first, int length)
    {
        var weight = 0.0;
        for (var start = first; start < first + length; start++)
        {
            for (var covered = 1; start + covered <= first + length; covered++)
            {
                weight += evidence[(start * longest) + covered - 1];
            }
        }

        return weight;
    }
}
