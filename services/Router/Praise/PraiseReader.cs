using Dapper;
using Npgsql;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Praise;

/// <summary>Reads one item of marketing's board with all that is known of its rights.</summary>
internal sealed class PraiseReader(NpgsqlDataSource database)
{
    private const string Item = $"""
        SELECT {PraiseRow.Columns}
        {PraiseRow.Joins}
         WHERE p.praise_id = @id
        """;

    private const string Requests = """
        SELECT q.request_id, q.asked_by, a.name AS asked_by_name, q.asked_at, q.scopes, q.territory, q.wording, q.language,
               q.status, q.failure_reason
          FROM router.praise_requests q
          JOIN router.agents a ON a.agent_id = q.asked_by
         WHERE q.praise_id = @id
         ORDER BY q.asked_at, q.request_id
        """;

    private const string Grants = """
        SELECT g.grant_id, g.request_id, g.recorded_by, a.name AS recorded_by_name, g.granted_at, g.scopes, g.territory,
               g.expires_at, g.post_hash, g.answer, g.answer_link, g.ended_at, g.ended_by
          FROM router.praise_grants g
          JOIN router.agents a ON a.agent_id = g.recorded_by
         WHERE g.praise_id = @id
         ORDER BY g.grant_id
        """;

    private const string Takedowns = $"""
        SELECT {TakedownRow.Columns}
        {TakedownRow.Joins}
         WHERE t.praise_id = @id
         ORDER BY t.takedown_id
        """;

    private const string History = """
        SELECT e.event_id, e.kind, e.actor, a.agent_id, a.name, e.at, e.status, e.data::text AS data
          FROM router.praise_events e
          LEFT JOIN router.agents a ON a.agent_id::text = e.actor
         WHERE e.praise_id = @id
         ORDER BY e.event_id
        """;

    /// <summary>One item; null where there is none.</summary>
    public async Task<PraiseDetail?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        CommandDefinition Command(string sql) => new(sql, new { id }, cancellationToken: cancellationToken);

        if (await connection.QuerySingleOrDefaultAsync<PraiseRow>(Command(Item)) is not { } row)
        {
            return null;
        }

        return new PraiseDetail
        {
            Item = row.ToItem(),
            Requests = [.. (await connection.QueryAsync<RequestRow>(Command(Requests))).Select(one => one.ToView())],
            Grants = [.. (await connection.QueryAsync<GrantRow>(Command(Grants))).Select(one => one.ToView())],
            Takedowns = [.. (await connection.QueryAsync<TakedownRow>(Command(Takedowns))).Select(one => one.ToView())],
            History = [.. (await connection.QueryAsync<PraiseEventRow>(Command(History))).Select(one => one.ToView())],
        };
    }
}
