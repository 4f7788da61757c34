using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Desk.Live;
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

        await Bus.Publish(Changed(1042, cause: "the customer's secret"), Stop);

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

        await Bus.Publish(new TicketPresence(1042, [new PersonAtTicket(colleague, Typing: true)]), Stop);

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
        var slow = new LiveDesk();
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

    private static TicketEvents Changed(long ticketId, string? cause = null) =>
        new([
            new TicketEvent
            {
                EventId = 1,
                TicketId = ticketId,
                Kind = "replied",
                Actor = "system",
                At = new DateTimeOffset(2026, 6, 5, 1, 0, 0, TimeSpan.Zero),
                Cause = cause,
                Status = TicketStatus.Open,
                QueueId = Guid.NewGuid(),
                Version = 3,
            },
        ]);

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
