using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TriageMesh.Screenshots;

/// <summary>One picture: whose page, where it is, what has to be there, and what is done before.</summary>
/// <param name="Name">Of the picture.</param>
/// <param name="Role">Who sits there.</param>
/// <param name="Path">The page, or the name of one that only the sample desk knows the address of.</param>
/// <param name="Ready">What shows that the page is there.</param>
internal sealed record Shot(string Name, Seat Role, string Path, string Ready = "main h1")
{
    /// <summary>A telephone instead of a desk.</summary>
    public bool Phone { get; init; }

    /// <summary>A window high enough for all of the page.</summary>
    public bool Tall { get; init; }

    public Func<IPage, Task>? Before { get; init; }

    private static readonly Shot[] Wide =
    [
        new("sign-in", Seat.Nobody, "/", "input[name=username]"),
        new("queue", Seat.Agent, "/queue/team", "a.row"),
        new("queue-mine", Seat.Agent, "/queue/mine", "a.row"),
        new("queue-empty", Seat.Agent, "/queue/reopened", ".empty"),
        new("queue-praise", Seat.Agent, "/queue/praise", ".praise-row"),
        new("queue-filters", Seat.Agent, "/queue/team", "a.row")
        {
            Before = page => page.Locator(".more-filters summary").ClickAsync(),
        },
        new("queue-bulk", Seat.Agent, "/queue/team", "a.row")
        {
            Before = page => PressAsync(page, "j", "x", "j", "j", "x"),
        },
        new("ticket", Seat.Agent, "ticket", ".similar li"),
        Dialog("assign", "a"),
        Dialog("status", "s"),
        Dialog("snooze", "z"),
        Dialog("hand-over", "h"),
        Dialog("canned", ";"),
        Dialog("keys", "?"),
        Dialog("palette", "/"),
        new("board", Seat.Lead, "/sla", ".heat a") { Tall = true },
        new("wall", Seat.Lead, "/sla/wall", ".wall-columns"),
        new("team", Seat.Lead, "/team"),
        new("agent", Seat.Lead, "agent"),
        new("policy", Seat.Lead, "policy", ".targets") { Tall = true },
        new("policies", Seat.Lead, "/rules/policies", ".policy-list li, .policy-list tr"),
        new("calendars", Seat.Lead, "/rules/calendars"),
        new("queues", Seat.Lead, "/rules/queues"),
        new("duties", Seat.Lead, "/rules/duties"),
        new("sources", Seat.Lead, "/rules/sources", ".source-figures"),
        new("label-rule-new", Seat.Lead, "/classifier/rules")
        {
            Before = async page =>
            {
                await page.Locator("header.bar .button.primary").ClickAsync();
                await page.Locator("dialog h2").WaitForAsync();
            },
        },
        new("order-numbers", Seat.Lead, "/rules/accounts"),
        new("canned", Seat.Lead, "/canned", ".table tbody tr"),
        new("canned-new", Seat.Lead, "/canned", ".table tbody tr")
        {
            Before = async page =>
            {
                await page.Locator(".table tbody .link").First.ClickAsync();
                await page.Locator("dialog h2").WaitForAsync();
            },
        },
        new("promises", Seat.Lead, "/reports/promises", ".chart"),
        new("promises-agent", Seat.Lead, "/reports/promises?by=agent", ".chart"),
        new("pauses", Seat.Lead, "/reports/pauses", ".chart"),
        new("hand-overs", Seat.Lead, "/reports/hand-overs", ".chart"),
        new("reopens", Seat.Lead, "/reports/reopens", ".chart"),
        new("corrections", Seat.Lead, "/classifier/corrections"),
        new("models", Seat.Lead, "/classifier/models"),
        new("label-rules", Seat.Lead, "/classifier/rules"),
        new("try", Seat.Lead, "/classifier/try")
        {
            Before = async page =>
            {
                await page.Locator("textarea").FillAsync("等了三天还没发货，客服也不回");
                await page.Keyboard.PressAsync("Control+Enter");
                await page.Locator(".try-label").WaitForAsync();
            },
        },
        new("praise", Seat.Marketing, "/praise", ".praise-card"),
        new("praise-shortlist", Seat.Marketing, "/praise?status=shortlisted", ".praise-card"),
        new("praise-item", Seat.Marketing, "praise-item", ".praise-post"),
        new("praise-asked", Seat.Marketing, "praise-asked", ".praise-post"),
        new("praise-listed", Seat.Marketing, "praise-listed", ".praise-post"),
        new("praise-withdrawn", Seat.Marketing, "praise-withdrawn", ".praise-post"),
        Praise("ask", "praise-listed", "Ask for permission", "征求同意"),
        Praise("answer", "praise-asked", "Record the answer", "记录答复"),
        Praise("posted", "praise-item", "Mark as posted", "标记为已发布"),
        Praise("export", "praise-item", "Export with credit", "带署名导出"),
        Praise("withdraw", "praise-item", "Record a withdrawal", "记录撤回"),
        new("praise-planned", Seat.Marketing, "/praise/planned", ".planned-row"),
        new("praise-takedowns", Seat.Marketing, "/praise/takedowns", ".takedown"),
        new("accounts", Seat.Admin, "/admin/accounts"),
        new("tokens", Seat.Admin, "/admin/tokens", ".table tbody tr"),
        new("webhooks", Seat.Admin, "/admin/webhooks", ".parked-card")
        {
            Before = async page =>
            {
                await page.Locator(".parked-card footer button").Nth(1).ClickAsync();
                await page.Locator(".parked-card tbody tr").First.WaitForAsync();
            },
        },
        new("audit", Seat.Admin, "/admin/audit", ".audit tbody tr"),
        new("parked", Seat.Admin, "/admin/parked", ".parked-card"),
        new("settings", Seat.Agent, "/settings"),
        new("refused", Seat.Agent, "/sla", "main"),
    ];

    /// <summary>Every page at a desk; those of leads, marketing and admins on a telephone too.</summary>
    public static IReadOnlyList<Shot> All { get; } =
    [
        .. Wide,
        new("queue-phone", Seat.Lead, "/queue/overdue", "a.row") { Phone = true },
        new("ticket-phone", Seat.Lead, "ticket", ".composer textarea") { Phone = true },
        .. Wide.Where(shot => shot.Role is Seat.Lead or Seat.Marketing or Seat.Admin && shot.Name != "wall")
            .Select(shot => shot with { Name = $"{shot.Name}-phone", Phone = true, Tall = true }),
    ];

    private static Shot Dialog(string name, string key) =>
        new($"dialog-{name}", Seat.Agent, "ticket", ".composer textarea")
        {
            Before = async page =>
            {
                await page.Keyboard.PressAsync(key);
                await page.Locator("dialog h2").WaitForAsync();
            },
        };

    private static Shot Praise(string name, string page, string english, string chinese) =>
        new($"praise-{name}", Seat.Marketing, page, ".praise-post")
        {
            Before = async opened =>
            {
                await opened
                    .Locator(
                        "main button",
                        new()
                        {
                            HasTextRegex = new Regex(
                                $"{english}|{chinese}",
                                RegexOptions.None,
                                TimeSpan.FromSeconds(1)
                            ),
                        }
                    )
                    .First.ClickAsync();
                await opened.Locator("dialog h2").WaitForAsync();
            },
        };

    private static async Task PressAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys)
        {
            await page.Keyboard.PressAsync(key);
        }
    }
}

/// <summary>Who sits before the browser.</summary>
internal enum Seat
{
    Nobody,
    Agent,
    Lead,
    Marketing,
    Admin,
}
