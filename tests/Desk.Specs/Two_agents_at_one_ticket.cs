using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Specs;

public sealed class Two_agents_at_one_ticket(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_second_answer_is_held_up_shown_the_first_and_sent_when_it_was_read()
    {
        var ticket = await new Platform(desk).TicketAsync("Third call today, nobody helps.", Stop);
        await using var first = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await using var second = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        foreach (var seat in new[] { first, second })
        {
            await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
            await seat.Page.Locator(".composer textarea").WaitForAsync();
            await seat.PressAsync("r");
            await seat.TypeAsync(seat == first ? "We call you back." : "Sorry, and thank you.");
        }

        // The second does not see in time what the first one sends.
        await second.Page.RouteAsync(
            "**/desk/api/tickets/*",
            route => route.Request.Method == "GET" ? route.AbortAsync() : route.ContinueAsync()
        );
        await first.PressAsync("Control+Enter");
        await Assertions.Expect(first.Page.Locator(".post.reply")).ToHaveCountAsync(1);
        await second.PressAsync("Control+Enter");

        var dialog = second.Page.Locator("dialog");
        await Assertions.Expect(dialog).ToContainTextAsync("We call you back.");
        await Assertions.Expect(second.Page.Locator(".composer textarea")).ToHaveValueAsync("Sorry, and thank you.");
        (await RepliesAsync(ticket)).ShouldBe(["We call you back."]);

        await second.Page.UnrouteAllAsync();
        await dialog.GetByText("send anyway").ClickAsync();

        await Assertions.Expect(second.Page.Locator(".composer textarea")).ToHaveValueAsync("");
        (await RepliesAsync(ticket)).ShouldBe(["We call you back.", "Sorry, and thank you."]);
    }

    [Fact]
    public async Task What_came_in_out_of_sight_is_not_taken_for_seen()
    {
        var post = string.Join('\n', Enumerable.Repeat("Nobody helps, and nobody calls.", 60));
        var ticket = await new Platform(desk).TicketAsync(post, Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await using var colleague = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        foreach (var each in new[] { seat, colleague })
        {
            await each.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
            await each.Page.Locator(".composer textarea").WaitForAsync();
            await each.PressAsync("r");
            await each.TypeAsync(each == seat ? "We are sorry." : "We call you back.");
        }

        // Reading again how it began, with the words ready.
        var timeline = seat.Page.Locator(".timeline");
        await timeline.EvaluateAsync("list => list.scrollTo(0, 0)");
        await colleague.PressAsync("Control+Enter");
        await seat.Page.Locator(".timeline-new").WaitForAsync();
        (await timeline.EvaluateAsync<int>("list => list.scrollTop")).ShouldBe(0);
        await seat.PressAsync("Control+Enter");

        await Assertions.Expect(seat.Page.Locator("dialog")).ToContainTextAsync("We call you back.");
        (await RepliesAsync(ticket)).ShouldBe(["We call you back."]);

        // It has been read there: the same is not asked again.
        await seat.Page.Locator("dialog .button.primary").ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".timeline-new")).ToHaveCountAsync(0);
        await seat.PressAsync("Control+Enter");

        await Assertions.Expect(seat.Page.Locator(".composer textarea")).ToHaveValueAsync("");
        (await RepliesAsync(ticket)).ShouldBe(["We call you back.", "We are sorry."]);
    }

    [Fact]
    public async Task Each_sees_that_the_other_is_there_and_writes()
    {
        var ticket = await new Platform(desk).TicketAsync("It rattles.", Stop);
        var colleague = await desk.PersonAsync(Stop, Role.Agent);
        await using var first = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await using var second = await Seat.TakeAsync(desk, colleague);
        await first.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await first.Page.Locator(".composer textarea").WaitForAsync();
        await second.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await second.Page.Locator(".composer textarea").WaitForAsync();

        await Assertions.Expect(first.Page.Locator(".colleagues")).ToContainTextAsync("is looking", Within(15));
        await second.PressAsync("r");
        await second.TypeAsync("We");
        await Assertions.Expect(first.Page.Locator(".colleagues")).ToContainTextAsync("is writing", Within(15));
        await second.Page.GotoAsync("/queue/team");
        await Assertions.Expect(first.Page.Locator(".colleague")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        first.Complaints.ShouldBeEmpty();
    }

    private static LocatorAssertionsToContainTextOptions Within(int seconds) => new() { Timeout = seconds * 1000 };

    private async Task<string?[]> RepliesAsync(TicketRow ticket) =>
        [
            .. (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop))
                .Timeline.Where(item => item.Reply is not null)
                .Select(item => item.Text),
        ];

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
