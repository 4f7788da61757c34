using System.IO.Compression;
using System.Runtime.Intrinsics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms.Text;
using TriageMesh.Classifier.MLNet.Serve;
using TriageMesh.Classifier.Models;
using TriageMesh.Contracts;
using TriageMesh.Domain.Specs.Classification;

namespace TriageMesh.Classifier.MLNet.Specs;

/// <summary>A user's own model file: text in, four scores out.</summary>
public sealed class Serving_a_model_of_MLNet : IClassFixture<UsersModel>
{
    private readonly UsersModel _users;

    public Serving_a_model_of_MLNet(UsersModel users) => _users = users;

    [Fact]
    public void It_labels_as_MLNet_itself_does()
    {
        var model = ModelStore.Read(_users.Path);
        using var engine = _users.Engine();

        foreach (var text in UsersModel.Texts)
        {
            var theirs = engine.Predict(new TextToScore { Text = text }).Score;
            var ours = model.Classify(text);
            for (var label = 0; label < 4; label++)
            {
                ours.Probabilities[label].ShouldBe(theirs[_users.SlotOf((Label)label)], 1e-5);
            }
        }

        model.Version.ShouldStartWith("mlnet-");
        model.Languages.ShouldBeEmpty();
        model.Explain(UsersModel.Texts[0], languageHint: null, 6, out var terms);
        terms.ShouldBeEmpty();
    }

    [Fact]
    public void A_chain_that_still_maps_the_label_serves_too() =>
        ModelStore.Read(_users.PathWithLabel).Classify(UsersModel.Texts[0]).Confidence.ShouldBeGreaterThan(0.25);

    [Theory]
    [InlineData("")]
    [InlineData("\uD83D")]
    [InlineData("\0")]
    public void Any_string_gets_probabilities_that_sum_to_one(string text)
    {
        var model = ModelStore.Read(_users.Path);

        Vector256.Sum(model.Classify(text).Probabilities).ShouldBe(1, 1e-9);
        Vector256
            .Sum(model.Classify(string.Concat(Enumerable.Repeat(text + "坏", 30_000))).Probabilities)
            .ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Many_threads_get_the_answers_that_one_gets()
    {
        var engine = MLNetEngine.Open(_users.Path);
        var alone = UsersModel.Texts.Select(engine.Probabilities).ToArray();
        var together = new Vector256<double>[alone.Length * 8];

        Parallel.For(
            0,
            together.Length,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            i => together[i] = engine.Probabilities(UsersModel.Texts[i % alone.Length])
        );

        for (var i = 0; i < together.Length; i++)
        {
            together[i].ShouldBe(alone[i % alone.Length]);
        }

        // Callers that come at the same moment may each put one back.
        engine.IdleCount.ShouldBeInRange(1, (Environment.ProcessorCount * 2) + 16);
    }

    [Fact]
    public void An_unsure_label_needs_review()
    {
        ModelStore.Read(_users.Path, 1.0).Classify(UsersModel.Texts[0]).NeedsReview.ShouldBeTrue();
        ModelStore.Read(_users.Path, 0.0).Classify(UsersModel.Texts[0]).NeedsReview.ShouldBeFalse();
        ModelStore.Read(_users.Path, 0.0).Classify("").NeedsReview.ShouldBeTrue();
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        var cut = _users.Beside("cut.zip");
        File.WriteAllBytes(cut, File.ReadAllBytes(_users.Path)[..^200]);

        Refused(cut).ShouldContain("not an ML.NET model");
    }

    [Fact]
    public void A_zip_of_something_else_is_refused()
    {
        var other = _users.Beside("other.zip");
        using (var zip = ZipFile.Open(other, ZipArchiveMode.Create))
        {
            zip.CreateEntry("readme.txt");
        }

        Refused(other).ShouldContain("not an ML.NET model");
    }

    [Fact]
    public void A_model_of_other_labels_is_refused_by_name() =>
        Refused(_users.PathOfThreeLabels).ShouldContain("Score");

    private static string Refused(string path) => Should.Throw<InputException>(() => ModelStore.Read(path)).Message;
}

/// <summary>Model files as a user of ML.NET would make them.</summary>
public sealed class UsersModel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("triagemesh-mlnet-").FullName;
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TransformerChain<MulticlassPredictionTransformer<MaximumEntropyModelParameters>> _model;

    public UsersModel()
    {
        var view = _mlContext.Data.LoadFromEnumerable(
            Corpus.Sample(300).Select(text => new TextToScore { Text = text.Text, Label = text.Label.Wire() })
        );
        var mapping = _mlContext.Transforms.Conversion.MapValueToKey("Key", "Label");
        var chain = Chain();
        _model = chain.Fit(mapping.Fit(view).Transform(view));
        _mlContext.Model.Save(_model, view.Schema, Path);
        _mlContext.Model.Save(mapping.Append(chain).Fit(view), view.Schema, PathWithLabel);
        var three = _mlContext.Data.FilterByCustomPredicate<TextToScore>(view, row => row.Label == "other");
        _mlContext.Model.Save(Chain().Fit(mapping.Fit(three).Transform(three)), view.Schema, PathOfThreeLabels);
    }

    public static IReadOnlyList<string> Texts { get; } = [.. Corpus.Rows.Take(60).Select(row => row.Text)];

    public string Path => Beside("model.zip");

    public string PathWithLabel => Beside("with-label.zip");

    public string PathOfThreeLabels => Beside("three.zip");

    public string Beside(string name) => System.IO.Path.Combine(_folder, name);

    internal PredictionEngine<TextToScore, ScoredText> Engine() =>
        _mlContext.Model.CreatePredictionEngine<TextToScore, ScoredText>(_model);

    public int SlotOf(Label label)
    {
        var view = _mlContext.Data.LoadFromEnumerable(Array.Empty<TextToScore>());
        VBuffer<ReadOnlyMemory<char>> names = default;
        _model.GetOutputSchema(view.Schema)["Score"].GetSlotNames(ref names);
        return Array.FindIndex(names.DenseValues().ToArray(), name => name.ToString() == label.Wire());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private EstimatorChain<MulticlassPredictionTransformer<MaximumEntropyModelParameters>> Chain() =>
        _mlContext
            .Transforms.Text.FeaturizeText(
                "Features",
                new TextFeaturizingEstimator.Options
                {
                    CharFeatureExtractor = new WordBagEstimator.Options { NgramLength = 3, UseAllLengths = true },
                    WordFeatureExtractor = null,
                },
                "Text"
            )
            .Append(
                _mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy(
                    new SdcaMaximumEntropyMulticlassTrainer.Options
                    {
                        LabelColumnName = "Key",
                        L1Regularization = 0,
                        L2Regularization = 1e-4f,
                        MaximumNumberOfIterations = 20,
                        NumberOfThreads = 1,
                    }
                )
            );
}
