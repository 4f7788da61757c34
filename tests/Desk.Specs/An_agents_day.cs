using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Specs;

public sealed class An_agents_day(OpenDesk desk) : IAsyncLifetime
{
    private Platform Platform => new(desk);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_tickets_are_cleared_by_keyboard_alone()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var tickets = new List<TicketRow>();
        for (var count = 0; count < 10; count++)
        {
            var ticket = await Platform.TicketAsync($"The parcel is broken, number {count}.", Stop);
            await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
            tickets.Add(ticket);
        }

        await using var seat = await Seat.AtHomeAsync(desk, agent);
        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(10);

        // Two wait, one sleeps, one goes to the queue, and the last of the first five is made urgent: from the list.
        await seat.PressAsync("j", "x", "Shift+ArrowDown", "s", "1");
        await seat.TypeAsync("the courier's scan");
        await seat.PressAsync("Enter");
        await seat.Sees("Done: 2 tickets").ToBeVisibleAsync();
        await seat.PressAsync("Escape", "j", "z", "1");
        await seat.Sees("is snoozed").ToBeVisibleAsync();
        await seat.PressAsync("j", "p", "1");
        await seat.Sees("Priority: Urgent").ToBeVisibleAsync();

        // The others are answered, one after the other, without the list.
        await seat.PressAsync("Enter");
        for (var count = 0; count < 7; count++)
        {
            await seat.Page.Locator(".composer textarea").WaitForAsync();
            var number = await seat.Page.Locator(".ticket-number").InnerTextAsync();
            await seat.PressAsync("r");
            await seat.TypeAsync("A new one is on its way.");
            await seat.PressAsync("Control+Enter");
            await Assertions.Expect(seat.Page.Locator(".post.reply")).ToHaveCountAsync(1);
            await seat.PressAsync("Escape", "Shift+E");
            await seat.Sees($"{number} resolved").ToBeVisibleAsync();
            await Assertions.Expect(seat.Page.Locator(".ticket-number")).Not.ToHaveTextAsync(number);
        }

        var rows = (await desk.AskAsync<Page<TicketRow>>($"tickets?assignee={agent.Id}&limit=50", Stop)).Items;
        var left = rows.Where(row => tickets.Exists(ticket => ticket.Id == row.Id)).ToList();
        left.Count(row => row.Status == TicketStatus.Resolved).ShouldBe(7);
        left.Count(row => row.Status == TicketStatus.WaitingCustomer).ShouldBe(2);
        left.Count(row => row.Snoozed).ShouldBe(1);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_is_typed_on_while_it_is_answered_and_the_keys_are_commands_again_behind_it()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("The lid is broken in two.", Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        await using var seat = await Seat.AtHomeAsync(desk, agent);
        await seat.Row(ticket).WaitForAsync();
        var search = seat.Page.Locator("#queue-search");

        await search.ClickAsync();
        await seat.TypeAsync("jek");
        await seat.Page.WaitForURLAsync("**/queue/all?q=jek");
        await seat.TypeAsync("xe 1 ");
        await seat.Page.WaitForURLAsync("**/queue/all?q=jekxe+1");
        await seat.TypeAsync("e");
        var input = await seat.Page.Context.NewCDPSessionAsync(seat.Page);
        foreach (var composed in new[] { "h", "hu", "huai" })
        {
            await input.SendAsync(
                "Input.imeSetComposition",
                new()
                {
                    ["text"] = composed,
                    ["selectionStart"] = composed.Length,
                    ["selectionEnd"] = composed.Length,
                }
            );
        }

        await input.SendAsync("Input.insertText", new() { ["text"] = "坏" });
        await seat.Page.WaitForURLAsync("**/queue/all?q=jekxe+1+e%E5%9D%8F");
        await Assertions.Expect(search).ToHaveValueAsync("jekxe 1 e坏");
        (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop)).Ticket.Status.ShouldNotBe(
            TicketStatus.Resolved
        );

        // A click on a view leads into its list: Enter opens the row that the keys have found.
        await seat.Page.Locator(".side-view").First.ClickAsync();
        await seat.Row(ticket).WaitForAsync();
        await seat.PressAsync("j", "Enter");
        var box = seat.Page.Locator(".composer textarea");
        await box.WaitForAsync();
        await seat.PressAsync("r");
        await seat.TypeAsync("Half ");
        await seat.PressAsync("Control+k");
        await seat.Page.Locator("dialog [role=option]").First.WaitForAsync();
        await seat.PressAsync("Escape");
        await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
        await seat.TypeAsync("done");
        await Assertions.Expect(box).ToHaveValueAsync("Half done");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_palette_finds_a_ticket_and_runs_a_command()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("The lid does not close.", Stop);
        await using var seat = await Seat.AtHomeAsync(desk, agent);

        await seat.PressAsync("/");
        await seat.TypeAsync(ticket.Number);
        await Assertions.Expect(seat.Page.Locator("[role=option]").First).ToContainTextAsync(ticket.Number);
        await seat.PressAsync("Enter");
        await Assertions.Expect(seat.Page.Locator(".ticket-number")).ToHaveTextAsync(ticket.Number);
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await seat.PressAsync("Control+k");
        await seat.TypeAsync("give to me");
        await seat.PressAsync("Enter");

        await Assertions.Expect(seat.Page.Locator(".ticket-sub")).ToContainTextAsync("You");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_canned_reply_is_filled_in_and_nothing_personal_goes_public_by_mistake()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        await desk.PutAsync(
            $"canned-replies/{Guid.NewGuid()}",
            new CannedReplyRequest
            {
                Name = "Apology with number",
                Texts = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["en"] = "Sorry! Your case is {{ticket}}.",
                },
            },
            Stop
        );
        var ticket = await Platform.TicketAsync("The lid does not close.", Stop);
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        var box = seat.Page.Locator(".composer textarea");
        await box.WaitForAsync();

        await seat.PressAsync(";");
        await seat.TypeAsync("apology");
        await Assertions
            .Expect(seat.Page.Locator(".canned-preview"))
            .ToContainTextAsync($"Your case is {ticket.Number}.");
        await seat.PressAsync("Enter");
        await Assertions.Expect(box).ToHaveValueAsync($"Sorry! Your case is {ticket.Number}.");
        await seat.TypeAsync(" Is it 13812345678?");
        await seat.PressAsync("Control+Enter");

        await Assertions.Expect(seat.Page.Locator("dialog")).ToContainTextAsync("a phone number");
        (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop)).Timeline.ShouldNotContain(item =>
            item.Reply != null
        );
        await seat.Page.GetByText("Send anyway").ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".post.reply")).ToHaveCountAsync(1);
        await Assertions.Expect(box).ToHaveValueAsync("");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_is_called_in_a_note_is_told_at_once()
    {
        var writer = await desk.PersonAsync(Stop, Role.Agent);
        var called = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("Is the blue one back?", Stop);
        await using var first = await Seat.TakeAsync(desk, writer);
        await using var second = await Seat.AtHomeAsync(desk, called);
        await first.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await first.Page.Locator(".composer textarea").WaitForAsync();

        await first.PressAsync("n");
        await first.TypeAsync($"Do you know, @{called.DisplayName}");
        await Assertions.Expect(first.Page.Locator(".call-list")).ToContainTextAsync(called.DisplayName);
        await first.PressAsync("Enter", "Control+Enter");

        await Assertions
            .Expect(second.Page.Locator(".toast"))
            .ToContainTextAsync("mentioned you", new LocatorAssertionsToContainTextOptions { Timeout = 15_000 });
        await Assertions.Expect(second.Page.Locator(".bell-count")).ToHaveTextAsync("1");
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
        await seat.Page.GotoAsync("/queue/mine");
        await seat.Page.Locator(".empty").WaitForAsync();

        var ticket = await Platform.TicketAsync("It leaks from below.", Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        await Assertions
            .Expect(seat.Row(ticket).Locator(".row-who"))
            .ToHaveTextAsync("You", new LocatorAssertionsToHaveTextOptions { Timeout = 5_000 });

        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(AssigneeId: null, Reason: null), Stop);
        await Assertions
            .Expect(seat.Row(ticket))
            .ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 5_000 });
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
