using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

public sealed class EvaluationSpecs
{
    private static readonly Judged[] Ten =
    [
        new(Label.Complaint, Label.Complaint, 0.95),
        new(Label.Complaint, Label.Complaint, 0.95),
        new(Label.Complaint, Label.Complaint, 0.85),
        new(Label.Complaint, Label.Praise, 0.55),
        new(Label.Praise, Label.Praise, 0.85),
        new(Label.Praise, Label.Complaint, 0.45),
        new(Label.Question, Label.Question, 0.75),
        new(Label.Question, Label.Question, 0.75),
        new(Label.Other, Label.Other, 0.65),
        new(Label.Other, Label.Complaint, 0.35),
    ];

    private static readonly EvaluationFigures Figures = Evaluation.Summarise(Ten, threshold: 0.6);

    [Fact]
    public void Accuracy_is_the_share_of_right_labels() => Figures.Accuracy.ShouldBe(0.7);

    [Fact]
    public void Each_label_has_its_precision_recall_and_F1()
    {
        Figures.Labels["complaint"].ShouldBe(new LabelFigures(4, 0.6, 0.75, 0.6667));
        Figures.Labels["praise"].ShouldBe(new LabelFigures(2, 0.5, 0.5, 0.5));
        Figures.Labels["question"].ShouldBe(new LabelFigures(2, 1, 1, 1));
        Figures.Labels["other"].ShouldBe(new LabelFigures(2, 1, 0.5, 0.6667));
    }

    [Fact]
    public void Macro_F1_counts_each_label_alike() => Figures.MacroF1.ShouldBe((2 / 3.0 + 0.5 + 1 + 2 / 3.0) / 4, 1e-4);

    // Bins by confidence: said and right differ by 0.35, 0.45, 0.55, 0.35, 0.5, 0.3 and 0.1 texts of ten.
    [Fact]
    public void Calibration_error_is_the_mean_gap_between_said_and_right() =>
        Figures.CalibrationError.ShouldBe((0.35 + 0.45 + 0.55 + 0.35 + 0.5 + 0.3 + 0.1) / 10, 1e-9);

    [Fact]
    public void Coverage_leaves_the_least_sure_out()
    {
        Figures.AccuracyAt90.ShouldBe(0.7778);
        Figures.AccuracyAt80.ShouldBe(0.875);
        Figures.Coverage.ShouldBe(0.7);
        Figures.CoveredAccuracy.ShouldBe(1);
    }

    [Fact]
    public void Confusion_counts_the_right_label_down_and_the_given_one_across()
    {
        Figures.Confusion[(int)Label.Complaint].ShouldBe([3, 1, 0, 0]);
        Figures.Confusion[(int)Label.Other].ShouldBe([1, 0, 0, 1]);
    }

    [Fact]
    public void Nothing_judged_is_nothing_right() => Evaluation.Summarise([], 0.5).Accuracy.ShouldBe(0);
}
