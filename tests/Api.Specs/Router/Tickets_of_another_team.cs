using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Router;

/// <summary>An agent of one queue against the tickets of another: whatever they try, there is no such ticket, and it stays as it is.</summary>
public sealed class Tickets_of_another_team(RunningRouter router) : IClassFixture<RunningRouter>, IAsyncLifetime
{
    private const string Ours = "00000000-0000-8000-8000-0000000000a7";
    private const string Third = "00000000-0000-8000-8000-0000000000a8";
    private const string AskForTheOrder = "00000000-0000-8000-8000-0000000000b1";
    private const string Failed = "00000000-0000-8000-8000-0000000000d1";

    private static readonly Guid Agent = new("00000000-0000-8000-8000-0000000000e1");

    /// <summary>Everything that can be done at a ticket, each with a body that is in order. OTHER is a second ticket of theirs.</summary>
    private static readonly Dictionary<string, string?> Commands = new(StringComparer.Ordinal)
    {
        ["GET "] = null,
        ["GET /similar"] = null,
        ["POST /accept"] = null,
        ["POST /replies"] = """{"text":"We look into it.","last_seen":"x"}""",
        ["POST /replies/{replyId}/retry"] = null,
        ["POST /replies/check"] = """{"text":"Hello"}""",
        ["POST /notes"] = """{"text":"Seen."}""",
        ["POST /wait"] = """{"for":"customer","reason":"asked for the number"}""",
        ["POST /resume"] = null,
        ["POST /assign"] = """{"assignee_id":null,"reason":null}""",
        ["POST /priority"] = """{"priority":"high","reason":null}""",
        ["POST /hand-over"] = $$"""{"queue_id":"{{Third}}","reason":"theirs","promised":"nothing"}""",
        ["POST /hand-over/accept"] = null,
        ["POST /hand-over/refuse"] = """{"reason":"not ours"}""",
        ["POST /hand-over/withdraw"] = """{"reason":null}""",
        ["POST /links"] = """{"ticket_id":OTHER,"kind":"related"}""",
        ["DELETE /links/{other}"] = null,
        ["PUT /presence"] = """{"state":"viewing"}""",
        ["POST /snooze"] = """{"until":null,"reason":null}""",
        ["POST /wake"] = null,
        ["POST /no-reply-needed"] = """{"reason":"spam"}""",
        ["PUT /order-number"] = """{"order_number":"A-1"}""",
        ["GET /canned-replies/{cannedId}"] = null,
        ["POST /macros/{cannedId}"] = """{"last_seen":"x"}""",
        ["POST /split"] = """{"mention_ids":["00000000-0000-8000-8000-000000000001"],"reason":null}""",
        ["POST /merge"] = """{"into":OTHER,"reason":null}""",
        ["POST /resolve"] = """{"reason":"done"}""",
        ["POST /reopen"] = """{"reason":"again"}""",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> AllCommands => [.. Commands.Keys];

    private long Other { get; set; }

    private long Own { get; set; }

    [Fact]
    public void Every_route_of_a_ticket_is_tried() =>
        Commands.Keys.ShouldBe(
            Who_may_do_what
                .Routes.Where(route => route.Path.StartsWith("/api/v1/tickets/{id}", StringComparison.Ordinal))
                .Select(route => $"{route.Method} {route.Path["/api/v1/tickets/{id}".Length..]}"),
            ignoreOrder: true
        );

    [Theory]
    [MemberData(nameof(AllCommands))]
    public async Task There_is_no_such_ticket_and_it_stays_as_it_is_but_a_lead_finds_it(string command)
    {
        var before = await TicketsAsync();

        ShouldBeUnknown(await SendAsync(Role.Agent, command, router.Ticket, Other));
        (await TicketsAsync()).ShouldBe(before);

        // The same request is in order: it is known to who may see the ticket.
        (await SendAsync(Role.Lead, command, router.Ticket, Other)).Status.ShouldNotBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("POST /merge")]
    [InlineData("POST /links")]
    [InlineData("DELETE /links/{other}")]
    public async Task Nor_is_it_reached_from_a_ticket_of_ones_own(string command)
    {
        var before = await TicketsAsync();

        ShouldBeUnknown(await SendAsync(Role.Agent, command, Own, Other));
        ShouldBeUnknown(await SendAsync(Role.Agent, command, Other, Own));

        (await TicketsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_macro_of_another_team_is_not_played_at_ones_own_ticket()
    {
        const string theirs = "00000000-0000-8000-8000-0000000000b7";
        await router.DoAsync(
            $$"""
            INSERT INTO router.canned_replies (canned_id, name, kind, scope, queue_id, texts, updated_at)
            SELECT '{{theirs}}', 'theirs', 'reply', 'queue', queue_id, '{"en": "Hello"}', now()
              FROM router.queues WHERE is_default
            ON CONFLICT DO NOTHING
            """,
            Stop
        );

        ShouldBeUnknown(await SendAsync(Role.Agent, "GET /canned-replies/{cannedId}", Own, Other, theirs));
        ShouldBeUnknown(await SendAsync(Role.Agent, "POST /macros/{cannedId}", Own, Other, theirs));
    }

    [Fact]
    public async Task They_stand_in_no_list_and_no_count_of_somebody_elses()
    {
        var list = await SendAsync(Role.Agent, "GET", "/api/v1/tickets?view=team", null);
        var counts = await SendAsync(Role.Agent, "GET", "/api/v1/tickets/counts", null);

        list.Body.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetInt64()).ShouldBe([Own]);
        counts.Status.ShouldBe(HttpStatusCode.OK);
        counts
            .Body.EnumerateObject()
            .Where(count => count.Value.ValueKind == JsonValueKind.Number)
            .ShouldAllBe(count => count.Value.GetInt64() <= 1);
    }

    [Fact]
    public async Task What_a_ticket_refers_to_is_told_only_to_those_who_may_see_that_too()
    {
        var (theirs, ours) = (await TicketOfAsync("brand", "eve"), await TicketOfAsync("shop", "fay"));
        await router.DoAsync(
            $"""
            UPDATE router.tickets
               SET account = 'shop', author_id = 'fay', merged_into = {ours}, status = 'closed', resolved_at = now()
             WHERE ticket_id = {theirs};
            UPDATE router.tickets SET continuation_of = {theirs}, split_from = {theirs} WHERE ticket_id = {ours};
            INSERT INTO router.links (ticket_id, other_id, kind, linked_by, at)
            VALUES ({ours}, {theirs}, 'related', '{Agent}', now()), ({theirs}, {ours}, 'causes', '{Agent}', now())
            """,
            Stop
        );
        string[] everything =
        [
            $"author {theirs}",
            $"continues {theirs}",
            $"caused_by {theirs}",
            $"merged_from {theirs}",
            $"related {theirs}",
            $"split_from {theirs}",
        ];

        (await ReferencesAsync(Role.Agent, ours)).ShouldBeEmpty();
        (await ReferencesAsync(Role.Lead, ours)).ShouldBe(everything, ignoreOrder: true);
        (await ReferencesAsync(Role.Admin, ours)).ShouldBe(everything, ignoreOrder: true);

        // Once it lies in their queue, it is theirs to see.
        await router.DoAsync($"UPDATE router.tickets SET queue_id = '{Ours}' WHERE ticket_id = {theirs}", Stop);
        (await ReferencesAsync(Role.Agent, ours)).ShouldBe(everything, ignoreOrder: true);

        // The other specifications count what lies in the agent's queue.
        await router.DoAsync(
            $"UPDATE router.tickets SET queue_id = '{Third}' WHERE ticket_id IN ({theirs}, {ours})",
            Stop
        );
    }

    [Fact]
    public async Task Nor_does_a_search_find_them()
    {
        await router.DoAsync(
            $"""
            UPDATE router.authors SET name = 'Bobby', handle = 'bobs' WHERE author_id = 'bob';
            UPDATE router.authors SET name = 'Bobcat' WHERE author_id = 'cat';
            UPDATE router.tickets SET order_number = 'TB-77' WHERE ticket_id IN ({Other}, {Own})
            """,
            Stop
        );

        foreach (var asked in new[] { $"T-{Other}", $"{Other}", "TB-77", "bob", "bobby", "bobs" })
        {
            // A lead looks after all queues; theirs alone where they are in one.
            (await FoundAsync(Role.Lead, $"q={asked}")).ShouldContain(Other, asked);
            (await FoundAsync(Role.Admin, $"q={asked}")).ShouldContain(Other, asked);
            foreach (var view in new[] { "all", "mine", "team", "unassigned", "handed_in", "resolved", "unanswered" })
            {
                (await FoundAsync(Role.Agent, $"q={asked}&view={view}")).ShouldNotContain(Other, $"{asked} in {view}");
            }
        }

        (await FoundAsync(Role.Agent, "q=bob")).ShouldBe([Own]);
        (await FoundAsync(Role.Agent, "q=TB-77")).ShouldBe([Own]);
        (await FoundAsync(Role.Agent, "author=bob")).ShouldBeEmpty();
        (await FoundAsync(Role.Agent, $"q=bob&queue={await QueueOfAsync(Other)}")).ShouldBeEmpty();
    }

    public async ValueTask InitializeAsync()
    {
        await router.StartAsync(Stop);
        await router.DoAsync(
            $"""
            INSERT INTO router.queues (queue_id, name, calendar_id, accounts)
            SELECT '{Ours}', 'Shop', calendar_id, ARRAY['shop'] FROM router.queues WHERE is_default
            ON CONFLICT DO NOTHING;
            INSERT INTO router.queues (queue_id, name, calendar_id)
            SELECT '{Third}', 'Returns', calendar_id FROM router.queues WHERE is_default
            ON CONFLICT DO NOTHING;
            INSERT INTO router.agents (agent_id, name, capacity) VALUES ('{Agent}', 'shop-agent', 0) ON CONFLICT DO NOTHING;
            INSERT INTO router.queue_members (queue_id, agent_id) VALUES ('{Ours}', '{Agent}') ON CONFLICT DO NOTHING
            """,
            Stop
        );
        // The queues were written past the API: the router is to see them at once.
        router.Process.Services.GetRequiredService<RuleBooks>().Changed();
        (Other, Own) = (await TicketOfAsync("brand", "bob"), await TicketOfAsync("shop", "cat"));
        // A merge takes the replies along, a retry sends it: each command finds it where it was.
        await router.DoAsync(
            $"""
            INSERT INTO router.replies (reply_id, ticket_id, mention_id, agent_id, text, visibility, status, created_at, published_at)
            VALUES ('{Failed}', {router.Ticket}, '{router.Mention}', '{Agent}', 'Hello', 'public', 'failed', now(), now())
            ON CONFLICT (reply_id) DO UPDATE SET ticket_id = excluded.ticket_id, status = 'failed'
            """,
            Stop
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The ticket of somebody's complaint, once nothing happens to it by itself any more.</summary>
    private async Task<long> TicketOfAsync(string account, string author)
    {
        await router
            .Process.Services.GetRequiredService<IBus>()
            .Publish(new MentionsClassified([RunningRouter.Complaint(account, author)]), Stop);
        return await Eventually.Be(
            stop =>
                router.OneAsync<long>(
                    $"""
                    SELECT coalesce(max(t.ticket_id), 0)
                      FROM router.tickets t
                     WHERE t.author_id = '{author}'
                       AND EXISTS (SELECT FROM router.lane_alerts l WHERE l.queue_id = t.queue_id AND l.ended_at IS NULL)
                    """,
                    stop
                ),
            ticket => ticket > 0,
            Stop
        );
    }

    /// <summary>What a ticket says of others, each with its kind.</summary>
    private async Task<IReadOnlyList<string>> ReferencesAsync(Role role, long ticket)
    {
        var body = (await SendAsync(role, "GET", $"/api/v1/tickets/{ticket}", null)).Body;
        static long Id(JsonElement reference) => reference.GetProperty("id").GetInt64();
        return
        [
            .. body.GetProperty("author_tickets").EnumerateArray().Select(each => $"author {Id(each)}"),
            .. body.TryGetProperty("continuation_of", out var older) && older.ValueKind == JsonValueKind.Object
                ? [$"continues {Id(older)}"]
                : Array.Empty<string>(),
            .. body.GetProperty("links")
                .EnumerateArray()
                .Select(each => $"{each.GetProperty("kind").GetString()} {Id(each.GetProperty("ticket"))}"),
        ];
    }

    private async Task<IReadOnlyList<long>> FoundAsync(Role role, string query) =>
        [
            .. (await SendAsync(role, "GET", $"/api/v1/tickets?{query}", null))
                .Body.GetProperty("items")
                .EnumerateArray()
                .Select(row => row.GetProperty("id").GetInt64()),
        ];

    private Task<Guid> QueueOfAsync(long ticket) =>
        router.OneAsync<Guid>($"SELECT queue_id FROM router.tickets WHERE ticket_id = {ticket}", Stop);

    private Task<(HttpStatusCode Status, string? ContentType, JsonElement Body)> SendAsync(
        Role role,
        string command,
        long ticket,
        long other,
        string canned = AskForTheOrder
    )
    {
        var (method, path) = command.Split(' ', 2) is [var first, var second] ? (first, second) : (command, "");
        path = path.Replace("{replyId}", Failed, StringComparison.Ordinal)
            .Replace("{cannedId}", canned, StringComparison.Ordinal)
            .Replace("{other}", $"{other}", StringComparison.Ordinal);
        return SendAsync(
            role,
            method,
            $"/api/v1/tickets/{ticket}{path}",
            Commands[command]?.Replace("OTHER", $"{other}", StringComparison.Ordinal)
        );
    }

    private async Task<(HttpStatusCode Status, string? ContentType, JsonElement Body)> SendAsync(
        Role role,
        string method,
        string path,
        string? json
    )
    {
        var token = router
            .Process.Services.GetRequiredService<TokenIssuer>()
            .Issue(new Caller(role == Role.Agent ? Agent : Guid.NewGuid(), "specs", [role]), TimeSpan.FromHours(1));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await router.Process.Client.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        var type = response.Content.Headers.ContentType?.MediaType;
        return (
            response.StatusCode,
            type,
            type is not null && type.EndsWith("json", StringComparison.Ordinal) ? JsonElement.Parse(text) : default
        );
    }

    private static void ShouldBeUnknown((HttpStatusCode Status, string? ContentType, JsonElement Body) answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.NotFound, answer.Body.ToString());
        answer.ContentType.ShouldBe("application/problem+json");
    }

    /// <summary>All tickets, how long their histories are, and what else a command may leave behind; not that a lead is told of a full lane.</summary>
    private Task<string> TicketsAsync() =>
        router.OneAsync<string>(
            """
            SELECT (SELECT string_agg((to_jsonb(t) - 'version')::text, '|' ORDER BY ticket_id) FROM router.tickets t)
                   || (SELECT count(*) FROM router.events WHERE kind NOT LIKE 'clock.%' AND kind <> 'lead_told')
                   || ' ' || (SELECT count(*) FROM router.replies) || ' ' || (SELECT count(*) FROM router.notes)
                   || ' ' || (SELECT count(*) FROM router.links)
            """,
            Stop
        );
}
