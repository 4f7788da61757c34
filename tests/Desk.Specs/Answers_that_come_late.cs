using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class Answers_that_come_late(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Move_nobody_who_has_gone_on_meanwhile()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        foreach (var count in Enumerable.Range(1, 4))
        {
            var ticket = await MineAsync(agent, $"The zip is stuck, number {count}.");
            await desk.PostAsync($"tickets/{ticket.Id}/no-reply-needed", new { reason = "said by phone" }, Stop);
        }

        await using var seat = await Seat.AtHomeAsync(desk, agent);
        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(4);
        var numbers = await seat.Page.Locator(".row-number").AllInnerTextsAsync();
        var slow = await HoldAsync(seat, "**/resolve");

        // The next one at once, and the one after it by hand: the answer comes when both are past.
        await seat.PressAsync("j", "Shift+E", "j");
        slow.SetResult();

        await seat.Sees($"{numbers[0]} resolved").ToBeVisibleAsync();
        await Assertions.Expect(seat.Page.Locator("a.row.selected .row-number")).ToHaveTextAsync(numbers[2]);

        // Whoever is still there is moved on.
        await seat.PressAsync("Shift+E");
        await seat.Sees($"{numbers[2]} resolved").ToBeVisibleAsync();
        await Assertions.Expect(seat.Page.Locator("a.row.selected .row-number")).ToHaveTextAsync(numbers[3]);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Say_on_any_page_what_was_not_sent_and_take_away_what_was()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        for (var count = 1; count <= 4; count++)
        {
            await MineAsync(agent, $"The strap is torn, number {count}.");
        }

        await using var seat = await Seat.AtHomeAsync(desk, agent);
        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(4);
        var numbers = await seat.Page.Locator(".row-number").AllInnerTextsAsync();
        var box = seat.Page.Locator(".composer textarea");
        await seat.PressAsync("j", "Enter");
        await OnAsync(seat, numbers[0]);

        // Sent and resolved on a slow line: by then the next one but one is open, and something is written there.
        var slow = await HoldAsync(seat, "**/replies");
        await seat.PressAsync("r");
        await seat.TypeAsync("A new strap is on its way.");
        await seat.Page.GetByText("Send and resolve").ClickAsync();
        await seat.PressAsync("j");
        await OnAsync(seat, numbers[1]);
        await seat.PressAsync("j");
        await OnAsync(seat, numbers[2]);
        await seat.PressAsync("n");
        await seat.TypeAsync("ask the ");
        slow.SetResult();
        // While keys are pressed no row leaves its place in the list, also from ticket to ticket.
        await Eventually.Be(
            async _ =>
            {
                await seat.PressAsync("Shift");
                return await seat.Page.Locator(".ticket-list a.row.gone").CountAsync();
            },
            gone => gone == 1,
            Stop
        );
        await seat.TypeAsync("shop");
        await OnAsync(seat, numbers[2]);
        await Assertions.Expect(box).ToHaveValueAsync("ask the shop");
        await seat.PressAsync("Escape", "k");
        await OnAsync(seat, numbers[1]);
        await Assertions.Expect(seat.Page.Locator(".ticket-list a.row.gone")).ToHaveCountAsync(1);
        await seat.PressAsync("k");
        await OnAsync(seat, numbers[0]);
        await Assertions.Expect(seat.Page.Locator(".post.reply")).ToHaveCountAsync(1);
        await Assertions.Expect(box).ToHaveValueAsync("");

        // What is refused after that is told there, and waits where it was written.
        slow = await HoldAsync(seat, "**/replies");
        await seat.PressAsync("j");
        await OnAsync(seat, numbers[1]);
        await seat.PressAsync("r");
        await seat.TypeAsync("Call us: 13812345678.");
        await seat.PressAsync("Control+Enter", "Escape", "j");
        await OnAsync(seat, numbers[2]);
        slow.SetResult();
        await seat.Sees($"{numbers[1]}: what you wrote was not sent").ToBeVisibleAsync();
        await seat.PressAsync("k");
        await Assertions.Expect(seat.Page.Locator("dialog")).ToContainTextAsync("a phone number");
        await OnAsync(seat, numbers[1]);
        await Assertions.Expect(box).ToHaveValueAsync("Call us: 13812345678.");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Give_back_what_was_written_into_a_dialog_that_had_been_left()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await MineAsync(agent, "The buckle is bent.");
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=mine");
        await OnAsync(seat, ticket.Number);
        var slow = await HoldAsync(seat, "**/wait");
        await seat.PressAsync("w");
        await seat.TypeAsync("She sends a photograph.");
        await seat.PressAsync("Enter", "Escape");
        await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);

        // What is resolved waits for nobody.
        await desk.PostAsync($"tickets/{ticket.Id}/resolve", new ResolveRequest("said by phone"), Stop);
        slow.SetResult();

        await seat.Sees($"{ticket.Number}: what you wrote was not sent").ToBeVisibleAsync();
        await seat.PressAsync("w");
        await Assertions
            .Expect(seat.Page.Locator("dialog input[maxlength]"))
            .ToHaveValueAsync("She sends a photograph.");
        seat.Complaints.ShouldBeEmpty();
    }

    private async Task<TicketRow> MineAsync(AccountView agent, string text)
    {
        var ticket = await new Platform(desk).TicketAsync(text, Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        return ticket;
    }

    private static Task OnAsync(Seat seat, string number) =>
        Assertions.Expect(seat.Page.Locator(".ticket-number")).ToHaveTextAsync(number);

    /// <summary>Keeps requests on their way until it is said.</summary>
    private static async Task<TaskCompletionSource> HoldAsync(Seat seat, string address)
    {
        var held = new TaskCompletionSource();
        await seat.Page.RouteAsync(
            address,
            async route =>
            {
                await held.Task;
                await route.ContinueAsync();
            }
        );
        return held;
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
