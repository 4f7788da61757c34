using Microsoft.Playwright;
using TriageMesh.Contracts;

namespace TriageMesh.Desk.Specs;

public sealed class The_audit_log(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Made an account", "Accounts", "Marketing")]
    [InlineData("zh-CN", "新建账号", "账号", "市场")]
    public async Task Shows_who_made_an_account_and_narrows_to_it_and_gives_it_as_a_file(
        string language,
        string act,
        string area,
        string role
    )
    {
        var made = await desk.PersonAsync(Stop, Role.Marketing);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin), language);
        await seat.Page.GotoAsync("/admin/accounts");
        await seat.Page.Locator("nav.tabs a[href='/admin/audit']").ClickAsync();
        await seat.Page.Locator(".audit tbody tr").First.WaitForAsync();

        await seat
            .Page.Locator(".audit-filters select")
            .First.SelectOptionAsync(new SelectOptionValue { Label = area });
        await seat
            .Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = made.UserName, Exact = true })
            .First.ClickAsync();

        var row = seat.Page.Locator(".audit tbody tr");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync(act);
        await Assertions.Expect(row).ToContainTextAsync(role);
        seat.Page.Url.ShouldEndWith($"/admin/audit?area=accounts&target={made.Id}");

        var file = await seat.Page.RunAndWaitForDownloadAsync(() => seat.Page.Locator("a[download]").ClickAsync());
        file.SuggestedFilename.ShouldBe("audit.csv");
        var lines = await File.ReadAllLinesAsync(await file.PathAsync(), Stop);
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain($"account_added,{made.Id},{made.UserName},roles=marketing,done,201");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_what_was_changed_by_its_name()
    {
        var admin = await desk.PersonAsync(Stop, Role.Admin);
        await using var seat = await Seat.AtHomeAsync(desk, admin);
        await seat.Page.EvaluateAsync(
            """
            async () => {
              const queue = (await (await fetch("/desk/api/queues")).json()).items[0];
              await fetch(`/desk/api/queues/${queue.id}/assignment`, {
                method: "PUT",
                headers: { "X-Requested-With": "triagemesh", "Content-Type": "application/json", "If-Match": "*" },
                body: "{}",
              });
            }
            """
        );

        await seat.Page.GotoAsync($"/admin/audit?area=team&actor={admin.Id}");

        var target = seat.Page.Locator(".audit tbody tr .audit-id").First;
        await Assertions
            .Expect(target)
            .ToHaveTextAsync(
                await seat.Page.EvaluateAsync<string>(
                    "async () => (await (await fetch('/desk/api/queues')).json()).items[0].name"
                )
            );
    }

    [Fact]
    public async Task Shows_who_was_turned_away()
    {
        var person = await desk.PersonAsync(Stop, Role.Agent);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin));
        await using (var other = await Seat.AtHomeAsync(desk, person))
        {
            await other.Page.EvaluateAsync(
                """
                () => fetch("/desk/api/policies/00000000-0000-0000-0000-000000000001", {
                  method: "DELETE", headers: { "X-Requested-With": "triagemesh" } })
                """
            );
        }

        await seat.Page.GotoAsync("/admin/audit?outcome=refused&area=policies");

        var row = seat.Page.Locator(".audit tbody tr", new PageLocatorOptions { HasText = person.UserName });
        await Assertions.Expect(row).ToContainTextAsync("Retired a policy");
        await Assertions.Expect(row).ToContainTextAsync("Refused");
        seat.Complaints.ShouldBeEmpty();
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
