using Microsoft.Playwright;
using TriageMesh.TestKit;

namespace TriageMesh.Scale.Browser;

/// <summary>From the press of a key to the next ticket on the screen, with its history and its reply box.</summary>
/// <remarks>
/// Somebody who reads presses the next key a while after the ticket has come; "at once" is the worst case, a key pressed as soon as
/// the ticket before is painted, so that nothing has been read ahead.
/// </remarks>
internal sealed class NextTickets(IPage page, int times)
{
    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromMilliseconds(250);

    public static async Task MeasureAsync(BigDesk desk, int times, CancellationToken cancellationToken)
    {
        Figures.Head("from the key to the next ticket, ms");
        await using var window = await desk.WindowAsync(desk.Agent);
        await window.AddInitScriptAsync(PageWatch.Script);
        var page = await window.NewPageAsync();
        var tickets = new NextTickets(page, times);
        Figures.Write("list: j, then Enter", await tickets.FromListAsync("team", BetweenKeys, cancellationToken));
        Figures.Write(
            "list: j and Enter at once",
            await tickets.FromListAsync("team", TimeSpan.Zero, cancellationToken)
        );
        Figures.Write("ticket: j", await tickets.AlongAsync("team", "j", Reading, cancellationToken));
        Figures.Write(
            "ticket: j at once",
            await tickets.AlongAsync("unassigned", "j", TimeSpan.Zero, cancellationToken)
        );
        Figures.Write("ticket: k", await tickets.AlongAsync(view: null, "k", Reading, cancellationToken));
        Figures.Write(
            "ticket: Shift+E, resolve and next",
            await tickets.AlongAsync("waiting_customer", "Shift+E", Reading, cancellationToken)
        );
    }

    private async Task<IReadOnlyList<double>> FromListAsync(
        string view,
        TimeSpan between,
        CancellationToken cancellationToken
    )
    {
        await OpenListAsync(view);
        var all = new List<double>();
        while (all.Count < times)
        {
            await page.Keyboard.PressAsync("j");
            var number = await page.Locator("a.row.selected .row-number").InnerTextAsync();
            await PauseAsync(between, cancellationToken);
            all.Add(await PressAsync("Enter", number));
            await page.Keyboard.PressAsync("Escape");
            await page.Locator("main.queue a.row.selected").WaitForAsync();
        }

        return all;
    }

    /// <summary>Goes from ticket to ticket; without a view, on from the ticket that is open.</summary>
    private async Task<IReadOnlyList<double>> AlongAsync(
        string? view,
        string key,
        TimeSpan reading,
        CancellationToken cancellationToken
    )
    {
        if (view is not null)
        {
            await OpenListAsync(view);
            await page.Keyboard.PressAsync("j");
            await PressAsync("Enter", number: null);
        }

        var all = new List<double>();
        while (all.Count < times)
        {
            await PauseAsync(reading, cancellationToken);
            all.Add(await PressAsync(key, number: null));
        }

        return all;
    }

    private async Task OpenListAsync(string view)
    {
        await page.GotoAsync($"/queue/{view}");
        await page.Locator("a.row").First.WaitForAsync();
    }

    private async Task<double> PressAsync(string key, string? number)
    {
        await page.EvaluateAsync(
            "([key, number]) => scale.ticketAfter(key, number)",
            new[] { key[^1..] == "E" ? "E" : key, number }
        );
        await page.Keyboard.PressAsync(key);
        return await page.EvaluateAsync<double>("() => scale.took");
    }

    /// <summary>A person's time, which no event ends.</summary>
    private static Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) =>
        time == TimeSpan.Zero
            ? Task.CompletedTask
            : Eventually.Come(TimeProvider.System.GetUtcNow() + time, cancellationToken);
}
