using Dapper;
using NodaTime;
using Npgsql;

namespace TriageMesh.Ingest.Reconcile;

/// <summary>The mentions between intake and the router's report.</summary>
internal sealed class MentionsOnTheWay(NpgsqlDataSource database)
{
    private const string Routed = """
        UPDATE ingest.mentions
           SET routed_at = @now
         WHERE mention_id = ANY (@ids) AND received_at BETWEEN @oldest AND @newest AND routed_at IS NULL
        """;

    // Known before the update is planned, so that it looks at the months of these mentions only.
    private const string Span = """
        SELECT min(received_at) AS oldest, max(received_at) AS newest FROM ingest.mention_keys WHERE mention_id = ANY (@ids)
        """;

    private const string Lost = """
        UPDATE ingest.mentions
           SET published_at = NULL
         WHERE (mention_id, received_at) IN (
               SELECT mention_id, received_at
                 FROM ingest.mentions
                WHERE routed_at IS NULL
                  AND published_at <= @now - make_interval(secs => @after)
                  AND published_at <= @now - make_interval(secs => LEAST(@atMost, @after * power(2, LEAST(publish_count, 30) - 1)))
                ORDER BY published_at
                LIMIT @limit
                  FOR UPDATE SKIP LOCKED)
        """;

    private const string Oldest = """
        SELECT min(received_at) FROM ingest.mentions WHERE routed_at IS NULL AND NOT outbound
        """;

    private const string Count = """
        SELECT count(*) FILTER (WHERE published_at IS NULL) AS unpublished,
               count(*)                                     AS unrouted,
               min(received_at)                             AS oldest_unrouted_at
          FROM ingest.mentions
         WHERE routed_at IS NULL AND NOT outbound
        """;

    /// <summary>Takes the router's word that these have their label and, where they are work, their ticket.</summary>
    public async Task<int> MarkRoutedAsync(IReadOnlyList<Guid> ids, Instant now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (oldest, newest) = await connection.QuerySingleAsync<(Instant? Oldest, Instant? Newest)>(
            new CommandDefinition(Span, new { ids = ids.ToArray() }, cancellationToken: cancellationToken)
        );
        return oldest is null
            ? 0
            : await connection.ExecuteAsync(
                new CommandDefinition(
                    Routed,
                    new
                    {
                        ids = ids.ToArray(),
                        now,
                        oldest,
                        newest,
                    },
                    cancellationToken: cancellationToken
                )
            );
    }

    /// <summary>Sends back to the relay what was published long ago and never reported.</summary>
    public Task<int> RepublishAsync(
        Instant now,
        Duration after,
        Duration atMost,
        int limit,
        CancellationToken cancellationToken
    ) =>
        ExecuteAsync(
            Lost,
            new
            {
                now,
                after = after.TotalSeconds,
                atMost = atMost.TotalSeconds,
                limit,
            },
            cancellationToken
        );

    /// <summary>When the oldest mention that is still under way came in; null where there is none.</summary>
    public async Task<Instant?> OldestAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<Instant?>(
            new CommandDefinition(Oldest, cancellationToken: cancellationToken)
        );
    }

    public async Task<OnTheWay> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<OnTheWay>(
            new CommandDefinition(Count, cancellationToken: cancellationToken)
        );
    }

    private async Task<int> ExecuteAsync(string statement, object values, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            new CommandDefinition(statement, values, cancellationToken: cancellationToken)
        );
    }
}

/// <summary>How much is under way.</summary>
internal sealed record OnTheWay
{
    public required long Unpublished { get; init; }
    public required long Unrouted { get; init; }
    public Instant? OldestUnroutedAt { get; init; }
}
