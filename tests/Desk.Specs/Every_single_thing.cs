using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Router.Policies;

namespace TriageMesh.Desk.Specs;

/// <summary>The pages of one thing, and the dialogs that make a new one.</summary>
public sealed class Every_single_thing(OpenDesk desk) : IAsyncLifetime
{
    private static readonly string[] Lists =
    [
        "/rules/queues",
        "/rules/accounts",
        "/canned",
        "/classifier/rules",
        "/admin/accounts",
        "/admin/tokens",
        "/admin/webhooks",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("zh-CN", ColorScheme.Dark)]
    public async Task Has_no_serious_barrier(string language, ColorScheme theme)
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var policy = (await desk.AskAsync<IReadOnlyList<PolicyView>>("policies", Stop))[0];
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin), language, theme);
        foreach (
            var (path, seen) in new[]
            {
                ($"/team/{agent.Id}", ".week-editor, .pills"),
                ($"/rules/policies/{policy.Id}", ".targets"),
                ("/queue/unanswered", "main h1"),
            }
        )
        {
            await seat.Page.GotoAsync(path);
            await seat.Page.Locator(seen).First.WaitForAsync();
            (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"{path} {language} {theme}");
        }

        foreach (var path in Lists)
        {
            await seat.GoAsync(path);
            await seat.Page.Locator(".bar .button.primary").ClickAsync();
            await seat.Page.Locator("dialog h2").WaitForAsync();
            (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty($"{path} {language} {theme}");
            await seat.PressAsync("Escape");
            await Assertions.Expect(seat.Page.Locator("dialog")).ToHaveCountAsync(0);
        }

        seat.Complaints.ShouldBeEmpty();
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
