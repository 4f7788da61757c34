using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class When_something_is_away(OpenDesk desk) : IAsyncLifetime
{
    private const string RouterAway = """{"title":"The router does not answer.","status":503,"service":"router"}""";

    private static readonly LocatorWaitForOptions Soon = new() { Timeout = 12_000 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_names_it_keeps_the_words_and_recovers_by_itself()
    {
        var ticket = await new Platform(desk).TicketAsync("Where is my parcel?", Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await seat.PressAsync("r");
        await seat.TypeAsync("It arrives tomorrow.");
        await TakeRouterAwayAsync(seat);

        await seat.PressAsync("Control+Enter");

        await Assertions.Expect(seat.Page.Locator(".away")).ToContainTextAsync("The router does not answer");
        await Assertions.Expect(seat.Page.Locator(".composer textarea")).ToHaveValueAsync("It arrives tomorrow.");

        await seat.Page.UnrouteAllAsync();
        await Assertions
            .Expect(seat.Page.Locator(".away"))
            .ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 10_000 });
        await seat.Page.Locator(".composer .button.primary").ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".post.reply")).ToContainTextAsync("It arrives tomorrow.");

        // A reason in a dialog is kept as well.
        await TakeRouterAwayAsync(seat);
        await seat.PressAsync("w");
        await seat.TypeAsync("the courier's scan");
        await seat.PressAsync("Enter");
        await Assertions.Expect(seat.Page.Locator("dialog .fault")).ToContainTextAsync("The router does not answer");
        await Assertions.Expect(seat.Page.Locator("dialog .field input")).ToHaveValueAsync("the courier's scan");
        await seat.Page.UnrouteAllAsync();
        await seat.PressAsync("Enter");
        await seat.Sees("is waiting").ToBeVisibleAsync();
        await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_account_that_is_edited_meanwhile_keeps_its_queues_and_capacity()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        await desk.PutAsync(
            $"agents/{agent.Id}",
            new AgentRequest
            {
                Name = agent.DisplayName,
                Capacity = 7,
                QueueIds = [],
            },
            Stop
        );
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin));
        await TakeRouterAwayAsync(seat);
        await seat.Page.GotoAsync("/admin/accounts");
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = agent.UserName }).ClickAsync();
        var dialog = seat.Page.Locator("dialog");
        await dialog.GetByLabel("Name that colleagues see").FillAsync($"{agent.DisplayName} B.");
        await dialog.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        var after = await Eventually.Be(
            stop => desk.AskAsync<AgentView>($"agents/{agent.Id}", stop),
            now => now.Name == $"{agent.DisplayName} B.",
            Stop
        );
        (after.Capacity, after.Queues.Count).ShouldBe((7, 0));
    }

    [Fact]
    public async Task Pages_that_are_opened_while_the_router_is_down_say_so_and_recover_by_themselves()
    {
        var ticket = await new Platform(desk).TicketAsync("Nobody is at home", Stop);
        await new Platform(desk).PostAsync("A fine shop, thank you!", Label.Praise, Stop);
        var router = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        await using var front = await desk.StartDeskAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Router:Url"] = router.ToString() },
            Stop
        );
        await using var seat = await Seat.TakeAsync(
            desk,
            await desk.PersonAsync(Stop, Role.Admin, Role.Lead, Role.Agent, Role.Marketing),
            at: front.Address
        );
        var pages = new Dictionary<string, IPage>(StringComparer.Ordinal);
        foreach (
            var (path, shown) in new[]
            {
                ("/queue/team", "a.row"),
                ($"/tickets/{ticket.Id}?view=team", ".composer textarea"),
                ("/sla", ".tile strong"),
                ("/sla/wall", ".wall-figures strong"),
                ("/praise", ".praise-card"),
                ("/reports/promises", ".chart, .empty"),
                ("/rules/policies", ".policy-list"),
                ("/team", ".team-table tbody tr"),
                ("/admin/parked", ".table tbody tr, .empty"),
            }
        )
        {
            var page = await seat.Page.Context.NewPageAsync();
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator(".away")).ToContainTextAsync("The router does not answer");
            await Assertions.Expect(page.Locator("main h1, main .ticket-main").First).ToBeVisibleAsync();
            if (path != "/sla/wall")
            {
                await Assertions.Expect(page.Locator("nav.side")).ToBeVisibleAsync();
            }

            (await Barriers.FindAsync(page, Stop)).ShouldBeEmpty(path);
            pages[shown] = page;
        }

        await using var back = await desk.StartRouterAsync(router, Stop);

        foreach (var (shown, page) in pages)
        {
            await page.Locator(shown).First.WaitForAsync();
            await Assertions.Expect(page.Locator(".away")).ToHaveCountAsync(0);
            await page.CloseAsync();
        }
    }

    [Theory]
    [InlineData("router", 503, "application/problem+json", RouterAway)]
    [InlineData("router", 503, "application/problem+json", """{"title":"Away."}""")]
    [InlineData("router", 502, "text/html", "<h1>Bad gateway</h1>")]
    [InlineData("router", 200, "text/html", "<h1>Sign in to the network</h1>")]
    [InlineData("desk", 200, "application/json", "{")]
    public async Task A_queue_whose_every_call_failed_from_the_first_is_not_silent(
        string who,
        int status,
        string type,
        string body
    )
    {
        var author = Guid.NewGuid().ToString("N");
        var ticket = await new Platform(desk).TicketAsync("Is there anybody?", Stop, name: author);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await AnswerAsync(seat, "**/desk/api/**", status, type, body);
        await seat.Page.GotoAsync($"/queue/team?q={author}");

        await Assertions.Expect(seat.Page.Locator(".away")).ToContainTextAsync($"The {who} does not answer");
        await Assertions.Expect(seat.Page.Locator("main h1")).ToBeVisibleAsync();

        await seat.Page.UnrouteAllAsync();
        await seat.Row(ticket).WaitForAsync(Soon);
        await Assertions.Expect(seat.Page.Locator(".away")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task One_call_that_fails_while_the_others_are_answered_is_told_and_asked_again()
    {
        var author = Guid.NewGuid().ToString("N");
        var ticket = await new Platform(desk).TicketAsync("Only the list is away", Stop, name: author);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await AnswerAsync(seat, "**/desk/api/tickets?**", 503, "application/problem+json", RouterAway);
        await seat.Page.GotoAsync($"/queue/team?q={author}");

        // At the top, or where the list would be; and so for as long as it is.
        await seat.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Assertions.Expect(seat.Page.Locator(".away, main .fault").First).ToBeVisibleAsync();

        await seat.Page.UnrouteAllAsync();
        await seat.Row(ticket).WaitForAsync(Soon);
        await Assertions.Expect(seat.Page.Locator(".away, main .fault")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_desk_that_cannot_say_who_is_here_says_that()
    {
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await AnswerAsync(seat, "**/desk/me", 500, "application/problem+json", """{"title":"Something broke."}""");

        await seat.Page.GotoAsync("/queue/team");

        await Assertions.Expect(seat.Page.Locator("main.gate")).Not.ToBeEmptyAsync();
        await Assertions.Expect(seat.Page.Locator("main.gate [role=alert]")).ToBeVisibleAsync();
        await seat.Page.UnrouteAllAsync();
        await seat.Page.Locator("nav.side").WaitForAsync(Soon);
    }

    private static async Task TakeRouterAwayAsync(Seat seat) =>
        await AnswerAsync(seat, "**/desk/api/**", 503, "application/problem+json", RouterAway);

    private static async Task AnswerAsync(Seat seat, string address, int status, string type, string body) =>
        await seat.Page.RouteAsync(
            address,
            route =>
                route.FulfillAsync(
                    new RouteFulfillOptions
                    {
                        Status = status,
                        ContentType = type,
                        Body = body,
                    }
                )
        );

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
