using Microsoft.Playwright;
using TriageMesh.Desk.Specs;

namespace TriageMesh.Screenshots;

/// <summary>A browser that photographs pages as a given person sees them.</summary>
internal sealed class Camera : IAsyncDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(700);

    private readonly SampleDesk _desk;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Dictionary<Seat, string> _signedIn = [];
    private readonly List<string> _missed = [];

    private Camera(SampleDesk desk, IPlaywright playwright, IBrowser browser)
    {
        _desk = desk;
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>What README.md and the documents show.</summary>
    private static readonly (string Shot, string Language, ColorScheme Theme, string File)[] Shown =
    [
        ("queue", "en", ColorScheme.Light, "queue-en.png"),
        ("ticket", "zh-CN", ColorScheme.Light, "ticket-zh.png"),
        ("board", "en", ColorScheme.Dark, "board-en.png"),
        ("praise", "zh-CN", ColorScheme.Light, "praise-zh.png"),
    ];

    public static async Task<Camera> OpenAsync(SampleDesk desk)
    {
        var playwright = await Playwright.CreateAsync();
        return new Camera(desk, playwright, await Chromium.LaunchAsync(playwright));
    }

    /// <summary>Takes the documents' pictures, or those of every page.</summary>
    /// <param name="all">Where those of every page go; null takes only the documents'.</param>
    /// <param name="only">Of every page, those whose name holds this.</param>
    /// <param name="shown">Where the documents' pictures go.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    /// <returns>What could not be taken, and why.</returns>
    public async Task<IReadOnlyList<string>> TakeAsync(
        string? all,
        string? only,
        string shown,
        CancellationToken cancellationToken
    )
    {
        if (only is null)
        {
            foreach (var (name, language, theme, file) in Shown)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var shot = Shot.All.Single(each => each.Name == name);
                await TakeAsync([shot], language, theme, _ => Path.Combine(shown, file));
            }
        }

        if (all is null)
        {
            return _missed;
        }

        Directory.CreateDirectory(all);
        var shots = Shot.All.Where(shot => only is null || shot.Name.Contains(only, StringComparison.Ordinal)).ToList();
        foreach (var language in new[] { "en", "zh-CN" })
        {
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                cancellationToken.ThrowIfCancellationRequested();
                await TakeAsync(
                    shots,
                    language,
                    theme,
                    shot => Path.Combine(all, $"{shot.Name}.{language}.{theme.ToString().ToLowerInvariant()}.png")
                );
            }
        }

        return _missed;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }

    private async Task TakeAsync(
        IReadOnlyList<Shot> shots,
        string language,
        ColorScheme theme,
        Func<Shot, string> fileOf
    )
    {
        foreach (var sitting in shots.GroupBy(shot => shot.Role))
        {
            await using var context = await ContextAsync(sitting.Key, language, theme);
            var page = await context.NewPageAsync();
            page.SetDefaultTimeout(15_000);
            foreach (var shot in sitting)
            {
                await TakeAsync(page, shot, fileOf(shot));
            }
        }
    }

    private async Task TakeAsync(IPage page, Shot shot, string file)
    {
        try
        {
            await page.SetViewportSizeAsync(
                shot.Phone ? 390 : 1366,
                shot.Phone && shot.Tall ? 1600
                    : shot.Phone ? 844
                    : shot.Tall ? 1180
                    : 768
            );
            await page.GotoAsync(_desk.Addresses.GetValueOrDefault(shot.Path, shot.Path));
            await page.Locator(shot.Ready).First.WaitForAsync();
            if (shot.Before is { } before)
            {
                await before(page);
            }

            // What is still loading or moving comes to rest; a picture has no event to wait for.
            await page.WaitForTimeoutAsync((float)Settled.TotalMilliseconds);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
            Console.WriteLine(file);
        }
        catch (TimeoutException wrong)
        {
            _missed.Add($"{Path.GetFileName(file)}: {wrong.Message}");
        }
    }

    /// <summary>A window of its own, signed in.</summary>
    private async Task<IBrowserContext> ContextAsync(Seat role, string language, ColorScheme theme)
    {
        if (role != Seat.Nobody && !_signedIn.ContainsKey(role))
        {
            _signedIn[role] = await SignInAsync(role);
        }

        return await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = _desk.Address.ToString(),
                Locale = language,
                ColorScheme = theme,
                StorageState = _signedIn.GetValueOrDefault(role),
                TimezoneId = "Asia/Shanghai",
            }
        );
    }

    private async Task<string> SignInAsync(Seat role)
    {
        await using var context = await _browser.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = _desk.Address.ToString() }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator("input[name=username]").FillAsync(PersonOf(role).UserName);
        await page.Locator("input[name=password]").FillAsync(SampleDesk.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("nav.side").WaitForAsync();
        return await context.StorageStateAsync();
    }

    private Person PersonOf(Seat role) =>
        role switch
        {
            Seat.Agent => _desk.Team.Agents[0],
            Seat.Lead => _desk.Team.Lead,
            Seat.Marketing => _desk.Team.Marketing,
            Seat.Admin => _desk.Team.Admin,
            Seat.Nobody => throw new ArgumentOutOfRangeException(nameof(role)),
            _ => throw new ArgumentOutOfRangeException(nameof(role)),
        };
}
