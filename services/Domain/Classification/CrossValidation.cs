using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>Holds the training texts out in turn, to learn how a model does on texts that it has not seen.</summary>
/// <remarks>
/// Texts of one group (a kind of business) are held out together: the model meets businesses it does not know, as in life.
/// A text made of two is learnt from where neither is held out; it is never asked about itself.
/// </remarks>
internal sealed class CrossValidation(
    TrainingRows rows,
    int own,
    JoinedTexts joined,
    ConvolutionTraining convolutions,
    double contrast,
    TrainingOptions options
)
{
    /// <summary>For each strength, what models trained on the other folds said of each text.</summary>
    public IReadOnlyList<HeldOutScore[]> Run()
    {
        var results = options.Strengths.Select(_ => new HeldOutScore[own]).ToList();
        var folds = rows.Texts.Take(own).Select(text => FoldOf(text, options.Folds)).ToArray();
        for (var fold = 0; fold < options.Folds; fold++)
        {
            var held = fold;
            var weights = RowWeights(rows.Texts, i => !IsHeld(i, held), options);
            var contrasted = Contrast.Apply(rows, weights, contrast);
            var convolution = convolutions.Train(weights);
            var point = contrasted.NewPoint();
            for (var strength = 0; strength < options.Strengths.Count; strength++)
            {
                options.Trainer.Train(contrasted, weights, 1 / options.Strengths[strength], point);
                for (var row = 0; row < folds.Length; row++)
                {
                    if (folds[row] == fold)
                    {
                        var text = rows.Texts[row];
                        results[strength][row] = new(
                            contrasted.ScoresAnywhere(point, row) + convolutions.Score(convolution, row),
                            (int)text.Label,
                            text.Weight,
                            text.Group,
                            text.Source
                        );
                    }
                }
            }
        }

        return results;

        bool IsHeld(int row, int fold) =>
            row < own
                ? folds[row] == fold
                : row - own < joined.Parts.Count
                    && (folds[joined.Parts[row - own].First] == fold || folds[joined.Parts[row - own].Second] == fold);
    }

    /// <summary>Weights of the rows that <paramref name="isIn"/> lets in: rare labels weigh more, doubtful ones less.</summary>
    public static double[] RowWeights(LabelledText[] texts, Func<int, bool> isIn, TrainingOptions options)
    {
        var counts = new double[Enum.GetValues<Label>().Length];
        for (var i = 0; i < texts.Length; i++)
        {
            counts[(int)texts[i].Label] += isIn(i) ? texts[i].Weight : 0;
        }

        var all = counts.Sum();
        var factors = counts.Select(count => count > 0 ? Math.Pow(all / count, options.ClassWeightPower) : 0).ToArray();
        var scale = all / Math.Max(counts.Zip(factors, (count, factor) => count * factor).Sum(), double.Epsilon);
        return [.. texts.Select((text, i) => isIn(i) ? text.Weight * factors[(int)text.Label] * scale : 0)];
    }

    private static int FoldOf(LabelledText text, int folds) =>
        (int)(StableHash.Of(text.Group ?? text.Text) % (ulong)folds);
}
