using System.Runtime.Intrinsics;
using FsCheck;
using FsCheck.Fluent;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Specs.Text;

namespace TriageMesh.Domain.Specs.Classification;

public sealed class ClassificationModelSpecs
{
    private static readonly ClassificationModel Model = Corpus.SmallModel;

    [Fact]
    public void Any_string_gets_a_label_and_probabilities_that_sum_to_one() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyString.Arbitrary, text => IsSound(Model.Classify(text))));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\uD83D")]
    [InlineData("\0")]
    public void So_do_strings_with_nothing_in_them(string text) => IsSound(Model.Classify(text)).ShouldBeTrue();

    [Theory]
    [InlineData("broken ")]
    [InlineData("坏")]
    [InlineData("东西坏了怎么办 ")]
    public void So_do_strings_of_a_hundred_thousand_characters(string part) =>
        IsSound(Model.Classify(string.Concat(Enumerable.Repeat(part, 100_000 / part.Length)))).ShouldBeTrue();

    [Theory]
    [InlineData("broken again ")]
    [InlineData("东西坏了怎么办")]
    [InlineData("ab1")]
    public void Labelling_takes_time_in_proportion_to_the_length(string part)
    {
        var little = string.Concat(Enumerable.Repeat(part, 5_000 / part.Length));
        var much = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));

        LinearTime.ShouldHold(() => Model.Classify(little), () => Model.Classify(much), times: 20);
    }

    [Fact]
    public void Where_nothing_is_recognised_a_person_should_look() => Model.Classify("ʘʘʘ").NeedsReview.ShouldBeTrue();

    [Fact]
    public void A_text_in_full_width_upper_case_or_with_doubled_spaces_gets_the_same_answer()
    {
        foreach (var row in Corpus.Rows.Where((_, i) => i % 5 == 0))
        {
            var answer = Model.Classify(row.Text);
            foreach (var dressed in (string[])[FullWidth(row.Text), Upper(row.Text), row.Text.Replace(" ", "  ")])
            {
                var other = Model.Classify(dressed);
                other.Label.ShouldBe(answer.Label, dressed);
                other.Probabilities.ShouldBe(answer.Probabilities, dressed);
            }
        }
    }

    [Fact]
    public void A_text_in_traditional_script_gets_the_same_answer() =>
        Model.Classify("這個訂單為什麼還沒發貨").ShouldBe(Model.Classify("这个订单为什么还没发货"));

    [Fact]
    public void Many_threads_may_use_one_model()
    {
        var texts = Corpus.Rows.Take(400).Select(row => row.Text).ToArray();
        var alone = texts.Select(text => Model.Classify(text)).ToArray();
        var together = new Prediction[texts.Length];

        Parallel.For(0, texts.Length * 4, i => together[i % texts.Length] = Model.Classify(texts[i % texts.Length]));

        together.ShouldBe(alone);
    }

    private static bool IsSound(Prediction prediction)
    {
        var sum = Vector256.Sum(prediction.Probabilities);
        return Math.Abs(sum - 1) < 1e-9
            && Enum.GetValues<Label>().All(label => prediction.Probabilities[(int)label] is >= 0 and <= 1)
            && Enum.GetValues<Label>().All(label => prediction.Probabilities[(int)label] <= prediction.Confidence);
    }

    private static string FullWidth(string text) =>
        string.Concat(
            text.Select(c =>
                c is >= '!' and <= '~' ? (char)(c + 0xFEE0)
                : c == ' ' ? '\u3000'
                : c
            )
        );

    private static string Upper(string text) => text.ToUpperInvariant();
}
