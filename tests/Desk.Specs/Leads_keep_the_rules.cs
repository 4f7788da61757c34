using System.Globalization;
using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Calendars;
using TriageMesh.Router.Policies;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class Leads_keep_the_rules(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Preview on open tickets", "Save")]
    [InlineData("zh-CN", "预览对未结工单的影响", "保存")]
    public async Task A_policy_is_edited_after_a_look_at_what_it_would_change(
        string language,
        string preview,
        string save
    )
    {
        await new Platform(desk).TicketAsync("My parcel is broken.", Stop);
        var before = (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", Stop))[^1];
        var minutes = before.Definition.TargetMinutes["first_response"] + 7;
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead), language);
        await seat.Page.GotoAsync($"/rules/policies/{before.Id}");

        await seat
            .Page.Locator("input[name='target.first_response']")
            .FillAsync(minutes.ToString(CultureInfo.InvariantCulture));
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = preview }).ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".offer [role=status]")).ToBeVisibleAsync();
        (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", Stop))[^1].Version.ShouldBe(before.Version);
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = save, Exact = true }).ClickAsync();

        var policies = await Eventually.Be(
            stop => desk.AskAsync<IReadOnlyList<PolicyView>>("policies", stop),
            all => all.Single(each => each.Id == before.Id).Version > before.Version,
            Stop
        );
        await Assertions.Expect(seat.Page.Locator(".policy-list")).ToBeVisibleAsync();
        var after = policies.Single(each => each.Id == before.Id);
        after.Definition.TargetMinutes["first_response"].ShouldBe(minutes);
        after.Definition.Steps.Count.ShouldBe(before.Definition.Steps.Count);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_policy_is_tried_on_open_tickets_before_it_is_saved_and_moves_them_when_it_is()
    {
        var ticket = await new Platform(desk).TicketAsync("Nobody answers me.", Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/priority", new PriorityRequest(Priority.Low, Reason: null), Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/rules/policies");
        await seat.Page.GetByRole(AriaRole.Link, new() { Name = "New policy" }).ClickAsync();

        await seat.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("No hurry");
        await seat.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Low", Exact = true }).CheckAsync();
        await seat.Page.Locator("input[name='target.first_response']").FillAsync("4321");
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = "Preview on open tickets" }).ClickAsync();
        var line = seat.Page.Locator(".offer tbody tr", new() { HasText = ticket.Number }).First;
        await Assertions.Expect(line).ToContainTextAsync("No hurry");
        (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", Stop)).ShouldNotContain(policy =>
            policy.Definition.Name == "No hurry"
        );
        (await TargetAsync(ticket.Id, Stop)).ShouldNotBe(4321 * 60);
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = "Save and recalculate open tickets" }).ClickAsync();

        await Eventually.Be(stop => TargetAsync(ticket.Id, stop), seconds => seconds == 4321 * 60, Stop);
        seat.Complaints.ShouldBeEmpty();
        var made = (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", Stop)).Single(policy =>
            policy.Definition.Name == "No hurry"
        );
        await desk.DeleteAsync($"policies/{made.Id}", Stop);
    }

    [Fact]
    public async Task A_mistake_in_a_policy_is_shown_at_its_field()
    {
        var policy = (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", Stop))[^1];
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync($"/rules/policies/{policy.Id}");

        await seat.Page.Locator("input[name='target.first_response']").FillAsync("0");
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        await Assertions.Expect(seat.Page.Locator(".targets .field .fault")).ToHaveCountAsync(1);
        await Assertions.Expect(seat.Page.Locator(".targets .field").First).ToContainTextAsync("0 is not a target");
    }

    [Fact]
    public async Task A_step_is_an_amount_and_what_it_is_an_amount_of_chosen_by_keys()
    {
        var last = (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", Stop))[^1];
        var id = Guid.NewGuid();
        await desk.PutAsync(
            $"policies/{id}",
            new PolicyRequest(
                last.Definition with
                {
                    Name = "With steps",
                    Order = 9_000,
                    Steps = [],
                },
                EffectiveFrom: null
            ),
            Stop
        );
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync($"/rules/policies/{id}");
        var add = seat.Page.GetByRole(AriaRole.Button, new() { Name = "Add step" });
        var steps = seat.Page.Locator(".steps > li");

        // Each is led to when it is added.
        await add.FocusAsync();
        await seat.PressAsync("Enter");
        await seat.PressAsync("ArrowUp", "ArrowUp", "Shift+Tab");
        await Assertions.Expect(steps.GetByLabel("How much")).ToHaveValueAsync("1");
        await seat.TypeAsync("99999");
        (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty();
        await seat.PressAsync("Enter");
        await Assertions.Expect(steps.First.Locator(".fault")).ToContainTextAsync("This lies before the start");

        await steps.GetByLabel("How much").FillAsync("");
        await seat.PressAsync("Enter");
        (
            await steps
                .GetByLabel("How much")
                .EvaluateAsync<bool>("input => input.validity.valueMissing && input === document.activeElement")
        ).ShouldBeTrue();
        await seat.TypeAsync("10");
        await add.FocusAsync();
        await seat.PressAsync("Enter");
        await seat.PressAsync("Home");
        await Assertions.Expect(steps.Last.GetByLabel("How much")).ToHaveValueAsync("80");
        await add.FocusAsync();
        await seat.PressAsync("Enter");
        await steps.Last.GetByRole(AriaRole.Button, new() { Name = "Remove the step: At due" }).FocusAsync();
        await seat.PressAsync("Enter");
        await Assertions.Expect(steps).ToHaveCountAsync(2);
        await Assertions.Expect(add).ToBeFocusedAsync();
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        var saved = await Eventually.Be(
            async stop =>
                (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", stop)).Single(each => each.Id == id),
            policy => policy.Version == 2,
            Stop
        );
        saved.Definition.Steps.Select(step => step.At).ShouldBe(["-10m", "80%"]);
        await desk.DeleteAsync($"policies/{id}", Stop);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Policies_are_put_in_order_by_keys()
    {
        var first = (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", Stop))[^1];
        var id = Guid.NewGuid();
        await desk.PutAsync(
            $"policies/{id}",
            new PolicyRequest(first.Definition with { Name = "Second", Order = 9_000 }, EffectiveFrom: null),
            Stop
        );
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/rules/policies");
        var name = seat.Page.Locator(".policy-list .link", new PageLocatorOptions { HasText = "Second" });

        await name.FocusAsync();
        await seat.PressAsync("Alt+ArrowUp");

        await Eventually.Be(
            stop => desk.AskAsync<IReadOnlyList<PolicyView>>("policies", stop),
            policies => policies[^2].Id == id && policies[^1].Id == first.Id,
            Stop
        );
        await Assertions.Expect(name).ToBeFocusedAsync();
        await desk.DeleteAsync($"policies/{id}", Stop);
    }

    [Theory]
    [InlineData("en", "Save")]
    [InlineData("zh-CN", "保存")]
    public async Task A_holiday_is_set_by_a_click_on_its_date(string language, string save)
    {
        var calendar = (await desk.AskAsync<Page<CalendarView>>("calendars", Stop)).Items[0];
        var day = Workday(language == "en" ? 10 : 11);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead), language);
        await seat.Page.GotoAsync($"/rules/calendars/{calendar.Id}");
        await seat.Page.Locator(".year-step .icon-button").Last.ClickAsync();
        var date = seat.Page.Locator($"[data-date='{day}']");

        await date.ClickAsync();
        await Assertions.Expect(date).ToHaveAttributeAsync("aria-pressed", "true");
        await seat.Page.Locator(".day-panel .field input").FillAsync("Founders' day");
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = save, Exact = true }).ClickAsync();

        var saved = await Eventually.Be(
            stop => desk.AskAsync<CalendarView>($"calendars/{calendar.Id}", stop),
            after => after.Version > calendar.Version,
            Stop
        );
        var set = saved.Definition.Days.Single(each => each.Date == day);
        (set.Open.Count, set.Note).ShouldBe((0, "Founders' day"));
        seat.Complaints.ShouldBeEmpty();
    }

    /// <summary>A Wednesday of next year, so far away that no other spec counts by it.</summary>
    [Fact]
    public async Task The_year_stays_where_it_is_when_it_is_said_when_the_calendar_opens()
    {
        var calendar = (await desk.AskAsync<Page<CalendarView>>("calendars", Stop)).Items[0];
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        var said = new TaskCompletionSource();
        await seat.Page.RouteAsync(
            "**/desk/api/calendars/preview",
            async route =>
            {
                await said.Task;
                await route.ContinueAsync();
            }
        );
        await seat.Page.GotoAsync($"/rules/calendars/{calendar.Id}");
        var day = seat.Page.Locator("[data-date]").First;
        var before = (await day.BoundingBoxAsync())!.Y;

        said.SetResult();

        await Assertions.Expect(seat.Page.Locator(".preview-line")).ToContainTextAsync("pen");
        (await day.BoundingBoxAsync())!.Y.ShouldBe(before);
    }

    private static string Workday(int month)
    {
        var day = new DateOnly(DateTime.Today.Year + 1, month, 1);
        while (day.DayOfWeek != DayOfWeek.Wednesday)
        {
            day = day.AddDays(1);
        }

        return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private async Task<long> TargetAsync(long ticket, CancellationToken stop) =>
        (await desk.AskAsync<TicketDetail>($"tickets/{ticket}", stop))
            .Clocks.Single(clock => clock.Kind == ClockKind.FirstResponse)
            .TargetSeconds;

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
