using System.Runtime.Intrinsics;
using TriageMesh.Contracts;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>Makes a model out of labelled texts. The same texts in the same order always make the same model.</summary>
public static class ModelTrainer
{
    private const int FewestTexts = 8;

    // Fewer texts would drown in what is made of them and of the lexicon.
    private const int FewestToMakeMore = 1000;

    /// <summary>Trains one part for each language that has texts.</summary>
    /// <exception cref="TooFewTextsException">Too few texts, or fewer than two labels, in every language.</exception>
    public static ClassificationModel Train(IReadOnlyList<LabelledText> texts, TrainingOptions options)
    {
        var languages = texts
            .GroupBy(text => text.Language ?? LanguageOf(text.Text), StringComparer.Ordinal)
            .Where(group => options.Recipes.ContainsKey(group.Key) && CanTrain([.. group]))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => TrainLanguage(group.Key, [.. group], options))
            .ToList();
        return languages.Count > 0
            ? ModelFile.Seal(languages)
            : throw new TooFewTextsException(
                $"A language needs at least {FewestTexts} texts and two labels to train a model."
            );
    }

    private static bool CanTrain(LabelledText[] texts) =>
        texts.Length >= FewestTexts && texts.DistinctBy(text => text.Label).Skip(1).Any();

    private static string LanguageOf(string text)
    {
        var units = new TextUnits();
        TextNormaliser.Read(text, units);
        return LanguageDetector.Detect(units, hint: null);
    }

    private static LanguageModel TrainLanguage(string language, LabelledText[] texts, TrainingOptions options)
    {
        var recipe = options.Recipes[language];
        var lexicon = options.Lexicons.GetValueOrDefault(language, Lexicon.Empty);
        var isLarge = texts.Length >= FewestToMakeMore;
        var joined = JoinedTexts.Of(texts, isLarge ? options.JoinedWeights.GetValueOrDefault(language) : 0);
        LabelledText[] all = [.. texts, .. joined.Texts];
        var isJudging = options.Judging.Contains(language, StringComparer.Ordinal);
        var sources = isJudging ? DoubtfulSources.Of(all) : DoubtfulSources.None(all.Length);
        var rows = TrainingRows.Build(all, recipe, lexicon, sources);
        var convolutions = ConvolutionTraining.Of(all, recipe, lexicon, sources);
        var heldOut = new CrossValidation(rows, texts.Length, joined, convolutions, recipe.Contrast, options).Run();
        var (strength, calibration) = ChooseStrength(heldOut, options);

        var weighed = isJudging ? DoubtfulLabels.Weigh(texts, heldOut[strength], calibration) : texts;
        var weights = CrossValidation.RowWeights([.. weighed, .. joined.Texts], _ => true, options);
        rows = Contrast.Apply(rows, weights, recipe.Contrast);
        var point = rows.NewPoint();
        options.Trainer.Train(rows, weights, 1 / options.Strengths[strength], point);

        var judged = heldOut[strength].Select(row => Judge(row, calibration)).ToList();
        var certain = Calibration.Certain(heldOut[strength]).Select(row => Judge(row, calibration));
        var threshold = RejectThreshold.Choose([.. certain], options.StatedPrecision);
        return new LanguageModel
        {
            Language = language,
            Recipe = recipe,
            Lexicon = lexicon,
            Weights = Pack(rows, point),
            Convolution = convolutions.Train(weights),
            Bias = Vector128.Create((float)point[^4], (float)point[^3], (float)point[^2], (float)point[^1]),
            Calibration = calibration,
            Threshold = threshold,
            Figures = new TrainingFigures
            {
                Texts = texts.Length,
                TextsByLabel = texts
                    .GroupBy(text => text.Label)
                    .OrderBy(group => group.Key)
                    .ToDictionary(group => group.Key.Wire(), group => group.Count(), StringComparer.Ordinal),
                Features = rows.Features,
                Strength = options.Strengths[strength],
                StatedPrecision = options.StatedPrecision,
                HeldOut = Evaluation.Summarise(judged, threshold),
            },
        };
    }

    private static (int Strength, Calibration Calibration) ChooseStrength(
        IReadOnlyList<HeldOutScore[]> heldOut,
        TrainingOptions options
    )
    {
        var best = (Strength: 0, Loss: double.MaxValue);
        for (var i = 0; i < options.Strengths.Count; i++)
        {
            var calibration = Calibration.Fit(heldOut[i]);
            var loss = heldOut[i].Sum(row => -row.Weight * Math.Log(calibration.Apply(row.Scores)[row.Label]));
            best = loss < best.Loss ? (i, loss) : best;
        }

        return (best.Strength, Calibration.FitHardest(Calibration.Certain(heldOut[best.Strength])));
    }

    private static Judged Judge(HeldOutScore row, Calibration calibration)
    {
        var probabilities = calibration.Apply(row.Scores);
        var label = Softmax.Largest(probabilities);
        return new Judged((Label)row.Label, (Label)label, probabilities[label]);
    }

    private static WeightTable Pack(TrainingRows rows, double[] point)
    {
        var weights = new (int, ulong)[rows.Features];
        for (var column = 0; column < rows.Features; column++)
        {
            var own = point.AsSpan(column * PackedWeights.Labels, PackedWeights.Labels);
            foreach (ref var weight in own)
            {
                weight *= rows.Factors.Length > 0 ? rows.Factors[column] : 1;
            }

            weights[column] = (rows.Slots[column], PackedWeights.Pack(own, rows.Rarity[column]));
        }

        return new WeightTable(rows.HashBits, weights);
    }
}

/// <summary>There is not enough to learn from.</summary>
public sealed class TooFewTextsException : Exception
{
    public TooFewTextsException() { }

    public TooFewTextsException(string message)
        : base(message) { }

    public TooFewTextsException(string message, Exception innerException)
        : base(message, innerException) { }
}
