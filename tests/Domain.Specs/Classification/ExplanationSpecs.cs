using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

public sealed class ExplanationSpecs
{
    private static readonly ClassificationModel Model = Corpus.SmallModel;

    [Fact]
    public void Terms_stand_in_the_text_heaviest_first_and_do_not_overlap()
    {
        foreach (var row in Corpus.Rows.Where((_, i) => i % 10 == 0))
        {
            _ = Model.Explain(row.Text, null, 6, out var terms);

            var normal = Domain.Text.TextNormaliser.Normalise(row.Text);
            terms.Count.ShouldBeLessThanOrEqualTo(6);
            terms.ShouldAllBe(term => normal.Contains(term.Term));
            terms.Select(term => term.Weight).ShouldBeInOrder(SortDirection.Descending);
            terms.Sum(term => term.Term.Length).ShouldBeLessThanOrEqualTo(normal.Length);
        }
    }

    [Fact]
    public void The_word_that_decides_comes_first()
    {
        var texts = Enumerable
            .Range(0, 80)
            .Select(i => new LabelledText(
                i % 2 == 0 ? $"the parcel {i % 10} arrived crushed" : $"the parcel {i % 10} arrived sparkling",
                i % 2 == 0 ? Label.Complaint : Label.Praise,
                "en"
            ));
        var model = ModelTrainer.Train([.. texts], Corpus.Quick);

        var prediction = model.Explain("my parcel came crushed today", null, 3, out var terms);

        prediction.Label.ShouldBe(Label.Complaint);
        terms[0].Term.ShouldBe("crushed");
        terms[0].Weight.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Explaining_gives_the_same_label_as_not_explaining()
    {
        foreach (var row in Corpus.Rows.Take(100))
        {
            Model.Explain(row.Text, null, 4, out _).ShouldBe(Model.Classify(row.Text));
        }
    }

    [Fact]
    public void Names_and_numbers_are_not_repeated_in_a_reason()
    {
        _ = Model.Explain(
            "@private_person order 123456789 is broken, mail me at a.b@example.com",
            null,
            20,
            out var terms
        );

        terms.ShouldAllBe(term =>
            !term.Term.Contains("private") && !term.Term.Contains("1234") && !term.Term.Contains("a.b")
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("ʘʘʘ")]
    public void Where_nothing_is_recognised_there_is_no_reason(string text)
    {
        _ = Model.Explain(text, null, 4, out var terms);

        terms.ShouldBeEmpty();
    }
}
