using Microsoft.Playwright;
using TriageMesh.Contracts;

namespace TriageMesh.Desk.Specs;

public sealed class Every_page(OpenDesk desk) : IAsyncLifetime
{
    internal static readonly string[] Pages =
    [
        "/queue/team",
        "/queue/praise",
        "/sla",
        "/sla/wall",
        "/team",
        "/rules/policies",
        "/rules/calendars",
        "/rules/queues",
        "/rules/duties",
        "/rules/accounts",
        "/rules/sources",
        "/canned",
        "/reports/promises",
        "/reports/pauses",
        "/reports/hand-overs",
        "/reports/reopens",
        "/classifier/corrections",
        "/classifier/models",
        "/classifier/rules",
        "/classifier/try",
        "/praise",
        "/admin/accounts",
        "/admin/tokens",
        "/admin/webhooks",
        "/admin/audit",
        "/admin/parked",
        "/settings",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("zh-CN", ColorScheme.Dark)]
    public async Task Has_no_serious_barrier_and_no_complaint_and_speaks_the_language(
        string language,
        ColorScheme theme
    )
    {
        var platform = new Platform(desk);
        var ticket = await platform.TicketAsync("订单还没有发货，请尽快处理。", Stop);
        var fan = $"fan of {language}";
        await platform.PostAsync("Best repair in town, thank you!", Label.Praise, Stop, name: fan);
        await platform.PostAsync("Nobody answers.", Label.Complaint, Stop, ago: TimeSpan.FromDays(2));
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin), language, theme);

        // A list without a row shows few of its barriers, and a count of nothing none.
        await seat.Page.GotoAsync("/queue/praise");
        await seat.Page.Locator(".praise-row", new PageLocatorOptions { HasText = fan }).WaitForAsync();
        await seat.Page.Locator(".side-view.late .count").First.WaitForAsync();
        foreach (var path in Pages.Append($"/tickets/{ticket.Id}?view=team"))
        {
            await seat.GoAsync(path);

            (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"{path} {language} {theme}");
            (await seat.BeyondAsync()).ShouldBeEmpty(path);
            if (language == "zh-CN" && !path.StartsWith("/tickets", StringComparison.Ordinal))
            {
                (await seat.Page.Locator("main h1").First.InnerTextAsync()).ShouldContain(letter => letter > 0x2E80);
            }
        }

        (await seat.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language);

        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task That_is_none_says_so_in_words()
    {
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent), "zh-CN");

        var answer = await seat.Page.GotoAsync("/nowhere/at/all");

        answer!.Status.ShouldBe(404);
        await seat.Sees("这个地址没有内容。").ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("zh-CN", ColorScheme.Dark)]
    public async Task Has_dialogs_without_barriers_that_open_and_close_by_key(string language, ColorScheme theme)
    {
        var author = Guid.NewGuid().ToString("N");
        var ticket = await new Platform(desk).TicketAsync("订单还没有发货，请尽快处理。", Stop, author);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent), language, theme);
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        foreach (var key in new[] { "a", "s", "p", "z", "h", ";", "w", "e", "/", "?" })
        {
            await seat.PressAsync(key);
            await seat.Page.Locator("dialog h2").WaitForAsync();
            // What is listed has come.
            await seat.Page.Locator("dialog :is([role=option], .chooser-empty, input, dl)").First.WaitForAsync();

            (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"{key} {language} {theme}");
            (await seat.BeyondAsync()).ShouldBeEmpty(key);
            if (language == "zh-CN")
            {
                (await seat.Page.Locator("dialog h2").InnerTextAsync()).ShouldContain(letter => letter > 0x2E80);
            }

            await seat.PressAsync("Escape");
            await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
        }

        await seat.Page.GotoAsync("/queue/team");
        await seat.Page.Locator("a.row").First.WaitForAsync();
        await seat.PressAsync("j", "x");
        await seat.Page.Locator(".bulk").WaitForAsync();
        (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"bulk {language} {theme}");
        seat.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("zh-CN", ColorScheme.Dark)]
    public async Task Has_forms_without_barriers_whose_end_is_in_sight(string language, ColorScheme theme)
    {
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin), language, theme);
        await seat.Page.GotoAsync("/settings");
        foreach (
            var path in new[]
            {
                "/canned",
                "/rules/accounts",
                "/rules/queues",
                "/classifier/rules",
                "/admin/accounts",
                "/admin/tokens",
                "/admin/webhooks",
            }
        )
        {
            await seat.GoAsync(path);
            await seat.Page.Locator("header.bar .button.primary").ClickAsync();
            await seat.Page.Locator("dialog form .button.primary").WaitForAsync();

            (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"{path} {language} {theme}");
            (await seat.BeyondAsync()).ShouldBeEmpty(path);
            await Assertions.Expect(seat.Page.Locator("dialog form > footer .button.primary")).ToBeInViewportAsync();
            await seat.PressAsync("Escape");
            await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
        }

        await seat.GoAsync("/classifier/try");
        await seat.Page.Locator("textarea").FillAsync("等了三天还没发货，客服也不回");
        await seat.PressAsync("Control+Enter");
        await seat.Page.Locator(".try-label").WaitForAsync();
        (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"try {language} {theme}");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_small_to_begin_with()
    {
        var sizes = new List<int>();
        await using var context = await desk.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        page.RequestFinished += async (_, request) => sizes.Add((await request.SizesAsync()).ResponseBodySize);

        await page.GotoAsync(desk.Process.Address.ToString());
        await page.Locator("input[name=username]").WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        sizes.Sum().ShouldBeInRange(50_000, 350_000);
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
