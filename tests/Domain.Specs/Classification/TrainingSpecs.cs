using System.Runtime.Intrinsics;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

public sealed class TrainingSpecs
{
    private static readonly LabelledText[] Signs =
    [
        .. Enumerable
            .Range(0, 60)
            .Select(i => new LabelledText(
                $"{Filler(i)} {Sign(i % 4)} {Filler(i + 7)}",
                (Label)(i % 4),
                "en",
                Group: $"g{i % 6}"
            )),
    ];

    [Fact]
    public void The_solver_finds_the_bottom_of_a_bowl()
    {
        double[] centre = [3, -2, 0.5];
        double[] steepness = [1, 100, 0.01];
        var point = new double[3];

        Lbfgs.Minimise(
            (at, gradient) =>
            {
                var value = 0.0;
                for (var i = 0; i < at.Length; i++)
                {
                    gradient[i] = steepness[i] * (at[i] - centre[i]);
                    value += steepness[i] / 2 * (at[i] - centre[i]) * (at[i] - centre[i]);
                }

                return value;
            },
            point,
            mostSteps: 200,
            tolerance: 0
        );

        for (var i = 0; i < centre.Length; i++)
        {
            point[i].ShouldBe(centre[i], 1e-4);
        }
    }

    [Fact]
    public void A_word_that_always_goes_with_a_label_is_learnt()
    {
        var model = ModelTrainer.Train(Signs, Corpus.Quick);

        foreach (var label in Enum.GetValues<Label>())
        {
            model.Classify($"something new {Sign((int)label)} here").Label.ShouldBe(label);
        }
    }

    [Fact]
    public void A_text_of_no_weight_teaches_nothing()
    {
        LabelledText[] wrong = [.. Signs.Select(text => text with { Label = Label.Other, Weight = 0 })];

        var model = ModelTrainer.Train([.. Signs, .. wrong], Corpus.Quick);

        model.Classify($"something new {Sign(0)} here").Label.ShouldBe(Label.Complaint);
    }

    [Fact]
    public void Probabilities_that_are_too_bold_are_calibrated_down_without_changing_the_label()
    {
        // Right three times in four, but said with a certainty of 99 %.
        var heldOut = Enumerable
            .Range(0, 400)
            .Select(i => new HeldOutScore(Vector256.Create(5.5, 0, 0, 0), i % 4 == 0 ? 1 : 0, 1))
            .ToList();

        var calibration = Calibration.Fit(heldOut);

        calibration.Apply(Vector256.Create(5.5, 0.0, 0, 0))[0].ShouldBe(0.75, 0.02);
        calibration.Slope.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_threshold_is_the_lowest_that_keeps_the_promise()
    {
        // Confidence 0.90 to 0.99; right above 0.94, wrong below.
        var judged = Enumerable
            .Range(0, 100)
            .Select(i => new Judged(Label.Praise, i >= 40 ? Label.Praise : Label.Other, 0.9 + (i / 1000.0)))
            .ToList();

        // 60 right of 75 are 80 %.
        RejectThreshold.Choose(judged, 0.8).ShouldBe(0.925);
    }

    [Fact]
    public void A_threshold_does_not_promise_what_the_confidence_does_not()
    {
        // All right, but said with 0.50 to 0.99; from 0.61 up they say 0.80 on average.
        var judged = Enumerable.Range(0, 50).Select(i => new Judged(Label.Praise, Label.Praise, 0.5 + (i / 100.0)));

        RejectThreshold.Choose([.. judged], 0.8).ShouldBe(0.61, 0.011);
    }

    [Fact]
    public void Confidence_suits_the_kind_of_text_that_is_hardest()
    {
        // Said alike of two kinds of business; right nine times in ten with the one, six in ten with the other.
        var heldOut = Enumerable
            .Range(0, 800)
            .Select(i => new HeldOutScore(
                Vector256.Create(5.5, 0, 0, 0),
                (i / 2 % 10) < (i % 2 == 0 ? 9 : 6) ? 0 : 1,
                1,
                i % 2 == 0 ? "easy" : "hard"
            ))
            .ToList();

        Calibration.FitHardest(heldOut).Apply(Vector256.Create(5.5, 0.0, 0, 0))[0].ShouldBe(0.6, 0.02);
        // Of half as many the hard ones may be chance: all together are right in three of four.
        Calibration.FitHardest(heldOut[..400]).Apply(Vector256.Create(5.5, 0.0, 0, 0))[0].ShouldBe(0.75, 0.02);
    }

    [Fact]
    public void Where_no_threshold_keeps_the_promise_every_text_needs_review() =>
        RejectThreshold
            .Choose([.. Enumerable.Range(0, 100).Select(i => new Judged(Label.Praise, Label.Other, i / 100.0))], 0.8)
            .ShouldBe(1);

    private static string Sign(int label) => ((string[])["zebra", "tulip", "violin", "harbour"])[label];

    private static string Filler(int i) => ((string[])["the day", "my box", "a road", "some rain", "that lamp"])[i % 5];
}
