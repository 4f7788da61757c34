using System.Globalization;
using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class Shares_and_what_they_open(OpenDesk desk) : IAsyncLifetime
{
    private Platform Platform => new(desk);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/sla")]
    [InlineData("/sla/wall")]
    [InlineData("/reports/promises")]
    public async Task A_share_opens_what_was_broken_and_what_was_met_is_one_click_away(string path)
    {
        await LateAsync(Guid.NewGuid().ToString("N"));
        await AnswerAsync(await Platform.TicketAsync("Answered at once", Stop));
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync(path);
        var share = seat.Page.Locator("a.share[href*='promise=first_response']").First;
        await share.WaitForAsync();
        var address = (await share.GetAttributeAsync("href"))!;
        address.ShouldContain("result=breached");
        var broken = await desk.CountAsync(address.Split('?')[1], Stop);
        var met = await desk.CountAsync(
            address.Split('?')[1].Replace("breached", "met", StringComparison.Ordinal),
            Stop
        );
        (await share.GetAttributeAsync("aria-label")).ShouldBe(
            $"{await share.InnerTextAsync()} kept: opens the {broken} that {(broken == 1 ? "was" : "were")} broken"
        );
        met.ShouldBePositive();
        (await share.InnerTextAsync()).ShouldBe(
            ((double)met / (met + broken)).ToString("0%", CultureInfo.InvariantCulture)
        );

        // By key: what is focused is seen, and Enter opens it.
        await share.FocusAsync();
        (
            await share.EvaluateAsync<bool>(
                "link => link.matches(':focus-visible') && getComputedStyle(link).outlineStyle !== 'none'"
            )
        ).ShouldBeTrue();
        await seat.PressAsync("Enter");

        await seat.Page.Locator("a.row").First.WaitForAsync();
        await Assertions.Expect(seat.Page.Locator(".bar-count")).ToHaveTextAsync($"{broken}");
        await seat.Page.GetByRole(AriaRole.Link, new() { Name = "See those met" }).ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".filter-chip")).ToContainTextAsync(" met, ");
        await Assertions.Expect(seat.Page.Locator(".bar-count")).ToHaveTextAsync($"{met}");
        (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty();
        await seat.PressAsync("j", "Enter");
        await seat.Page.Locator(".ticket-number").WaitForAsync();
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_figure_of_the_wall_leaves_it_for_its_tickets()
    {
        await LateAsync(Guid.NewGuid().ToString("N"));
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        foreach (
            var (link, view) in new[]
            {
                (".wall-figures a:nth-child(1)", "overdue"),
                (".wall-figures a:nth-child(3)", "without_agent"),
                (".wall-figures a:nth-child(4)", "unanswered"),
                (".wall-lane a.late", "overdue"),
                (".wall-columns li > strong a[href*='in_work']", "in_work"),
            }
        )
        {
            await seat.Page.GotoAsync("/sla/wall");
            var figure = seat.Page.Locator(link).First;
            var text = await figure.InnerTextAsync();
            var address = (await figure.GetAttributeAsync("href"))!;

            await figure.ClickAsync();

            address.ShouldStartWith($"/queue/{view}");
            await seat.Page.Locator("a.row").First.WaitForAsync();
            if (view != "unanswered")
            {
                (await desk.CountAsync($"view={view}&{address.Split('?').ElementAtOrDefault(1)}", Stop)).ShouldBe(
                    int.Parse(text.Split('\n')[0], CultureInfo.InvariantCulture),
                    link
                );
            }
        }

        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_nobodys_a_persons_or_a_policys_is_told_by_name()
    {
        var author = Guid.NewGuid().ToString("N");
        await LateAsync(author);
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("Somebody has this", Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        await ResolveAsync(ticket);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));

        // It was late before anybody had it.
        var nobody = await OpenAsync(
            seat,
            "agent",
            "promise_without=agent",
            "a:not(.share)[href*='first_response'][href*='breached']"
        );
        nobody.Chip.ShouldStartWith("Nobody’s · First response broken, ");
        (await desk.AskAsync<Page<TicketRow>>($"tickets?{nobody.Query}&author={author}", Stop)).Items.Count.ShouldBe(1);

        var hers = await OpenAsync(seat, "agent", $"promise_agent={agent.Id}", Kept);
        hers.Chip.ShouldStartWith($"{agent.DisplayName} · ");

        var policy = (await desk.AskAsync<SlaReport>("reports/sla?by=policy", Stop)).Rows.First(row =>
            row.GroupId is not null && row is { Kind: ClockKind.Resolution, Now.Met: > 0 }
        );
        var its = await OpenAsync(seat, "policy", $"promise_policy={policy.GroupId}", Kept);
        its.Chip.ShouldStartWith($"{policy.Group} · ");

        var queue = (await desk.AskAsync<SlaReport>("reports/sla?by=queue", Stop)).Rows.First(row =>
            row.GroupId is not null && row is { Kind: ClockKind.Resolution, Now.Met: > 0 }
        );
        var ofQueue = await OpenAsync(seat, "queue", $"promise_queue={queue.GroupId}", Kept);
        ofQueue.Chip.ShouldStartWith($"{queue.Group} · ");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_no_longer_works_is_still_called_by_name()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await Platform.TicketAsync("Resolved by somebody who left", Stop);
        await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        await ResolveAsync(ticket);
        await desk.SwitchOffAsync(agent, Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));

        await seat.Page.GotoAsync($"/queue/all?assignee={agent.Id}");

        var chosen = seat.Page.GetByLabel("Anyone");
        await Assertions.Expect(chosen).ToHaveValueAsync(agent.Id.ToString());
        await Assertions.Expect(chosen.Locator("option:checked")).ToHaveTextAsync(agent.DisplayName);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_outcome_of_hand_overs_opens_exactly_its_tickets()
    {
        var queue = await QueueAsync();
        foreach (var answer in new[] { "withdraw", "" })
        {
            var agent = await desk.PersonAsync(Stop, Role.Agent);
            var ticket = await Platform.TicketAsync($"It goes elsewhere {answer}", Stop);
            await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
            await desk.PostAsync(
                $"tickets/{ticket.Id}/hand-over",
                new HandOverRequest
                {
                    QueueId = queue,
                    Reason = "It is theirs.",
                    Promised = "A call.",
                },
                Stop
            );
            if (answer.Length > 0)
            {
                await desk.PostAsync($"tickets/{ticket.Id}/hand-over/{answer}", new { }, Stop);
            }
        }

        var rows = (await desk.AskAsync<Page<HandOverRow>>("reports/hand-overs?limit=200", Stop)).Items;
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        foreach (var outcome in rows.Select(row => row.Outcome).Distinct(StringComparer.Ordinal))
        {
            // The button and what is written at the end of the bar lead to the same.
            foreach (var link in new[] { ".group-by a", ".chart a" })
            {
                await seat.Page.GotoAsync("/reports/hand-overs");
                await seat.Page.Locator($"{link}[href*='handed_over={outcome}&']").ClickAsync();
                await ShowsAsync(seat, rows.Where(row => row.Outcome == outcome).Select(row => row.Number));
            }
        }

        await seat.Page.GotoAsync("/reports/hand-overs?pending=yes");
        await seat.Page.Locator(".group-by a[href*='status=handed_over']").ClickAsync();
        await ShowsAsync(seat, rows.Where(row => row.Outcome == "pending").Select(row => row.Number));

        // A line of the report leads to its ticket.
        await seat.Page.GotoAsync("/reports/hand-overs");
        await seat.Page.Locator("th a", Holding(rows[0].Number)).First.ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".ticket-number")).ToHaveTextAsync(rows[0].Number);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_share_of_pauses_opens_what_stood_still()
    {
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var (paused, worked) = (
            await Platform.TicketAsync("It waits a while", Stop),
            await Platform.TicketAsync("It never waits", Stop)
        );
        foreach (var ticket in new[] { paused, worked })
        {
            await desk.PostAsync($"tickets/{ticket.Id}/assign", new AssignRequest(agent.Id, Reason: null), Stop);
        }

        await using var own = await Seat.TakeAsync(desk, agent);
        await own.Page.GotoAsync($"/tickets/{paused.Id}?view=mine");
        await own.Page.Locator(".composer textarea").WaitForAsync();
        await own.PressAsync("w");
        await own.TypeAsync("A part is on its way.");
        await own.PressAsync("Enter");
        await own.Sees($"{paused.Number} is waiting").ToBeVisibleAsync();
        // Whole seconds are counted.
        await Eventually.Be(
            async stop =>
                (await desk.AskAsync<PauseReport>("reports/pauses", stop)).Agents.SingleOrDefault(row =>
                    row.AgentId == agent.Id
                ),
            row => row is { PausedSeconds: > 1 },
            Stop
        );
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/reports/pauses");
        var row = seat.Page.Locator("table.figures tr", Holding(agent.DisplayName));
        await Assertions
            .Expect(row.Locator("td a").First)
            .ToHaveAccessibleNameAsync("100% of the time paused: opens what stood still");

        await row.Locator("td a").First.ClickAsync();

        await ShowsAsync(seat, [paused.Number]);
        await Assertions.Expect(seat.Page.Locator(".filter-chip")).ToContainTextAsync($"by {agent.DisplayName}’s word");

        // What was set while somebody waited for an answer is listed where it is counted, and its lines lead to tickets.
        await seat.Page.GotoAsync("/reports/pauses");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await seat.Sees($"Paused by {agent.DisplayName}").ToBeVisibleAsync();
        await Assertions.Expect(seat.Page.Locator("table:not(.figures) tbody tr")).ToHaveCountAsync(1);
        await seat.Page.Locator("table:not(.figures) th a").ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".ticket-number")).ToHaveTextAsync(paused.Number);
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_cause_of_reopenings_opens_exactly_its_tickets()
    {
        var author = Guid.NewGuid().ToString("N");
        var (asked, again) = (
            await Platform.TicketAsync("A first matter", Stop, author),
            await Platform.TicketAsync("Another first matter", Stop)
        );
        await ResolveAsync(asked);
        await ResolveAsync(again);
        await Platform.PostAsync("And how do I wash it?", Label.Question, Stop, author, ago: TimeSpan.Zero);
        await desk.PostAsync($"tickets/{again.Id}/reopen", new ReopenRequest("Not mended."), Stop);
        var report = await Eventually.Be(
            stop => desk.AskAsync<ReopenReport>("reports/reopens?limit=200", stop),
            found => found.Rows.Items.Any(row => row.TicketId == asked.Id),
            Stop
        );
        var rows = report.Rows.Items;
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));

        await seat.Page.GotoAsync("/reports/reopens");
        await seat.Page.GetByRole(AriaRole.Link, new() { Name = "Open their tickets", Exact = true }).ClickAsync();
        await ShowsAsync(seat, rows.Select(row => row.Number));

        foreach (var (cause, name) in new[] { ("new_question", "New question"), ("by_person", "By a person") })
        {
            var numbers = rows.Where(row => row.Cause == cause).Select(row => row.Number).ToList();
            await seat.Page.GotoAsync("/reports/reopens");
            await seat.Page.Locator($".chart a[href*='reopened={cause}&']").ClickAsync();
            await ShowsAsync(seat, numbers);
            await Assertions.Expect(seat.Page.Locator(".filter-chip")).ToContainTextAsync($"Came back, {name}: ");

            // By keys: the cause, then its tickets.
            await seat.Page.GotoAsync("/reports/reopens");
            await seat.Page.GetByRole(AriaRole.Button, new() { Name = name }).FocusAsync();
            await seat.PressAsync("Enter");
            await Assertions
                .Expect(seat.Page.Locator("table:not(.figures) tbody tr"))
                .ToHaveCountAsync(rows.Count(row => row.Cause == cause));
            (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty();
            await seat.Page.GetByRole(AriaRole.Link, new() { Name = $"Open their tickets: {name}" }).FocusAsync();
            await seat.PressAsync("Enter");
            await ShowsAsync(seat, numbers);
        }

        seat.Complaints.ShouldBeEmpty();
    }

    /// <summary>A complaint of last week: whatever was promised for it is broken at once.</summary>
    private async Task LateAsync(string author)
    {
        await Platform.PostAsync("Nobody answers", Label.Complaint, Stop, author, ago: TimeSpan.FromDays(8));
        await Eventually.Be(
            stop => desk.AskAsync<Page<TicketRow>>($"tickets?view=overdue&author={author}", stop),
            page => page.Items.Count == 1,
            Stop
        );
    }

    // Once on each ticket, so that there are as many tickets as clocks.
    private const string Kept = "a:not(.share)[href*='promise=resolution'][href*='met']";

    private async Task AnswerAsync(TicketRow ticket)
    {
        var detail = await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop);
        await desk.PostAsync(
            $"tickets/{ticket.Id}/replies",
            new ReplyRequest { Text = "It is on its way.", LastSeen = detail.LastSeen },
            Stop
        );
    }

    private Task ResolveAsync(TicketRow ticket) =>
        desk.PostAsync($"tickets/{ticket.Id}/resolve", new ResolveRequest("It was put right."), Stop);

    /// <summary>Opens a figure of the report by this grouping; the list has as many tickets as it says.</summary>
    private async Task<(string Chip, string Query)> OpenAsync(Seat seat, string by, string owner, string link)
    {
        await seat.Page.GotoAsync($"/reports/promises?by={by}");
        var figure = seat.Page.Locator($"td :is({link})[href*='{owner}']").First;
        var count = await figure.InnerTextAsync();
        var address = (await figure.GetAttributeAsync("href"))!;
        await figure.ClickAsync();
        await seat.Page.Locator("a.row").First.WaitForAsync();
        await Assertions.Expect(seat.Page.Locator(".bar-count")).ToHaveTextAsync(count);
        var chip = seat.Page.Locator(".filter-chip bdi");
        await Assertions.Expect(chip).ToContainTextAsync(" · ");
        return (await chip.InnerTextAsync(), address.Split('?')[1]);
    }

    private static async Task ShowsAsync(Seat seat, IEnumerable<string> numbers)
    {
        var expected = numbers
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(number => int.Parse(number[2..], CultureInfo.InvariantCulture));
        await Assertions.Expect(seat.Page.Locator("a.row .row-number")).ToHaveTextAsync([.. expected]);
    }

    private async Task<Guid> QueueAsync()
    {
        var first = (await desk.AskAsync<Page<QueueView>>("queues?limit=10", Stop)).Items[0];
        var id = Guid.NewGuid();
        await desk.PutAsync(
            $"queues/{id}",
            new QueueRequest
            {
                Name = $"Asked {id:N}"[..20],
                CalendarId = first.CalendarId,
                Channels = [$"none-{id:N}"[..20]],
            },
            Stop
        );
        return id;
    }

    private static PageLocatorOptions Holding(string text) => new() { HasText = text };

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
