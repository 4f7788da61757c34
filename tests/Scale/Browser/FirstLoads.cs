using System.Globalization;
using Dapper;
using Microsoft.Playwright;
using TriageMesh.TestKit;

namespace TriageMesh.Scale.Browser;

/// <summary>
/// How long queue, ticket and board take to be of use, from the navigation on, and what is loaded. "Shown": the first rows (posts,
/// lanes) are painted. "Interactive": a key that was pressed as soon as they were has been answered on the screen, with the next
/// row marked, the reply box open, the sheet of keys.
/// </summary>
/// <remarks>Cold: a new window without any cache, signed in. Warm: the same window again, as with F5 or a link from elsewhere.</remarks>
internal sealed class FirstLoads(BigDesk desk, int times)
{
    private const string InHand = """
        SELECT ticket_id
          FROM router.tickets
         WHERE assignee_id = @id AND status NOT IN ('resolved', 'closed')
         ORDER BY ticket_id
         LIMIT 100
        """;

    private readonly record struct Scene(
        string Name,
        Watcher Watcher,
        Func<int, string> Address,
        string Rows,
        string Key,
        string Answered
    );

    public static async Task MeasureAsync(BigDesk desk, int times, CancellationToken cancellationToken)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(cancellationToken);
        var tickets = (
            await connection.QueryAsync<long>(
                new CommandDefinition(InHand, new { id = desk.Agent.Id }, cancellationToken: cancellationToken)
            )
        ).AsList();
        var loads = new FirstLoads(desk, times);
        Scene[] scenes =
        [
            new("queue", desk.Agent, _ => "/queue/mine", "a.row", "j", "a.row.selected"),
            new(
                "ticket",
                desk.Agent,
                number => $"/tickets/{tickets[number % tickets.Count]}?view=mine",
                ".ticket-main .post",
                "r",
                ".composer textarea:focus"
            ),
            new("board", desk.Lead, _ => "/sla", ".lane-name", "?", "dialog[open]"),
        ];
        Figures.Head("from the navigation, ms");
        foreach (var scene in scenes)
        {
            await loads.ColdAsync(scene, cancellationToken);
            await loads.WarmAsync(scene, cancellationToken);
        }

        foreach (var scene in scenes)
        {
            await loads.WeighAsync(scene, cancellationToken);
        }
    }

    private async Task ColdAsync(Scene scene, CancellationToken cancellationToken)
    {
        var all = new List<double[]>();
        for (var number = -1; number < times; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var window = await desk.WindowAsync(scene.Watcher);
            var page = await PageAsync(window, scene);
            var took = await LoadAsync(page, scene.Address(number + 1));
            if (number >= 0)
            {
                all.Add(took);
            }
        }

        Write($"{scene.Name}, cold", all);
    }

    private async Task WarmAsync(Scene scene, CancellationToken cancellationToken)
    {
        await using var window = await desk.WindowAsync(scene.Watcher);
        var page = await PageAsync(window, scene);
        var all = new List<double[]>();
        for (var number = -2; number < times; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var took = await LoadAsync(page, scene.Address(number + 2));
            if (number >= 0)
            {
                all.Add(took);
            }
        }

        Write($"{scene.Name}, warm", all);
    }

    /// <summary>What one cold load brings over the line, headers and compressed bodies, until nothing more comes.</summary>
    private async Task WeighAsync(Scene scene, CancellationToken cancellationToken)
    {
        await using var window = await desk.WindowAsync(scene.Watcher);
        var page = await PageAsync(window, scene);
        var network = await window.NewCDPSessionAsync(page);
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        var (files, data, requests) = (0.0, 0.0, 0);
        network.Event("Network.responseReceived").OnEvent += (_, e) =>
            addresses[e!.Value.GetProperty("requestId").GetString()!] = e
                .Value.GetProperty("response")
                .GetProperty("url")
                .GetString()!;
        network.Event("Network.loadingFinished").OnEvent += (_, e) =>
        {
            requests++;
            var bytes = e!.Value.GetProperty("encodedDataLength").GetDouble();
            var isData =
                addresses.TryGetValue(e.Value.GetProperty("requestId").GetString()!, out var address)
                && new Uri(address).AbsolutePath.StartsWith("/desk/", StringComparison.Ordinal);
            _ = isData ? data += bytes : files += bytes;
        };
        await network.SendAsync("Network.enable");
        await LoadAsync(page, scene.Address(0));
        // What a page loads after it is of use has no event of its own.
        await Eventually.Come(TimeProvider.System.GetUtcNow().AddSeconds(2), cancellationToken);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{scene.Name}, first load: {files / 1024:F0} KiB of the application, {data / 1024:F0} KiB of data, {requests} requests"
            )
        );
    }

    private static async Task<IPage> PageAsync(IBrowserContext window, Scene scene)
    {
        await window.AddInitScriptAsync(PageWatch.Load(scene.Rows, scene.Key, scene.Answered));
        return await window.NewPageAsync();
    }

    private static async Task<double[]> LoadAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        return await page.EvaluateAsync<double[]>("() => scale.loaded");
    }

    private static void Write(string name, List<double[]> all)
    {
        Figures.Write($"{name}: shown", all.Select(took => took[0]));
        Figures.Write($"{name}: interactive", all.Select(took => took[1]));
    }
}
