using Microsoft.Playwright;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Specs;

/// <summary>One person in front of one browser. What the page complains of in its console is kept.</summary>
internal sealed class Seat : IAsyncDisposable
{
    private const string Beyond = """
        () => {
          // What is meant to be pushed to the side.
          const pushed = ".tabs, .rights-tabs, .table-frame, .table-scroll, .heat-frame";
          const shown = (part) => part.checkVisibility() && part.closest(".only-read") === null;
          const frame = document.querySelector("dialog[open]")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
          return [...document.querySelectorAll(document.querySelector("dialog[open]") ? "dialog[open] *" : "main *")]
            .filter((part) => {
              const { left, right, width } = part.getBoundingClientRect();
              return width > 0 && (left < frame.left - 1 || right > frame.right + 1) && shown(part) && !part.closest(pushed);
            })
            .map((part) => `${part.tagName} ${part.className} ${part.textContent.slice(0, 40)}`);
        }
        """;

    private const string Loading = "main :text-is('Loading'), main :text-is('正在加载')";

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

    /// <summary>A browser of its own, signed in, with no page open yet.</summary>
    public static async Task<Seat> TakeAsync(
        OpenDesk desk,
        AccountView person,
        string language = "en",
        ColorScheme theme = ColorScheme.Light,
        Uri? at = null
    )
    {
        var context = await desk.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = (at ?? desk.Process.Address).ToString(),
                Locale = language,
                ColorScheme = theme,
                ViewportSize = new ViewportSize { Width = 1366, Height = 768 },
            }
        );
        var answer = await context.APIRequest.PostAsync(
            "/desk/sign-in",
            new APIRequestContextOptions
            {
                DataObject = new { user_name = person.UserName, password = OpenDesk.Password },
                Headers = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["X-Requested-With"] = "triagemesh",
                },
            }
        );
        answer.Status.ShouldBe(204);
        return new Seat(context, await context.NewPageAsync(), at ?? desk.Process.Address);
    }

    /// <summary>As <see cref="TakeAsync"/>, where that person's day begins.</summary>
    public static async Task<Seat> AtHomeAsync(OpenDesk desk, AccountView person, string language = "en")
    {
        var seat = await TakeAsync(desk, person, language);
        await seat.Page.GotoAsync("/");
        await seat.Page.Locator("nav.side").WaitForAsync();
        return seat;
    }

    /// <summary>At the page that asks who it is.</summary>
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

    /// <summary>Goes to another page of the application as its own links do, and waits until nothing of it is still loading.</summary>
    public async Task GoAsync(string address)
    {
        await Page.EvaluateAsync(
            "(to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }",
            address
        );
        await Page.Locator("main h1").First.WaitForAsync();
        await Assertions.Expect(Page.Locator(Loading)).ToHaveCountAsync(0);
    }

    /// <summary>What reaches out of the window, or out of the dialog that is open, and cannot be pushed into sight.</summary>
    public async Task<string[]> BeyondAsync() => await Page.EvaluateAsync<string[]>(Beyond);

    public ILocator Row(TicketRow ticket) => Page.Locator("a.row", new PageLocatorOptions { HasText = ticket.Number });

    /// <summary>Waits until the page shows this text.</summary>
    public ILocatorAssertions Sees(string text) => Assertions.Expect(Page.GetByText(text).First);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
