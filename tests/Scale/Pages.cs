using Dapper;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.TestKit;

namespace TriageMesh.Scale;

/// <summary>What agents, leads, marketing and programs look at.</summary>
internal static class Pages
{
    private const string Api = "/api/v1";

    private static readonly string[] Views =
    [
        "mine",
        "unassigned",
        "team",
        "due_soon",
        "overdue",
        "waiting_customer",
        "reopened",
        "handed_over",
        "handed_in",
        "snoozed",
        "needs_review",
        "resolved",
        "unanswered",
        "all",
    ];

    private const string BusyAgent = """
        SELECT agent_id FROM router.agents ORDER BY open_tickets DESC, agent_id LIMIT 1
        """;

    private const string SomeAgents = """
        SELECT agent_id FROM router.agents WHERE active ORDER BY name LIMIT 50
        """;

    private const string SomeTickets = """
        SELECT ticket_id FROM router.tickets TABLESAMPLE BERNOULLI (1) LIMIT 200
        """;

    private const string SomeAuthors = """
        SELECT left(handle, 6) FROM router.authors LIMIT 50
        """;

    private const string SomeOrders = """
        SELECT order_number FROM router.tickets WHERE order_number IS NOT NULL LIMIT 50
        """;

    private const string SomeAuthorIds = """
        SELECT author_id FROM router.authors LIMIT 50
        """;

    private const string SomePersons = """
        SELECT format('channel=%s&author_id=%s', channel, author_id) FROM router.authors LIMIT 50
        """;

    public static async Task<IReadOnlyList<Visit>> AllAsync(
        MeshProcess router,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var agent = ScaleRun.Token(router, await connection.QuerySingleAsync<Guid>(BusyAgent), Role.Agent);
        var lead = ScaleRun.Token(router, Guid.NewGuid(), Role.Lead);
        var marketing = ScaleRun.Token(router, Guid.NewGuid(), Role.Marketing);
        var admin = ScaleRun.Token(router, Guid.NewGuid(), Role.Admin);
        var agents = (await connection.QueryAsync<Guid>(SomeAgents)).AsList();
        var visits = new List<Visit>();
        foreach (var (who, token) in ((string, string)[])[("agent", agent), ("lead", lead)])
        {
            foreach (var view in Views)
            {
                var address = $"{Api}/tickets?view={view}";
                var deep = await Visit.DeepAsync(router.Client, token, address, 40, cancellationToken);
                visits.Add(new Visit($"{who}: {view}", token, [address]));
                visits.Add(new Visit($"{who}: {view}, 40 pages on", token, [deep]));
                visits.Add(
                    new Visit(
                        $"{who}: {view}, filtered",
                        token,
                        [
                            $"{address}&priority=urgent",
                            $"{address}&channel=weibo&label=question",
                            $"{address}&account=brand-1&priority=low",
                        ]
                    )
                );
            }

            visits.Add(new Visit($"{who}: counts", token, [$"{Api}/tickets/counts"]));
            // What a person may choose and finds little or nothing by: a list is then walked to its end, unless something else is known.
            visits.Add(
                new Visit(
                    $"{who}: all, of one person",
                    token,
                    [.. agents.Select(id => $"{Api}/tickets?view=all&assignee={id}")]
                )
            );
            visits.Add(
                new Visit($"{who}: all, of nobody's", token, [$"{Api}/tickets?view=all&assignee={Guid.NewGuid()}"])
            );
            visits.Add(
                new Visit(
                    $"{who}: all, of a label that has none",
                    token,
                    [$"{Api}/tickets?view=all&label=praise", $"{Api}/tickets?view=all&label=other"]
                )
            );
            visits.Add(
                new Visit(
                    $"{who}: all, of a channel that has none",
                    token,
                    [$"{Api}/tickets?view=all&channel=review-site", $"{Api}/tickets?view=all&account=brand-9"]
                )
            );
            visits.Add(
                new Visit(
                    $"{who}: all, in one state",
                    token,
                    [$"{Api}/tickets?view=all&status=handed_over", $"{Api}/tickets?view=all&status=new"]
                )
            );
        }

        IEnumerable<string> found = await connection.QueryAsync<string>(SomeAuthors);
        visits.Add(new Visit("lead: search by handle", lead, [.. found.Select(q => $"{Api}/tickets?view=all&q={q}")]));
        found = await connection.QueryAsync<string>(SomeOrders);
        visits.Add(new Visit("lead: search by order", lead, [.. found.Select(q => $"{Api}/tickets?view=all&q={q}")]));
        found = await connection.QueryAsync<string>(SomeAuthorIds);
        visits.Add(
            new Visit("lead: of one author", lead, [.. found.Select(q => $"{Api}/tickets?view=all&author={q}")])
        );
        var ids = await connection.QueryAsync<long>(SomeTickets);
        visits.Add(new Visit("lead: ticket", lead, [.. ids.Select(id => $"{Api}/tickets/{id}")]));
        visits.Add(new Visit("lead: similar tickets", lead, [.. ids.Select(id => $"{Api}/tickets/{id}/similar")]));
        visits.Add(new Visit("lead: SLA board", lead, [$"{Api}/sla/board"]));
        var queue = await connection.QueryFirstAsync<Guid>("SELECT queue_id FROM router.queues ORDER BY name LIMIT 1");
        visits.Add(new Visit("lead: heat of 4 weeks", lead, [$"{Api}/sla/heat"]));
        visits.Add(new Visit("lead: heat of 12 weeks", lead, [$"{Api}/sla/heat?weeks=12"]));
        visits.Add(new Visit("lead: heat of 4 weeks, one queue", lead, [$"{Api}/sla/heat?queue={queue}"]));
        foreach (var counted in (string[])["arrivals", "breaches"])
        {
            var address = $"{Api}/tickets?counted={counted}";
            visits.Add(new Visit($"lead: {counted} of an hour", lead, [$"{address}&hour=2-14", $"{address}&hour=5-9"]));
        }

        visits.Add(new Visit("lead: report, promises of a week", lead, [$"{Api}/reports/sla"]));
        visits.Add(new Visit("lead: report, promises by agent", lead, [$"{Api}/reports/sla?by=agent"]));
        visits.Add(new Visit("lead: report, pauses of a week", lead, [$"{Api}/reports/pauses"]));
        visits.Add(new Visit("lead: flagged pauses", lead, [$"{Api}/reports/pauses/flagged"]));
        // As the desk asks: of the last week, unless another time is chosen.
        var week = Uri.EscapeDataString($"{TimeProvider.System.GetUtcNow().AddDays(-7):O}");
        visits.Add(new Visit("lead: report, hand-overs", lead, [$"{Api}/reports/hand-overs?from={week}&limit=200"]));
        visits.Add(
            new Visit("lead: report, hand-overs unanswered", lead, [$"{Api}/reports/hand-overs?pending=true&limit=200"])
        );
        visits.Add(new Visit("lead: report, reopenings", lead, [$"{Api}/reports/reopens?from={week}"]));
        foreach (var tier in (string[])["vip", "media", "staff"])
        {
            visits.Add(new Visit($"lead: authors, {tier}", lead, [$"{Api}/authors?tier={tier}"]));
        }

        visits.Add(new Visit("lead: queues", lead, [$"{Api}/queues?limit=200"]));
        visits.Add(new Visit("lead: people", lead, [$"{Api}/agents?limit=200"]));
        visits.Add(new Visit("lead: staff of a queue", lead, [$"{Api}/queues/{queue}/staffing"]));
        visits.Add(new Visit("lead: lane alerts", lead, [$"{Api}/assignment/alerts"]));
        visits.Add(new Visit("lead: returns", lead, [$"{Api}/assignment/returns"]));
        foreach (var status in (string[])["found", "shortlisted", "posted"])
        {
            var address = $"{Api}/praise?status={status}";
            var deep = await Visit.DeepAsync(router.Client, marketing, address, 40, cancellationToken);
            visits.Add(new Visit($"marketing: praise {status}", marketing, [address]));
            visits.Add(new Visit($"marketing: praise {status}, 40 pages on", marketing, [deep]));
            visits.Add(
                new Visit($"marketing: praise {status}, filtered", marketing, [$"{address}&channel=weibo&media=true"])
            );
        }

        visits.Add(new Visit("marketing: planned", marketing, [$"{Api}/praise/planned"]));
        visits.Add(new Visit("marketing: takedowns", marketing, [$"{Api}/takedowns"]));
        visits.Add(new Visit("admin: parked", admin, [$"{Api}/parked"]));
        var persons = await connection.QueryAsync<string>(SomePersons);
        visits.Add(new Visit("admin: what is kept of a person", admin, [.. persons.Select(q => $"{Api}/persons?{q}")]));
        foreach (var file in (string[])["mentions.jsonl", "tickets.jsonl", "tickets.csv"])
        {
            visits.Add(
                new Visit($"lead: export {file}, first bytes", lead, [$"{Api}/export/{file}"], FirstBytes: true)
            );
        }

        return visits;
    }
}
