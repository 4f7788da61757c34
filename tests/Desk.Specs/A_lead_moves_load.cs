using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class A_lead_moves_load(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Move the load of")]
    [InlineData("zh-CN", "转移")]
    public async Task A_breach_arrives_is_opened_and_given_to_somebody_else(string language, string move)
    {
        var platform = new Platform(desk);
        var busy = await desk.PersonAsync(Stop, Role.Agent);
        var free = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead), language);
        await seat.Page.GotoAsync("/sla");
        var overdue = seat.Page.Locator(".tile").First.Locator("strong");
        await Assertions.Expect(overdue).ToBeVisibleAsync();
        var before = await overdue.InnerTextAsync();

        var (author, words) = (Guid.NewGuid().ToString("N"), $"Nobody answers me {Guid.NewGuid():N}");
        await platform.PostAsync(words, Label.Complaint, Stop, author, ago: TimeSpan.FromDays(6));
        var ticket = await TicketOfAsync(author, found => found is not null);
        await desk.PostAsync($"tickets/{ticket!.Id}/assign", new { assignee_id = busy.Id }, Stop);
        // Nobody reloads the board: it hears of the breach.
        await Assertions.Expect(overdue).Not.ToHaveTextAsync(before);

        await seat.Page.Locator(".tile").First.ClickAsync();
        await seat.Page.Locator("a.row", new PageLocatorOptions { HasText = words }).ClickAsync();
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await seat.Page.GotoAsync("/sla");
        await seat
            .Page.Locator(".lanes.movable li", new PageLocatorOptions { HasText = busy.DisplayName })
            .GetByRole(AriaRole.Button)
            .ClickAsync();
        await seat.Sees(move).ToBeVisibleAsync();
        await Assertions.Expect(seat.Page.Locator(".move-row:not(.head)")).ToHaveCountAsync(1);
        await seat.Page.Locator("dialog select").SelectOptionAsync(free.Id.ToString());
        await seat.Page.Locator("dialog .button.primary").ClickAsync();

        await TicketOfAsync(author, found => found?.Assignee?.Id == free.Id);
        await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_wall_names_no_person()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await new Platform(desk).TicketAsync("The lid is cracked.", Stop, name: "someone particular");
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new { assignee_id = agent.Id }, Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));

        await seat.Page.GotoAsync("/sla/wall");
        await seat.Page.Locator(".wall-figures").WaitForAsync();

        var words = await seat.Page.Locator("body").InnerTextAsync();
        words.ShouldNotContain("someone particular");
        words.ShouldNotContain(agent.DisplayName);
    }

    [Fact]
    public async Task Capacity_is_changed_where_the_load_is_seen()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/sla");
        await seat
            .Page.Locator(".lanes.movable li", new PageLocatorOptions { HasText = agent.DisplayName })
            .GetByRole(AriaRole.Button)
            .ClickAsync();

        await seat.Page.Locator("dialog input[type=number]").FillAsync("7");
        await seat.Page.Locator("dialog .inline-form .button").ClickAsync();

        await Eventually.Be(
            stop => desk.AskAsync<AgentView>($"agents/{agent.Id}", stop),
            changed => changed.Capacity == 7 && changed.Queues.Count > 0,
            Stop
        );
    }

    private Task<TicketRow?> TicketOfAsync(string author, Func<TicketRow?, bool> isSo) =>
        Eventually.Be(
            async stop =>
                (await desk.AskAsync<Page<TicketRow>>($"tickets?author={author}", stop)).Items.SingleOrDefault(),
            isSo,
            Stop
        );

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
