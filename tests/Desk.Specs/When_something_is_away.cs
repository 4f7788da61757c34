using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class When_something_is_away(OpenDesk desk) : IAsyncLifetime
{
    private const string RouterAway = """{"title":"The router does not answer.","status":503,"service":"router"}""";

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
        await seat.PressAsync("Escape", "w");
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

    private static async Task TakeRouterAwayAsync(Seat seat) =>
        await seat.Page.RouteAsync(
            "**/desk/api/**",
            route =>
                route.FulfillAsync(
                    new RouteFulfillOptions
                    {
                        Status = 503,
                        ContentType = "application/problem+json",
                        Body = RouterAway,
                    }
                )
        );

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
