using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class A_lead_with_a_telephone(OpenDesk desk) : IAsyncLifetime
{
    private const int Width = 390;

    // The cells whose name, at their left, lies under what they say.
    private const string HeadsCovered = """
        () => [...document.querySelectorAll("td[data-head]")].filter((cell) => {
          const words = document.createRange();
          words.selectNodeContents(cell);
          const { left, width } = words.getBoundingClientRect();
          return width > 0 && left < cell.getBoundingClientRect().left + parseFloat(getComputedStyle(cell, "::before").width);
        }).map((cell) => cell.dataset.head)
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sees_the_board_finds_what_is_overdue_and_gives_it_to_somebody()
    {
        var free = await desk.PersonAsync(Stop, Role.Agent);
        var (author, words) = (Guid.NewGuid().ToString("N"), $"Nobody answers {Guid.NewGuid():N}");
        await new Platform(desk).PostAsync(words, Label.Complaint, Stop, author, ago: TimeSpan.FromDays(8));
        await TicketAsync(author, found => found?.NearestClock is { Breached: true });
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.SetViewportSizeAsync(Width, 844);
        await seat.Page.GotoAsync("/sla");
        await seat.Page.Locator(".tile strong").First.WaitForAsync();
        await FitsAsync(seat);
        await seat.Page.Locator(".promises a").First.WaitForAsync();
        await FitsAsync(seat, ".promises");

        await seat.Page.Locator("nav.side a.side-link[href='/queue/mine']").ClickAsync();
        await seat.Page.Locator("select.view-menu").SelectOptionAsync("overdue");
        await seat.Page.WaitForURLAsync("**/queue/overdue");
        var row = seat.Page.Locator("a.row", new PageLocatorOptions { HasText = words });
        await row.ScrollIntoViewIfNeededAsync();
        foreach (var part in new[] { ".row-clock", ".row-age", ".row-who", ".label-sure" })
        {
            await Assertions.Expect(row.Locator(part).First).ToBeInViewportAsync();
        }

        await FitsAsync(seat);
        await row.ClickAsync();
        await seat.Page.Locator(".ticket-actions").GetByText("Assign").ClickAsync();
        await seat
            .Page.Locator("dialog [role=option]", new PageLocatorOptions { HasText = free.DisplayName })
            .ClickAsync();

        await seat.Sees($"given to {free.DisplayName}").ToBeVisibleAsync();
        await TicketAsync(author, found => found?.Assignee?.Id == free.Id);
        await FitsAsync(seat);

        // What the line has no room for.
        var more = seat.Page.Locator(".ticket-actions").GetByLabel("More");
        (await more.BoundingBoxAsync())!.Width.ShouldBeGreaterThanOrEqualTo(44);
        await more.ClickAsync();
        await FitsAsync(seat);
        await seat
            .Page.Locator("dialog [role=option]", new PageLocatorOptions { HasText = "Snooze" })
            .First.ClickAsync();
        await seat.Page.Locator("dialog [role=option]").First.WaitForAsync();
        await FitsAsync(seat);
        await seat.PressAsync("Escape");

        await seat.Page.GotoAsync("/team");
        var member = seat.Page.Locator(".team-table tbody tr", new PageLocatorOptions { HasText = free.DisplayName });
        foreach (var part in new[] { "a.link", ".load-cell", "td >> nth=-1" })
        {
            await member.Locator(part).ScrollIntoViewIfNeededAsync();
            await Assertions.Expect(member.Locator(part)).ToBeInViewportAsync(new() { Ratio = 1 });
        }

        await FitsAsync(seat, ".table-frame");
        await FitsAsync(seat);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Turned_has_rows_of_the_height_that_fits_none_over_another()
    {
        await new Platform(desk).TicketAsync("Nobody answers.", Stop);
        await new Platform(desk).TicketAsync("Nobody answers me either.", Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.SetViewportSizeAsync(Width, 844);
        await seat.Page.GotoAsync("/queue/all");
        await seat.Page.Locator(".list-item >> nth=1").WaitForAsync();
        Task<double> FromRowToRowAsync() =>
            seat.Page.EvaluateAsync<double>(
                """
                () => {
                  const [one, other] = [...document.querySelectorAll(".list-item")].map((row) => row.getBoundingClientRect());
                  return one.height === other.top - one.top ? one.height : -1;
                }
                """
            );
        // Rows that come anew are given their places anyhow.
        await seat.Page.RouteAsync("**/desk/api/tickets?*", _ => Task.CompletedTask);
        var upright = await FromRowToRowAsync();

        await seat.Page.SetViewportSizeAsync(844, Width);

        upright.ShouldBeGreaterThan(0);
        await Eventually.Be(_ => FromRowToRowAsync(), height => height > 0 && height < upright, Stop);
    }

    [Fact]
    public async Task Finds_on_every_page_the_lines_of_its_table_without_pushing_it_to_the_side()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await new Platform(desk).TicketAsync($"Where is {new string('w', 120)}?", Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        var mention = (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop)).Timeline[0].Mention!.Id;
        await desk.PostAsync($"mentions/{mention}/relabel", new RelabelRequest(Label.Question, "asks"), Stop);
        await PlannedPraiseAsync();
        await desk.PostAsync(
            "webhooks",
            new PutWebhookRequest { Url = "https://hooks.example/telephone", Kinds = ["linked"] },
            Stop
        );
        await using var seat = await Seat.TakeAsync(
            desk,
            await desk.PersonAsync(Stop, Role.Admin, Role.Lead, Role.Marketing)
        );
        await seat.Page.SetViewportSizeAsync(Width, 844);
        await seat.Page.GotoAsync("/");
        var beside = new List<string>();
        async Task BesideAsync(string where) =>
            beside.AddRange((await seat.BeyondAsync()).Select(part => $"{where}: {part}"));
        foreach (var path in Every_page.Pages.Except(["/sla/wall"]))
        {
            await seat.GoAsync(path);
            await FitsAsync(seat);
            foreach (var frame in await seat.Page.Locator(".table-frame").AllAsync())
            {
                var beyond = await frame.EvaluateAsync<int>("frame => frame.scrollWidth - frame.clientWidth");
                beyond.ShouldBeLessThanOrEqualTo(0, path);
            }

            (await seat.Page.EvaluateAsync<string[]>(HeadsCovered)).ShouldBeEmpty(path);
            await BesideAsync(path);
        }

        await seat.GoAsync("/praise/planned");
        await seat.Page.Locator(".planned-row").First.WaitForAsync();
        await BesideAsync("what is planned");

        await seat.GoAsync("/admin/webhooks");
        var webhook = seat.Page.Locator(".parked-card").First;
        await webhook.GetByText("Send a test").ClickAsync();
        await webhook.Locator("tbody tr").First.WaitForAsync();
        await BesideAsync("deliveries");

        await seat.GoAsync("/classifier/rules");
        await seat.Page.GetByText("New rule").ClickAsync();
        await seat.Page.Locator("dialog h2").WaitForAsync();
        await BesideAsync("a new rule");
        await seat.PressAsync("Escape");

        await seat.GoAsync("/queue/team");
        await seat.Page.Locator(".more-filters summary").ClickAsync();
        await BesideAsync("more filters");
        beside.ShouldBeEmpty();

        await seat.GoAsync("/admin/accounts");
        var line = seat.Page.Locator(".table tbody tr").First;
        await Assertions.Expect(line.Locator("td").First).ToHaveAttributeAsync("data-head", "Name that colleagues see");
        seat.Complaints.ShouldBeEmpty();
    }

    private async Task PlannedPraiseAsync()
    {
        var words = $"So kind, and what a long sentence I write about it {Guid.NewGuid():N}";
        await new Platform(desk).PostAsync(words, Label.Praise, Stop);
        var found = await Eventually.Be(
            stop => desk.AskAsync<Page<PraiseItem>>("praise?limit=100", stop),
            page => page.Items.Any(item => item.Mention.Text == words),
            Stop
        );
        var item = found.Items.Single(item => item.Mention.Text == words);
        await desk.PostAsync($"praise/{item.Id}/status", new PraiseStatusRequest(PraiseStatus.Shortlisted), Stop);
        await desk.PostAsync(
            $"praise/{item.Id}/plan",
            new PlanRequest(TimeProvider.System.GetUtcNow().AddDays(2), CreditLine: null),
            Stop
        );
    }

    /// <summary>Nothing has to be found by pushing the page to the side.</summary>
    private static async Task FitsAsync(Seat seat) =>
        (await seat.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Width);

    private static async Task FitsAsync(Seat seat, string part) =>
        (
            await seat.Page.Locator(part).EvaluateAsync<int>("element => element.scrollWidth - element.clientWidth")
        ).ShouldBeLessThanOrEqualTo(0, part);

    private Task<TicketRow?> TicketAsync(string author, Func<TicketRow?, bool> isSo) =>
        Eventually.Be(
            async stop =>
                (await desk.AskAsync<Page<TicketRow>>($"tickets?author={author}", stop)).Items.SingleOrDefault(),
            isSo,
            Stop
        );

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
