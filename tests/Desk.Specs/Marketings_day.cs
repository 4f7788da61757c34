using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class Marketings_day(OpenDesk desk) : IAsyncLifetime
{
    private const string Seen = "https://shop.example/kind-words";

    private Platform Platform => new(desk);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kind_word_is_found_asked_for_allowed_and_posted_and_before_that_refused()
    {
        var (words, item) = await PraiseAsync();
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Marketing));
        var card = seat.Page.Locator(".praise-card", new PageLocatorOptions { HasText = words });
        await card.Locator("button").ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await seat.Page.GotoAsync("/praise?status=shortlisted");
        await card.Locator(".card-open").ClickAsync();

        await Button(seat, "Mark as posted").ClickAsync();
        await Dialog(seat).Locator("input[type=url]").FillAsync(Seen);
        await SubmitAsync(seat);
        await Assertions.Expect(seat.Page.Locator(".refused")).ToContainTextAsync("has not allowed this");
        await Assertions.Expect(seat.Page.Locator(".refused")).ToContainTextAsync("Ask the author for permission");
        (await StatusAsync(item)).ShouldBe(PraiseStatus.Shortlisted);
        await seat.PressAsync("Escape");

        await Button(seat, "Ask for permission").ClickAsync();
        await Dialog(seat).GetByLabel("Wording").SelectOptionAsync("own");
        await Dialog(seat).Locator("textarea").FillAsync("{author}, may we show this ({scopes}; {until})?");
        await Assertions
            .Expect(Dialog(seat).Locator(".preview .words"))
            .ToContainTextAsync("may we show this (reposting, our website; until you take it back)?");
        await SubmitAsync(seat);
        await Assertions.Expect(seat.Page.Locator(".rights-now")).ToHaveTextAsync("Asked");

        await Button(seat, "Record the answer").ClickAsync();
        await Dialog(seat).Locator("textarea").FillAsync("Yes, of course!");
        await Dialog(seat).Locator("input[type=url]").FillAsync("https://weibo.example/answer/1");
        await Dialog(seat).GetByLabel("Countries").FillAsync("cn, de");
        await SubmitAsync(seat);
        await Assertions.Expect(seat.Page.Locator(".rights-now")).ToHaveTextAsync("Allowed");
        await Assertions.Expect(seat.Page.Locator(".grant")).ToContainTextAsync("Yes, of course!");
        await Assertions.Expect(seat.Page.Locator(".grant")).ToContainTextAsync("China, Germany");
        await Assertions
            .Expect(seat.Page.Locator(".grant a"))
            .ToHaveAttributeAsync("href", "https://weibo.example/answer/1");

        await Button(seat, "Export with credit").ClickAsync();
        await SubmitAsync(seat);
        await Assertions.Expect(Dialog(seat).Locator(".credit")).ToContainTextAsync("(Weibo)");
        await seat.PressAsync("Escape");

        await Button(seat, "Mark as posted").ClickAsync();
        await Dialog(seat).GetByLabel("Shown in").FillAsync("US");
        await Dialog(seat).Locator("input[type=url]").FillAsync(Seen);
        await SubmitAsync(seat);
        await Assertions.Expect(seat.Page.Locator(".refused")).ToContainTextAsync("does not reach to that country");
        await Dialog(seat).GetByLabel("Shown in").FillAsync("DE");
        await SubmitAsync(seat);

        await Assertions.Expect(seat.Page.Locator(".rights-now")).ToHaveTextAsync("Posted");
        (await StatusAsync(item)).ShouldBe(PraiseStatus.Posted);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_an_author_takes_back_is_taken_down_and_how_is_noted()
    {
        var (_, item) = await PostedAsync();
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Marketing));
        await seat.Page.GotoAsync($"/praise/{item.Id}");
        await Button(seat, "Record a withdrawal").ClickAsync();
        await SubmitAsync(seat);
        await Assertions.Expect(seat.Page.Locator(".rights-now")).ToHaveTextAsync("Withdrawn");

        await seat.Page.Locator(".tabs a", new PageLocatorOptions { HasText = "Takedowns" }).ClickAsync();
        var task = seat.Page.Locator(".takedown", new PageLocatorOptions { HasText = Seen });
        await Assertions.Expect(task.GetByText("The author asked for it")).ToBeVisibleAsync();
        await task.GetByText("I do it").ClickAsync();
        await Assertions.Expect(task.GetByText("Give it back")).ToBeVisibleAsync();
        await task.Locator("input").FillAsync("Removed from the front page");
        await seat.PressAsync("Enter");

        await Assertions.Expect(task).ToHaveCountAsync(0);
        var detail = await desk.AskAsync<PraiseDetail>($"praise/{item.Id}", Stop);
        detail.Takedowns.ShouldHaveSingleItem().Note.ShouldBe("Removed from the front page");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_stands_under_its_day_and_says_what_is_not_allowed_then()
    {
        var (words, item) = await PraiseAsync();
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Marketing));
        await seat.Page.GotoAsync($"/praise/{item.Id}");
        await seat.Page.GetByLabel("To be shown on").FillAsync("2031-05-01T09:30");
        await seat.Page.GetByLabel("Credit line").FillAsync("A friend of the house");
        await Button(seat, "Save").ClickAsync();
        await seat.Sees("Plan saved").ToBeVisibleAsync();

        await seat.Page.GotoAsync("/praise/planned");
        var day = seat.Page.Locator(".planned-day", new PageLocatorOptions { HasText = "May 1" });
        var row = day.Locator(".planned-row", new LocatorLocatorOptions { HasText = words });
        await Assertions.Expect(row.Locator("time")).ToHaveTextAsync("09:30");
        await Assertions.Expect(row).ToContainTextAsync("no permission for that time");
        await row.ClickAsync();
        await Assertions.Expect(seat.Page.GetByLabel("Credit line")).ToHaveValueAsync("A friend of the house");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_board_is_used_without_a_mouse_and_in_Chinese()
    {
        await PraiseAsync();
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Marketing), "zh-CN");
        await seat.Page.Locator(".praise-card").First.WaitForAsync();
        await seat.PressAsync("j");
        var path = await seat.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')");
        await seat.PressAsync("s");
        await seat.Sees("已加入候选").ToBeVisibleAsync();

        await seat.Page.GotoAsync(path);
        await Assertions.Expect(seat.Page.Locator(".rights-now")).ToHaveTextAsync("候选");
        await Button(seat, "征求同意").FocusAsync();
        await seat.PressAsync("Enter");
        await Assertions.Expect(Dialog(seat).Locator(".preview .words")).ToContainTextAsync("demo-shop");
        await seat.PressAsync("Escape", "Escape");

        await Assertions.Expect(seat.Page.Locator(".rights-tab.shortlisted[aria-current]")).ToHaveTextAsync("候选");
        seat.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("zh-CN", ColorScheme.Dark)]
    public async Task No_praise_page_or_dialog_has_a_serious_barrier(string language, ColorScheme theme)
    {
        var (_, posted) = await PostedAsync();
        await desk.PostAsync(
            $"praise/{posted.Id}/plan",
            new PlanRequest(new DateTimeOffset(2031, 5, 2, 9, 0, 0, TimeSpan.Zero), null),
            Stop
        );
        var (_, found) = await PraiseAsync();
        await desk.PostAsync($"praise/{found.Id}/status", new PraiseStatusRequest(PraiseStatus.Shortlisted), Stop);
        await using var seat = await Seat.TakeAsync(
            desk,
            await desk.PersonAsync(Stop, Role.Marketing),
            language,
            theme
        );
        await seat.Page.GotoAsync("/praise");
        foreach (
            var (path, seen) in new[]
            {
                ("/praise?status=shortlisted", ".praise-card"),
                ("/praise/planned", ".planned-row"),
                ("/praise/takedowns", ".takedown, .empty"),
                ($"/praise/{posted.Id}", ".grant"),
            }
        )
        {
            await seat.GoAsync(path);
            await seat.Page.Locator(seen).First.WaitForAsync();
            (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"{path} {language} {theme}");
        }

        await seat.Page.GotoAsync($"/praise/{found.Id}");
        foreach (
            var button in new[]
            {
                ".rights-card .button.primary",
                ".card:not(.rights-card) .actions .button:nth-child(2)",
            }
        )
        {
            await seat.Page.Locator(button).First.ClickAsync();
            await Dialog(seat).WaitForAsync();
            (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"{button} {language} {theme}");
            await seat.PressAsync("Escape");
        }
    }

    private static ILocator Dialog(Seat seat) => seat.Page.Locator("dialog[open]");

    private static ILocator Button(Seat seat, string name) =>
        seat.Page.Locator("main .button", new PageLocatorOptions { HasText = name }).First;

    private static Task SubmitAsync(Seat seat) => Dialog(seat).Locator("footer .button.primary").ClickAsync();

    private async Task<(string Words, PraiseItem Item)> PraiseAsync()
    {
        var words = $"Lovely service {Guid.NewGuid():N}";
        await Platform.PostAsync(words, Label.Praise, Stop);
        var page = await Eventually.Be(
            stop => desk.AskAsync<Page<PraiseItem>>("praise?limit=100", stop),
            found => found.Items.Any(item => item.Mention.Text == words),
            Stop
        );
        return (words, page.Items.Single(item => item.Mention.Text == words));
    }

    private async Task<(string Words, PraiseItem Item)> PostedAsync()
    {
        var (words, item) = await PraiseAsync();
        await desk.PostAsync($"praise/{item.Id}/status", new PraiseStatusRequest(PraiseStatus.Shortlisted), Stop);
        await desk.PostAsync($"praise/{item.Id}/request", new RightsRequest { Scopes = [GrantScope.Site] }, Stop);
        await desk.PostAsync(
            $"praise/{item.Id}/grant",
            new GrantRequest { Scopes = [GrantScope.Site], Answer = "Yes" },
            Stop
        );
        await desk.PostAsync($"praise/{item.Id}/posted", new PostedRequest(GrantScope.Site, null, Seen), Stop);
        return (words, item);
    }

    private async Task<PraiseStatus> StatusAsync(PraiseItem item) =>
        (await desk.AskAsync<PraiseDetail>($"praise/{item.Id}", Stop)).Item.Status;

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
