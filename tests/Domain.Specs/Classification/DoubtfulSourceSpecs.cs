using System.Runtime.Intrinsics;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>Texts of a source whose labels are in doubt: what the source has much of is not learnt from its words.</summary>
public sealed class DoubtfulSourceSpecs
{
    private static readonly string[] Signs = ["zebra", "tulip", "violin", "harbour"];
    private static readonly string[] Fillers = ["the day", "my box", "a road", "some rain", "that lamp"];

    private static readonly TrainingOptions Judging = Corpus.Quick with { Judging = ["en"] };

    private static readonly LabelledText[] Own =
    [
        .. Enumerable
            .Range(0, 320)
            .Select(i => new LabelledText(
                $"{Fillers[i % 5]} {Signs[i / 5 % 4]} {Fillers[(i + 2) % 5]}",
                (Label)(i / 5 % 4),
                "en",
                Group: $"g{i % 7}",
                Source: "post"
            )),
    ];

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void A_source_that_has_much_of_one_label_does_not_teach_that_its_words_mean_it(double precision)
    {
        var named = ModelTrainer.Train([.. Own, .. Forum(precision, "forum", "", "")], Judging);
        var unnamed = ModelTrainer.Train([.. Own, .. Forum(precision, source: null, "", "")], Judging);

        // A word that all of the forum's texts have, and no other text.
        LogOddsOfOther(named, "gearbox").ShouldBeLessThan(LogOddsOfOther(unnamed, "gearbox") / 2);
    }

    [Fact]
    public void What_tells_the_labels_of_such_a_source_apart_is_learnt()
    {
        var model = ModelTrainer.Train([.. Own, .. Forum(0.9, "forum", "rattle", "picnic")], Judging);

        model.Classify("gearbox rattle").Label.ShouldBe(Label.Complaint);
        model.Classify("gearbox picnic").Label.ShouldBe(Label.Other);
    }

    [Fact]
    public void Where_no_label_is_in_doubt_the_source_of_a_text_changes_nothing() =>
        ModelTrainer
            .Train(Own, Judging)
            .Version.ShouldBe(
                ModelTrainer.Train([.. Own.Select(text => text with { Source = null })], Judging).Version
            );

    [Fact]
    public void A_source_in_doubt_leaves_no_feature_of_its_own_in_the_model() =>
        ModelTrainer
            .Train([.. Own.Select(text => text with { Weight = 0.9 })], Judging)
            .Languages[0]
            .Figures.Features.ShouldBe(ModelTrainer.Train(Own, Judging).Languages[0].Figures.Features);

    [Fact]
    public void Doubtful_labels_do_not_say_how_sure_a_model_may_be()
    {
        // Said with a certainty of 99 %: right nine times in ten where that is known, one time in two where the label is a guess.
        var heldOut = Enumerable
            .Range(0, 800)
            .Select(i => new HeldOutScore(
                Vector256.Create(5.5, 0, 0, 0),
                i % 2 == 0 ? (i % 20 == 0 ? 1 : 0) : (i % 4 == 1 ? 1 : 0),
                i % 2 == 0 ? 1 : 0.9
            ))
            .ToList();

        Sureness(Calibration.FitHardest(Calibration.Certain(heldOut))).ShouldBe(0.9, 0.02);
        Sureness(Calibration.FitHardest(heldOut)).ShouldBeLessThan(0.75);
        // With fewer than three hundred certain ones the others have to do.
        Calibration.Certain(heldOut[..400]).Count.ShouldBe(400);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    public void Of_doubtful_labels_those_that_the_words_contradict_count_less(double share)
    {
        // A lot of a hundred complaints; a model that has not seen them finds four in five likely and the rest not.
        LabelledText[] texts =
        [
            .. Enumerable
                .Range(0, 100)
                .Select(i => new LabelledText($"{i}", Label.Complaint, "en", share, Source: "forum")),
            new LabelledText("sure", Label.Complaint, "en", Source: "forum"),
        ];
        var heldOut = Enumerable
            .Range(0, 101)
            .Select(i => new HeldOutScore(Vector256.Create(i % 5 == 0 ? -2.0 : 2.0, 0, 0, 0), 0, 1))
            .ToList();

        var weighed = DoubtfulLabels.Weigh(texts, heldOut, new Calibration(1));

        weighed[0].Weight.ShouldBeLessThan(weighed[1].Weight - 0.2);
        weighed[..100].Average(text => text.Weight).ShouldBe(share, 1e-6);
        weighed[100].Weight.ShouldBe(1);
    }

    private static double Sureness(Calibration calibration) => calibration.Apply(Vector256.Create(5.5, 0.0, 0, 0))[0];

    private static double LogOddsOfOther(ClassificationModel model, string text)
    {
        var probabilities = model.Classify(text).Probabilities;
        var others = Vector256.Sum(probabilities.WithElement((int)Label.Other, 0));
        return Math.Log(probabilities[(int)Label.Other] / others);
    }

    /// <summary>Nine in ten of its texts are of one label; what words tell the labels apart, if any.</summary>
    private static IEnumerable<LabelledText> Forum(double precision, string? source, string bad, string flat) =>
        Enumerable
            .Range(0, 200)
            .Select(i => new LabelledText(
                $"gearbox {(i % 10 == 0 ? bad : flat)} {Fillers[i / 10 % 5]} {i / 10 % 13}",
                i % 10 == 0 ? Label.Complaint : Label.Other,
                "en",
                precision,
                Source: source
            ));
}
