using Microsoft.Playwright;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Specs;

/// <summary>One person in front of one browser. What the page complains of in its console is kept.</summary>
internal sealed class Seat : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Seat(IBrowserContext context, IPage page, Uri desk)
    {
        _context = context;
        Page = page;
        Desk = desk;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // The browser itself notes every refused request; only the page's own words are complaints.
            if (
                message.Type == "error"
                && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
            )
            {
                _complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    public Uri Desk { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Opens a browser and signs in.</summary>
    public static async Task<Seat> TakeAsync(
        OpenDesk desk,
        AccountView person,
        string language = "en",
        ColorScheme theme = ColorScheme.Light
    )
    {
        var context = await desk.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = desk.Process.Address.ToString(),
                Locale = language,
                ColorScheme = theme,
                ViewportSize = new ViewportSize { Width = 1366, Height = 768 },
            }
        );
        var seat = new Seat(context, await context.NewPageAsync(), desk.Process.Address);
        await seat.Page.GotoAsync("/");
        await seat.SignInAsync(person);
        return seat;
    }

    public async Task SignInAsync(AccountView person)
    {
        await Page.Locator("input[name=username]").FillAsync(person.UserName);
        await Page.Locator("input[name=password]").FillAsync(OpenDesk.Password);
        await Page.Keyboard.PressAsync("Enter");
        await Page.Locator("nav.side").WaitForAsync();
    }

    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key);
        }
    }

    public Task TypeAsync(string text) => Page.Keyboard.TypeAsync(text);

    public ILocator Row(TicketRow ticket) => Page.Locator("a.row", new PageLocatorOptions { HasText = ticket.Number });

    /// <summary>Waits until the page shows this text.</summary>
    public ILocatorAssertions Sees(string text) => Assertions.Expect(Page.GetByText(text).First);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
