using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace TriageMesh.Scale.Browser;

/// <summary>What Chromium did while something was measured, for its own performance panel: frames, scripts, layout, the network.</summary>
internal static class Trace
{
    private const string Categories =
        "-*,devtools.timeline,disabled-by-default-devtools.timeline,disabled-by-default-v8.cpu_profiler,v8.execute,"
        + "blink.user_timing,loading,latencyInfo,toplevel";

    /// <summary>Runs it and leaves a trace of it in the folder.</summary>
    /// <remarks>Tracing takes time of its own: what is measured meanwhile shows where the time goes, not how much it is.</remarks>
    public static async Task OfAsync(
        IBrowser browser,
        string folder,
        string name,
        Func<Task> act,
        CancellationToken cancellationToken
    )
    {
        var session = await browser.NewBrowserCDPSessionAsync();
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Event("Tracing.tracingComplete").OnEvent += (_, e) =>
            ended.TrySetResult(e!.Value.GetProperty("stream").GetString()!);
        await session.SendAsync(
            "Tracing.start",
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["categories"] = Categories,
                ["transferMode"] = "ReturnAsStream",
            }
        );
        await act();
        await session.SendAsync("Tracing.end");
        var stream = await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.json"));
        await using var to = File.Create(file);
        for (var isOver = false; !isOver; )
        {
            var part = await session.SendAsync(
                "IO.read",
                new Dictionary<string, object>(StringComparer.Ordinal) { ["handle"] = stream, ["size"] = 4_000_000 }
            );
            var data = part!.Value.GetProperty("data").GetString()!;
            await to.WriteAsync(
                part.Value.TryGetProperty("base64Encoded", out var encoded) && encoded.ValueKind is JsonValueKind.True
                    ? Convert.FromBase64String(data)
                    : Encoding.UTF8.GetBytes(data),
                cancellationToken
            );
            isOver = part.Value.GetProperty("eof").GetBoolean();
        }

        Console.WriteLine(file);
        await session.DetachAsync();
    }
}
