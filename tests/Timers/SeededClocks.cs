using Dapper;
using Npgsql;
using TriageMesh.Platform.Database;
using TriageMesh.Router;

namespace TriageMesh.Timers;

/// <summary>Tickets in work, each with a first response whose warning at 80 % is its next step: so many a second from a given instant on.</summary>
internal static class SeededClocks
{
    private const int Agents = 60;

    // Thirty minutes to answer, round the clock: the warning comes 24 minutes after the post.
    private const string Rows = """
        INSERT INTO router.agents (agent_id, name, capacity, online, open_tickets)
        SELECT gen_random_uuid(), 'agent ' || i, 100000, true, @clocks / @Agents FROM generate_series(1, @Agents) AS i;

        INSERT INTO router.authors (channel, account, author_id, handle)
        SELECT 'weibo', 'brand', 'author-' || i, 'author-' || i FROM generate_series(1, @clocks) AS i;

        INSERT INTO router.tickets (
               ticket_id, channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id,
               assignee_id, policy_id, calendar_id, mention_count, first_line, first_post_at, last_post_at,
               oldest_unanswered_at, opened_at, assigned_at, last_seen, next_due_at, next_due_kind, version)
        SELECT i, 'weibo', 'brand', 'author-' || i, 'open', 'normal', 'complaint', 0.9, false, 'en', q.queue_id,
               g.agents[1 + i % @Agents], p.policy_id, (p.definition ->> 'calendar_id')::uuid, 1,
               'It broke on the first day.', at - interval '24 minutes', at - interval '24 minutes',
               at - interval '24 minutes', at - interval '24 minutes', at - interval '23 minutes', 'm' || i,
               at + interval '6 minutes', 'first_response', 3
          FROM (SELECT i, @from::timestamptz + i * interval '1 second' / @rate AS at
                  FROM generate_series(1, @clocks) AS i) AS due
         CROSS JOIN (SELECT queue_id FROM router.queues WHERE is_default) AS q
         CROSS JOIN (SELECT * FROM router.policies ORDER BY (definition ->> 'order')::int DESC LIMIT 1) AS p
         CROSS JOIN (SELECT array_agg(agent_id) AS agents FROM router.agents) AS g;

        INSERT INTO router.clocks (
               ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, running_since, due_at,
               next_fire_at)
        SELECT ticket_id, 'first_response', 1, policy_id, calendar_id, 'running', first_post_at, 1800, first_post_at,
               next_due_at, next_due_at - interval '6 minutes'
          FROM router.tickets;
        """;

    /// <summary>An empty schema with the router's defaults.</summary>
    public static Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        MeshDatabase.MigrateAsync(database, [new RouterService()], cancellationToken);

    public static async Task WriteAsync(
        NpgsqlDataSource database,
        Plan plan,
        DateTime from,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Rows,
                new
                {
                    clocks = plan.Clocks,
                    rate = plan.Rate,
                    from,
                    Agents,
                },
                transaction,
                commandTimeout: 600,
                cancellationToken: cancellationToken
            )
        );
        await transaction.CommitAsync(cancellationToken);
        // As after weeks: nothing is left to clear up that a million rows in one go have caused.
        await connection.ExecuteAsync(
            new CommandDefinition(
                "VACUUM (ANALYZE) router.tickets, router.clocks, router.authors",
                commandTimeout: 600,
                cancellationToken: cancellationToken
            )
        );
    }
}
