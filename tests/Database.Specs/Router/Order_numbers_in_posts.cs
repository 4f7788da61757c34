using Microsoft.Extensions.Options;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Rules;

namespace TriageMesh.Database.Specs.Router;

/// <summary>What the shipped pattern takes for an order number, and what it leaves alone.</summary>
public sealed class Order_numbers_in_posts
{
    private static readonly OrderNumbers Orders = new(Options.Create(new OrderNumberOptions()));
    private static readonly RuleBook Nothing = new([], [], []);

    [Theory]
    [InlineData("My order #AB-99812 never came", "AB-99812")]
    [InlineData("order #1042 is broken", "1042")]
    [InlineData("Order# 1042, again", "1042")]
    [InlineData("Order no. 2026061234 is late", "2026061234")]
    [InlineData("order no 1042", "1042")]
    [InlineData("Order number: tm-2026-001234!", "TM-2026-001234")]
    [InlineData("my order number is 99812", "99812")]
    [InlineData("order id 5512345", "5512345")]
    [InlineData("order-number:5512345", "5512345")]
    [InlineData("order: 55123", "55123")]
    [InlineData("order 123456 please", "123456")]
    [InlineData("orders (123456) and (123457)", "123456")]
    [InlineData("order 114-1234567-7654321", "114-1234567-7654321")]
    [InlineData("order number 13800138000", "13800138000")]
    [InlineData("订单号：AB-99812", "AB-99812")]
    [InlineData("订单号:AB-99812", "AB-99812")]
    [InlineData("单号#AB-99812", "AB-99812")]
    [InlineData("单号＃202606051234", "202606051234")]
    [InlineData("订单号202606051234怎么还没发货", "202606051234")]
    [InlineData("订单号是202606051234，三天了", "202606051234")]
    [InlineData("订单编号 202606051234", "202606051234")]
    [InlineData("訂單編號：202606051234", "202606051234")]
    [InlineData("订单号码（ＡＢ－９９８１２）", "AB-99812")]
    [InlineData("订单#20260605", "20260605")]
    [InlineData("订单202606051234还没到", "202606051234")]
    [InlineData("#双11订单# 订单号：202606051234", "202606051234")]
    [InlineData("#订单#退款 order 123456", "123456")]
    public void However_it_is_written_it_is_found(string text, string number) => Find(text).ShouldBe(number);

    [Theory]
    [InlineData("#order2024 #sale")]
    [InlineData("#order 202606")]
    [InlineData("#order#123456 best day")]
    [InlineData("#双11订单#202611 快乐")]
    [InlineData("#99812 is my lucky number")]
    [InlineData("I want to order 13800138000")]
    [InlineData("订单有问题，请打13800138000")]
    [InlineData("订单 13800138000")]
    [InlineData("Call 400-820-8820 to order")]
    [InlineData("order 2024 was the best")]
    [InlineData("in order: 2024, then 2025")]
    [InlineData("across the border 123456")]
    [InlineData("order iphone15 today")]
    [InlineData("order 123456abc")]
    [InlineData("order 1234567890123456789012345")]
    [InlineData("订单尾号1234")]
    [InlineData("手机13800138000")]
    public void A_hashtag_a_telephone_or_another_number_is_none(string text) => Find(text).ShouldBeNull();

    private static string? Find(string text) => Orders.Find(Nothing, "weibo", "brand", text);
}
