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

    private static async Task HandOverAsync(Seat seat, TicketRow ticket, QueueView queue)
    {
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=mine");
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await seat.PressAsync("h");
        await seat.Page.Locator("dialog select").SelectOptionAsync(queue.Id.ToString());
        await seat.PressAsync("Tab");
        await seat.TypeAsync("It is a repair.");
        await seat.PressAsync("Tab");
        await seat.TypeAsync("A call on Monday.");
        await seat.PressAsync("Enter");
        await Assertions.Expect(seat.Page.Locator(".hand-over")).ToContainTextAsync("It is a repair.");
        await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
    }

    private async Task<QueueView> QueueAsync(string name)
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
