using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Desk.Specs;

public sealed class Telling_programs(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Resolved", "Promise broken", "Events: Resolved, Promise broken")]
    [InlineData("zh-CN", "已解决", "超时", "事件：已解决、超时")]
    public async Task Of_what_they_are_told_is_chosen_by_name_among_all_that_there_is(
        string language,
        string one,
        string other,
        string chosen
    )
    {
        var url = $"https://hooks.example/{Guid.NewGuid():N}";
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin), language);
        await seat.Page.GotoAsync("/admin/webhooks");
        await seat.Page.Locator("header.bar .button.primary").ClickAsync();
        await Assertions
            .Expect(seat.Page.Locator("dialog .pills input"))
            .ToHaveCountAsync(TicketChangeJson.Kinds.Count);

        await seat.Page.Locator("dialog input[type=url]").FillAsync(url);
        foreach (var name in new[] { one, other })
        {
            await seat
                .Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = name, Exact = true })
                .CheckAsync();
        }

        await seat.Page.Locator("dialog footer .button.primary").ClickAsync();

        var card = seat.Page.Locator(".parked-card", new PageLocatorOptions { HasText = url });
        await Assertions.Expect(card).ToContainTextAsync(chosen);
        var made = await desk.AskAsync<Page<WebhookView>>("webhooks?limit=100", Stop);
        var webhook = made.Items.Single(webhook => webhook.Url == url);
        webhook.Kinds.ShouldBe(["resolved", "clock.breach"]);
        await desk.DeleteAsync($"webhooks/{webhook.Id}", Stop);
        seat.Complaints.ShouldBeEmpty();
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
