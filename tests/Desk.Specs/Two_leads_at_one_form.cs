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

    [Fact]
    public async Task What_is_typed_about_a_person_is_there_again_where_the_page_was_left()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync($"/team/{agent.Id}");
        var capacity = seat.Page.Locator("input[name=capacity]");
        var shift = seat.Page.Locator("section.card", new PageLocatorOptions { HasText = "Shift" });
        await capacity.FillAsync("17");
        await shift.GetByRole(AriaRole.Checkbox).CheckAsync();
        await shift.Locator(".field input").First.FillAsync("Nowhere/Town");
        await seat.GoAsync("/team");
        await seat.GoAsync($"/team/{agent.Id}");

        await Assertions.Expect(capacity).ToHaveValueAsync("17");
        await Assertions.Expect(shift.Locator(".field input").First).ToHaveValueAsync("Nowhere/Town");
        await Assertions.Expect(seat.Page.Locator(".overtaken")).ToHaveCountAsync(2);
        (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty();

        // What is refused is kept over a reload; what is taken is not.
        await shift.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(shift.Locator(".fault").First).ToBeVisibleAsync();
        await seat.Page.Locator("form.card .button.primary").First.ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".toast")).ToContainTextAsync("Saved");
        await seat.GoAsync("/team");
        await seat.Page.ReloadAsync();
        await seat.GoAsync($"/team/{agent.Id}");
        await Assertions.Expect(shift.Locator(".field input").First).ToHaveValueAsync("Nowhere/Town");
        await Assertions.Expect(seat.Page.Locator(".overtaken")).ToHaveCountAsync(1);
        await Assertions.Expect(capacity).ToHaveValueAsync("17");
        (await desk.AskAsync<AgentView>($"agents/{agent.Id}", Stop)).Capacity.ShouldBe(17);
        await seat.Page.Locator(".overtaken .button").ClickAsync();
        await Assertions.Expect(shift.GetByRole(AriaRole.Checkbox)).Not.ToBeCheckedAsync();
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_for_praise_is_there_again_until_it_is_taken()
    {
        var words = $"What a kettle {Guid.NewGuid():N}";
        await new Platform(desk).PostAsync(words, Label.Praise, Stop);
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Marketing));
        await seat
            .Page.Locator(".praise-card", new PageLocatorOptions { HasText = words })
            .Locator(".card-open")
            .ClickAsync();
        var form = seat.Page.Locator(".praise-plans form").First;
        await form.Locator("input").Last.FillAsync("A friend of the house");
        var page = new Uri(seat.Page.Url).AbsolutePath;
        await seat.GoAsync("/praise/planned");
        await seat.GoAsync(page);
        await Assertions.Expect(form.Locator("input").Last).ToHaveValueAsync("A friend of the house");
        await Assertions.Expect(form.Locator(".overtaken")).ToHaveCountAsync(1);

        await form.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await seat.Sees("Plan saved").ToBeVisibleAsync();
        await seat.GoAsync("/praise/planned");
        await seat.GoAsync(page);
        await Assertions.Expect(form.Locator("input").Last).ToHaveValueAsync("A friend of the house");
        await Assertions.Expect(form.Locator(".overtaken")).ToHaveCountAsync(0);
        seat.Complaints.ShouldBeEmpty();
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
