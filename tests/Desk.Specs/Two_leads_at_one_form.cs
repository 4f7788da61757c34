using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Specs;

/// <summary>Somebody else saves what one has open: nothing that was typed is lost before it is said which counts.</summary>
public sealed class Two_leads_at_one_form(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Keep mine", "Show what was saved")]
    [InlineData("zh-CN", "保留我的修改", "显示已保存的内容")]
    public async Task One_takes_what_the_other_saved_or_keeps_what_was_typed(string language, string keep, string take)
    {
        var id = Guid.NewGuid();
        var mark = id.ToString("N")[..8];
        await NameAsync(id, mark, "first");
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead), language);
        await seat.Page.GotoAsync("/rules/queues");
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = $"{mark} first" }).ClickAsync();
        var dialog = seat.Page.Locator("dialog");
        var name = dialog.Locator("[data-focus]");
        await name.FillAsync($"{mark} mine");

        // A key closed it: what was typed stands there again.
        await seat.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = $"{mark} first" }).ClickAsync();
        await Assertions.Expect(name).ToHaveValueAsync($"{mark} mine");

        await NameAsync(id, mark, "theirs");
        await dialog.Locator(".button.primary").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = keep }).ClickAsync();
        await Assertions.Expect(name).ToHaveValueAsync($"{mark} mine");
        await dialog.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        (await NameOfAsync(id)).ShouldBe($"{mark} mine");

        await seat.Page.GetByRole(AriaRole.Button, new() { Name = $"{mark} mine" }).ClickAsync();
        await name.FillAsync($"{mark} mine again");
        await NameAsync(id, mark, "theirs again");
        await dialog.Locator(".button.primary").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = take }).ClickAsync();
        await Assertions.Expect(name).ToHaveValueAsync($"{mark} theirs again");
        (await NameOfAsync(id)).ShouldBe($"{mark} theirs again");
    }

    /// <summary>Somebody else's word; the channel is its own, so that no post comes there.</summary>
    private async Task NameAsync(Guid id, string mark, string name)
    {
        var first = (await desk.AskAsync<Page<QueueView>>("queues?limit=10", Stop)).Items[0];
        await desk.PutAsync(
            $"queues/{id}",
            new QueueRequest
            {
                Name = $"{mark} {name}",
                CalendarId = first.CalendarId,
                Channels = [$"none-{mark}"],
            },
            Stop
        );
    }

    private async Task<string> NameOfAsync(Guid id) =>
        (await desk.AskAsync<Page<QueueView>>("queues?limit=200", Stop)).Items.Single(queue => queue.Id == id).Name;

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
