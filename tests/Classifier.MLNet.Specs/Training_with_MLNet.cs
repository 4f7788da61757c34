using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using TriageMesh.Classifier.MLNet.Train;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Specs.Classification;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Classifier.MLNet.Specs;

/// <summary>ML.NET finds the weights, our format holds them, our scorer uses them.</summary>
public sealed class Training_with_MLNet
{
    private const double Penalty = 0.1;
    private static readonly FeatureRecipe Small = new() { HashBits = 9, AtomGrams = 1 };

    public static TheoryData<string> Trainers => [.. new MLNetAddOn().Trainers.Select(trainer => trainer.Name)];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_word_that_always_goes_with_a_label_is_learnt(string name)
    {
        string[] signs = ["zebra", "tulip", "violin", "harbour"];
        var texts = Enumerable
            .Range(0, 80)
            .Select(i => new LabelledText($"day {i} {signs[i % 4]} road", (Label)(i % 4), "en", Group: $"g{i % 5}"))
            .ToList();

        var model = ModelTrainer.Train(texts, Corpus.Quick with { Trainer = Named(name) });

        foreach (var label in Enum.GetValues<Label>())
        {
            model.Classify($"something {signs[(int)label]} here").Label.ShouldBe(label);
        }

        ModelFile.Read(ModelFile.Write(model)).Version.ShouldBe(model.Version);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void It_finds_about_the_weights_that_our_own_trainer_finds(string name)
    {
        var rows = Rows(400, Small);
        var ours = rows.NewPoint();
        new TrainingOptions().Trainer.Train(rows, Ones(rows), Penalty * 10, ours);
        var theirs = rows.NewPoint();

        Named(name).Train(rows, Ones(rows), Penalty * 10, theirs);

        var alike = Enumerable
            .Range(0, rows.Texts.Length)
            .Count(row => Softmax.Largest(rows.Scores(ours, row)) == Softmax.Largest(rows.Scores(theirs, row)));
        alike.ShouldBeGreaterThan(rows.Texts.Length * 95 / 100);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void The_same_rows_give_the_same_weights(string name)
    {
        var rows = Rows(200, Small);
        var one = rows.NewPoint();
        var two = rows.NewPoint();

        Named(name).Train(rows, Ones(rows), Penalty, one);
        Named(name).Train(rows, Ones(rows), Penalty, two);

        two.ShouldBe(one);
    }

    [Fact]
    public void Rows_of_no_weight_are_left_out()
    {
        var rows = Rows(200, Small);
        var weights = Ones(rows);
        weights.AsSpan(150).Clear();

        RowsView.Of(new MLContext(), rows, weights, out var count);

        count.ShouldBe(150);
    }

    [Fact]
    public void Exported_weights_give_the_scores_that_MLNet_gives()
    {
        var rows = Rows(600, new TrainingOptions().Recipes["en"]);

        foreach (var (ours, theirs) in Compare(rows, out _))
        {
            for (var label = 0; label < 4; label++)
            {
                ours[label].ShouldBe(theirs[label], 1e-5);
            }

            var largest = Softmax.Largest(ours);
            theirs[largest].ShouldBeGreaterThan(theirs.Max() - 1e-5f);
        }
    }

    /// <summary>Asked for by name only: makes the fixture that the parity specification reads where there is no ML.NET.</summary>
    [Fact(Explicit = true)]
    public void Write_the_fixture()
    {
        var rows = Rows(40, Small);
        var compared = Compare(rows, out var point).ToList();
        using var file = File.CreateText(
            RepositoryRoot.Below("tests", "Domain.Specs", "Classification", "MLNetParity.json")
        );
        file.Write(
            $$"""
            {"columns": {{rows.Columns}},
             "weights": [{{Numbers(point.Take(rows.Columns * 4))}}],
             "biases": [{{Numbers(point.Skip(rows.Columns * 4))}}],
             "rows": [

            """
        );
        for (var row = 0; row < rows.Texts.Length; row++)
        {
            var values = rows.ValuesOf(row).ToArray().Select(value => (double)value);
            var line =
                $"{{\"columns\": {JsonSerializer.Serialize(rows.ColumnsOf(row).ToArray())}, "
                + $"\"values\": [{Numbers(values)}], \"scores\": [{Numbers(compared[row].Theirs.Select(score => (double)score))}]}}";
            file.WriteLine(row < rows.Texts.Length - 1 ? line + "," : line + "]}");
        }
    }

    private static string Numbers(IEnumerable<double> numbers) =>
        string.Join(", ", numbers.Select(number => ((float)number).ToString(CultureInfo.InvariantCulture)));

    private static List<(Vector256<double> Ours, float[] Theirs)> Compare(TrainingRows rows, out double[] point)
    {
        var mlContext = new MLContext(seed: 1);
        var view = RowsView.Of(mlContext, rows, Ones(rows), out _);
        var model = SdcaTrainer.Fit(mlContext, view, Penalty / rows.Texts.Length);
        point = rows.NewPoint();
        ExportedWeights.Write(model.Model, rows.Columns, point);
        var weights = point;
        return
        [
            .. model
                .Transform(view)
                .GetColumn<float[]>("Score")
                .Select((scores, row) => (Softmax.Of(rows.Scores(weights, row)), scores)),
        ];
    }

    private static TrainingRows Rows(int count, FeatureRecipe recipe) =>
        TrainingRows.Build([.. Corpus.Sample(count).Where(text => text.Language == "en")], recipe, Lexicon.Empty);

    private static double[] Ones(TrainingRows rows) => [.. Enumerable.Repeat(1.0, rows.Texts.Length)];

    private static ILinearTrainer Named(string name) =>
        new MLNetAddOn().Trainers.Single(trainer => trainer.Name == name);
}
