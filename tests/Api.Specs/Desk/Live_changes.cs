using System.Net;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Desk.Live;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Live_changes(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_on_the_bus_reaches_the_desks_of_support_without_its_words()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;
        using var stream = await OpenAsync(person);

        await Bus.Publish(Changed(1042, await QueueAsync(person), cause: "the customer's secret"), Stop);

        var line = await LineAsync(stream, "data: {\"changes\"");
        line.ShouldContain("\"ticket_id\":1042");
        line.ShouldContain("\"kind\":\"replied\"");
        line.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Who_is_at_a_ticket_reaches_the_desks_of_support_without_names()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;
        using var stream = await OpenAsync(person);
        var colleague = Guid.NewGuid();

        await Bus.Publish(At(41, colleague, Guid.NewGuid()), Stop);
        await Bus.Publish(At(1042, colleague, await QueueAsync(person)), Stop);

        await LineAsync(stream, "event: presence");
        (await LineAsync(stream, "data:")).ShouldBe(
            $$"""data: {"ticket_id":1042,"people":[{"agent_id":"{{colleague}}","typing":true}]}"""
        );
    }

    [Fact]
    public async Task Marketing_hears_nothing_of_tickets()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Marketing);
        using var marketing = browser;
        using var admin = await desk.AdminAsync(Stop);
        using var theirs = await OpenAsync(marketing);
        using var ours = await OpenAsync(admin);

        await Bus.Publish(Changed(7), Stop);
        await LineAsync(ours, "data: {\"changes\"");
        desk.Time.Advance(TimeSpan.FromSeconds(16));

        // The next thing they are sent is the heartbeat.
        (await LineAsync(theirs, "")).ShouldBe(": ");
    }

    [Fact]
    public async Task An_agent_hears_of_the_tickets_they_may_see_and_of_no_other()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;
        using var admin = await desk.AdminAsync(Stop);
        var mine = await QueueAsync(person);
        var (leads, _) = await desk.PersonAsync(Stop, Role.Lead);
        using var lead = leads;
        using var theirs = await OpenAsync(person);
        using var everything = await OpenAsync(admin);
        using var leading = await OpenAsync(lead);
        var other = Guid.NewGuid();
        TicketEvent[] changes =
        [
            Change(1, other),
            Change(2, mine),
            Change(3, other) with
            {
                AssigneeId = account.Id,
            },
            Change(4, other) with
            {
                Status = TicketStatus.HandedOver,
                HandedTo = mine,
            },
            Change(5, other) with
            {
                Kind = "hand_over_accepted",
                Data = JsonSerializer.SerializeToElement(new { from_queue_id = mine }),
            },
            Change(6, other) with
            {
                Kind = "assigned",
                AssigneeId = Guid.NewGuid(),
                Data = JsonSerializer.SerializeToElement(new { from_agent_id = account.Id }),
            },
            Change(7, other) with
            {
                AssigneeId = Guid.NewGuid(),
            },
        ];

        await Bus.Publish(new TicketEvents([changes[0]]), Stop);
        await Bus.Publish(new TicketEvents(changes), Stop);

        Tickets(await LineAsync(theirs, "data: {\"changes\"")).ShouldBe([2, 3, 4, 5, 6]);
        foreach (var all in new[] { everything, leading })
        {
            Tickets(await LineAsync(all, "data: {\"changes\"")).ShouldBe([1]);
            Tickets(await LineAsync(all, "data: {\"changes\"")).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        }
    }

    [Fact]
    public async Task Whoever_joins_another_queue_is_told_to_look_again_and_hears_of_its_tickets()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;
        using var admin = await desk.AdminAsync(Stop);
        var first = (await admin.GetAsync<Page<QueueView>>("/desk/api/queues", Stop)).Items.Single(each =>
            each.IsDefault
        );
        var second = Guid.NewGuid();
        using var made = await admin.SendAsync(
            HttpMethod.Put,
            $"/desk/api/queues/{second}",
            new QueueRequest { Name = $"Returns {second:N}", CalendarId = first.CalendarId },
            Stop
        );
        using var stream = await OpenAsync(person);
        using var joined = await admin.SendAsync(
            HttpMethod.Put,
            $"/desk/api/agents/{account.Id}",
            new AgentRequest { Name = account.DisplayName, QueueIds = [second] },
            Stop
        );

        desk.Time.Advance(TimeSpan.FromSeconds(16));
        await LineAsync(stream, "event: resync");
        await Bus.Publish(Changed(1, first.Id), Stop);
        await Bus.Publish(Changed(2, second), Stop);

        Tickets(await LineAsync(stream, "data: {\"changes\"")).ShouldBe([2]);
    }

    [Fact]
    public async Task After_the_bus_was_away_the_desks_look_at_everything_again()
    {
        await using var alone = await desk.StartDeskAsync(desk.Router.Address, Stop);
        using var person = new DeskBrowser(alone.Address);
        await person.SignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);
        using var stream = await OpenAsync(person);
        var bus = alone.Services.GetRequiredService<IBusControl>();

        await bus.StopAsync(Stop);
        await LineAsync(stream, "event: lost");
        await bus.StartAsync(Stop);

        await LineAsync(stream, "event: resync");
    }

    [Fact]
    public async Task A_stream_ends_with_a_role_and_the_next_one_has_the_roles_of_now()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Lead);
        using var person = browser;
        using var admin = await desk.AdminAsync(Stop);
        using var stream = await OpenAsync(person);
        using var changed = await admin.SendAsync(
            HttpMethod.Put,
            $"/desk/accounts/{account.Id}",
            new AccountRequest
            {
                DisplayName = account.DisplayName,
                Roles = [Role.Marketing],
                Active = true,
            },
            Stop
        );
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);

        desk.Time.Advance(TimeSpan.FromSeconds(16));

        await Should.ThrowAsync<EndOfStreamException>(() => LineAsync(stream, "data: {\"changes\""));
    }

    [Fact]
    public async Task A_stream_ends_with_its_session()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;
        using var stream = await OpenAsync(person);
        using var answer = await person.SendAsync(HttpMethod.Post, "/desk/sign-out", body: null, Stop);

        desk.Time.Advance(TimeSpan.FromSeconds(16));

        while (await stream.ReadLineAsync(Stop) is { } line)
        {
            line.ShouldNotStartWith("data: {\"changes\"");
        }
    }

    [Fact]
    public async Task Whoever_leaves_is_forgotten()
    {
        var desks = desk.Desk.Services.GetRequiredService<LiveDesks>();
        await Eventually.Be(() => desks.Count, count => count == 0, Stop);
        using (var admin = await desk.AdminAsync(Stop))
        {
            using var stream = await OpenAsync(admin);
            desks.Count.ShouldBe(1);
        }

        await Eventually.Be(() => desks.Count, count => count == 0, Stop);
    }

    [Fact]
    public void A_desk_that_reads_too_slowly_is_told_to_look_at_everything_again()
    {
        var slow = new LiveDesk(new Caller(Guid.NewGuid(), "Ann", [Role.Agent]));
        for (var count = 0; count < 1_000; count++)
        {
            slow.Offer(LiveDesks.Message("tickets", "{}"));
        }

        slow.TryTake(out var first).ShouldBeTrue();
        System.Text.Encoding.UTF8.GetString(first!).ShouldStartWith("event: resync");
        slow.TryTake(out _).ShouldBeFalse();
        slow.Offer(LiveDesks.Message("tickets", "{}"));
        slow.TryTake(out var next).ShouldBeTrue();
        System.Text.Encoding.UTF8.GetString(next!).ShouldStartWith("event: tickets");
    }

    private IBus Bus => desk.Desk.Services.GetRequiredService<IBus>();

    private static async Task<StreamReader> OpenAsync(DeskBrowser browser)
    {
        var answer = await browser.SendAsync(HttpMethod.Get, "/desk/live", body: null, Stop);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        (await LineAsync(stream, "event:")).ShouldBe("event: hello");
        (await LineAsync(stream, "data:")).ShouldBe("data: {}");
        return stream;
    }

    /// <summary>The next line that begins so and is not empty.</summary>
    private static async Task<string> LineAsync(StreamReader stream, string beginning)
    {
        while (await stream.ReadLineAsync(Stop) is { } line)
        {
            if (line.Length > 0 && line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new EndOfStreamException();
    }

    private static TicketEvents Changed(long ticketId, Guid? queueId = null, string? cause = null) =>
        new([Change(ticketId, queueId ?? Guid.NewGuid()) with { Cause = cause }]);

    private static TicketEvent Change(long ticketId, Guid queueId) =>
        new()
        {
            EventId = 1,
            TicketId = ticketId,
            Kind = "replied",
            Actor = "system",
            At = new DateTimeOffset(2026, 6, 5, 1, 0, 0, TimeSpan.Zero),
            Status = TicketStatus.Open,
            QueueId = queueId,
            Version = 3,
        };

    private static TicketPresence At(long ticketId, Guid colleague, Guid queueId) =>
        new(ticketId, [new PersonAtTicket(colleague, Typing: true)]) { QueueId = queueId };

    private static async Task<Guid> QueueAsync(DeskBrowser person) =>
        (await person.GetAsync<MeView>("/desk/api/me", Stop)).Agent!.Queues[0].Id;

    private static IEnumerable<long> Tickets(string line) =>
        JsonSerializer
            .Deserialize<LiveChanges>(line["data: ".Length..], MeshJson.Options)!
            .Changes.Select(change => change.TicketId);

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
