using System.Net;
using System.Text.Json;
using TriageMesh.Contracts;

namespace TriageMesh.Api.Specs.Router;

public sealed class Who_may_do_what(RunningRouter router) : IClassFixture<RunningRouter>, IAsyncLifetime
{
    private static readonly Role[] Support = [Role.Agent, Role.Lead, Role.Admin];
    private static readonly Role[] Leads = [Role.Lead, Role.Admin];
    private static readonly Role[] Marketing = [Role.Marketing, Role.Lead, Role.Admin];
    private static readonly Role[] Admins = [Role.Admin];

    internal static readonly (string Method, string Path, Role[] Roles)[] Routes =
    [
        ("GET", "/api/v1/tickets", Support),
        ("GET", "/api/v1/tickets/counts", Support),
        ("GET", "/api/v1/tickets/{id}", Support),
        ("GET", "/api/v1/tickets/{id}/similar", Support),
        ("POST", "/api/v1/tickets/{id}/accept", Support),
        ("POST", "/api/v1/tickets/{id}/replies", Support),
        ("POST", "/api/v1/tickets/{id}/replies/{replyId}/retry", Support),
        ("POST", "/api/v1/tickets/{id}/notes", Support),
        ("POST", "/api/v1/tickets/{id}/wait", Support),
        ("POST", "/api/v1/tickets/{id}/resume", Support),
        ("POST", "/api/v1/tickets/{id}/resolve", Support),
        ("POST", "/api/v1/tickets/{id}/reopen", Support),
        ("POST", "/api/v1/tickets/{id}/assign", Support),
        ("POST", "/api/v1/tickets/{id}/priority", Support),
        ("POST", "/api/v1/tickets/{id}/hand-over", Support),
        ("POST", "/api/v1/tickets/{id}/hand-over/accept", Support),
        ("POST", "/api/v1/tickets/{id}/hand-over/refuse", Support),
        ("POST", "/api/v1/tickets/{id}/hand-over/withdraw", Support),
        ("POST", "/api/v1/tickets/{id}/split", Support),
        ("POST", "/api/v1/tickets/{id}/merge", Support),
        ("POST", "/api/v1/tickets/{id}/links", Support),
        ("DELETE", "/api/v1/tickets/{id}/links/{other}", Support),
        ("PUT", "/api/v1/tickets/{id}/presence", Support),
        ("POST", "/api/v1/tickets/{id}/snooze", Support),
        ("POST", "/api/v1/tickets/{id}/wake", Support),
        ("POST", "/api/v1/tickets/{id}/no-reply-needed", Support),
        ("PUT", "/api/v1/tickets/{id}/order-number", Support),
        ("POST", "/api/v1/tickets/{id}/replies/check", Support),
        ("GET", "/api/v1/tickets/{id}/canned-replies/{cannedId}", Support),
        ("POST", "/api/v1/tickets/{id}/macros/{cannedId}", Support),
        ("GET", "/api/v1/canned-replies", Support),
        ("PUT", "/api/v1/canned-replies/{id}", Support),
        ("DELETE", "/api/v1/canned-replies/{id}", Support),
        ("GET", "/api/v1/me/notifications", Support),
        ("POST", "/api/v1/me/notifications/read", Support),
        ("GET", "/api/v1/authors", Leads),
        ("PUT", "/api/v1/authors/tier", Leads),
        ("GET", "/api/v1/order-patterns", Support),
        ("PUT", "/api/v1/order-patterns/{channel}/{account}", Leads),
        ("DELETE", "/api/v1/order-patterns/{channel}/{account}", Leads),
        ("GET", "/api/v1/reports/reopens", Leads),
        ("GET", "/api/v1/sla/heat", Leads),
        ("GET", "/api/v1/reports/hand-overs", Leads),
        ("POST", "/api/v1/mentions/{id}/relabel", Support),
        ("GET", "/api/v1/me", Enum.GetValues<Role>()),
        ("POST", "/api/v1/me/heartbeat", Support),
        ("GET", "/api/v1/agents/{id}/shift", Support),
        ("PUT", "/api/v1/agents/{id}/shift", Leads),
        ("DELETE", "/api/v1/agents/{id}/shift", Leads),
        ("PUT", "/api/v1/agents/{id}/rate", Leads),
        ("GET", "/api/v1/queues/{id}/assignment", Support),
        ("PUT", "/api/v1/queues/{id}/assignment", Leads),
        ("GET", "/api/v1/queues/{id}/staffing", Support),
        ("GET", "/api/v1/assignment/alerts", Leads),
        ("GET", "/api/v1/assignment/returns", Leads),
        ("GET", "/api/v1/agents", Support),
        ("GET", "/api/v1/agents/{id}", Support),
        ("PUT", "/api/v1/agents/{id}", Leads),
        ("PUT", "/api/v1/agents/{id}/presence", Support),
        ("GET", "/api/v1/queues", Support),
        ("PUT", "/api/v1/queues/{id}", Leads),
        ("GET", "/api/v1/calendars", Support),
        ("PUT", "/api/v1/calendars/{id}", Leads),
        ("GET", "/api/v1/calendars/{id}", Support),
        ("DELETE", "/api/v1/calendars/{id}", Leads),
        ("POST", "/api/v1/calendars/preview", Support),
        ("GET", "/api/v1/calendars/{id}/preview", Support),
        ("GET", "/api/v1/calendars/{id}/years/{year}", Support),
        ("GET", "/api/v1/calendars/holidays", Support),
        ("POST", "/api/v1/calendars/{id}/import", Leads),
        ("GET", "/api/v1/policies", Support),
        ("PUT", "/api/v1/policies/{id}", Leads),
        ("DELETE", "/api/v1/policies/{id}", Leads),
        ("GET", "/api/v1/policies/{id}/versions", Support),
        ("PUT", "/api/v1/policies/order", Leads),
        ("GET", "/api/v1/duties", Support),
        ("PUT", "/api/v1/duties/{duty}", Leads),
        ("POST", "/api/v1/recalculations/preview", Leads),
        ("POST", "/api/v1/recalculations", Leads),
        ("GET", "/api/v1/recalculations", Leads),
        ("GET", "/api/v1/reports/sla", Leads),
        ("GET", "/api/v1/reports/pauses", Leads),
        ("GET", "/api/v1/reports/pauses/flagged", Leads),
        ("GET", "/api/v1/sla/board", Leads),
        ("GET", "/api/v1/praise", Marketing),
        ("GET", "/api/v1/praise/lately", Support),
        ("GET", "/api/v1/praise/planned", Marketing),
        ("GET", "/api/v1/praise/templates", Marketing),
        ("GET", "/api/v1/praise/{id}", Marketing),
        ("POST", "/api/v1/praise/{id}/status", Marketing),
        ("POST", "/api/v1/praise/{id}/plan", Marketing),
        ("POST", "/api/v1/praise/{id}/engagement", Marketing),
        ("POST", "/api/v1/praise/{id}/request", Marketing),
        ("POST", "/api/v1/praise/{id}/grant", Marketing),
        ("POST", "/api/v1/praise/{id}/decline", Marketing),
        ("POST", "/api/v1/praise/{id}/withdrawn", Marketing),
        ("POST", "/api/v1/praise/{id}/repost", Marketing),
        ("POST", "/api/v1/praise/{id}/export", Marketing),
        ("POST", "/api/v1/praise/{id}/posted", Marketing),
        ("GET", "/api/v1/takedowns", Marketing),
        ("POST", "/api/v1/takedowns/{id}/assign", Marketing),
        ("POST", "/api/v1/takedowns/{id}/done", Marketing),
        ("GET", "/api/v1/mentions/newest", Leads),
        ("GET", "/api/v1/export/mentions.jsonl", Leads),
        ("GET", "/api/v1/export/tickets.jsonl", Leads),
        ("GET", "/api/v1/export/tickets.csv", Leads),
        ("GET", "/api/v1/parked", Admins),
        ("GET", "/api/v1/persons", Admins),
        ("GET", "/api/v1/persons/export", Admins),
        ("POST", "/api/v1/persons/erase", Admins),
        ("GET", "/api/v1/erasures", Admins),
        ("GET", "/api/v1/erasures/{id}", Admins),
        ("POST", "/api/v1/parked/{id}/replay", Admins),
        ("GET", "/api/v1/webhooks", Admins),
        ("POST", "/api/v1/webhooks", Admins),
        ("GET", "/api/v1/webhooks/{id}", Admins),
        ("PUT", "/api/v1/webhooks/{id}", Admins),
        ("DELETE", "/api/v1/webhooks/{id}", Admins),
        ("POST", "/api/v1/webhooks/{id}/secret", Admins),
        ("POST", "/api/v1/webhooks/{id}/test", Admins),
        ("GET", "/api/v1/webhooks/{id}/deliveries", Admins),
        ("POST", "/api/v1/webhooks/{id}/deliveries/{deliveryId}/retry", Admins),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> AllRoutes => [.. Routes.Select(route => (route.Method, route.Path))];

    [Fact]
    public async Task The_table_names_every_route_of_the_description()
    {
        var (_, _, document) = await router.SendAsync(Role.Lead, "GET", "/openapi/router.json", Stop);

        document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")
            )
            .ShouldBe(Routes.Select(route => $"{route.Method} {route.Path}"), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public async Task Nobody_may_do_anything_without_a_token(string method, string path) =>
        (await router.SendAsync(null, method, Unknown(path), Stop)).Status.ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public async Task A_route_is_open_to_its_roles_and_shut_to_all_others(string method, string path)
    {
        var allowed = Routes.Single(route => route.Method == method && route.Path == path).Roles;

        foreach (var role in Enum.GetValues<Role>())
        {
            // No body and an id that nobody has: whoever may pass is told so, and nothing changes.
            var status = (await router.SendAsync(role, method, Unknown(path), Stop)).Status;

            (status == HttpStatusCode.Forbidden).ShouldBe(!allowed.Contains(role), $"{role}: {status}");
            ((int)status).ShouldBeLessThan(500, $"{role}");
        }
    }

    [Fact]
    public async Task What_an_agent_may_not_see_is_answered_like_what_does_not_exist()
    {
        ShouldBeUnknown(await router.SendAsync(Role.Agent, "GET", $"/api/v1/tickets/{router.Ticket}", Stop));
        ShouldBeUnknown(await router.SendAsync(Role.Lead, "GET", "/api/v1/tickets/999999", Stop));
        ShouldBeUnknown(
            await router.SendAsync(
                Role.Agent,
                "POST",
                $"/api/v1/mentions/{router.Mention}/relabel",
                Stop,
                """{"label":"praise","reason":null}"""
            )
        );
        (await router.SendAsync(Role.Agent, "GET", "/api/v1/tickets", Stop))
            .Body.GetProperty("items")
            .GetArrayLength()
            .ShouldBe(0);
        (await router.SendAsync(Role.Lead, "GET", "/api/v1/tickets", Stop))
            .Body.GetProperty("items")
            .GetArrayLength()
            .ShouldBe(1);
    }

    [Fact]
    public async Task Resolving_without_the_permission_is_refused_and_changes_nothing()
    {
        var before = await TicketAsync();
        const string Reason = """{"reason":"done"}""";
        var path = $"/api/v1/tickets/{router.Ticket}/resolve";

        (await router.SendAsync(null, "POST", path, Stop, Reason)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await router.SendAsync(Role.Marketing, "POST", path, Stop, Reason)).Status.ShouldBe(HttpStatusCode.Forbidden);

        (await TicketAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task An_agent_says_only_of_themselves_that_they_are_there()
    {
        var answer = await router.SendAsync(
            Role.Agent,
            "PUT",
            Unknown("/api/v1/agents/{id}/presence"),
            Stop,
            """{"online":true}"""
        );

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_calendar_that_never_opens_is_refused_by_the_name_of_the_field()
    {
        var (status, _, body) = await router.SendAsync(
            Role.Lead,
            "PUT",
            Unknown("/api/v1/calendars/{id}"),
            Stop,
            """{"name":"Never","zone":"Asia/Shanghai","week":{}}"""
        );

        status.ShouldBe(HttpStatusCode.BadRequest, body.ToString());
        body.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["week"]);
        (await router.OneAsync<long>("SELECT count(*) FROM router.calendars", Stop)).ShouldBe(3);
    }

    [Fact]
    public async Task A_queue_with_several_mistakes_hears_of_all_at_once()
    {
        var (status, _, body) = await router.SendAsync(
            Role.Lead,
            "PUT",
            Unknown("/api/v1/queues/{id}"),
            Stop,
            $$"""{"name":"","calendar_id":"{{Guid.NewGuid()}}","acceptance_minutes":-3,"lead_ids":["{{Guid.NewGuid()}}"]}"""
        );

        status.ShouldBe(HttpStatusCode.BadRequest, body.ToString());
        body.GetProperty("errors")
            .EnumerateObject()
            .Select(error => error.Name)
            .ShouldBe(["name", "calendar_id", "acceptance_minutes", "lead_ids"]);
    }

    [Theory]
    [InlineData("/api/v1/tickets/{id}/priority", """{"priority":"mega"}""", "priority", "urgent")]
    [InlineData("/api/v1/tickets/{id}/priority", """{"priority":7}""", "priority", "urgent")]
    [InlineData("/api/v1/mentions/{id}/relabel", """{"label":"nonsense"}""", "label", "complaint, praise, question")]
    public async Task A_word_that_is_none_of_those_allowed_is_answered_with_these(
        string path,
        string json,
        string field,
        string words
    )
    {
        var (status, _, body) = await router.SendAsync(Role.Lead, "POST", Unknown(path), Stop, json);

        status.ShouldBe(HttpStatusCode.BadRequest, body.ToString());
        var said = body.GetProperty("errors").GetProperty(field)[0].GetString()!;
        said.ShouldStartWith("One of ");
        said.ShouldContain(words);
    }

    [Fact]
    public async Task Every_field_that_is_missing_is_named()
    {
        var (status, _, body) = await router.SendAsync(Role.Lead, "PUT", Unknown("/api/v1/queues/{id}"), Stop, "{}");

        status.ShouldBe(HttpStatusCode.BadRequest, body.ToString());
        body.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["name", "calendar_id"]);
    }

    public async ValueTask InitializeAsync() => await router.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void ShouldBeUnknown((HttpStatusCode Status, string? ContentType, JsonElement Body) answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.ContentType.ShouldBe("application/problem+json");
        answer.Body.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
    }

    /// <summary>The row and how long its history is. No clock is near, so nobody but a person changes it.</summary>
    private Task<string> TicketAsync() =>
        router.OneAsync<string>(
            """
            SELECT to_jsonb(t)::text || (SELECT count(*) FROM router.events e WHERE e.ticket_id = t.ticket_id)
              FROM router.tickets t
            """,
            Stop
        );

    /// <summary>The path with ids that nobody has: a number for tickets, praise and parked messages.</summary>
    private static string Unknown(string path)
    {
        var isNumbered =
            path.Contains("/tickets/", StringComparison.Ordinal)
            || path.Contains("/praise/", StringComparison.Ordinal)
            || path.Contains("/takedowns/", StringComparison.Ordinal)
            || path.Contains("/parked/", StringComparison.Ordinal);
        return path.Replace("{id}", isNumbered ? "999999" : Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{year}", "2026", StringComparison.Ordinal)
            .Replace("{duty}", "nobody", StringComparison.Ordinal)
            .Replace("{replyId}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{deliveryId}", "999999", StringComparison.Ordinal)
            .Replace("{cannedId}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{channel}", "weibo", StringComparison.Ordinal)
            .Replace("{account}", "brand", StringComparison.Ordinal)
            .Replace("{other}", "999998", StringComparison.Ordinal);
    }
}
