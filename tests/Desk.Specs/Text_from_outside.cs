using Microsoft.Playwright;
using TriageMesh.Contracts;

namespace TriageMesh.Desk.Specs;

public sealed class Text_from_outside(OpenDesk desk) : IAsyncLifetime
{
    private const string Evil = "<img src=x onerror=\"window.broken=1\"><script>window.broken=1</script>";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_never_markup_and_its_links_never_run()
    {
        var ticket = await new Platform(desk).TicketAsync(
            Evil,
            Stop,
            author: Evil[..20] + Guid.NewGuid().ToString("N"),
            name: Evil,
            permalink: "javascript:window.broken=1"
        );
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new { assignee_id = agent.Id }, Stop);
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync("/queue/mine");
        await seat.Row(ticket).WaitForAsync();
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=mine");

        await Assertions.Expect(seat.Page.Locator(".post .words")).ToHaveTextAsync(Evil);
        await Assertions.Expect(seat.Page.Locator("a[href^='javascript']")).ToHaveCountAsync(0);
        await Assertions.Expect(seat.Page.Locator(".post img, .post script")).ToHaveCountAsync(0);
        (await seat.Page.EvaluateAsync<bool>("'broken' in window")).ShouldBeFalse();
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_loads_nothing_from_another_host()
    {
        var hosts = new HashSet<string>();
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin));
        seat.Page.Request += (_, request) => hosts.Add(new Uri(request.Url).Authority);

        foreach (var path in new[] { "/queue/all", "/sla", "/praise", "/admin/accounts", "/admin/parked", "/settings" })
        {
            await seat.Page.GotoAsync(path);
            await seat.Page.Locator("main h1").First.WaitForAsync();
        }

        hosts.ShouldBe([seat.Desk.Authority]);
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
