using TriageMesh.Classifier.Models;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>The model file in the repository: made from the corpus beside it, small, and true to its promise.</summary>
public sealed class ShippedModelSpecs
{
    private static readonly ClassificationModel Model = ModelStore.Read(ModelStore.ShippedPath);

    [Fact]
    public void It_was_trained_on_the_corpus_as_it_is_now()
    {
        foreach (var part in Model.Languages)
        {
            var counts = Corpus
                .Rows.Where(row => row.Lang == part.Language)
                .GroupBy(row => row.Label)
                .ToDictionary(rows => rows.Key, rows => rows.Count());
            part.Figures.TextsByLabel.ShouldBe(counts, ignoreOrder: true);
        }
    }

    [Fact]
    public void It_carries_the_lexicons_as_they_are_now()
    {
        foreach (var part in Model.Languages)
        {
            part.Lexicon.Classes.ShouldBe(ShippedLexicons.All[part.Language].Classes);
            part.Lexicon.Entries.ShouldBe(ShippedLexicons.All[part.Language].Entries);
        }
    }

    [Fact]
    public void It_knows_both_languages() => Model.Languages.Select(part => part.Language).ShouldBe(["en", "zh"]);

    [Fact]
    public void Its_file_is_smaller_than_16_megabytes() =>
        new FileInfo(ModelStore.ShippedPath).Length.ShouldBeLessThan(16 * 1024 * 1024);

    [Fact]
    public void Above_its_threshold_held_out_labels_are_right_as_often_as_promised()
    {
        foreach (var part in Model.Languages)
        {
            part.Figures.HeldOut.CoveredAccuracy.ShouldBeGreaterThanOrEqualTo(part.Figures.StatedPrecision - 0.01);
            part.Figures.HeldOut.Coverage.ShouldBeGreaterThan(0.5);
        }
    }

    [Fact]
    public void Its_probabilities_promise_no_more_than_held_out_businesses_show()
    {
        foreach (var part in Model.Languages)
        {
            // Calibrated for the hardest kind of text, they are on the cautious side of the average.
            part.Figures.HeldOut.CalibrationError.ShouldBeLessThan(0.1);
        }
    }

    [Theory]
    [InlineData("Third week without my refund and nobody answers. Never again.", "complaint")]
    [InlineData("Thank you so much, the driver was lovely and on time", "praise")]
    [InlineData("what time does the shop on the corner open on sunday", "question")]
    [InlineData("等了一个小时还没送到，客服也没人理，太差了", "complaint")]
    [InlineData("客服小姐姐超耐心，必须点赞", "praise")]
    [InlineData("请问这款有没有黑色的", "question")]
    public void It_knows_the_plain_cases(string text, string label) =>
        Contracts.WireNames.Wire(Model.Classify(text).Label).ShouldBe(label);
}
