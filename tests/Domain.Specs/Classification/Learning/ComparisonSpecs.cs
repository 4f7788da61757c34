using TriageMesh.Classifier.Retrain;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification.Learning;

/// <summary>When a challenger may take the champion's place.</summary>
public sealed class ComparisonSpecs
{
    private static readonly ClassificationModel Champion = Model("refund late broken");
    private static readonly ClassificationModel Challenger = Model("refund late broken again");

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 5, 0.03125)]
    [InlineData(5, 0, 1)]
    [InlineData(3, 7, 0.171875)]
    [InlineData(500, 500, 0.5126)]
    public void The_chance_of_so_many_losses_is_that_of_a_fair_coin(int won, int lost, double chance) =>
        SignTest.Chance(won, lost).ShouldBe(chance, 1e-4);

    [Fact]
    public void Equal_is_good_enough()
    {
        var verdict = Judge(Rows(100, Label.Complaint, Label.Complaint));

        verdict.Passed.ShouldBeTrue();
        verdict.Reasons.ShouldBeEmpty();
    }

    [Fact]
    public void Few_losses_are_noise_and_many_are_not()
    {
        Judge([.. Rows(96, Label.Praise, Label.Praise), .. Lost(4, Label.Praise)]).Passed.ShouldBeTrue();

        var verdict = Judge([.. Rows(95, Label.Praise, Label.Praise), .. Lost(5, Label.Praise)]);

        verdict.Passed.ShouldBeFalse();
        verdict
            .Reasons.ShouldHaveSingleItem()
            .ShouldStartWith("On dev (en, 100 texts) it is worse over all labels: 5 texts lost, 0 won");
    }

    [Fact]
    public void Gains_at_one_label_do_not_buy_losses_at_another()
    {
        var verdict = Judge([
            .. Rows(70, Label.Other, Label.Other),
            .. Lost(10, Label.Complaint),
            .. Won(20, Label.Praise),
        ]);

        verdict.Passed.ShouldBeFalse();
        verdict.Reasons.ShouldHaveSingleItem().ShouldContain("at complaint: 10 texts lost, 0 won");
    }

    [Fact]
    public void A_label_given_where_it_does_not_belong_is_lost_too()
    {
        var wrongly = Enumerable.Repeat(new JudgedRow(Label.Other, Label.Question, 0.9, Label.Complaint, 0.9), 10);

        var verdict = Judge([.. Rows(90, Label.Complaint, Label.Complaint), .. wrongly]);

        verdict.Reasons.ShouldHaveSingleItem().ShouldContain("at complaint");
    }

    [Fact]
    public void A_small_set_is_shown_and_not_judged()
    {
        var verdict = Comparison.Judge(
            Champion,
            Challenger,
            [
                new JudgedSet("dev", "en", Rows(100, Label.Praise, Label.Praise)),
                new JudgedSet("tiny", "en", [.. Lost(19, Label.Praise)]),
            ],
            fewestTexts: 100
        );

        verdict.Passed.ShouldBeTrue();
        verdict.Sets[1].Judged.ShouldBeFalse();
        verdict.Sets[1].Champion.Accuracy.ShouldBe(1);
        verdict.Sets[1].Challenger.Accuracy.ShouldBe(0);
    }

    [Fact]
    public void What_cannot_be_judged_does_not_pass() =>
        Judge(Rows(99, Label.Praise, Label.Praise))
            .Reasons.ShouldBe(["99 texts of en to compare on are too few: it takes 100."]);

    [Fact]
    public void A_language_must_not_get_lost()
    {
        var both = ModelTrainer.Train(
            [.. Texts("refund late broken"), .. Texts("退款 太慢 坏了", "zh")],
            new TrainingOptions()
        );

        Comparison
            .Judge(both, Challenger, [new JudgedSet("dev", "en", Rows(100, Label.Praise, Label.Praise))], 100)
            .Reasons.ShouldContain("It does not know zh.");
    }

    private static Contracts.Api.ComparisonView Judge(IReadOnlyList<JudgedRow> rows) =>
        Comparison.Judge(Champion, Challenger, [new JudgedSet("dev", "en", rows)], fewestTexts: 100);

    private static List<JudgedRow> Rows(int count, Label right, Label given) =>
        [.. Enumerable.Repeat(new JudgedRow(right, given, 0.9, given, 0.9), count)];

    private static IEnumerable<JudgedRow> Lost(int count, Label right) =>
        Enumerable.Repeat(new JudgedRow(right, right, 0.9, Wrong(right), 0.9), count);

    private static IEnumerable<JudgedRow> Won(int count, Label right) =>
        Enumerable.Repeat(new JudgedRow(right, Wrong(right), 0.9, right, 0.9), count);

    private static Label Wrong(Label right) => right == Label.Other ? Label.Question : Label.Other;

    private static ClassificationModel Model(string words) => ModelTrainer.Train(Texts(words), new TrainingOptions());

    private static List<LabelledText> Texts(string words, string language = "en") =>
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i => new LabelledText(
                    $"{words} {i % 3}",
                    i % 2 == 0 ? Label.Complaint : Label.Other,
                    language
                )),
        ];
}
