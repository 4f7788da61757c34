using System.Runtime.Intrinsics;
using TriageMesh.Classifier.Models;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>The quick way to a text's scores and the plain one lead to the same place.</summary>
public sealed class ScoringSpecs
{
    private const double Nearly = 1e-5;
    private static readonly ClassificationModel Model = ModelStore.Read(ModelStore.ShippedPath);

    private static readonly Dictionary<string, Dictionary<int, ulong>> Weights = Model.Languages.ToDictionary(
        part => part.Language,
        part => part.Weights.Known().ToDictionary(known => known.Slot, known => known.Packed),
        StringComparer.Ordinal
    );

    private static readonly Dictionary<string, Dictionary<ulong, int>> Numbers = Model.Languages.ToDictionary(
        part => part.Language,
        part => part.Convolution.Keys.ToArray().Select((key, i) => (key, i)).ToDictionary(),
        StringComparer.Ordinal
    );

    [Fact]
    public void Probabilities_are_those_of_plain_arithmetic()
    {
        var units = new TextUnits();
        var extractor = new FeatureExtractor();
        var strange = new[]
        {
            "",
            "zxqv qwrtz!!",
            "ａｂｃ 123456 @you http://t.cn/x",
            new string('a', 3_000),
            "㗎㗎…… [doge]🎉",
        };
        foreach (var text in Corpus.Rows.Where((_, i) => i % 7 == 0).Select(row => row.Text).Concat(strange))
        {
            var said = Model.Classify(text);
            var part = Model.Languages.Single(part => part.Language == said.Language);
            TextNormaliser.Read(text, units);
            extractor.Read(units, part.Recipe, part.Lexicon);
            extractor.ReadCharacters(units, part.Recipe);

            var plain = part.Calibration.Apply(PlainScores(part, extractor.Bag) + PlainConvolution(part, extractor));

            for (var label = 0; label < PackedWeights.Labels; label++)
            {
                said.Probabilities[label].ShouldBe(plain[label], Nearly, text);
            }
        }
    }

    [Fact]
    public void What_a_thread_knows_of_words_changes_no_answer()
    {
        var texts = Corpus.Rows.Where((_, i) => i % 9 == 0).Select(row => row.Text).ToArray();
        var warm = texts.Select(text => Model.Classify(text)).ToArray();
        var cold = new Prediction[texts.Length];

        for (var i = 0; i < texts.Length; i += 100)
        {
            var first = i;
            var thread = new Thread(() =>
            {
                for (var at = first; at < Math.Min(first + 100, texts.Length); at++)
                {
                    cold[at] = Model.Classify(texts[at]);
                }
            });
            thread.Start();
            thread.Join();
        }

        cold.ShouldBe(warm);
    }

    [Fact]
    public void Two_models_in_one_thread_do_not_mix_their_words()
    {
        var copy = ModelStore.Read(ModelStore.ShippedPath);
        var texts = Corpus.Rows.Where(row => row.Lang == "en").Take(50).Select(row => row.Text).ToArray();
        var other = Corpus.SmallModel;
        var alone = texts.Select(text => other.Classify(text)).ToArray();

        foreach (var (text, expected) in texts.Zip(alone))
        {
            copy.Classify(text).ShouldBe(Model.Classify(text));
            other.Classify(text).ShouldBe(expected);
        }
    }

    [Fact]
    public void Labelling_takes_no_memory()
    {
        var texts = Corpus
            .Rows.Where((_, i) => i % 50 == 0)
            .Select(row => row.Text)
            .Where(CompatibilityFormIsPlain)
            .ToList();
        texts.ForEach(text => Model.Classify(text));

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var text in texts)
        {
            Model.Classify(text);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static bool CompatibilityFormIsPlain(string text) => ReferenceEquals(CompatibilityForm.Of(text), text);

    private static Vector256<double> PlainScores(LanguageModel part, FeatureBag bag)
    {
        var weights = Weights[part.Language];
        var scores = new double[PackedWeights.Labels];
        for (var label = 0; label < scores.Length; label++)
        {
            scores[label] = part.Bias[label];
        }

        var times = bag.Numbers.ToArray().CountBy(number => number).ToDictionary();
        var at = 0;
        for (var view = FeatureView.Atoms; view <= FeatureView.Characters; view++)
        {
            var sums = new double[PackedWeights.Labels];
            var squares = 0.0;
            var slots = bag.SlotsOf(view).ToArray();
            slots.Distinct().Count().ShouldBe(slots.Length);
            foreach (var slot in slots)
            {
                var isKnown = weights.TryGetValue(slot, out var packed);
                var rarity = isKnown ? PackedWeights.Rarity(packed) : InverseFrequency.OfUnknown(part.Figures.Texts);
                var count = times[at++];
                // Atoms and meanings are damped; each occurrence of a row of characters counts by itself.
                var (value, square) =
                    view == FeatureView.Characters
                        ? (count * rarity, count * rarity * rarity)
                        : ((1 + Math.Log(count)) * rarity, Math.Pow((1 + Math.Log(count)) * rarity, 2));
                squares += square;
                for (var label = 0; label < sums.Length && isKnown; label++)
                {
                    sums[label] += value * PackedWeights.Weight(packed, label);
                }
            }

            for (var label = 0; label < scores.Length && squares > 0; label++)
            {
                scores[label] += sums[label] * part.Recipe.ShareOf(view) / Math.Sqrt(squares);
            }
        }

        at.ShouldBe(bag.DistinctCount);
        return Vector256.Create(scores);
    }

    private static Vector256<double> PlainConvolution(LanguageModel part, FeatureExtractor extractor)
    {
        var convolution = part.Convolution;
        var numbers = Numbers[part.Language];
        var filters = convolution.Filters;
        var atoms = Math.Min(extractor.Atoms.Length, Symbols.MostAtoms);
        var most = Enumerable.Repeat(double.NegativeInfinity, filters).ToArray();
        for (var middle = 0; middle < atoms; middle++)
        {
            var found = convolution.Bias.ToArray().Select(bias => (double)bias).ToArray();
            foreach (var symbol in new Symbols(extractor.Atoms, extractor.Meanings.Hits))
            {
                // The row of a symbol begins with what it adds to the atom before its own.
                var offset = middle + 1 - symbol.Position;
                if (offset is >= 0 and < 3 && numbers.TryGetValue(symbol.Key, out var number))
                {
                    for (var filter = 0; filter < filters; filter++)
                    {
                        found[filter] += (double)convolution.Weights[(((number * 3) + offset) * filters) + filter];
                    }
                }
            }

            most = [.. most.Zip(found, Math.Max)];
        }

        var scores = new double[PackedWeights.Labels];
        for (var i = 0; i < convolution.Output.Length; i++)
        {
            var filter = i / PackedWeights.Labels;
            scores[i % PackedWeights.Labels] +=
                convolution.Output[i] * (filter == filters ? 1 : Math.Max(most[filter], 0));
        }

        return Vector256.Create(scores);
    }
}
