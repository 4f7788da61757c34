using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Specs;

public sealed class Ones_own_desk(OpenDesk desk) : IAsyncLifetime
{
    private const string CountTones = """
        window.tones = 0;
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...at) { window.tones++; return start.apply(this, at); };
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Platform Platform => new(desk);

    [Fact]
    public async Task Language_and_theme_hold_on_every_machine()
    {
        var person = await desk.PersonAsync(Stop, Role.Agent);
        await using var here = await Seat.TakeAsync(desk, person);
        await here.Page.GotoAsync("/settings");

        await SavedAsync(here, "/desk/me/preferences", () => Radio(here, "简体中文").ClickAsync());
        await SavedAsync(here, "/desk/me/preferences", () => Radio(here, "深色").ClickAsync());

        await Assertions.Expect(here.Page.Locator("main h1")).ToHaveTextAsync("设置");
        await using var elsewhere = await Seat.TakeAsync(desk, person, "en", ColorScheme.Light);
        await elsewhere.Page.GotoAsync("/settings");
        await Assertions.Expect(elsewhere.Page.Locator("main h1")).ToHaveTextAsync("设置");
        (await elsewhere.Page.Locator("html").GetAttributeAsync("data-theme")).ShouldBe("dark");
    }

    [Fact]
    public async Task Signing_out_ends_at_the_sign_in_page_and_the_next_person_starts_with_their_own()
    {
        var first = await desk.PersonAsync(Stop, Role.Agent);
        var second = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.AtHomeAsync(desk, first);
        var otherTab = await seat.Page.Context.NewPageAsync();
        await otherTab.GotoAsync("/queue/team");
        await Assertions.Expect(otherTab.Locator(".side-foot")).ToContainTextAsync(first.DisplayName);

        await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(otherTab.Locator("input[name=username]")).ToBeVisibleAsync();
        await seat.SignInAsync(second);

        await Assertions.Expect(seat.Page.Locator(".side-foot")).ToContainTextAsync(second.DisplayName);
        await Assertions.Expect(otherTab.Locator(".side-foot")).ToContainTextAsync(second.DisplayName);
        await seat.Page.GotoAsync("/settings");
        await Assertions.Expect(seat.Page.Locator(".sessions li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_forgotten_session_is_ended_from_the_settings()
    {
        var person = await desk.PersonAsync(Stop, Role.Agent);
        await using var forgotten = await Seat.AtHomeAsync(desk, person);
        await using var here = await Seat.TakeAsync(desk, person);
        await here.Page.GotoAsync("/settings");
        await Assertions.Expect(here.Page.Locator(".sessions li")).ToHaveCountAsync(2);
        await Assertions.Expect(here.Page.Locator(".sessions .tag.good")).ToHaveCountAsync(1);

        await here.Page.Locator(".sessions button").ClickAsync();

        await Assertions.Expect(here.Page.Locator(".sessions li")).ToHaveCountAsync(1);
        await forgotten.Page.ReloadAsync();
        await forgotten.Page.Locator("input[name=username]").WaitForAsync();
        await here.Page.ReloadAsync();
        await here.Page.Locator(".sessions li").WaitForAsync();
    }

    [Fact]
    public async Task Ones_own_password_is_changed_and_the_old_one_is_dead()
    {
        const string fresh = "another horse 10";
        var person = await desk.PersonAsync(Stop, Role.Marketing);
        await using var seat = await Seat.TakeAsync(desk, person);
        await seat.Page.GotoAsync("/settings");
        var secrets = seat.Page.Locator("input[type=password]");
        await secrets.Nth(0).FillAsync("not the password");
        await secrets.Nth(1).FillAsync(fresh);
        await secrets.Nth(2).FillAsync(fresh);
        await seat.PressAsync("Enter");
        await seat.Sees("This is not the current password.").ToBeVisibleAsync();

        await secrets.Nth(0).FillAsync(OpenDesk.Password);
        await seat.PressAsync("Enter");

        await seat.Sees("Password changed.").ToBeVisibleAsync();
        await seat.Page.Context.ClearCookiesAsync();
        await seat.Page.ReloadAsync();
        await seat.Page.Locator("input[name=username]").FillAsync(person.UserName);
        await seat.Page.Locator("input[name=password]").FillAsync(OpenDesk.Password);
        await seat.PressAsync("Enter");
        await Assertions.Expect(seat.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("password is wrong");
        await seat.Page.Locator("input[name=password]").FillAsync(fresh);
        await seat.PressAsync("Enter");
        await seat.Page.Locator("nav.side").WaitForAsync();
    }

    [Fact]
    public async Task Single_keys_are_switched_off_and_on()
    {
        var ticket = await Platform.TicketAsync("Where is my parcel?", Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Agent));
        await seat.Page.GotoAsync("/settings");
        var keys = seat.Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "Single-key shortcuts" });
        await keys.UncheckAsync();
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await seat.Page.Locator(".composer textarea").WaitForAsync();

        await seat.PressAsync("p", "a", "z", "?");

        // Keys are heard in order: had one of the others opened something, the sheet would not be alone.
        await Assertions.Expect(seat.Page.Locator("dialog h2")).ToHaveTextAsync("Keyboard shortcuts");
        await seat.Sees("Single keys are switched off in the settings.").ToBeVisibleAsync();
        await seat.PressAsync("Escape", "Control+K");
        await seat.Page.Locator("dialog input").WaitForAsync();
        await seat.PressAsync("Escape");

        await seat.Page.GotoAsync("/settings");
        await keys.CheckAsync();
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await seat.PressAsync("p");
        await Assertions.Expect(seat.Page.Locator("dialog h2")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_mention_that_is_to_sound_and_not_to_pop_up_does_just_that()
    {
        var called = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.TakeAsync(desk, called);
        await ChooseAsync(seat, ("Pop up", false), ("Sound", true));
        await seat.Page.AddInitScriptAsync(CountTones);
        await OpenQueueAsync(seat);

        await CallAsync(called);

        await Assertions.Expect(seat.Page.Locator(".bell-count")).ToHaveTextAsync("1", Within(20));
        await seat.Page.WaitForFunctionAsync("window.tones === 2");
        await Assertions.Expect(seat.Page.Locator(".toast")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_kind_that_is_not_wanted_is_not_counted_and_comes_back_when_it_is()
    {
        var called = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.TakeAsync(desk, called);
        await ChooseAsync(seat, ("Show", false));
        await OpenQueueAsync(seat);

        var told = new TaskCompletionSource();
        seat.Page.Response += async (_, response) =>
        {
            if (
                response.Url.Contains("/me/notifications", StringComparison.Ordinal)
                && (await response.TextAsync()).Contains("mentioned", StringComparison.Ordinal)
            )
            {
                told.TrySetResult();
            }
        };
        await CallAsync(called);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Notifications" }).ClickAsync();
        await seat.Sees("Nothing to tell.").ToBeVisibleAsync();
        await Assertions.Expect(seat.Page.Locator(".toast, .bell-count")).ToHaveCountAsync(0);

        await ChooseAsync(seat, ("Show", true));
        await Assertions.Expect(seat.Page.Locator(".bell-count")).ToHaveTextAsync("1");
    }

    private static ILocator Radio(Seat seat, string name) =>
        seat.Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = name, Exact = true });

    private static async Task ChooseAsync(Seat seat, params (string Way, bool Wanted)[] choices)
    {
        await seat.Page.GotoAsync("/settings");
        foreach (var (way, wanted) in choices)
        {
            var box = seat.Page.GetByLabel($"Somebody mentions me in a note: {way}");
            await Assertions
                .Expect(box)
                .ToBeCheckedAsync(new LocatorAssertionsToBeCheckedOptions { Checked = !wanted });
            await SavedAsync(seat, "/desk/me/notices", () => box.ClickAsync());
            await Assertions.Expect(box).ToBeCheckedAsync(new LocatorAssertionsToBeCheckedOptions { Checked = wanted });
        }
    }

    /// <summary>The list of notifications has been read once: what comes from now on is news.</summary>
    private static Task<IResponse> OpenQueueAsync(Seat seat) =>
        seat.Page.RunAndWaitForResponseAsync(
            () => seat.Page.GotoAsync("/queue/mine"),
            response => response.Url.Contains("/me/notifications", StringComparison.Ordinal)
        );

    private static Task<IResponse> SavedAsync(Seat seat, string path, Func<Task> act) =>
        seat.Page.RunAndWaitForResponseAsync(
            act,
            response => response.Request.Method == "PUT" && response.Url.EndsWith(path, StringComparison.Ordinal)
        );

    private async Task CallAsync(AccountView called)
    {
        var ticket = await Platform.TicketAsync("Is the blue one back?", Stop);
        await desk.PostAsync(
            $"tickets/{ticket.Id}/notes",
            new NoteRequest($"Do you know, @{called.DisplayName}?"),
            Stop
        );
    }

    private static LocatorAssertionsToHaveTextOptions Within(int seconds) => new() { Timeout = seconds * 1000 };

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
