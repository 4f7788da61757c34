using Dapper;
using TriageMesh.Ingest;
using TriageMesh.Platform.Database;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Platform;

/// <summary>A database of the version before mentions and events were kept by month, with rows in it, brought up to date.</summary>
public sealed class Moving_to_months(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int Days = 75;

    // A mention and six events a day; ten in the evening of the last day of February in UTC is another month further east.
    private const string Rows = """
        INSERT INTO router.calendars VALUES ('00000000-0000-8000-8000-0000000000c1', '{}', 1, now());
        INSERT INTO router.queues (queue_id, name, calendar_id)
        VALUES ('00000000-0000-8000-8000-0000000000c2', 'Support', '00000000-0000-8000-8000-0000000000c1');
        INSERT INTO router.policies (policy_key, version, definition, effective_from) VALUES (gen_random_uuid(), 1, '{}', now());
        INSERT INTO router.agents (agent_id, name, capacity) VALUES ('00000000-0000-8000-8000-0000000000c3', 'An agent', 9);
        INSERT INTO router.authors (channel, account, author_id) SELECT 'weibo', 'brand', 'a' || n FROM generate_series(1, @Days) AS n;
        INSERT INTO router.tickets (
               ticket_id, channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id,
               policy_id, calendar_id, first_line, first_post_at, last_post_at, opened_at, last_seen, misrouted)
        SELECT n, 'weibo', 'brand', 'a' || n, 'closed', 'normal', 'complaint', 0.9, false, 'en',
               '00000000-0000-8000-8000-0000000000c2', (SELECT min(policy_id) FROM router.policies),
               '00000000-0000-8000-8000-0000000000c1', 'x', at, at, at, 'x', n % 10 = 0
          FROM generate_series(1, @Days) AS n, LATERAL (SELECT @first + n * interval '1 day' AS at) AS l;
        INSERT INTO router.mentions (mention_id, channel, account, external_id, kind, visibility, author_id, text, posted_at,
               received_at, routed_at, source, language, label, model_label, p_complaint, p_praise, p_question, p_other,
               needs_review, model_version, terms, ticket_id)
        SELECT md5(ticket_id::text)::uuid, channel, account, ticket_id::text, 'comment', 'public', author_id, 'Text ' || ticket_id,
               opened_at, opened_at, opened_at, 's', 'en', 'complaint', 'complaint', 1, 0, 0, 0, false, 'v1', '[]', ticket_id
          FROM router.tickets
         ORDER BY opened_at;
        INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, assignee_id, version, published_at)
        SELECT t.ticket_id, e.kind, 'system', t.opened_at + e.after, e.data::jsonb, 'open', t.queue_id,
               '00000000-0000-8000-8000-0000000000c3', e.version, CASE WHEN t.ticket_id < @Days THEN t.opened_at END
          FROM router.tickets t
         CROSS JOIN (VALUES
               (1, 'opened', interval '0', '{}'),
               (2, 'clock.breach', interval '1 hour', '{"clock": "first_response", "round": 1, "level": "due", "policy_id": 1}'),
               (3, 'clock.meet', interval '2 hours',
                   '{"clock": "first_response", "round": 1, "policy_id": 1, "used_seconds": 7200, "late": true}'),
               (4, 'clock.meet', interval '3 hours',
                   '{"clock": "resolution", "round": 1, "policy_id": 1, "used_seconds": 10800, "late": false}'),
               (5, 'clock.resume', interval '4 hours', '{"clock": "resolution", "round": 1}'),
               (6, 'clock.meet', interval '5 hours',
                   '{"clock": "total_resolution", "round": 1, "policy_id": 1, "used_seconds": 18000, "late": false}'))
               AS e (version, kind, after, data)
         ORDER BY t.ticket_id, e.version;
        INSERT INTO router.replies (reply_id, ticket_id, mention_id, agent_id, text, visibility, status, created_at)
        SELECT gen_random_uuid(), ticket_id, mention_id, '00000000-0000-8000-8000-0000000000c3', 'x', 'public', 'sent', posted_at
          FROM router.mentions;
        INSERT INTO router.relabels (mention_id, from_label, to_label, agent_id, at)
        SELECT mention_id, 'other', 'complaint', '00000000-0000-8000-8000-0000000000c3', posted_at FROM router.mentions;
        INSERT INTO router.praise (mention_id, status, score, found_at, channel, language)
        SELECT mention_id, 'found', 1, posted_at, channel, language FROM router.mentions;
        INSERT INTO ingest.mentions (mention_id, channel, account, external_id, kind, visibility, author_id, author_verified,
               author_tier, text, posted_at, media, source, outbound, received_at, published_at, publish_count, routed_at)
        SELECT mention_id, channel, account, external_id, kind, visibility, author_id, false, 'standard', text, posted_at, '[]', 's',
               false, received_at, received_at, 1, CASE WHEN ticket_id < @Days THEN routed_at END
          FROM router.mentions
         ORDER BY seq
        """;

    private const string RouterRows = """
        SELECT (SELECT md5(string_agg(m::text, '|' ORDER BY seq)) FROM (
                  SELECT seq, mention_id, external_id, text, posted_at, routed_at, label, ticket_id FROM router.mentions) AS m)
            || (SELECT md5(string_agg(e::text, '|' ORDER BY event_id)) FROM (
                  SELECT event_id, ticket_id, kind, at, data, version FROM router.events) AS e)
            || (SELECT md5(string_agg(i::text, '|' ORDER BY seq)) FROM (
                  SELECT seq, mention_id, text, received_at, published_at, routed_at FROM ingest.mentions) AS i)
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_is_where_its_month_is_and_what_it_was()
    {
        var before = await OneAsync<string>(RouterRows);
        var unannounced = await OneAsync<long>("SELECT count(*) FROM router.events WHERE published_at IS NULL");

        var applied = await MigrateAsync();

        applied.ShouldContain("router/0010_by_month.sql");
        applied.ShouldContain("ingest/0002_by_month.sql");
        (await OneAsync<string>(RouterRows)).ShouldBe(before);
        (await ListAsync<string>("SELECT partition::text FROM mesh.months ORDER BY 1")).ShouldBe([
            "ingest.mentions_2026_02",
            "ingest.mentions_2026_03",
            "ingest.mentions_2026_04",
            "ingest.mentions_2026_05",
            "router.events_2026_02",
            "router.events_2026_03",
            "router.events_2026_04",
            "router.events_2026_05",
            "router.mentions_2026_02",
            "router.mentions_2026_03",
            "router.mentions_2026_04",
            "router.mentions_2026_05",
        ]);
        (await OneAsync<long>("SELECT count(DISTINCT id) FROM router.announcements, unnest(event_ids) AS id")).ShouldBe(
            unannounced
        );
        (
            await OneAsync<long>(
                """
                SELECT count(*)
                  FROM router.announcements a, unnest(a.event_ids, a.ticket_ids) AS u (event_id, ticket_id)
                  JOIN router.events e USING (event_id, ticket_id)
                """
            )
        ).ShouldBe(unannounced);
        (await OneAsync<long>("SELECT count(*) FROM ONLY router.mentions_other")).ShouldBe(0);
        (await OneAsync<long>("SELECT count(*) FROM ONLY router.events_other")).ShouldBe(0);
    }

    [Fact]
    public async Task Identities_and_orders_go_on_where_they_were()
    {
        var last = await OneAsync<(long Seq, long Event, long Ingest)>(
            "SELECT (SELECT max(seq) FROM router.mentions), (SELECT max(event_id) FROM router.events), (SELECT max(seq) FROM ingest.mentions)"
        );

        await MigrateAsync();

        (
            await OneAsync<long>(
                """
                SELECT count(*) FROM router.mentions m JOIN router.mention_keys k USING (mention_id, routed_at)
                  JOIN ingest.mention_keys i USING (mention_id) JOIN router.praise USING (mention_id)
                """
            )
        ).ShouldBe(Days);
        (
            await OneAsync<long>(
                """
                INSERT INTO router.events (ticket_id, kind, actor, at, status, queue_id, version)
                SELECT 1, 'noted', 'system', now(), 'closed', queue_id, 9 FROM router.queues RETURNING event_id
                """
            )
        ).ShouldBe(last.Event + 1);
        (await OneAsync<long>("SELECT nextval(pg_get_serial_sequence('router.mentions', 'seq'))")).ShouldBe(
            last.Seq + 1
        );
        (await OneAsync<long>("SELECT nextval(pg_get_serial_sequence('ingest.mentions', 'seq'))")).ShouldBe(
            last.Ingest + 1
        );
        (
            await OneAsync<string>(
                """
                SELECT string_agg(conrelid::regclass::text, ' ' ORDER BY conrelid::regclass::text)
                  FROM pg_constraint WHERE contype = 'f' AND confrelid = 'router.mention_keys'::regclass
                """
            )
        ).ShouldBe("router.praise router.relabels router.replies");
    }

    [Fact]
    public async Task How_promises_ended_is_read_from_the_log_that_was_there()
    {
        await MigrateAsync();

        // Each tenth ticket is misrouted; each resolution ran on after it was stopped.
        var counted = Days - Days / 10;
        (
            await ListAsync<(string, long, long, long)>(
                """
                SELECT clock, count(stopped_at), count(*) FILTER (WHERE in_time), count(broken_at)
                  FROM router.promises GROUP BY clock ORDER BY clock
                """
            )
        ).ShouldBe([("first_response", counted, 0, counted), ("total_resolution", counted, counted, 0)]);
    }

    public async ValueTask InitializeAsync()
    {
        postgres.Require();
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await connection.ExecuteAsync("DROP SCHEMA IF EXISTS router, ingest, mesh CASCADE");
        await SqlMigrations.ApplyAsync(
            postgres.Database,
            "mesh",
            new OlderScripts(typeof(SqlMigrations).Assembly, 2),
            Stop
        );
        await SqlMigrations.ApplyAsync(
            postgres.Database,
            "ingest",
            new OlderScripts(typeof(IngestService).Assembly, 1),
            Stop
        );
        await SqlMigrations.ApplyAsync(
            postgres.Database,
            "router",
            new OlderScripts(typeof(RouterService).Assembly, 9),
            Stop
        );
        await connection.ExecuteAsync(
            Rows,
            new { Days, first = new DateTime(2026, 2, 27, 22, 0, 0, DateTimeKind.Utc) }
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<IReadOnlyList<string>> MigrateAsync() =>
        MeshDatabase.MigrateAsync(postgres.Database, [new IngestService(), new RouterService()], Stop);

    private async Task<IReadOnlyList<T>> ListAsync<T>(string sql)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, cancellationToken: Stop))];
    }

    private async Task<T> OneAsync<T>(string sql) => (await ListAsync<T>(sql)).Single();
}
