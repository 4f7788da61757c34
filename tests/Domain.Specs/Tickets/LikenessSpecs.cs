using TriageMesh.Domain.Tickets;

namespace TriageMesh.Domain.Specs.Tickets;

public sealed class LikenessSpecs
{
    [Theory]
    [InlineData(
        "Refund promised within 5 days, it has been 19. Not a word!",
        "You promised the refund within five days. 12 days now!"
    )]
    [InlineData("退款申请通过七天了，钱到现在都没到账", "退款申请都通过十天了，钱还是没有到账。")]
    [InlineData("退款申請通過了，錢還沒到賬", "退款申请通过了，钱还没到账")]
    public void Texts_about_the_same_are_like_each_other(string one, string other) =>
        Likeness.Of(one).To(Likeness.Of(other)).ShouldBeGreaterThan(0.3);

    [Theory]
    [InlineData(
        "You have not answered me and I want this to end now.",
        "Have you got this for me, and when will it be there?"
    )]
    [InlineData("你们的客服什么时候可以给我回复呢", "请问这个颜色什么时候会有货呢")]
    [InlineData("The blender smells burnt.", "Do you ship to Iceland?")]
    public void Words_that_every_text_has_make_no_likeness(string one, string other) =>
        Likeness.Of(one).To(Likeness.Of(other)).ShouldBeLessThan(0.1);

    [Fact]
    public void The_same_words_in_another_order_and_dress_have_the_same_numbers()
    {
        var numbers = Likeness.Of("Parcel BROKEN, courier rude!").Bands();

        numbers.Count.ShouldBe(Likeness.Numbers);
        Likeness.Of("rude courier... broken parcel").Bands().ShouldBe(numbers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    [InlineData("Hello")]
    [InlineData("谢谢")]
    public void A_text_that_says_too_little_is_found_by_nothing(string text) =>
        Likeness.Of(text).Bands().ShouldBeEmpty();

    [Fact]
    public void Most_that_share_half_their_words_share_a_number_and_few_that_share_hardly_any_do()
    {
        var chance = new Random(11);
        string Word() => string.Concat(Enumerable.Range(0, 7).Select(_ => (char)('b' + chance.Next(24))));
        (int Half, int Hardly) found = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var words = Enumerable.Range(0, 40).Select(_ => Word()).ToArray();
            found.Half += Meet(words[..12], words[4..16]) ? 1 : 0;
            found.Hardly += Meet(words[..12], words[11..23]) ? 1 : 0;
        }

        found.Half.ShouldBeGreaterThan(200);
        found.Hardly.ShouldBeLessThan(30);
    }

    private static bool Meet(string[] one, string[] other) =>
        Likeness.Of(string.Join(' ', one)).Bands().Intersect(Likeness.Of(string.Join(' ', other)).Bands()).Any();
}
