using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Policies;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

/// <summary>Shifts, queues, duties, canned replies and order numbers, changed where they are seen.</summary>
public sealed class Leads_keep_the_team(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shift_is_drawn_and_a_mistake_in_it_is_shown_at_its_day()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync($"/team/{agent.Id}");
        var shift = seat.Page.Locator("section.card", Holding("Shift"));
        await shift.GetByRole(AriaRole.Checkbox).CheckAsync();
        await shift.Locator(".field input").First.FillAsync("Asia/Shanghai");
        var tuesday = shift.GetByRole(AriaRole.Group, new() { Name = "Tue" });

        await tuesday.GetByLabel("To", new() { Exact = true }).FillAsync("08:00");
        await shift.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(tuesday.Locator(".fault")).ToHaveCountAsync(1);
        await tuesday.GetByLabel("To", new() { Exact = true }).FillAsync("17:30");
        await shift.Locator(".button.primary").ClickAsync();

        await Assertions.Expect(seat.Page.Locator(".toast")).ToContainTextAsync("Saved");
        var saved = await desk.AskAsync<ShiftView>($"agents/{agent.Id}/shift", Stop);
        (saved.Definition.Zone, saved.Definition.Week["tuesday"].Single().To).ShouldBe(("Asia/Shanghai", "17:30"));
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_queue_is_made_gets_its_lead_and_its_times_and_somebody_on_duty()
    {
        var lead = await desk.PersonAsync(Stop, Role.Lead);
        var second = await desk.PersonAsync(Stop, Role.Lead);
        var name = $"Returns {Guid.NewGuid():N}"[..20];
        await using var seat = await Seat.TakeAsync(desk, lead);
        await seat.Page.GotoAsync("/rules/queues");
        await seat.Page.Locator(".bar .button.primary").ClickAsync();
        var dialog = seat.Page.Locator("dialog");
        await dialog.Locator("[data-focus]").FillAsync(name);
        await dialog.GetByLabel("Another channel").FillAsync("returns-desk");
        await TickAsync(dialog, lead);
        await dialog.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        await seat.Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await dialog.GetByLabel("Back to the queue after").FillAsync("45");
        await dialog.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        var queue = (await desk.AskAsync<Page<QueueView>>("queues?limit=200", Stop)).Items.Single(each =>
            each.Name == name
        );
        queue.Channels.ShouldBe(["returns-desk"]);
        queue.LeadIds.ShouldBe([lead.Id]);
        (await desk.AskAsync<QueueAssignment>($"queues/{queue.Id}/assignment", Stop)).ReturnAfterMinutes.ShouldBe(45);

        await seat.Page.GotoAsync("/rules/duties");
        var onCall = seat.Page.Locator(".card", Holding("On call")).GetByRole(AriaRole.Group, new() { Name = name });
        // Quickly one after the other: both are kept.
        await TickAsync(onCall, lead);
        await TickAsync(onCall, second);
        await Eventually.Be(
            stop => desk.AskAsync<IReadOnlyList<DutyView>>("duties", stop),
            duties =>
                duties.Any(duty =>
                    duty.QueueId == queue.Id && duty.AgentIds.ToHashSet().SetEquals([lead.Id, second.Id])
                ),
            Stop
        );
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_canned_reply_is_seen_as_the_customer_will_and_kept_with_what_follows()
    {
        var name = $"Sorry {Guid.NewGuid():N}"[..20];
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/canned");
        await seat.Page.Locator(".bar .button.primary").ClickAsync();
        var dialog = seat.Page.Locator("dialog");
        await dialog.Locator("input[name=name]").FillAsync(name);
        await dialog.Locator("textarea[name='text.en']").FillAsync("Sorry, {{autor}}. ");
        await Assertions.Expect(dialog.Locator(".canned-shown .fault")).ToContainTextAsync("autor");
        await dialog.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no variable autor");

        await dialog.Locator("textarea[name='text.en']").FillAsync("Sorry. Your ticket is ");
        await dialog.Locator(".canned-text").Last.GetByRole(AriaRole.Button, new() { Name = "ticket" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".canned-shown .words")).ToHaveTextAsync("Sorry. Your ticket is T-1042");
        await dialog.GetByLabel("Add a step").SelectOptionAsync("wait_customer");
        await dialog.Locator(".canned-step input").FillAsync("The customer's answer");
        await dialog.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        var kept = (await desk.AskAsync<Page<CannedReplyView>>("canned-replies?limit=200", Stop)).Items;
        var canned = kept.Single(each => each.Name == name);
        canned.Texts["en"].ShouldBe("Sorry. Your ticket is {{ticket}}");
        canned.Actions.Select(action => action.Do).ShouldBe(["wait_customer"]);
        await Assertions
            .Expect(seat.Page.Locator(".table tbody tr", Holding(name)))
            .ToContainTextAsync("Wait for the customer");
        await desk.DeleteAsync($"canned-replies/{canned.Id}", Stop);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pattern_of_order_numbers_is_tried_on_a_post_before_it_counts()
    {
        var account = $"shop-{Guid.NewGuid():N}"[..16];
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead), "zh-CN");
        await seat.Page.GotoAsync("/rules/accounts");
        await seat.Page.Locator(".bar .button.primary").ClickAsync();
        var dialog = seat.Page.Locator("dialog");
        await dialog.Locator("input[name=channel]").FillAsync("weibo");
        await dialog.Locator("input[name=account]").FillAsync(account);
        await dialog.Locator("input[name=pattern]").FillAsync(@"(?<=no )\d+");
        await dialog.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(dialog.Locator(".field .fault")).ToHaveCountAsync(1);

        await dialog.Locator("input[name=pattern]").FillAsync(@"(A-\d{5})");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Status)).ToHaveTextAsync("识别到：A-20931");
        await dialog.Locator(".button.primary").ClickAsync();

        await Assertions
            .Expect(seat.Page.Locator(".table tbody tr", Holding(account)))
            .ToContainTextAsync(@"(A-\d{5})");
        await desk.DeleteAsync($"order-patterns/weibo/{account}", Stop);
        seat.Complaints.ShouldBeEmpty();
    }

    private static PageLocatorOptions Holding(string text) => new() { HasText = text };

    // By the keyboard: who joins meanwhile moves the names along, and a click would meet another one.
    private static async Task TickAsync(ILocator names, AccountView person)
    {
        var box = names.GetByLabel(person.DisplayName, new() { Exact = true });
        await box.PressAsync("Space");
        await Assertions.Expect(box).ToBeCheckedAsync();
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
