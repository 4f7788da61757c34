using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>Says which terms of a text made its label.</summary>
/// <remarks>
/// A piece is a term of the lexicon or an atom. A feature's evidence is shared out over the pieces it covers; a reason is a row
/// of pieces, as long as the recipe's rows, and weighs what lies wholly inside it. Reasons do not overlap: their weights add up.
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
        int mostTerms
    )
    {
        var pieces = Split(workspace.Extractor);
        if (pieces.Length == 0)
        {
            return [];
        }

        var longest = model.Language == LanguageDetector.Chinese ? model.Recipe.AtomGrams : 1;
        var evidence = EvidenceByStart(model, label, workspace, pieces, longest);
        return Pick(evidence, pieces, workspace.Units, longest, mostTerms);
    }

    private static Piece[] Split(FeatureExtractor extractor)
    {
        var atoms = extractor.Atoms;
        var pieces = new List<Piece>();
        var i = 1;
        foreach (var hit in extractor.Meanings.Hits)
        {
            for (; i < Math.Min(hit.First, MostAtoms); i++)
            {
                pieces.Add(new Piece(atoms[i].From, atoms[i].To));
            }

            if (hit.IsTerm && i == hit.First)
            {
                pieces.Add(new Piece(atoms[i].From, atoms[hit.End - 1].To));
                i = hit.End;
            }
        }

        return [.. pieces];
    }

    /// <summary>For each first piece and length, the evidence of the features that cover exactly those pieces.</summary>
    private static double[] EvidenceByStart(
        LanguageModel model,
        Label label,
        ClassificationModel.Workspace workspace,
        ReadOnlySpan<Piece> pieces,
        int longest
    )
    {
        var bag = workspace.Extractor.Bag;
        var shares = new Dictionary<int, float>(bag.DistinctCount);
        for (var view = FeatureView.Atoms; view <= FeatureView.Characters; view++)
        {
            var scale = model.ScaleOf(bag, view);
            var slots = bag.SlotsOf(view);
            var counts = bag.CountsOf(view);
            for (var i = 0; i < slots.Length; i++)
            {
                // A feature that occurs n times has its value once; each occurrence gets its share.
                shares[slots[i]] = TermFrequency.Of(counts[i]) / counts[i] * scale;
            }
        }

        var pieceAt = PieceOfEachUnit(pieces);
        var evidence = new double[pieces.Length * longest];
        foreach (var occurrence in bag.Occurrences)
        {
            if (occurrence.From >= pieceAt.Length || occurrence.To > pieceAt.Length || occurrence.To <= occurrence.From)
            {
                continue;
            }

            var first = pieceAt[occurrence.From];
            var last = pieceAt[occurrence.To - 1];
            var weight = model.Evidence(occurrence.Slot, label, shares[occurrence.Slot]);
            if (last - first < longest)
            {
                evidence[(first * longest) + (last - first)] += weight;
                continue;
            }

            for (var piece = first; piece <= last; piece++)
            {
                evidence[piece * longest] += weight / (last - first + 1);
            }
        }

        return evidence;
    }

    private static int[] PieceOfEachUnit(ReadOnlySpan<Piece> pieces)
    {
        var pieceAt = new int[pieces[^1].To];
        for (var i = 0; i < pieces.Length; i++)
        {
            pieceAt.AsSpan(pieces[i].From, pieces[i].To - pieces[i].From).Fill(i);
        }

        return pieceAt;
    }

    private static List<WeighedTerm> Pick(
        double[] evidence,
        ReadOnlySpan<Piece> pieces,
        TextUnits units,
        int longest,
        int mostTerms
    )
    {
        var candidates = new List<(int First, int Length, double Weight)>();
        for (var first = 0; first < pieces.Length; first++)
        {
            for (var length = 1; length <= longest && first + length <= pieces.Length; length++)
            {
                candidates.Add((first, length, Inside(evidence, longest, first, length)));
            }
        }

        var terms = new List<WeighedTerm>(mostTerms);
        var taken = new bool[pieces.Length];
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
                var text = units.Show(pieces[first].From, pieces[first + length - 1].To);
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

    /// <summary>Units that belong together, the last one left out.</summary>
    private readonly record struct Piece(int From, int To);
}
