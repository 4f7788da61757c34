using System.Text.RegularExpressions;
using NodaTime;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Authors;
using TriageMesh.Router.Board;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Export;
using TriageMesh.Router.Notifications;
using TriageMesh.Router.Persons;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Reports;
using TriageMesh.Router.Tickets;
using TriageMesh.Router.Webhooks;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>How PostgreSQL goes about every other list when the tables are long: by an index, and never from end to end.</summary>
public sealed partial class Every_list_has_its_index(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Fill = """
        INSERT INTO router.agents (agent_id, name, capacity)
        SELECT ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Agent ' || n, 20 FROM generate_series(1, 40) AS n;
        INSERT INTO router.authors (channel, account, author_id, tier)
        SELECT 'weibo', 'brand', 'author-' || n, CASE WHEN n % 100 = 0 THEN 'vip' ELSE 'standard' END
          FROM generate_series(1, 20000) AS n;
        INSERT INTO router.tickets (
               ticket_id, channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id,
               policy_id, calendar_id, first_line, first_post_at, last_post_at, opened_at, last_seen, next_due_at, misrouted,
               resolved_at, oldest_unanswered_at)
        SELECT n, 'weibo', 'brand', 'author-' || n, CASE WHEN n % 20 = 0 THEN 'new' WHEN n % 20 = 1 THEN 'resolved' ELSE 'closed' END,
               'normal', 'complaint', 0.9, false, 'en', @Support, (SELECT min(policy_id) FROM router.policies), @AlwaysOpen, 'x',
               at, at, at, 'x', CASE WHEN n % 20 = 0 THEN at + interval '30 days' END, n % 50 = 7, at, at
          FROM generate_series(1, 20000) AS n, LATERAL (SELECT @now - n * interval '30 minutes' AS at) AS l;
        INSERT INTO router.clocks (ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, stopped_at,
               elapsed_seconds, breached_at)
        SELECT ticket_id, 'first_response', 1, policy_id, calendar_id, 'met', opened_at, 60, opened_at, 30,
               CASE WHEN ticket_id % 10 = 0 THEN opened_at END
          FROM router.tickets;
        INSERT INTO router.mentions (mention_id, channel, account, external_id, kind, visibility, author_id, text, posted_at,
               received_at, routed_at, source, language, label, model_label, p_complaint, p_praise, p_question, p_other,
               needs_review, model_version, terms, ticket_id)
        SELECT md5(n::text)::uuid, 'weibo', 'brand', n::text, 'comment', 'public', 'author-' || 1 + n % 20000, 'x', @now, @now, @now, 's',
               'en', 'praise', 'praise', 0, 1, 0, 0, false, 'v1', '[]', 1 + n % 20000
          FROM generate_series(1, 40000) AS n;
        INSERT INTO router.mention_keys SELECT mention_id, routed_at FROM router.mentions;
        INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, version)
        SELECT 1 + n % 20000,
               (ARRAY['opened', 'assigned', 'clock.meet', 'waiting', 'resolved', 'closed'])[1 + n % 6], @agent::text,
               @now - n * interval '10 minutes', '{"while_unanswered": false}', 'open', @Support, 1
          FROM generate_series(1, 60000) AS n;
        INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, version)
        SELECT 1 + n % 20000, k.kind, @agent::text, @now - n * interval '10 minutes', jsonb_build_object('round', 1, 'reason', 'x',
                 'promised', 'x', 'from_queue_id', @Support, 'to_queue_id', @Support, 'cycle', 2), 'open', @Support, 1
          FROM generate_series(1, 2000) AS n, (VALUES ('handed_over'), ('reopened')) AS k (kind);
        INSERT INTO router.replies (reply_id, ticket_id, mention_id, agent_id, text, visibility, status, created_at)
        SELECT gen_random_uuid(), ticket_id, mention_id, @agent, 'x', 'public', 'sent', @now FROM router.mentions LIMIT 20000;
        INSERT INTO router.notes SELECT gen_random_uuid(), ticket_id, @agent, 'x', @now FROM router.tickets;
        INSERT INTO router.praise (mention_id, status, score, found_at, channel, language, planned_for)
        SELECT mention_id, 'found', random(), @now, 'weibo', 'en', CASE WHEN seq % 100 = 0 THEN @now + seq * interval '1 hour' END
          FROM router.mentions;
        INSERT INTO router.takedowns (praise_id, reason, raised_at, done_at)
        SELECT praise_id, 'expired', @now, CASE WHEN praise_id % 10 > 0 THEN @now END FROM router.praise LIMIT 20000;
        INSERT INTO router.praise_events (praise_id, kind, actor, at, data, status, version)
        SELECT praise_id, 'shortlisted', @agent::text, @now, '{}', 'shortlisted', 1 FROM router.praise;
        INSERT INTO router.notifications (agent_id, ticket_id, kind, actor, at, read_at)
        SELECT ('00000000-0000-8000-8000-' || lpad((1 + ticket_id % 40)::text, 12, '0'))::uuid, ticket_id, 'clock.warn', 'system', @now,
               CASE WHEN ticket_id % 50 > 0 THEN @now END
          FROM router.tickets;
        INSERT INTO router.lane_alerts (queue_id, reason, ticket_id, waiting, began_at, ended_at)
        SELECT @Support, 'nobody_on_shift', ticket_id, 1, @now, @now FROM router.tickets;
        INSERT INTO router.returns (ticket_id, agent_id, queue_id, returned_at, reason)
        SELECT ticket_id, ('00000000-0000-8000-8000-' || lpad((1 + ticket_id % 40)::text, 12, '0'))::uuid, @Support, @now, 'x'
          FROM router.tickets;
        INSERT INTO router.webhooks (webhook_id, url, secret, created_by, created_at)
        SELECT ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, 'https://example.com', '', @agent, @now
          FROM generate_series(1, 20) AS n;
        INSERT INTO router.webhook_deliveries (webhook_id, body, status, created_at)
        SELECT ('00000000-0000-8000-8000-' || lpad((1 + ticket_id % 20)::text, 12, '0'))::uuid, '{}', 'delivered', @now
          FROM router.tickets;
        INSERT INTO router.erasures (erasure_id, channel, requested_by, requested_at, finished_at)
        SELECT gen_random_uuid(), 'weibo', @agent, opened_at, @now FROM router.tickets;
        ANALYZE
        """;

    // Of a few rows, or none here.
    private static readonly string[] Short =
    [
        "queues",
        "agents",
        "policies",
        "webhooks",
        "praise_grants",
        "erasure_answers",
    ];

    [Fact]
    public async Task No_list_reads_a_long_table_from_end_to_end()
    {
        await using var world = await BeginAsync(postgres);
        var agent = new Guid("00000000-0000-8000-8000-000000000001");
        await world.SqlAsync("TRUNCATE router.notifications, router.webhooks CASCADE");
        await world.SqlAsync(
            Fill,
            new
            {
                now = world.Now,
                agent,
                RouterDefaults.AlwaysOpen,
                RouterDefaults.Support,
            }
        );
        var (now, late) = (world.Now, Instant.FromUtc(9000, 1, 1, 0, 0));
        var week = new
        {
            from = now - Duration.FromDays(7),
            to = now,
            agentId = (Guid?)null,
            before = late,
            beforeId = long.MaxValue,
            limit = 50,
        };
        var before = new
        {
            before = long.MaxValue,
            limit = 50,
            agentId = (Guid?)agent,
            id = agent,
            status = (string?)null,
        };
        var report = new
        {
            before = long.MaxValue,
            size = 50,
            pending = false,
            queue = (Guid?)null,
            from = now - Duration.FromDays(7),
            to = now,
            cause = (string?)null,
        };
        var ticket = new { ticketId = 500L, limit = 200 };
        var page = new { after = 1000L, limit = 50 };
        var board = new
        {
            status = "found",
            channel = (string?)null,
            language = (string?)null,
            media = (bool?)null,
            minReach = 0L,
            afterScore = float.PositiveInfinity,
            afterId = long.MaxValue,
            limit = 50,
            afterAt = now,
            until = now + Duration.FromDays(7),
        };
        var figures = new
        {
            monday = now - Duration.FromDays(3),
            today = now - Duration.FromHours(9),
            now,
            soon = now + Duration.FromMinutes(30),
        };
        var mine = new
        {
            me = agent,
            before = long.MaxValue,
            unread = false,
            size = 50,
        };
        (string Sql, object Parameters, string Index)[] lists =
        [
            (NotificationEndpoints.List, mine, "notifications_of_agent"),
            (
                NotificationEndpoints.List,
                new
                {
                    mine.me,
                    mine.before,
                    unread = true,
                    mine.size,
                },
                "notifications_unread"
            ),
            (HandOverReport.Page, report, "events_of_hand_overs"),
            (ReopenReportEndpoint.Page, report, "events_of_reopenings"),
            (PromiseReports.Flagged, week, "events_of_promises"),
            (PraiseEndpoints.List, board, "praise_by_score"),
            (PraiseEndpoints.Planned, board, "praise_planned"),
            (TakedownEndpoints.Open, new { after = 0L, limit = 50 }, "takedowns_open"),
            (TakedownEndpoints.Done, new { after = 0L, limit = 50 }, "takedowns_done"),
            (WebhookStore.Log, before, "webhook_deliveries_log"),
            (StaffingEndpoints.Alerts, before, "lane_alerts_pkey"),
            (StaffingEndpoints.Returns, before, "returns_"),
            (TicketTimeline.Mentions, ticket, "mentions_of_ticket"),
            (TicketTimeline.Replies, ticket, "replies_of_ticket"),
            (TicketTimeline.Notes, ticket, "notes_of_ticket"),
            (TicketTimeline.Events, ticket, "events_of_ticket"),
            (ExportedMention.Next, page, "mentions_in_order"),
            (ExportedTicket.Next, page, "tickets_pkey"),
            (BoardEndpoints.Work, figures, "tickets_counted"),
            (BoardFigures.Count, figures, "clocks_stopped"),
            (
                CountViewsEndpoint.Count,
                new
                {
                    me = agent,
                    queues = new[] { RouterDefaults.Support },
                    own = new[] { RouterDefaults.Support },
                    figures.now,
                    figures.soon,
                },
                "tickets_counted"
            ),
            (
                AuthorEndpoints.List,
                new
                {
                    tier = "vip",
                    channel = "",
                    account = "",
                    authorId = "",
                    size = 50,
                },
                "authors_of_tier"
            ),
            (
                ErasureList.Page,
                new
                {
                    before = late,
                    beforeId = Guid.Empty,
                    limit = 50,
                },
                "erasures_newest"
            ),
        ];
        var wrong = new List<string>();
        foreach (var (sql, parameters, index) in lists)
        {
            var plan = string.Join('\n', await world.ListAsync<string>("EXPLAIN " + sql, parameters));
            var read = SeqScan().Matches(plan).Select(match => match.Groups["table"].Value);
            if (!plan.Contains(index, StringComparison.Ordinal) || read.Except(Short).Any())
            {
                wrong.Add($"{index}:\n{plan}");
            }
        }

        wrong.ShouldBeEmpty(string.Join("\n\n", wrong));
    }

    [GeneratedRegex(@"Seq Scan on (?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SeqScan();
}
