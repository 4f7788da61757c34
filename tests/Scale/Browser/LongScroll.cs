using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace TriageMesh.Scale.Browser;

/// <summary>A lead turns the wheel through the list of all tickets, page after page: how long each frame takes.</summary>
internal static class LongScroll
{
    private const int RowHeight = 54;
    private const string TwoFrames =
        "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))";

    public static async Task MeasureAsync(BigDesk desk, int rows, CancellationToken cancellationToken)
    {
        await using var window = await desk.WindowAsync(desk.Lead);
        await window.AddInitScriptAsync(PageWatch.Script);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/queue/all");
        await page.Locator("a.row").First.WaitForAsync();
        await page.Mouse.MoveAsync(700, 400);
        await page.EvaluateAsync("() => scale.startFrames()");
        var began = Stopwatch.GetTimestamp();
        var loaded = 0;
        while (loaded < rows)
        {
            await page.Mouse.WheelAsync(0, 700);
            await page.EvaluateAsync(TwoFrames);
            loaded = await LoadedAsync(page);
        }

        var took = Stopwatch.GetElapsedTime(began);
        var frames = await page.EvaluateAsync<double[]>("() => scale.endFrames()");
        Figures.Head("frames of a long scroll, ms");
        Figures.Write("frame to frame", frames);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{loaded} rows in {took.TotalSeconds:F0} s; {frames.Count(frame => frame > 50)} of {frames.Length} frames took longer than 50 ms"
            )
        );
    }

    private static Task<int> LoadedAsync(IPage page) =>
        page.EvaluateAsync<int>(
            $"() => Math.round(parseFloat(document.querySelector('.list-rows').style.height) / {RowHeight})"
        );
}
