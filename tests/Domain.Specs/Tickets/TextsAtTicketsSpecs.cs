using TriageMesh.Domain.Tickets;

namespace TriageMesh.Domain.Specs.Tickets;

public sealed class TextsAtTicketsSpecs
{
    private static readonly Dictionary<string, string?> Values = new(StringComparer.Ordinal)
    {
        ["author"] = "小林",
        ["ticket"] = "T-1042",
        ["order"] = null,
    };

    [Fact]
    public void A_text_is_filled_in() =>
        CannedText.Fill("{{author}} 您好，工单 {{ ticket }}。", Values).Text.ShouldBe("小林 您好，工单 T-1042。");

    [Fact]
    public void A_variable_without_a_value_is_named_and_nothing_is_filled_in() =>
        CannedText
            .Fill("{{author}}, your order {{order}} {{voucher}}", Values)
            .ShouldSatisfyAllConditions(
                filled => filled.Text.ShouldBeNull(),
                filled => filled.Missing.ShouldBe(["order", "voucher"])
            );

    [Theory]
    [InlineData("Ring me on 13800138000", "phone")]
    [InlineData("电话 138 0013 8000 谢谢", "phone")]
    [InlineData("+44 20 7946 0958", "phone")]
    [InlineData("write to ann.b@shop.example.com please", "email")]
    [InlineData("身份证 11010519491231002X", "id_card")]
    [InlineData("card 4111 1111 1111 1111", "bank_card")]
    [InlineData("您的订单 A-12345678 已发货", "order_number")]
    public void What_is_personal_is_found_by_its_kind(string text, string kind) =>
        PersonalData.Find(text, "A-12345678").ShouldBe([kind]);

    [Theory]
    [InlineData("110105194912310021")]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("It costs 1299.00 and ships in 24 hours")]
    [InlineData("see T-1042, version 10.2.1")]
    [InlineData("0000 0000 0000 0000")]
    public void What_only_looks_like_it_is_not(string text) => PersonalData.Find(text, null).ShouldBeEmpty();

    [Theory]
    [InlineData("x", "中文 ok", 7)]
    [InlineData("weibo", "中文 ok", 5)]
    [InlineData("bluesky", "👨‍👩‍👧", 1)]
    public void A_channel_counts_in_its_own_way(string channel, string text, int length) =>
        ReplyLimits.Measure(channel, text).ShouldBe(length);

    [Theory]
    [InlineData("我的手机屏幕碎了，什么时候能修好", "我的手机屏幕碎了！！！什么时候能修好？？")]
    [InlineData("My parcel never arrived, where is it", "MY PARCEL NEVER ARRIVED!! where is it???")]
    [InlineData("退款退款退款啊啊啊啊啊", "退款退款退款啊啊啊")]
    public void Texts_that_differ_in_emphasis_are_nearly_the_same(string one, string other) =>
        NearlySame.Are(one, other).ShouldBeTrue();

    [Theory]
    [InlineData("我的手机屏幕碎了，什么时候能修好", "我的手机电池坏了，什么时候能退款")]
    [InlineData("where is my parcel", "where is my refund")]
    [InlineData("", "x")]
    public void Texts_about_other_things_are_not(string one, string other) =>
        NearlySame.Are(one, other).ShouldBeFalse();

    [Fact]
    public void Colleagues_are_called_by_their_whole_name()
    {
        var (ann, annie, lin) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        (Guid, string)[] people = [(ann, "Ann"), (annie, "Annie Bell"), (lin, "林")];

        NoteMentions.Find("@annie bell please, and @林看一下", people).ShouldBe([annie, lin]);
        NoteMentions.Find("@Annual report, mail ann@example.com", people).ShouldBeEmpty();
        NoteMentions.Find("@Ann, @ann: now", people).ShouldBe([ann]);
    }
}
