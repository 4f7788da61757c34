using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Specs;

public sealed class An_agents_day(OpenDesk desk) : IAsyncLifetime
{
    private Platform Platform => new(desk);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tickets_are_answered_and_resolved_by_keyboard_alone()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var tickets = new List<TicketRow>();
        for (var count = 0; count < 4; count++)
        {
            var ticket = await Platform.TicketAsync($"The parcel is broken, number {count}.", Stop);
            await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
            tickets.Add(ticket);
        }

        await using var seat = await Seat.TakeAsync(desk, agent);
        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(4);
        await seat.PressAsync("j", "Enter");
        foreach (var ticket in tickets)
        {
            await Assertions.Expect(seat.Page.Locator(".ticket-number")).ToHaveTextAsync(ticket.Number);
            await seat.PressAsync("r");
            await seat.TypeAsync("A new one is on its way.");
            await seat.PressAsync("Control+Enter");
            await Assertions.Expect(seat.Page.Locator(".post.reply")).ToHaveCountAsync(1);
            await seat.PressAsync("Escape", "Shift+E");
            await seat.Sees($"{ticket.Number} resolved").ToBeVisibleAsync();
        }

        foreach (var ticket in tickets)
        {
            (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop)).Ticket.Status.ShouldBe(
                TicketStatus.Resolved
            );
        }

        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_label_is_put_right_with_one_key_and_the_mention_moves()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("Best kettle I have ever had!", Stop);
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await seat.Page.Locator(".score.complaint[aria-pressed=true]").WaitForAsync();

        await seat.PressAsync("2");

        await Assertions.Expect(seat.Page.Locator(".status").First).ToHaveTextAsync("Closed");
        var praise = await desk.AskAsync<Page<PraiseItem>>("praise?limit=100", Stop);
        praise.Items.ShouldContain(item => item.Mention.Text == "Best kettle I have ever had!");
    }

    [Fact]
    public async Task Keys_are_letters_while_somebody_writes()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("Where is my parcel?", Stop);
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await seat.Page.Locator(".composer textarea").WaitForAsync();

        await seat.PressAsync("n");
        await seat.TypeAsync("me 1234 jk ? . /");
        await seat.PressAsync("Escape", "w");
        await seat.TypeAsync("more mail awaited");

        await Assertions.Expect(seat.Page.Locator(".composer textarea")).ToHaveValueAsync("me 1234 jk ? . /");
        await Assertions.Expect(seat.Page.Locator("dialog .field input")).ToHaveValueAsync("more mail awaited");
        (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop)).Ticket.Status.ShouldBe(TicketStatus.New);
    }

    [Fact]
    public async Task What_was_being_written_survives_a_reload_and_a_session_that_ends()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("Where is my parcel?", Stop);
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await seat.PressAsync("r");
        await seat.TypeAsync("Half a sentence");

        await seat.Page.Context.ClearCookiesAsync();
        await seat.Page.ReloadAsync();
        await seat.SignInAsync(agent);

        await Assertions.Expect(seat.Page.Locator(".composer textarea")).ToHaveValueAsync("Half a sentence");
        seat.Page.Url.ShouldContain($"/tickets/{ticket.Id}");
    }

    [Fact]
    public async Task A_change_made_elsewhere_shows_by_itself()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync("/queue/team");
        await seat.Page.Locator(".bar h1").WaitForAsync();
        await seat.Page.Locator("a.row, .empty").First.WaitForAsync();

        var ticket = await Platform.TicketAsync("It leaks from below.", Stop);
        await seat.Row(ticket).WaitForAsync(new LocatorWaitForOptions { Timeout = 5_000 });
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);

        await Assertions
            .Expect(seat.Row(ticket).Locator(".row-who"))
            .ToHaveTextAsync("You", new LocatorAssertionsToHaveTextOptions { Timeout = 5_000 });
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
