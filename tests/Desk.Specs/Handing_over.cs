using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Specs;

public sealed class Handing_over(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_goes_to_another_queue_and_comes_back_with_the_reason()
    {
        var queue = await QueueAsync("Repairs");
        var sender = await desk.PersonAsync(Stop, Role.Agent);
        var receiver = await desk.PersonAsync(Stop, Role.Agent);
        await MoveAsync(receiver, queue);
        var ticket = await new Platform(desk).TicketAsync("The hinge broke on the first day.", Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(sender.Id, Reason: null), Stop);
        await using var first = await Seat.TakeAsync(desk, sender);
        await using var second = await Seat.TakeAsync(desk, receiver);

        await HandOverAsync(first, ticket, queue);
        await second.Page.GotoAsync("/queue/handed_in");
        await second.Row(ticket).ClickAsync();
        await Assertions.Expect(second.Page.Locator(".hand-over")).ToContainTextAsync("A call on Monday.");
        await second.Page.Locator(".hand-over button", Named("Refuse")).ClickAsync();
        await second.TypeAsync("We do no hinges.");
        await second.PressAsync("Enter");

        await Assertions.Expect(first.Page.Locator(".hand-over")).ToHaveCountAsync(0, Within(15));
        await Assertions.Expect(first.Page.Locator(".timeline")).ToContainTextAsync("We do no hinges.");
        (await DetailAsync(ticket)).Ticket.Status.ShouldNotBe(TicketStatus.HandedOver);

        await HandOverAsync(first, ticket, queue);
        await second.Page.GotoAsync($"/tickets/{ticket.Id}?view=handed_in");
        await second.Page.Locator(".hand-over button", Named("Accept")).ClickAsync();

        await Assertions.Expect(second.Page.Locator(".hand-over")).ToHaveCountAsync(0);
        var after = await DetailAsync(ticket);
        after.Ticket.Queue.Id.ShouldBe(queue.Id);
        after.Ticket.Assignee?.Id.ShouldBe(receiver.Id);
        first.Complaints.ShouldBeEmpty();
        second.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_written_for_many_is_there_again_for_those_that_did_not_go()
    {
        var queue = await QueueAsync("Engravings", needsOrder: true);
        var sender = await desk.PersonAsync(Stop, Role.Agent);
        var tickets = new List<TicketRow>();
        foreach (var text in new[] { "The name is spelt wrong.", "The date is spelt wrong." })
        {
            var ticket = await new Platform(desk).TicketAsync(text, Stop);
            await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(sender.Id, Reason: null), Stop);
            tickets.Add(ticket);
        }

        // The other queue takes none without its number: the second is refused.
        await desk.PutAsync($"tickets/{tickets[0].Id}/order-number", new OrderNumberRequest("TB-20260001"), Stop);
        await using var seat = await Seat.AtHomeAsync(desk, sender);
        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(2);
        await seat.PressAsync("j", "x", "j", "x");
        await seat.Page.Locator(".bulk").WaitForAsync();
        await WriteAsync(seat, queue);

        var dialog = seat.Page.Locator("dialog");
        await Assertions.Expect(dialog.Locator(".not-done li")).ToHaveCountAsync(1);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Try these again" }).ClickAsync();
        await Assertions.Expect(dialog.Locator("h2")).ToContainTextAsync(tickets[1].Number);
        await Assertions.Expect(dialog.Locator("input").First).ToHaveValueAsync("It is a repair.");
        await dialog.Locator("input").Last.FillAsync("TB-20260002");
        await dialog.Locator(".button.primary").ClickAsync();

        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        (await DetailAsync(tickets[1])).Ticket.Status.ShouldBe(TicketStatus.HandedOver);
    }

    private static async Task WriteAsync(Seat seat, QueueView queue)
    {
        await seat.PressAsync("h");
        await seat.Page.Locator("dialog select").SelectOptionAsync(queue.Id.ToString());
        await seat.PressAsync("Tab");
        await seat.TypeAsync("It is a repair.");
        await seat.PressAsync("Tab");
        await seat.TypeAsync("A call on Monday.");
        await seat.PressAsync("Enter");
    }

    private static async Task HandOverAsync(Seat seat, TicketRow ticket, QueueView queue)
    {
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=mine");
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await WriteAsync(seat, queue);
        await Assertions.Expect(seat.Page.Locator(".hand-over")).ToContainTextAsync("It is a repair.");
        await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
    }

    private async Task<QueueView> QueueAsync(string name, bool needsOrder = false)
    {
        var first = (await desk.AskAsync<Page<QueueView>>("queues?limit=10", Stop)).Items[0];
        var id = Guid.NewGuid();
        await desk.PutAsync(
            $"queues/{id}",
            // A channel of its own: without one it would take every post that no other queue names.
            new QueueRequest
            {
                Name = name,
                CalendarId = first.CalendarId,
                Channels = [$"none-{id:N}"[..20]],
                NeedsOrderNumber = needsOrder,
            },
            Stop
        );
        return (await desk.AskAsync<Page<QueueView>>("queues?limit=10", Stop)).Items.Single(queue => queue.Id == id);
    }

    private Task MoveAsync(AccountView person, QueueView queue) =>
        desk.PutAsync(
            $"agents/{person.Id}",
            new AgentRequest { Name = person.DisplayName, QueueIds = [queue.Id] },
            Stop
        );

    private Task<TicketDetail> DetailAsync(TicketRow ticket) =>
        desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop);

    private static PageLocatorOptions Named(string text) => new() { HasText = text };

    private static LocatorAssertionsToHaveCountOptions Within(int seconds) => new() { Timeout = seconds * 1000 };

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
