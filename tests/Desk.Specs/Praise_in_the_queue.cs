using Microsoft.Playwright;
using TriageMesh.Contracts;

namespace TriageMesh.Desk.Specs;

public sealed class Praise_in_the_queue(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_no_praise_is_said_so_once_it_is_picked_and_not_on_the_way_there()
    {
        var words = $"Well done indeed {Guid.NewGuid():N}";
        await new Platform(desk).PostAsync(words, Label.Praise, Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        var relabels = 0;
        seat.Page.Request += (_, request) => relabels += request.Url.Contains("/relabel") ? 1 : 0;
        var refused = 0;
        seat.Page.Response += (_, response) => refused += response.Status >= 400 ? 1 : 0;
        await seat.Page.GotoAsync("/queue/praise");
        var row = seat.Page.Locator(".praise-row", new PageLocatorOptions { HasText = words });
        await row.GetByRole(AriaRole.Button, new() { Name = "Change label of" }).FocusAsync();

        await seat.PressAsync("Enter");
        await seat.Page.Locator("dialog [role=option][aria-selected=true]").WaitForAsync();
        await seat.PressAsync("ArrowDown");
        await seat.PressAsync("Escape");
        await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
        relabels.ShouldBe(0);

        await seat.PressAsync("Enter");
        await seat.Page.Locator("dialog [role=option]").First.WaitForAsync();
        await seat.PressAsync("3");

        await Assertions.Expect(row).ToHaveCountAsync(0);
        relabels.ShouldBe(1);
        refused.ShouldBe(0);
        seat.Complaints.ShouldBeEmpty();
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
