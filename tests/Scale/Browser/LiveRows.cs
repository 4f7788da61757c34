using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Dapper;
using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.TestKit;

namespace TriageMesh.Scale.Browser;

/// <summary>A colleague changes a ticket that stands in an agent's list: how late the row on the agent's screen is.</summary>
/// <remarks>
/// The colleague gives the ticket an order number over the router's API. Counted from when the router handed the change to the
/// broker, and from when the colleague sent it; until the row has been painted with it. Once in quiet, once while twenty
/// other tickets change each second.
/// </remarks>
internal sealed class LiveRows(BigDesk desk, IPage page, ChangesOnBus bus, HttpClient colleague)
{
    private const int OtherChangesPerSecond = 20;
    private const int RowsInTurn = 8;

    private int _orders;

    public static async Task MeasureAsync(BigDesk desk, int times, CancellationToken cancellationToken)
    {
        Figures.Head("from a colleague's change to the row, ms");
        await using var window = await desk.WindowAsync(desk.Agent);
        await window.AddInitScriptAsync(PageWatch.Script);
        var page = await window.NewPageAsync();
        await using var bus = await ChangesOnBus.ConnectAsync(desk.Bus, cancellationToken);
        using var colleague = new HttpClient { BaseAddress = desk.Process.Address };
        colleague.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            ScaleRun.Token(desk.Process, desk.Lead.Id, Role.Lead)
        );
        var rows = new LiveRows(desk, page, bus, colleague);
        await page.GotoAsync("/queue/team");
        await page.Locator("a.row").First.WaitForAsync();
        await rows.WriteAsync("", times, cancellationToken);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var others = bus.PublishOthersAsync(
            await rows.OthersAsync(cancellationToken),
            OtherChangesPerSecond,
            ending.Token
        );
        await rows.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $", {OtherChangesPerSecond} others a second"),
            times,
            cancellationToken
        );
        await ending.CancelAsync();
        await others;
    }

    private async Task WriteAsync(string among, int times, CancellationToken cancellationToken)
    {
        var (fromBus, fromSend) = (new List<double>(), new List<double>());
        for (var number = 0; number < times; number++)
        {
            var ticket = await page.Locator("a.row .row-number").Nth(number % RowsInTurn).InnerTextAsync();
            var order = string.Create(
                CultureInfo.InvariantCulture,
                $"SC{Environment.ProcessId:000000}{_orders++:0000}"
            );
            await page.EvaluateAsync("([number, order]) => scale.orderInRow(number, order)", new[] { ticket, order });
            var sent = TimeProvider.System.GetUtcNow();
            var version = await ChangeAsync(ticket, order, cancellationToken);
            var shown = await page.EvaluateAsync<double>("() => scale.took");
            fromSend.Add(shown - Milliseconds(sent));
            fromBus.Add(shown - Milliseconds(await bus.PublishedAsync(version, cancellationToken)));
            // Changes come at any moment of what the page does by itself.
            await Eventually.Come(
                TimeProvider.System.GetUtcNow().AddMilliseconds(300 + number * 37 % 400),
                cancellationToken
            );
        }

        Figures.Write($"from the bus{among}", fromBus);
        Figures.Write($"from the colleague's request{among}", fromSend);
    }

    private async Task<(long Ticket, long Version)> ChangeAsync(
        string ticket,
        string order,
        CancellationToken cancellationToken
    )
    {
        var id = ticket["T-".Length..];
        using var answer = await colleague.PutAsJsonAsync(
            $"/api/v1/tickets/{id}/order-number",
            new OrderNumberRequest(order),
            MeshJson.Options,
            cancellationToken
        );
        answer.EnsureSuccessStatusCode();
        var detail = await answer.Content.ReadFromJsonAsync<TicketDetail>(MeshJson.Options, cancellationToken);
        return (detail!.Ticket.Id, detail.Ticket.Version);
    }

    private async Task<IReadOnlyList<long>> OthersAsync(CancellationToken cancellationToken)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(cancellationToken);
        return (
            await connection.QueryAsync<long>(
                new CommandDefinition(
                    "SELECT ticket_id FROM router.tickets WHERE status = 'closed' LIMIT 1000",
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
    }

    private static double Milliseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
