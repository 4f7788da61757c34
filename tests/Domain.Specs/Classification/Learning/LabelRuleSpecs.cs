using TriageMesh.Classifier;
using TriageMesh.Classifier.Classify;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification.Learning;

/// <summary>Rules before and after the model.</summary>
public sealed class LabelRuleSpecs
{
    private static readonly ClassificationModel Shipped = ModelStore.Read(ModelStore.ShippedPath);

    [Theory]
    [InlineData("refund", "Where is my REFUND?", true)]
    [InlineData("refund", "It was refunded.", false)]
    [InlineData("fund", "my refund", false)]
    [InlineData("never again", "Ｎｅｖｅｒ　Ａｇａｉｎ!!", true)]
    [InlineData("退款", "我要退款啊", true)]
    [InlineData("退款", "請給我退款", true)]
    [InlineData("iphone", "我的iPhone坏了", true)]
    [InlineData("c++", "I like c++ best", true)]
    public void A_word_is_found_whole_in_any_dress(string word, string text, bool found) =>
        Rule(new RuleConditions { Words = [word] }).Matches(new RuleSubject(text, null), null).ShouldBe(found);

    [Fact]
    public void All_that_is_given_must_hold()
    {
        var rule = Rule(
            new RuleConditions
            {
                Pattern = @"\bgiveaway\b",
                AuthorTiers = [AuthorTier.Staff, AuthorTier.Media],
                MinFollowers = 100,
                Channels = ["weibo"],
                Languages = ["en"],
            }
        );
        var subject = new RuleSubject("Our GIVEAWAY begins", null)
        {
            Channel = "Weibo",
            Tier = AuthorTier.Media,
            Followers = 100,
        };

        rule.Matches(subject, null).ShouldBeTrue();
        rule.Matches(subject with { Tier = AuthorTier.Vip }, null).ShouldBeFalse();
        rule.Matches(subject with { Followers = 99 }, null).ShouldBeFalse();
        rule.Matches(subject with { Followers = null }, null).ShouldBeFalse();
        rule.Matches(subject with { Channel = null }, null).ShouldBeFalse();
        rule.Matches(new RuleSubject("giveaway 抽奖抽奖抽奖抽奖抽奖", null), null).ShouldBeFalse();
    }

    [Fact]
    public void A_rule_before_the_model_fixes_the_label_without_a_doubt()
    {
        var book = Book(
            (RuleStage.Before, 1, new RuleConditions { Words = ["hiring"] }, new RuleAction { Skip = true })
        );

        var labelled = Label("We are hiring! The worst support ever, broken and late.", book);

        (labelled.Label, labelled.Confidence, labelled.NeedsReview).ShouldBe((Contracts.Label.Other, 1, false));
        labelled.Rule!.Name.ShouldBe("rule 1");
        labelled.Terms.ShouldHaveSingleItem().Term.ShouldBe("rule: rule 1");
        labelled.Language.ShouldBe("en");
    }

    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        var book = Book(
            (RuleStage.Before, 2, new RuleConditions { Words = ["parcel"] }, To(Contracts.Label.Praise)),
            (RuleStage.Before, 1, new RuleConditions { Words = ["parcel"] }, To(Contracts.Label.Question))
        );

        Label("My parcel", book).Label.ShouldBe(Contracts.Label.Question);
        Label("My letter", book).Rule.ShouldBeNull();
    }

    [Fact]
    public void A_rule_after_the_model_changes_what_the_model_is_unsure_of_and_shows_its_scores()
    {
        const string Text = "Third week without my refund and nobody answers. Never again.";
        var plain = Label(Text, RuleBook.Empty);
        plain.Label.ShouldBe(Contracts.Label.Complaint);

        RuleBook Below(double limit) =>
            Book(
                (
                    RuleStage.After,
                    1,
                    new RuleConditions { Labels = [Contracts.Label.Complaint], ConfidenceBelow = limit },
                    To(Contracts.Label.Question)
                )
            );

        Label(Text, Below(plain.Confidence - 0.01)).Rule.ShouldBeNull();
        var changed = Label(Text, Below(1));
        changed.Label.ShouldBe(Contracts.Label.Question);
        changed.Scores.ShouldBe(plain.Scores);
        changed.Terms[0].Term.ShouldBe("rule: rule 1");
        changed.Terms.Skip(1).ShouldBe(plain.Terms);
    }

    [Fact]
    public void A_rule_can_ask_for_a_person_without_changing_the_label()
    {
        const string Text = "Third week without my refund and nobody answers. Never again.";
        var book = Book(
            (RuleStage.After, 1, new RuleConditions { Words = ["refund"] }, new RuleAction { NeedsReview = true })
        );

        var labelled = Label(Text, book);

        (labelled.Label, labelled.NeedsReview).ShouldBe((Contracts.Label.Complaint, true));
    }

    [Fact]
    public void An_expression_that_takes_too_long_counts_as_not_matching_and_is_told_of()
    {
        // The look-ahead keeps the linear engine away.
        var book = Book(
            (RuleStage.Before, 1, new RuleConditions { Pattern = @"^(?=a)((a+)+)+$" }, To(Contracts.Label.Praise))
        );
        var slow = new List<LabelRule>();

        var labelled = Labeller.Label(
            new RuleSubject(new string('a', 4_000) + "!", null),
            Shipped,
            book,
            terms: 0,
            slow.Add
        );

        labelled.Rule.ShouldBeNull();
        slow.ShouldBe(book.Rules);
    }

    [Theory]
    [InlineData(RuleStage.Before, "name")]
    [InlineData(RuleStage.After, "name")]
    public void Every_mistake_is_named_by_its_field(RuleStage stage, string field) =>
        Mistakes(
                new RuleDefinition
                {
                    Name = " ",
                    Stage = stage,
                    When = new RuleConditions { Words = ["x"] },
                    Then = To(Contracts.Label.Other),
                }
            )
            .ShouldBe([$"definition.{field}"]);

    [Fact]
    public void What_makes_no_sense_in_a_stage_is_refused()
    {
        Mistakes(Definition(RuleStage.Before, new RuleConditions { ConfidenceBelow = 0.5 }, To(Contracts.Label.Other)))
            .ShouldBe(["definition.when.confidence_below"]);
        Mistakes(Definition(RuleStage.After, new RuleConditions { Words = ["x"] }, new RuleAction { Skip = true }))
            .ShouldContain("definition.then.skip");
        Mistakes(Definition(RuleStage.Before, new RuleConditions(), To(Contracts.Label.Other)))
            .ShouldBe(["definition.when"]);
        Mistakes(Definition(RuleStage.Before, new RuleConditions { Pattern = "(" }, To(Contracts.Label.Other)))
            .ShouldBe(["definition.when.pattern"]);
        Mistakes(Definition(RuleStage.Before, new RuleConditions { Pattern = "a*" }, To(Contracts.Label.Other)))
            .ShouldBe(["definition.when.pattern"]);
        Mistakes(Definition(RuleStage.Before, new RuleConditions { Languages = ["fr"] }, new RuleAction()))
            .ShouldBe(["definition.when.languages", "definition.then"]);
    }

    private static Labelled Label(string text, RuleBook book) =>
        Labeller.Label(new RuleSubject(text, null), Shipped, book, terms: 6, _ => { });

    private static RuleAction To(Label label) => new() { Label = label };

    private static RuleDefinition Definition(RuleStage stage, RuleConditions when, RuleAction then) =>
        new()
        {
            Name = "a rule",
            Stage = stage,
            When = when,
            Then = then,
        };

    private static LabelRule Rule(RuleConditions when) =>
        new(
            new RuleMark(Guid.NewGuid(), 1, "a rule", RuleStage.Before),
            Definition(RuleStage.Before, when, To(Contracts.Label.Other))
        );

    private static RuleBook Book(params (RuleStage Stage, int Order, RuleConditions When, RuleAction Then)[] rules) =>
        new(
            1,
            rules.Select(rule => new LabelRule(
                new RuleMark(Guid.NewGuid(), 1, $"rule {rule.Order}", rule.Stage),
                Definition(rule.Stage, rule.When, rule.Then) with
                {
                    Order = rule.Order,
                }
            ))
        );

    private static IReadOnlyList<string> Mistakes(RuleDefinition definition)
    {
        var problems = new FieldProblems();
        RuleReader.Check(definition, problems);
        return problems.Any ? [.. problems.ToAnswer().ProblemDetails.Errors.Keys] : [];
    }
}
