using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

/// <summary>What is next has been read by the time one comes to it, and what the server has yet to say holds nobody up.</summary>
public sealed class Nobody_waits_twice(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_ticket_shows_while_the_server_is_silent_and_nobody_was_there_before()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var tickets = await AssignedAsync(agent, 2);
        await using var seat = await OpenFirstAsync(agent);
        var next = await NextAsync(seat, tickets);

        ((await desk.AskAsync<TicketDetail>($"tickets/{next.Id}", Stop)).Ticket.Present ?? []).ShouldBeEmpty();
        await seat.Page.RouteAsync("**/desk/api/**", _ => Task.CompletedTask);
        await seat.PressAsync("j");

        await Assertions.Expect(seat.Page.Locator(".ticket-main .ticket-number")).ToHaveTextAsync(next.Number);
        await Assertions.Expect(seat.Page.Locator(".post .words").First).ToContainTextAsync("The parcel is broken");
        await Assertions.Expect(seat.Page.Locator(".composer textarea")).ToBeEnabledAsync();
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_ticket_under_the_cursor_is_drawn_before_it_is_opened_and_nobody_is_there_yet()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        await AssignedAsync(agent, 2);
        await using var seat = await Seat.TakeAsync(desk, agent);
        var presence = new ConcurrentQueue<string>();
        seat.Page.Request += (_, request) =>
        {
            if (request.Method != "GET" && request.Url.Contains("/desk/api/tickets/", StringComparison.Ordinal))
            {
                presence.Enqueue(request.Url);
            }
        };
        await seat.Page.GotoAsync("/queue/mine");
        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(2);

        await seat.PressAsync("j");
        var number = await seat.Page.Locator("a.row.selected .row-number").InnerTextAsync();
        var words = seat.Page.Locator("main.ticket .post .words");
        await Assertions.Expect(seat.Page.Locator("main.ticket .ticket-number")).ToHaveTextAsync(number);
        await Assertions.Expect(words).ToContainTextAsync("The parcel is broken");
        await Assertions.Expect(words).ToBeHiddenAsync();
        presence.ShouldBeEmpty();

        // The cursor goes on, and the keys are still the list's.
        await seat.PressAsync("j");
        await Assertions.Expect(seat.Page.Locator("main.ticket .ticket-number")).Not.ToHaveTextAsync(number);
        var next = await seat.Page.Locator("a.row.selected .row-number").InnerTextAsync();
        await Assertions.Expect(seat.Page.Locator("main.ticket .ticket-number")).ToHaveTextAsync(next);
        await words.EvaluateAsync("(words) => { window.drawn = words; }");
        await seat.PressAsync("n");

        await Assertions.Expect(words).ToBeVisibleAsync();
        (await words.EvaluateAsync<bool>("(words) => window.drawn === words")).ShouldBeTrue();
        await Assertions.Expect(seat.Page.GetByRole(AriaRole.Textbox, new() { Name = "Note" })).ToBeFocusedAsync();
        await Eventually.Be(() => presence.Count, count => count > 0, Stop);
        await Assertions.Expect(seat.Page.Locator("main")).ToHaveCountAsync(1);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_was_read_ahead_shows_what_a_colleague_did_since()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var tickets = await AssignedAsync(agent, 2);
        await using var seat = await OpenFirstAsync(agent);
        var next = await NextAsync(seat, tickets);

        await desk.PostAsync($"tickets/{next.Id}/priority", new PriorityRequest(Priority.Urgent, Reason: null), Stop);
        await Assertions.Expect(seat.Row(next).Locator(".priority.urgent")).ToBeVisibleAsync();
        await seat.PressAsync("j");

        await Assertions.Expect(seat.Page.Locator(".ticket-main .ticket-number")).ToHaveTextAsync(next.Number);
        await Assertions.Expect(seat.Page.Locator(".ticket-main .button.priority.urgent")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Resolve_and_next_goes_on_at_once_and_says_where_it_was_refused()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var tickets = await AssignedAsync(agent, 2);
        foreach (var ticket in tickets)
        {
            var seen = (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop)).LastSeen;
            await desk.PostAsync(
                $"tickets/{ticket.Id}/replies",
                new ReplyRequest { Text = "It is on its way.", LastSeen = seen },
                Stop
            );
        }

        await using var seat = await OpenFirstAsync(agent);
        var next = await NextAsync(seat, tickets);
        var first = tickets.Single(ticket => ticket.Id != next.Id);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await seat.Page.RouteAsync(
            $"**/desk/api/tickets/{first.Id}/resolve",
            async route =>
            {
                await answer.Task;
                await route.FulfillAsync(
                    new RouteFulfillOptions
                    {
                        Status = 412,
                        ContentType = "application/problem+json",
                        Body = """{"title":"Changed."}""",
                    }
                );
            }
        );

        await seat.PressAsync("n");
        await seat.TypeAsync("ask the shop");
        await seat.PressAsync("Escape", "Shift+E");

        await Assertions.Expect(seat.Page.Locator(".ticket-main .ticket-number")).ToHaveTextAsync(next.Number);
        answer.SetResult();
        await seat.Sees($"{first.Number} was not resolved").ToBeVisibleAsync();

        // And the way back to it, with what was written there.
        await seat.Page.GetByText($"Open {first.Number}").ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".ticket-main .ticket-number")).ToHaveTextAsync(first.Number);
        await seat.PressAsync("n");
        await Assertions.Expect(seat.Page.Locator(".composer textarea")).ToHaveValueAsync("ask the shop");
    }

    /// <summary>Tickets in this person's hands.</summary>
    private async Task<IReadOnlyList<TicketRow>> AssignedAsync(AccountView agent, int count)
    {
        var tickets = new List<TicketRow>();
        for (var number = 0; number < count; number++)
        {
            var ticket = await new Platform(desk).TicketAsync($"The parcel is broken, number {number}.", Stop);
            await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
            tickets.Add(ticket);
        }

        return tickets;
    }

    /// <summary>In front of the first of their tickets, with the one after it read.</summary>
    private async Task<Seat> OpenFirstAsync(AccountView agent)
    {
        var seat = await Seat.TakeAsync(desk, agent);
        var read = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        seat.Page.RequestFinished += (_, request) =>
        {
            if (request.Method == "GET" && long.TryParse(request.Url.Split("/desk/api/tickets/")[^1], out var id))
            {
                read.TryAdd(id.ToString(CultureInfo.InvariantCulture), 0);
            }
        };
        await seat.Page.GotoAsync("/queue/mine");
        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(2);
        await seat.PressAsync("j", "Enter");
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await Eventually.Be(() => read.Count, count => count == 2, Stop);
        return seat;
    }

    private static async Task<TicketRow> NextAsync(Seat seat, IReadOnlyList<TicketRow> tickets)
    {
        var open = await seat.Page.Locator(".ticket-main .ticket-number").InnerTextAsync();
        return tickets.Single(ticket => ticket.Number != open);
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
