using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class One_case_or_two(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_is_split_at_a_post_and_merged_again()
    {
        var platform = new Platform(desk);
        var author = Guid.NewGuid().ToString("N");
        var second = $"And the shop in town was rude {Guid.NewGuid():N}";
        var ticket = await platform.TicketAsync("My kettle leaks.", Stop, author);
        await platform.PostAsync(second, Label.Complaint, Stop, author);
        await Eventually.Be(
            stop => desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", stop),
            detail => detail.Ticket.MentionCount == 2,
            Stop
        );
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await seat.Page.Locator(".composer textarea").WaitForAsync();

        await CommandAsync(seat, "Split");
        await seat.Page.Locator("dialog .posts label", Holding(second)).ClickAsync();
        await seat.Page.Locator("dialog .button.primary").ClickAsync();

        var number = seat.Page.Locator(".ticket-number");
        await Assertions.Expect(number).Not.ToHaveTextAsync(ticket.Number);
        await Assertions.Expect(seat.Page.Locator(".post .words")).ToHaveTextAsync(second);
        var split = await number.InnerTextAsync();
        (await PostsAsync(ticket.Id)).ShouldBe(["My kettle leaks."]);

        await CommandAsync(seat, "Merge");
        await seat.Page.Locator("dialog [role=option]", Holding(ticket.Number)).ClickAsync();
        await seat.Page.Locator("dialog .button.primary").ClickAsync();

        await Assertions.Expect(number).ToHaveTextAsync(ticket.Number);
        await Assertions.Expect(seat.Page.Locator(".timeline")).ToContainTextAsync($"{split} was merged");
        (await PostsAsync(ticket.Id)).ShouldBe(["My kettle leaks.", second], ignoreOrder: true);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_at_once_those_that_cannot_are_named_with_the_reason_and_the_others_are_done()
    {
        var platform = new Platform(desk);
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var author = $"bulk {Guid.NewGuid():N}"[..16];
        var mine = await platform.TicketAsync("The lamp flickers.", Stop, name: author);
        var nobodys = await platform.TicketAsync("The fan rattles.", Stop, name: author);
        await desk.PostAsync($"tickets/{mine.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync($"/queue/all?q={Uri.EscapeDataString(author)}");
        foreach (var ticket in new[] { mine, nobodys })
        {
            await seat.Page.GetByLabel($"Select {ticket.Number}").CheckAsync();
        }

        // An arrow only points; nothing is relabelled before it is chosen.
        await seat.Page.Locator(".bulk .button", Holding("Change label")).ClickAsync();
        await seat.PressAsync("ArrowDown", "ArrowDown");
        await Assertions
            .Expect(seat.Page.Locator("dialog [role=option][aria-selected=true]"))
            .ToContainTextAsync("Question");
        (await desk.AskAsync<TicketDetail>($"tickets/{mine.Id}", Stop)).Ticket.Label.ShouldBe(Label.Complaint);
        await seat.PressAsync("Enter");
        await seat.Sees("Done: 2 tickets").ToBeVisibleAsync();

        await seat.PressAsync("w");
        await seat.Page.Locator("dialog .field input, dialog .field textarea").First.FillAsync("A photo of it");
        await seat.Page.Locator("dialog .button.primary").ClickAsync();

        var report = seat.Page.Locator("dialog .not-done li");
        await Assertions.Expect(report).ToHaveCountAsync(1);
        await Assertions.Expect(report).ToContainTextAsync(nobodys.Number);
        await Assertions.Expect(report).ToContainTextAsync("only while somebody has it");
        (await StatusAsync(mine)).ShouldBe(TicketStatus.WaitingCustomer);
        (await StatusAsync(nobodys)).ShouldBe(TicketStatus.New);
        seat.Complaints.ShouldBeEmpty();
    }

    private static async Task CommandAsync(Seat seat, string name)
    {
        await seat.PressAsync("/");
        await seat.TypeAsync(name);
        await seat.Page.Locator("dialog [role=option]", Holding(name)).First.ClickAsync();
        await Assertions.Expect(seat.Page.Locator("dialog h2")).ToContainTextAsync(name);
    }

    private async Task<string?[]> PostsAsync(long ticketId) =>
        [
            .. (await desk.AskAsync<TicketDetail>($"tickets/{ticketId}", Stop))
                .Timeline.Where(item => item.Mention is not null)
                .Select(item => item.Text),
        ];

    private async Task<TicketStatus> StatusAsync(TicketRow ticket) =>
        (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop)).Ticket.Status;

    private static PageLocatorOptions Holding(string text) => new() { HasText = text };

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
