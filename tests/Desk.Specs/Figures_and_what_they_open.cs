using System.Globalization;
using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class Figures_and_what_they_open(OpenDesk desk) : IAsyncLifetime
{
    private Platform Platform => new(desk);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_figure_of_the_heat_and_the_oldest_customer_lead_to_their_tickets()
    {
        // Of days ago, in an hour of its own: no other specification writes then.
        var words = $"Nobody writes at this hour {Guid.NewGuid():N}";
        var at = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(9);
        var author = Guid.NewGuid().ToString("N");
        await Platform.PostAsync(words, Label.Complaint, Stop, author, ago: TimeSpan.FromDays(9));
        await Eventually.Be(
            stop => desk.AskAsync<Page<TicketRow>>($"tickets?author={author}", stop),
            page => page.Items.Count == 1,
            Stop
        );
        var there = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var hour = $"hour={((int)there.DayOfWeek + 6) % 7 + 1}-{there.Hour.ToString(CultureInfo.InvariantCulture)}&";
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/sla");
        var figure = seat.Page.Locator($".heat a[href*='{hour}']");
        var count = await figure.InnerTextAsync();

        await figure.ClickAsync();

        await seat.Page.Locator("a.row", Holding(words)).WaitForAsync();
        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(int.Parse(count));
        await Assertions.Expect(seat.Page.Locator(".bar")).ToContainTextAsync("Written");

        await seat.Page.GotoAsync("/sla");
        await seat.Page.Locator(".tile", Holding("Oldest unanswered")).ClickAsync();
        await Assertions.Expect(seat.Page.Locator("main h1")).ToContainTextAsync("Unanswered, oldest first");
        await Assertions.Expect(seat.Page.Locator("a.row").First).ToContainTextAsync(words);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_overdue_figure_opens_exactly_its_tickets_a_snooze_hides_none()
    {
        var words = $"Out of sight {Guid.NewGuid():N}";
        var author = Guid.NewGuid().ToString("N");
        await Platform.PostAsync(words, Label.Complaint, Stop, author, ago: TimeSpan.FromDays(8));
        var late = await Eventually.Be(
            stop => desk.AskAsync<Page<TicketRow>>($"tickets?view=overdue&author={author}", stop),
            page => page.Items.Count == 1,
            Stop
        );
        await desk.PostAsync(
            $"tickets/{late.Items[0].Id}/snooze",
            new SnoozeRequest(TimeProvider.System.GetUtcNow().AddDays(1), Reason: null),
            Stop
        );
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/sla");
        var tile = seat.Page.Locator(".tile", Holding("Overdue"));
        await Eventually.Be(
            async stop =>
                (await desk.AskAsync<SlaBoard>("sla/board", stop)).Overdue.ToString(CultureInfo.InvariantCulture),
            overdue => overdue != "0",
            Stop
        );
        var figure = int.Parse(await tile.Locator("strong").InnerTextAsync(), CultureInfo.InvariantCulture);

        await tile.ClickAsync();

        await seat.Page.Locator("a.row", Holding(words)).WaitForAsync();
        await Assertions.Expect(seat.Page.Locator(".bar-count")).ToHaveTextAsync($"{figure}");
        var board = await desk.AskAsync<SlaBoard>("sla/board", Stop);
        (await desk.CountAsync("view=overdue", Stop)).ShouldBe(board.Overdue);
        (await desk.CountAsync("view=in_work", Stop)).ShouldBe(board.OpenTickets);
        (await desk.CountAsync("view=without_agent", Stop)).ShouldBe(board.Unassigned);
        (await desk.CountAsync("view=in_time", Stop)).ShouldBe(
            board.OpenTickets - board.Overdue - board.DueIn30Minutes
        );
    }

    [Theory]
    [InlineData("resolution", "met")]
    [InlineData("first_response", "breached")]
    public async Task Promises_met_and_broken_open_exactly_their_tickets(string clock, string result)
    {
        var (author, words) = (Guid.NewGuid().ToString("N"), $"In time or late {Guid.NewGuid():N}");
        var isMet = result == "met";
        // What was written days ago is late at once.
        await Platform.PostAsync(words, Label.Complaint, Stop, author, ago: TimeSpan.FromDays(isMet ? 0 : 8));
        var ticket = await Eventually.Be(
            async stop =>
                (await desk.AskAsync<Page<TicketRow>>($"tickets?author={author}", stop)).Items.SingleOrDefault(),
            row => row is not null && (isMet || row.NearestClock is { Breached: true }),
            Stop
        );
        if (isMet)
        {
            await desk.PostAsync($"tickets/{ticket!.Id}/resolve", new ResolveRequest("It was put right."), Stop);
        }

        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/sla");
        var figure = seat.Page.Locator($".promises a[href*='promise={clock}'][href*='result={result}']").Last;
        var address = await figure.GetAttributeAsync("href");
        var count = int.Parse((await figure.InnerTextAsync()).Split(' ')[0], CultureInfo.InvariantCulture);

        await figure.ClickAsync();

        await seat.Page.Locator("a.row", Holding(words)).WaitForAsync();
        await Assertions.Expect(seat.Page.Locator(".bar-count")).ToHaveTextAsync($"{count}");
        await Assertions.Expect(seat.Page.Locator(".bar")).ToContainTextAsync(isMet ? " met, " : " broken, ");
        // Of each ticket there is one such promise: as many rows as promises.
        (await desk.CountAsync(address!.Split('?')[1], Stop)).ShouldBe(count);
        await seat.Page.Locator(".filter-chip").ClickAsync();
        await seat.Page.WaitForURLAsync("**/queue/all");

        // The report's figure of the same clock opens its own span.
        await seat.Page.GotoAsync("/reports/promises");
        figure = seat.Page.Locator($"td a.link[href*='promise={clock}'][href*='result={result}']");
        var reported = await figure.InnerTextAsync();
        await figure.ClickAsync();
        await seat.Page.Locator("a.row").First.WaitForAsync();
        await Assertions.Expect(seat.Page.Locator(".bar-count")).ToHaveTextAsync(reported);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Times_pauses_and_hand_overs_open_the_tickets_they_are_made_of()
    {
        var lead = await desk.PersonAsync(Stop, Role.Lead);
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("The lamp flickers", Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        await using var seat = await Seat.TakeAsync(desk, agent);
        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=mine");
        await seat.Page.Locator(".composer textarea").WaitForAsync();
        await seat.PressAsync("w");
        await seat.TypeAsync("A new lamp is on its way.");
        await seat.PressAsync("Enter");
        await seat.Sees($"{ticket.Number} is waiting").ToBeVisibleAsync();
        await desk.PostAsync($"tickets/{ticket.Id}/resolve", new ResolveRequest("It was put right."), Stop);
        await using var over = await Seat.TakeAsync(desk, lead);

        // The longest of all took as long as the percentile, or longer.
        await over.Page.GotoAsync("/sla");
        var time = over.Page.Locator(".promises a[href*='promise=resolution'][href*='took=']");
        var address = (await time.Last.GetAttributeAsync("href"))!.Split('?')[1];
        await time.Last.ClickAsync();
        await over.Page.Locator("a.row").First.WaitForAsync();
        await Assertions.Expect(over.Page.Locator(".filter-chip")).ToContainTextAsync("Resolution took");
        await Assertions
            .Expect(over.Page.Locator(".bar-count"))
            .ToHaveTextAsync((await desk.CountAsync(address, Stop)).ToString(CultureInfo.InvariantCulture));

        await over.Page.GotoAsync("/reports/pauses");
        await over.Page.Locator("tr", Holding(agent.DisplayName)).Locator("a[href*='paused=set']").ClickAsync();
        await Assertions.Expect(over.Page.Locator("a.row .row-number")).ToHaveTextAsync([ticket.Number]);
        await Assertions.Expect(over.Page.Locator(".filter-chip")).ToContainTextAsync($"Paused by {agent.DisplayName}");
        seat.Complaints.ShouldBeEmpty();
        over.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_tickets_of_an_author_are_one_click_away()
    {
        var author = Guid.NewGuid().ToString("N");
        var ticket = await Platform.TicketAsync("The first matter", Stop, author);
        await Platform.PostAsync("Quite another matter", Label.Complaint, Stop, author);
        var mentions = await Eventually.Be(
            async stop =>
                (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", stop))
                    .Timeline.Where(item => item.Mention is not null)
                    .Select(item => item.Mention!.Id)
                    .ToList(),
            found => found.Count == 2,
            Stop
        );
        await desk.PostAsync($"tickets/{ticket.Id}/split", new SplitRequest([mentions[1]], "Two matters"), Stop);
        var both = await desk.AskAsync<Page<TicketRow>>($"tickets?author={author}", Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        // The later of them knows the earlier.
        await seat.Page.GotoAsync($"/tickets/{both.Items.Max(row => row.Id)}?view=all");

        await seat.Page.GetByRole(AriaRole.Link, new() { Name = "All of them" }).ClickAsync();

        await Assertions.Expect(seat.Page.Locator("a.row")).ToHaveCountAsync(2);
        await Assertions.Expect(seat.Page.Locator(".filter-chip")).ToContainTextAsync("customer ");
        await seat.Page.Locator(".filter-chip").ClickAsync();
        await Assertions.Expect(seat.Page.Locator("a.row").Nth(2)).ToBeVisibleAsync();
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_shows_what_was_like_it_and_how_that_was_solved()
    {
        var word = string.Concat(Guid.NewGuid().ToString("N").Where(char.IsAsciiLetter));
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var earlier = await Platform.TicketAsync($"The {word} kettle handle melted yesterday", Stop);
        await desk.PostAsync($"tickets/{earlier.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        await desk.PostAsync($"tickets/{earlier.Id}/resolve", new ResolveRequest("A new handle was sent."), Stop);
        var ticket = await Platform.TicketAsync($"Yesterday the handle of my {word} kettle melted", Stop);
        await using var seat = await Seat.TakeAsync(desk, agent);

        await seat.Page.GotoAsync($"/tickets/{ticket.Id}?view=team");

        var similar = seat.Page.Locator(".similar li", Holding(earlier.Number));
        await Assertions.Expect(similar).ToContainTextAsync("A new handle was sent.");
        await similar.Locator("a").ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".ticket-number")).ToHaveTextAsync(earlier.Number);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task How_many_reacted_to_praise_is_noted_where_it_is_seen()
    {
        var words = $"Lovely service {Guid.NewGuid():N}";
        await Platform.PostAsync(words, Label.Praise, Stop);
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Marketing));
        await seat.Page.Locator(".praise-card", Holding(words)).Locator(".card-open").ClickAsync();

        await seat.Page.GetByLabel("Likes, shares and answers so far").FillAsync("1250");
        await seat.PressAsync("Enter");

        await Assertions.Expect(seat.Page.Locator(".praise-facts")).ToContainTextAsync("1.3K reactions");
        seat.Complaints.ShouldBeEmpty();
    }

    private static PageLocatorOptions Holding(string text) => new() { HasText = text };

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
