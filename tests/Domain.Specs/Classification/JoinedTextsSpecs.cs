using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>What training makes of the corpus and the lexicon beside the texts themselves.</summary>
public sealed class JoinedTextsSpecs
{
    private static readonly LabelledText[] Texts =
    [
        Text("屏幕碎了", Label.Complaint, "phone"),
        Text("电池鼓包", Label.Complaint, "phone"),
        Text("拍照清楚", Label.Praise, "phone"),
        Text("能刷公交卡吗", Label.Question, "phone"),
        Text("昨天换的卡", Label.Other, "phone"),
        Text("床很软", Label.Praise, "hotel"),
        Text("地毯发霉", Label.Complaint, "hotel"),
    ];

    [Fact]
    public void Only_texts_of_one_business_stand_together() =>
        EachJoined((first, second, _) => first.Group.ShouldBe(second.Group));

    [Fact]
    public void Praise_never_stands_beside_blame() =>
        EachJoined(
            (first, second, _) =>
                (first.Label, second.Label).ShouldNotBeOneOf(
                    (Label.Praise, Label.Complaint),
                    (Label.Complaint, Label.Praise)
                )
        );

    [Fact]
    public void A_flat_text_changes_no_label_and_a_complaint_that_asks_is_a_complaint()
    {
        EachJoined((first, _, text) => text.Label.ShouldBe(first.Label));
        EachJoined((first, second, _) => (first.Label, second.Label).ShouldNotBe((Label.Question, Label.Complaint)));
        Labels().ShouldContain((Label.Complaint, Label.Question));
        Labels().ShouldContain((Label.Question, Label.Other));
    }

    [Fact]
    public void A_question_keeps_its_end() =>
        EachJoined(
            (first, second, text) =>
            {
                if (first.Label == Label.Question)
                {
                    text.Text.ShouldStartWith(second.Text);
                    text.Text.ShouldEndWith(first.Text);
                }
            }
        );

    [Fact]
    public void It_weighs_as_much_as_is_said_and_nothing_makes_none()
    {
        JoinedTexts.Of(Texts, 0.25).Texts.ShouldAllBe(text => text.Weight == 0.25);
        JoinedTexts.Of(Texts, 0).Texts.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_texts_make_the_same()
    {
        var joined = JoinedTexts.Of(Texts, 0.25).Texts;

        joined.ShouldNotBeEmpty();
        JoinedTexts.Of(Texts, 0.25).Texts.ShouldBe(joined);
    }

    [Fact]
    public void An_empty_text_and_a_text_of_no_business_do_no_harm()
    {
        LabelledText[] texts =
        [
            Text("", Label.Other, null),
            Text("", Label.Other, null),
            Text("坏", Label.Complaint, null),
        ];

        JoinedTexts.Of(texts, 1).Texts.ShouldContain(text => text.Text.Contains('坏'));
    }

    private static void EachJoined(Action<LabelledText, LabelledText, LabelledText> check)
    {
        var joined = JoinedTexts.Of(Texts, 0.25);
        joined.Texts.Count.ShouldBe(joined.Parts.Count);
        foreach (var (text, (first, second)) in joined.Texts.Zip(joined.Parts))
        {
            check(Texts[first], Texts[second], text);
        }
    }

    private static List<(Label First, Label Second)> Labels() =>
        [.. JoinedTexts.Of(Texts, 0.25).Parts.Select(part => (Texts[part.First].Label, Texts[part.Second].Label))];

    private static LabelledText Text(string text, Label label, string? business) =>
        new(text, label, "zh", Group: business);
}
