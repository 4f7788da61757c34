using Dapper;
using Npgsql;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Scale;

/// <summary>A year of a busy brand: the newest 3 % of its tickets in work, 2 % resolved and not yet closed, the others closed.</summary>
internal static class FilledYear
{
    private const int Queues = 12;
    private const int Agents = 200;

    // Rows are written first and indexed after; foreign keys hold by construction.
    private const string Indexes = """
        SELECT format('%I.%I', n.nspname, i.relname), replace(pg_get_indexdef(i.oid), ' ON ONLY ', ' ON ')
          FROM pg_index x
          JOIN pg_class i ON i.oid = x.indexrelid
          JOIN pg_class t ON t.oid = x.indrelid
          JOIN pg_namespace n ON n.oid = t.relnamespace
         WHERE n.nspname = 'router' AND t.relname IN ('tickets', 'mentions', 'mention_keys', 'clocks', 'pauses', 'events', 'promises', 'praise', 'authors')
           AND NOT t.relispartition
           AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid)
        """;

    private const string Months = """
        SELECT mesh.make_month('router.mentions', month::date), mesh.make_month('router.events', month::date)
          FROM generate_series(date_trunc('month', @now::timestamptz - interval '13 months'), @now, interval '1 month') AS month
        """;

    private const string Calendar = """
        SELECT calendar_id FROM router.queues WHERE is_default
        """;

    private const string Team = """
        INSERT INTO router.queues (queue_id, name, calendar_id)
        SELECT gen_random_uuid(), 'Queue ' || n, @AlwaysOpen FROM generate_series(2, @Queues) AS n;
        INSERT INTO router.agents (agent_id, name, capacity)
        SELECT gen_random_uuid(), 'Agent ' || n, 100 FROM generate_series(1, @Agents) AS n;
        INSERT INTO router.queue_members
        SELECT q.queue_id, a.agent_id
          FROM (SELECT queue_id, row_number() OVER (ORDER BY name) AS place FROM router.queues) AS q
          JOIN (SELECT agent_id, row_number() OVER (ORDER BY name) AS place FROM router.agents) AS a
            ON a.place % @Queues IN (q.place - 1, (q.place + 5) % @Queues)
        """;

    private const string Authors = """
        INSERT INTO router.authors (channel, account, author_id, handle, name, followers, tier)
        SELECT (ARRAY['weibo', 'douyin', 'xhs', 'x'])[1 + n % 4], 'brand-' || n % 3, 'author-' || n, 'h' || md5(n::text),
               md5((-n)::text), (10 ^ (n % 6))::bigint,
               CASE n % 1000 WHEN 1 THEN 'vip' WHEN 2 THEN 'vip' WHEN 3 THEN 'vip' WHEN 4 THEN 'media' WHEN 5 THEN 'blocked'
                             ELSE 'standard' END
          FROM generate_series(0, @authors - 1) AS n
        """;

    // Every fifth of the complaints is about the same as thousands of others, which is the worst for finding what is similar.
    // Half the work lies in three of the queues; most of what is in work waits in a lane.
    private const string Tickets = """
        WITH lanes AS (
          SELECT (SELECT array_agg(queue_id ORDER BY name) FROM router.queues) AS queues,
                 (SELECT array_agg(agent_id ORDER BY name) FROM router.agents) AS agents,
                 (SELECT min(policy_id) FROM router.policies) AS policy
        ), n AS (
          SELECT n, n::float / @tickets AS age, n % @authors AS author, abs(hashint8(n)) AS h
            FROM generate_series(1, @tickets) AS n
        ), placed AS (
          SELECT n.*,
                 @now::timestamptz - (1 - age) * interval '365 days' AS opened,
                 CASE WHEN age <= 0.95 THEN 'closed'
                      WHEN age <= 0.97 THEN 'resolved'
                      WHEN h % 40 = 36 THEN 'handed_over'
                      ELSE (ARRAY['new', 'new', 'new', 'new', 'open', 'open', 'open', 'waiting_customer', 'reopened',
                                  'waiting_third_party'])[1 + h % 10] END AS status,
                 1 + CASE WHEN h / 16 % 2 = 0 THEN h / 32 % 3 ELSE h / 32 % @Queues END AS queue,
                 1 + h / 1024 % @Agents AS agent
            FROM n
        )
        INSERT INTO router.tickets (
               ticket_id, channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id,
               assignee_id, policy_id, calendar_id, mention_count, first_line, order_number, first_post_at, last_post_at,
               oldest_unanswered_at, opened_at, assigned_at, first_replied_at, first_resolved_at, resolved_at, closed_at,
               misrouted, last_seen, next_due_at, next_due_kind, hand_overs, handed_to, snoozed, snoozed_until, cycle, version)
        SELECT n + 1000, (ARRAY['weibo', 'douyin', 'xhs', 'x'])[1 + author % 4], 'brand-' || author % 3, 'author-' || author,
               status, (ARRAY['low', 'normal', 'normal', 'normal', 'high', 'urgent'])[1 + h % 6],
               (ARRAY['complaint', 'complaint', 'question'])[1 + h % 3], 0.9, h % 20 = 0, (ARRAY['zh', 'en'])[1 + h % 2],
               queues[queue], CASE WHEN status <> 'new' THEN agents[agent] END, policy, @AlwaysOpen, 3 + h % 2,
               CASE WHEN h % 5 = 0 THEN 'The parcel ' || n || ' has not arrived and nobody answers the telephone.'
                    ELSE 'The ' || md5((n % 4000)::text) || ' of my ' || md5((n % 700)::text) || ' is ' || md5((n % 90)::text) END,
               CASE WHEN h % 4 = 0 THEN 'TB' || 100000000 + n END, opened - interval '5 minutes', opened + interval '2 hours',
               CASE WHEN status IN ('new', 'open', 'reopened') THEN opened - interval '5 minutes' END,
               opened, CASE WHEN status <> 'new' THEN opened + interval '10 minutes' END,
               CASE WHEN status NOT IN ('new', 'open') THEN opened + interval '30 minutes' END,
               CASE WHEN status IN ('resolved', 'closed', 'reopened') THEN opened + interval '20 hours' END,
               CASE status WHEN 'closed' THEN opened + interval '20 hours'
                           WHEN 'resolved' THEN @now - h % 500000 * interval '1 second' END,
               CASE WHEN status = 'closed' THEN opened + interval '8 days' END,
               status = 'closed' AND h % 50 = 0, 'x',
               CASE WHEN status IN ('new', 'open', 'reopened', 'handed_over')
                    THEN @now + (h % 345600 - 86400) * interval '1 second' END,
               CASE status WHEN 'new' THEN 'first_response' WHEN 'open' THEN 'first_response'
                           WHEN 'reopened' THEN 'next_response' WHEN 'handed_over' THEN 'acceptance' END,
               CASE WHEN status = 'handed_over' THEN 1 ELSE 0 END,
               CASE WHEN status = 'handed_over' THEN queues[1 + queue % @Queues] END,
               status = 'open' AND h % 7 = 0, CASE WHEN status = 'open' AND h % 7 = 0 THEN @now + interval '3 days' END,
               CASE WHEN status = 'reopened' THEN 2 ELSE 1 END, 5
          FROM placed, lanes;
        UPDATE router.agents a SET open_tickets = t.open
          FROM (SELECT assignee_id, count(*) AS open FROM router.tickets
                 WHERE status NOT IN ('resolved', 'closed') GROUP BY assignee_id) AS t
         WHERE t.assignee_id = a.agent_id
        """;

    // Steps whose time has passed have taken effect; the next ones fall due while the pages are measured.
    private const string Clocks = """
        INSERT INTO router.clocks (
               ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, used_us, running_since, due_at,
               stopped_at, elapsed_seconds, breached_at, next_fire_at, paused_since, paused_by, paused_reason)
        SELECT t.ticket_id, k.kind, k.round, t.policy_id, t.calendar_id,
               CASE WHEN k.stop IS NOT NULL THEN 'met' WHEN t.next_due_at IS NULL THEN 'paused' ELSE 'running' END,
               t.first_post_at, k.target, 0,
               CASE WHEN k.stop IS NULL AND t.next_due_at IS NOT NULL THEN t.first_post_at END,
               CASE WHEN k.stop IS NULL THEN t.next_due_at + k.later END, k.stop,
               extract(epoch FROM k.stop - t.first_post_at)::bigint,
               CASE WHEN t.ticket_id % 11 = 0 THEN coalesce(k.stop, t.opened_at) END,
               CASE WHEN k.stop IS NULL AND t.next_due_at + k.later > @now + interval '1 hour' THEN t.next_due_at + k.later END,
               CASE WHEN k.stop IS NULL AND t.next_due_at IS NULL THEN t.first_replied_at END,
               CASE WHEN k.stop IS NULL AND t.next_due_at IS NULL THEN t.assignee_id::text END,
               CASE WHEN k.stop IS NULL AND t.next_due_at IS NULL THEN 'asked' END
          FROM router.tickets t
         CROSS JOIN LATERAL (VALUES
               ('first_response', 1, true, 1800, t.first_replied_at, interval '0'),
               ('next_response', 2, t.status = 'reopened', 3600, NULL, interval '0'),
               ('acceptance', 1, t.status = 'handed_over', 3600, NULL, interval '0'),
               ('resolution', 1, true, 86400, t.first_resolved_at, interval '1 day'),
               ('total_resolution', 1, true, 86400, t.resolved_at, interval '1 day'))
               AS k (kind, round, runs, target, stop, later)
         WHERE k.runs
        """;

    private const string Pauses = """
        INSERT INTO router.pauses (ticket_id, from_at, by_actor, reason, flagged)
        SELECT ticket_id, first_replied_at, assignee_id::text, 'asked', false
          FROM router.tickets
         WHERE status IN ('waiting_customer', 'waiting_third_party')
        """;

    private const string Events = """
        INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, assignee_id, version)
        SELECT t.ticket_id, e.kind, coalesce(t.assignee_id::text, 'system'), e.at, e.data, 'open', t.queue_id, t.assignee_id,
               e.version
          FROM router.tickets t
         CROSS JOIN LATERAL (VALUES
               (1, 'opened', t.opened_at, jsonb_build_object('label', t.label, 'priority', t.priority)),
               (2, 'mention_attached', t.opened_at, '{}'),
               (3, 'assigned', t.assigned_at, '{}'),
               (4, 'mention_attached', t.last_post_at, '{}'),
               (5, 'clock.meet', t.first_replied_at, jsonb_build_object('clock', 'first_response', 'round', 1,
                      'policy_id', t.policy_id, 'used_seconds', 900, 'late', t.ticket_id % 11 = 0)),
               (6, CASE WHEN t.ticket_id % 11 = 0 THEN 'clock.breach' ELSE 'clock.warn' END, t.first_replied_at,
                      jsonb_build_object('clock', 'resolution', 'round', 1, 'policy_id', t.policy_id, 'level', 'due')),
               (7, 'waiting', CASE WHEN t.ticket_id % 5 = 0 THEN t.first_replied_at END,
                      jsonb_build_object('for', 'customer', 'reason', 'asked', 'while_unanswered', t.ticket_id % 35 = 0)),
               (8, 'clock.meet', t.resolved_at, jsonb_build_object('clock', 'resolution', 'round', 1,
                      'policy_id', t.policy_id, 'used_seconds', 60000, 'late', t.ticket_id % 11 = 0)),
               (9, 'resolved', coalesce(t.resolved_at, t.first_resolved_at), '{}'),
               (10, 'reopened', CASE WHEN t.status = 'reopened' OR t.ticket_id % 40 = 0 THEN t.first_resolved_at END,
                      jsonb_build_object('cycle', 2, 'because', 'unclear_post')),
               (11, 'handed_over', CASE WHEN t.status = 'handed_over' OR t.ticket_id % 50 = 0 THEN t.first_replied_at END,
                      jsonb_build_object('round', 1, 'reason', 'theirs', 'promised', 'an answer today',
                      'from_queue_id', t.queue_id, 'to_queue_id', coalesce(t.handed_to, t.queue_id), 'from_agent_id', t.assignee_id)),
               (12, 'hand_over_accepted', CASE WHEN t.status <> 'handed_over' AND t.ticket_id % 50 = 0 THEN t.first_replied_at END,
                      '{}'),
               (13, 'closed', t.closed_at, '{}')) AS e (version, kind, at, data)
         WHERE e.at IS NOT NULL
         ORDER BY t.ticket_id, e.version
        """;

    // The log's own account of how promises ended, written here at once instead of event by event.
    private const string Promises = """
        INSERT INTO router.promises (
               ticket_id, clock, round, stopped_at, used_seconds, in_time, stopped_queue, stopped_agent, stopped_policy,
               broken_at, broken_queue, broken_agent, broken_policy)
        SELECT c.ticket_id, c.kind, c.round, c.stopped_at, c.elapsed_seconds,
               CASE WHEN c.stopped_at IS NOT NULL THEN c.breached_at IS NULL END,
               CASE WHEN c.stopped_at IS NOT NULL THEN t.queue_id END, CASE WHEN c.stopped_at IS NOT NULL THEN t.assignee_id END,
               CASE WHEN c.stopped_at IS NOT NULL THEN c.policy_id END, c.breached_at,
               CASE WHEN c.breached_at IS NOT NULL THEN t.queue_id END,
               CASE WHEN c.breached_at IS NOT NULL THEN t.assignee_id END,
               CASE WHEN c.breached_at IS NOT NULL THEN c.policy_id END
          FROM router.clocks c
          JOIN router.tickets t USING (ticket_id)
         WHERE NOT t.misrouted AND (c.stopped_at IS NOT NULL OR c.breached_at IS NOT NULL)
         ORDER BY c.ticket_id
        """;

    private const string Keys = """
        INSERT INTO router.mention_keys SELECT mention_id, routed_at FROM router.mentions
        """;

    // Three or four posts in five belong to a ticket; of the others every second is praise.
    private const string Mentions = """
        INSERT INTO router.mentions (
               mention_id, channel, account, external_id, kind, visibility, author_id, text, posted_at, received_at, routed_at,
               source, language, label, model_label, p_complaint, p_praise, p_question, p_other, needs_review, model_version,
               terms, ticket_id)
        SELECT md5('m' || t.ticket_id || '-' || i)::uuid, t.channel, t.account, t.ticket_id || '-' || i, 'comment', 'public',
               t.author_id,
               repeat('Ordered on Monday, still nothing here, and the application says delivered. ', 1 + i % 3) || t.ticket_id,
               t.first_post_at + (i - 1) * interval '40 minutes', t.first_post_at + (i - 1) * interval '40 minutes',
               t.first_post_at + (i - 1) * interval '40 minutes' + interval '2 seconds', 'load', t.language,
               CASE WHEN mine THEN t.label WHEN t.ticket_id % 2 = 0 THEN 'praise' ELSE 'other' END,
               CASE WHEN mine THEN t.label WHEN t.ticket_id % 2 = 0 THEN 'praise' ELSE 'other' END,
               0.9, 0.05, 0.03, 0.02, false, 'v1', '[{"term": "delivered", "weight": 1.2}]'::jsonb,
               CASE WHEN mine THEN t.ticket_id END
          FROM router.tickets t
         CROSS JOIN generate_series(1, @each) AS i
         CROSS JOIN LATERAL (SELECT i <= t.mention_count AS mine) AS m
        """;

    private const string Praise = """
        INSERT INTO router.praise (mention_id, status, score, found_at, channel, language, has_media, reach, queue_id, planned_for)
        SELECT mention_id, (ARRAY['found', 'found', 'found', 'found', 'found', 'shortlisted', 'declined', 'posted'])[1 + n % 8],
               (abs(hashint8(n)) % 100000) / 1000.0, posted_at, channel, language, n % 3 = 0, 10 ^ (n % 6), (SELECT queue_id FROM router.queues WHERE is_default),
               CASE WHEN n % 1000 = 5 THEN @now + n % 90 * interval '1 day' END
          FROM (SELECT m.*, row_number() OVER () AS n FROM router.mentions m WHERE label = 'praise') AS m
        """;

    /// <summary>Fills a database that a router has set up and that nobody uses.</summary>
    public static async Task WriteAsync(
        NpgsqlDataSource database,
        int tickets,
        int mentions,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var parameters = new
        {
            tickets,
            authors = Math.Max(1, tickets * 2 / 5),
            each = Math.Max(1, mentions / tickets),
            now,
            Queues,
            Agents,
            AlwaysOpen = await connection.QuerySingleAsync<Guid>(Calendar),
        };
        Task DoAsync(string sql) =>
            connection.ExecuteAsync(
                new CommandDefinition(sql, parameters, commandTimeout: 7200, cancellationToken: cancellationToken)
            );

        async Task LikenessAsync()
        {
            var lines = await connection.QueryAsync<(long Id, string Line)>(
                new CommandDefinition(
                    "SELECT ticket_id, first_line FROM router.tickets",
                    commandTimeout: 7200,
                    cancellationToken: cancellationToken
                )
            );
            await using var copy = await connection.BeginBinaryImportAsync(
                "COPY router.likeness (band, ticket_id) FROM STDIN (FORMAT binary)",
                cancellationToken
            );
            foreach (var (id, line) in lines)
            {
                foreach (var band in Likeness.Of(line).Bands())
                {
                    await copy.StartRowAsync(cancellationToken);
                    await copy.WriteAsync(band, cancellationToken);
                    await copy.WriteAsync(id, cancellationToken);
                }
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await DoAsync(
            "SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'"
        );
        await DoAsync(Months);
        var indexes = (await connection.QueryAsync<(string Name, string Definition)>(Indexes)).AsList();
        foreach (var (name, _) in indexes)
        {
            await DoAsync($"DROP INDEX {name}");
        }

        (string Name, string Sql)[] parts =
        [
            ("people", Team),
            ("authors", Authors),
            ("tickets", Tickets),
            ("clocks", Clocks),
            ("pauses", Pauses),
            ("promises", Promises),
            ("events", Events),
            ("mentions", Mentions),
            ("keys", Keys),
            ("praise", Praise),
        ];
        foreach (var (name, sql) in parts)
        {
            var began = TimeProvider.System.GetTimestamp();
            await DoAsync(sql);
            await TellAsync(name, began);
        }

        var likeness = TimeProvider.System.GetTimestamp();
        await LikenessAsync();
        await TellAsync("likeness", likeness);
        foreach (var (name, definition) in indexes)
        {
            var began = TimeProvider.System.GetTimestamp();
            await DoAsync(definition);
            await TellAsync(name, began);
        }

        var vacuum = TimeProvider.System.GetTimestamp();
        await DoAsync("SELECT setval(pg_get_serial_sequence('router.tickets', 'ticket_id'), @tickets + 1001)");
        await DoAsync("VACUUM (ANALYZE)");
        await TellAsync("vacuum and analyze", vacuum);
    }

    private static Task TellAsync(string name, long began) =>
        Console.Error.WriteLineAsync($"{name}: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s");
}
