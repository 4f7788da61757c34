using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Classifier;
using TriageMesh.Desk;
using TriageMesh.Ingest;
using TriageMesh.Platform.Database;
using TriageMesh.Router;
using TriageMesh.Router.Defaults;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>How PostgreSQL goes about every other list when the tables are long: by an index, and never from end to end.</summary>
/// <remarks>Statements go by their name, <c>Type.Constant</c>; the lists of tickets have <see cref="Listing_among_many_tickets"/>.</remarks>
public sealed partial class Every_list_has_its_index(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>What is read of a table that has a few rows in any mesh, in whatever way.</summary>
    private const string OfFewRows = "";

    private static readonly Guid Agent = new("00000000-0000-8000-8000-000000000001");

    private static readonly Assembly[] Assemblies =
    [
        typeof(RouterService).Assembly,
        typeof(ClassifierService).Assembly,
        typeof(IngestService).Assembly,
        typeof(DeskService).Assembly,
        typeof(SqlMigrations).Assembly,
    ];

    [Fact]
    public async Task No_list_reads_a_long_table_from_end_to_end()
    {
        await using var world = await BeginAsync(postgres);
        await FillAsync(world);
        var statements = Statements().ToDictionary(StringComparer.Ordinal);
        var lengths = await world.ListAsync<string>(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 1000"
        );
        var ofMonths = await world.ListAsync<(string Part, string Whole)>(
            """
            SELECT i.inhrelid::regclass::text, (SELECT relname FROM pg_class WHERE oid = i.inhparent)
              FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind = 'i'
            """
        );
        var wrong = new List<string>();
        foreach (var (name, index, parameters) in Table(world.Now))
        {
            var plan = string.Join('\n', await world.ListAsync<string>("EXPLAIN " + statements[name], parameters));
            // An index of a month stands for the index of the whole.
            var used = IndexName()
                .Matches(plan)
                .Select(match => match.Groups["index"].Value)
                .Select(part =>
                    ofMonths.FirstOrDefault(pair => pair.Part.EndsWith($".{part}", StringComparison.Ordinal)).Whole
                    ?? part
                );
            var read = SeqScan().Matches(plan).Select(match => match.Groups["table"].Value);
            var byIndex = index == OfFewRows || used.Any(one => one.StartsWith(index, StringComparison.Ordinal));
            if (!byIndex || read.Intersect(lengths, StringComparer.Ordinal).Any())
            {
                wrong.Add($"{name}, {index}:\n{plan}");
            }
        }

        wrong.ShouldBeEmpty(string.Join("\n\n", wrong));
    }

    [Fact]
    public void No_list_is_left_out()
    {
        var known = Table(Instant.MinValue).Select(entry => entry.Name).ToList();

        Statements()
            .Where(statement => IsList().IsMatch(statement.Value) && !Locks().IsMatch(statement.Value))
            .Select(statement => statement.Key)
            .Where(name => !name.StartsWith("TicketLists.", StringComparison.Ordinal))
            .Except(known, StringComparer.Ordinal)
            .ShouldBeEmpty();
    }

    private static async Task FillAsync(RouterWorld world)
    {
        await MeshDatabase.MigrateAsync(
            world.Get<NpgsqlDataSource>(),
            [new ClassifierService(), new DeskService()],
            Stop
        );
        await world.SqlAsync(
            """
            TRUNCATE router.notifications, router.webhooks, router.recalculations, router.praise_events,
                     classifier.corrections, classifier.retrainings CASCADE
            """
        );
        await using var connection = await world.Get<NpgsqlDataSource>().OpenConnectionAsync(Stop);
        await connection.ExecuteAsync(
            new CommandDefinition(
                $"{LongTables.Fill}; {LongTables.FillDesk}; ANALYZE",
                new
                {
                    now = world.Now,
                    agent = Agent,
                    RouterDefaults.AlwaysOpen,
                    RouterDefaults.Support,
                },
                commandTimeout: 300,
                cancellationToken: Stop
            )
        );
    }

    private static List<(string Name, string Index, object Parameters)> Table(Instant now)
    {
        var late = Instant.FromUtc(9000, 1, 1, 0, 0);
        var week = now == Instant.MinValue ? now : now - Duration.FromDays(7);
        var span = Of(("from", week), ("to", now), ("limit", 50));
        var ticket = Of(
            ("ticketId", 500L),
            ("id", 500L),
            ("limit", 200),
            ("Most", 50),
            ("queues", new[] { RouterDefaults.Support }),
            ("me", Agent)
        );
        var older = Of(("before", long.MaxValue), ("limit", 50), ("size", 50));
        var later = Of(("after", 1000L), ("limit", 50));
        var report = Of(
            ("before", long.MaxValue),
            ("size", 50),
            ("pending", false),
            ("queue", null),
            ("from", week),
            ("to", now),
            ("cause", null)
        );
        var board = Of(
            ("status", "found"),
            ("channel", null),
            ("language", null),
            ("media", null),
            ("minReach", 0L),
            ("afterScore", float.PositiveInfinity),
            ("afterId", long.MaxValue),
            ("afterAt", now),
            ("until", late),
            ("limit", 50)
        );
        var named = Of(
            ("afterName", ""),
            ("afterId", Guid.Empty),
            ("id", RouterDefaults.Support),
            ("agentId", null),
            ("queueId", null),
            ("now", now),
            ("limit", 50)
        );
        var figures = Of(
            ("monday", week),
            ("today", now),
            ("now", now),
            ("soon", late),
            ("kinds", new[] { "first_response", "resolution" }),
            ("from", week),
            ("to", now),
            ("by", "agent"),
            ("nobody", Guid.Empty)
        );
        var mine = Of(("me", Agent), ("before", long.MaxValue), ("unread", false), ("size", 50));
        return
        [
            ("NotificationEndpoints.List", "notifications_of_agent", mine),
            ("NotificationEndpoints.List", "notifications_unread", Of(mine, ("unread", true))),
            ("HandOverReport.Page", "events_of_hand_overs", report),
            ("ReopenReportEndpoint.Page", "events_of_reopenings", report),
            (
                "PauseReports.Flagged",
                "events_of_waits",
                Of(span, ("agentId", null), ("before", late), ("beforeId", long.MaxValue))
            ),
            ("PauseReports.Figures", "events_of_waits", span),
            ("PauseReports.Figures", "promises_stopped", span),
            ("PauseReports.Parts", "pauses_by_end", Of(span, ("now", now))),
            ("PromiseStatistics.Count", "promises_stopped", figures),
            ("PromiseStatistics.Count", "promises_broken", figures),
            ("BoardFigures.Count", "promises_stopped", figures),
            ("BoardFigures.Count", "promises_broken", figures),
            ("TicketLists.StoppedWithin", "promises_stopped", FigureOf(span)),
            ("TicketLists.StoppedWithin", "tickets_pkey", FigureOf(span)),
            ("TicketLists.BrokenWithin", "promises_broken", FigureOf(span)),
            ("TicketLists.PausesSetWithin", "events_of_waits", FigureOf(span)),
            ("TicketLists.PausesSetWithin", "tickets_pkey", FigureOf(span)),
            ("TicketLists.PausedWithin", "pauses_by_end", FigureOf(Of(span, ("now", now)))),
            ("TicketLists.PausedWithin", "tickets_pkey", FigureOf(Of(span, ("now", now)))),
            ("TicketLists.HandedOverWithin", "events_of_hand_overs", FigureOf(span)),
            ("TicketLists.HandedOverWithin", "tickets_pkey", FigureOf(span)),
            ("TicketLists.ReopenedWithin", "events_of_reopenings", FigureOf(span)),
            ("TicketLists.ReopenedWithin", "tickets_pkey", FigureOf(span)),
            ("BoardEndpoints.Work", "tickets_counted", figures),
            (
                "CountViewsEndpoint.Count",
                "tickets_counted",
                Of(
                    figures,
                    ("me", Agent),
                    ("queues", new[] { RouterDefaults.Support }),
                    ("own", new[] { RouterDefaults.Support }),
                    ("since", week)
                )
            ),
            ("PraiseEndpoints.List", "praise_by_score", board),
            ("PraiseEndpoints.Planned", "praise_planned", board),
            (
                "PraiseOfQueues.List",
                "praise_of_queue",
                Of(board, ("queues", new[] { RouterDefaults.Support }), ("since", week), ("afterAt", late))
            ),
            ("TakedownEndpoints.Open", "takedowns_open", Of(later, ("after", 0L))),
            ("TakedownEndpoints.Done", "takedowns_done", Of(later, ("after", 0L))),
            ("WebhookStore.Log", "webhook_deliveries_log", Of(older, ("id", Agent), ("status", null))),
            ("StaffingEndpoints.Alerts", "lane_alerts_pkey", older),
            ("StaffingEndpoints.Returns", "returns_", Of(older, ("agentId", Agent))),
            ("StaffingEndpoints.Returns", "returns_", Of(older, ("agentId", null))),
            ("TicketTimeline.Mentions", "mentions_of_ticket", ticket),
            ("TicketTimeline.Replies", "replies_of_ticket", ticket),
            ("TicketTimeline.Notes", "notes_of_ticket", ticket),
            ("TicketTimeline.Links", "attachments_of_ticket", ticket),
            ("TicketTimeline.Events", "events_of_ticket", ticket),
            ("TicketLinks.Links", "links_", ticket),
            (
                "TicketReader.Earlier",
                // Two indexes begin with the author and serve alike.
                "tickets_",
                Of(ticket, ("Channel", "weibo"), ("Account", "brand"), ("AuthorId", "author-7"))
            ),
            ("ExportedMention.Next", "mentions_in_order", later),
            ("NewestMentions.Page", "mentions_in_order", older),
            ("ExportedTicket.Next", "tickets_pkey", later),
            (
                "AuthorEndpoints.List",
                "authors_of_tier",
                Of(("tier", "vip"), ("channel", ""), ("account", ""), ("authorId", ""), ("size", 50))
            ),
            ("ErasureList.Page", "erasures_newest", Of(("before", late), ("beforeId", Guid.Empty), ("limit", 50))),
            (
                "RecalculationEndpoints.List",
                "recalculations_newest",
                Of(("before", late), ("beforeId", Guid.Empty), ("limit", 50))
            ),
            (
                "CannedReplyStore.List",
                OfFewRows,
                Of(named, ("queues", Array.Empty<Guid>()), ("me", Agent), ("kind", null), ("size", 50))
            ),
            ("ParkedMessages.Page", "parked_waiting", Of(later, ("after", 0L))),
            ("CorrectionListing.Page", "corrections_pkey", Corrections()),
            ("CorrectionListing.Page", "corrections_by_language", Of(Corrections(), ("language", "de"))),
            ("RetrainQueue.Page", "retrainings_in_order", older),
            ("SimilarTickets.OfOrder", "tickets_by_order", Of(("order", "TB-500"), ("id", 500L))),
            ("SimilarTickets.About", "likeness_pkey", Of(("bands", new[] { 1, 2, 3 }), ("id", 500L))),
            ("AccountList.OnePage", "accounts_user_key_key", Of(("words", null), ("after", null), ("limit", 50))),
            (
                "AccountList.OnePage",
                "accounts_user_key_key",
                Of(("words", null), ("after", "agent-700"), ("limit", 50))
            ),
            ("AccountList.OnePage", "accounts_user_key_key", Of(("words", "agent"), ("after", null), ("limit", 50))),
            ("AccountList.OnePage", "sessions_of_account", Of(("words", null), ("after", "agent-700"), ("limit", 50))),
            ("ApiTokens.Page", "api_tokens_pkey", Of(("before", Agent), ("limit", 50))),
            ("Sessions.List", "sessions_of_account", Of(("accountId", Agent), ("now", now))),
            ("AuditLines.Page", "audit_by_time", Audit(now)),
            ("AuditLines.Page", "audit_by_time", Audit(now, ("since", week))),
            ("AuditLines.Page", "audit_by_area", Audit(now, ("area", "policies"))),
            ("AuditLines.Page", "audit_by_actor", Audit(now, ("actor", Agent))),
            ("AuditLines.Page", "audit_by_target", Audit(now, ("target", "1234"))),
            ("AuditLines.Page", "audit_not_done", Audit(now, ("outcome", "failed"))),
            ("AuditLines.Page", "audit_not_done", Audit(now, ("outcome", "unknown"))),
            ("ModelRegistry.Page", OfFewRows, older),
            ("StaffingEndpoints.Staff", OfFewRows, named),
            ("AgentStore.Agents", OfFewRows, named),
            // Few queues; their tickets are counted from an index.
            ("QueueStore.Queues", "tickets_", named),
            ("CalendarEndpoints.List", OfFewRows, Of(named, ("after", Guid.Empty))),
            ("OrderPatternEndpoints.List", OfFewRows, Of(("channel", ""), ("account", ""), ("size", 50))),
            ("PolicyVersions.List", OfFewRows, Of(("id", Agent), ("before", int.MaxValue), ("limit", 50))),
            ("WebhookStore.List", OfFewRows, Of(named, ("after", Guid.Empty))),
        ];
    }

    private static DynamicParameters Corrections() =>
        Of(
            ("before", 20000L),
            ("language", null),
            ("to", null),
            ("from", null),
            ("modelVersion", null),
            ("state", null),
            ("since", null),
            ("until", null),
            ("limit", 50)
        );

    private static DynamicParameters FigureOf(DynamicParameters span) =>
        Of(
            span,
            ("clock", "first_response"),
            ("met", true),
            ("took", 30L),
            ("promiseQueue", RouterDefaults.Support),
            ("promiseAgent", Agent),
            ("promisePolicy", null),
            ("without", null),
            ("cause", "customer_unhappy"),
            ("pausedBy", Agent.ToString()),
            ("outcome", "pending"),
            ("queues", new[] { RouterDefaults.Support }),
            ("elsewhere", null),
            ("me", Agent),
            ("mine", false),
            ("open", false),
            ("resolved", false),
            ("asked", null),
            ("statuses", null),
            ("labels", null),
            ("channels", null),
            ("accounts", null),
            ("priorities", null),
            ("assignees", null),
            ("author", null),
            ("unassigned", false),
            ("snoozed", null),
            ("needsReview", false),
            ("dueFrom", null),
            ("dueTo", null),
            ("afterId", long.MaxValue)
        );

    private static DynamicParameters Audit(Instant now, params (string Name, object? Value)[] asked) =>
        Of(
            Of(
                ("before", now),
                ("beforeId", 0L),
                ("area", null),
                ("actor", null),
                ("target", null),
                ("since", null),
                ("outcome", null),
                ("limit", 50)
            ),
            asked
        );

    private static DynamicParameters Of(params (string Name, object? Value)[] values) =>
        new(values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal));

    /// <summary>The same values but for these.</summary>
    private static DynamicParameters Of(object others, params (string Name, object? Value)[] values)
    {
        var parameters = new DynamicParameters(others);
        foreach (var (name, value) in values)
        {
            parameters.Add(name, value);
        }

        return parameters;
    }

    /// <summary>Every statement that a class of the services holds, by its name.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Statements() =>
        Assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type =>
                type.GetFields(
                    BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                )
            )
            .Where(field => field is { IsLiteral: true } && field.FieldType == typeof(string))
            .Select(field =>
                KeyValuePair.Create($"{field.DeclaringType!.Name}.{field.Name}", (string)field.GetRawConstantValue()!)
            )
            .Where(statement => IsStatement().IsMatch(statement.Value))
            .DistinctBy(statement => statement.Key, StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*\(?(SELECT|WITH)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsStatement();

    [GeneratedRegex(
        @"LIMIT (10 \* )?(@(limit|size|Most)\b|\d\d)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex IsList();

    [GeneratedRegex(@"FOR (NO KEY )?UPDATE", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Locks();

    [GeneratedRegex(@"Seq Scan on (?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SeqScan();

    [GeneratedRegex(
        @"Index( Only)? Scan( Backward)? (using|on) (?<index>\w+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex IndexName();
}
