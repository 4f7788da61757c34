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
        var shares = EvidenceOfEach(model, label, bag, workspace);
        var numbers = bag.Numbers;
        var pieceAt = PieceOfEachUnit(pieces);
        var evidence = new double[pieces.Length * longest];
        for (var i = 0; i < numbers.Length; i++)
        {
            var occurrence = bag.Occurrences[i];
            if (occurrence.From >= pieceAt.Length || occurrence.To > pieceAt.Length || occurrence.To <= occurrence.From)
            {
                continue;
            }

            var first = pieceAt[occurrence.From];
            var last = pieceAt[occurrence.To - 1];
            var weight = shares[numbers[i]];
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

        AddConvolution(model, label, workspace, pieceAt, longest, evidence);
        return evidence;
    }

    /// <summary>What each atom adds within the rows of atoms that the convolution found.</summary>
    private static void AddConvolution(
        LanguageModel model,
        Label label,
        ClassificationModel.Workspace workspace,
        int[] pieceAt,
        int longest,
        double[] evidence
    )
    {
        if (model.Convolution.Filters == 0)
        {
            return;
        }

        var atoms = workspace.Extractor.Atoms;
        var byAtom = new double[atoms.Length];
        model.Convolution.AddEvidence(workspace.Extractor, workspace.Sums, label, byAtom);
        for (var i = 1; i < atoms.Length - 1 && atoms[i].To <= pieceAt.Length; i++)
        {
            evidence[pieceAt[atoms[i].From] * longest] += byAtom[i] * model.Calibration.Slope;
        }
    }

    /// <summary>What one occurrence of each distinct feature adds to the label's score.</summary>
    private static ReadOnlySpan<double> EvidenceOfEach(
        LanguageModel model,
        Label label,
        FeatureBag bag,
        ClassificationModel.Workspace workspace
    )
    {
        var shares = workspace.Shares(bag.DistinctCount);
        var at = 0;
        for (var view = FeatureView.Atoms; view <= FeatureView.Characters; view++)
        {
            var scale = bag.ScaleOf(view);
            var slots = bag.SlotsOf(view);
            var counts = bag.CountsOf(view);
            for (var i = 0; i < slots.Length; i++)
            {
                // A feature that occurs n times has its value once; each occurrence gets its share.
                shares[at++] = model.Evidence(slots[i], label, TermFrequency.Of(view, counts[i]) / counts[i] * scale);
            }
        }

        return shares;
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
        var weights = new double[evidence.Length];
        for (var first = 0; first < pieces.Length; first++)
        {
            for (var length = 1; length <= longest; length++)
            {
                weights[(first * longest) + length - 1] =
                    first + length <= pieces.Length ? Inside(evidence, longest, first, length) : 0;
            }
        }

        var terms = new List<WeighedTerm>(mostTerms);
        while (terms.Count < mostTerms && Heaviest(weights) is var best && weights[best] >= Negligible)
        {
            var first = best / longest;
            var length = (best % longest) + 1;
            var text = units.Show(pieces[first].From, pieces[first + length - 1].To);
            terms.Add(new WeighedTerm(text, Math.Round(weights[best], 3)));
            Take(weights, longest, first, length);
        }

        return terms;
    }

    /// <summary>The first of the heaviest.</summary>
    private static int Heaviest(ReadOnlySpan<double> weights)
    {
        var best = 0;
        for (var i = 1; i < weights.Length; i++)
        {
            best = weights[i] > weights[best] ? i : best;
        }

        return best;
    }

    /// <summary>No row that shares a piece with the one that was taken is a reason any more.</summary>
    private static void Take(Span<double> weights, int longest, int first, int length)
    {
        var end = Math.Min(first + length, weights.Length / longest);
        for (var start = Math.Max(0, first - longest + 1); start < end; start++)
        {
            // A row that begins before the first must have ended by then.
            var kept = Math.Max(0, first - start);
            weights[((start * longest) + kept)..((start + 1) * longest)].Clear();
        }
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
