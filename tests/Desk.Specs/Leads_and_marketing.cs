using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class Leads_and_marketing(OpenDesk desk) : IAsyncLifetime
{
    private Platform Platform => new(desk);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lead_opens_the_late_tickets_from_the_board_and_gives_one_to_somebody()
    {
        var lead = await desk.PersonAsync(Stop, Role.Lead);
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var author = Guid.NewGuid().ToString("N");
        await Platform.PostAsync("A week, and no answer!", Label.Complaint, Stop, author, ago: TimeSpan.FromDays(6));
        await using var seat = await Seat.AtHomeAsync(desk, lead);
        await Assertions.Expect(seat.Page.Locator(".tile.late strong")).Not.ToHaveTextAsync("0");

        await seat.Page.Locator(".tile.late").ClickAsync();
        await seat.Page.Locator("a.row", new PageLocatorOptions { HasText = "A week, and no answer!" }).ClickAsync();
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await seat.PressAsync("a");
        await seat.TypeAsync(agent.DisplayName);
        await seat.PressAsync("Enter");

        await Assertions.Expect(seat.Page.Locator(".ticket-sub")).ToContainTextAsync(agent.DisplayName);
        await Eventually.Be(
            stop => desk.AskAsync<Page<TicketRow>>($"tickets?author={author}", stop),
            tickets => tickets.Items[0].Assignee?.Id == agent.Id,
            Stop
        );
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Marketing_puts_praise_on_the_shortlist_and_sees_no_tickets()
    {
        var words = $"Lovely service {Guid.NewGuid():N}";
        await Platform.PostAsync(words, Label.Praise, Stop);
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Marketing));
        var card = seat.Page.Locator(".praise-card", new PageLocatorOptions { HasText = words });
        await card.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);

        await seat.Page.GotoAsync("/praise?status=shortlisted");
        await Assertions.Expect(card).ToHaveCountAsync(1);

        await Assertions.Expect(seat.Page.Locator("nav.side a[href^='/queue']")).ToHaveCountAsync(0);
        await seat.Page.GotoAsync("/queue/all");
        await seat.Sees("Your role does not allow this page.").ToBeVisibleAsync();
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
