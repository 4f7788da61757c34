using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Viewers;

/// <summary>Who is at which ticket now: heard of every ten seconds, gone after twenty-five.</summary>
internal sealed class TicketPresences(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly Duration Good = Duration.FromSeconds(25);

    private const string Put = """
        WITH known AS (
          SELECT typing FROM router.presence
           WHERE ticket_id = @ticketId AND agent_id = @agentId AND seen_at > @since),
        put AS (
          INSERT INTO router.presence (ticket_id, agent_id, name, typing, seen_at)
          VALUES (@ticketId, @agentId, @name, @typing, @now)
          ON CONFLICT (ticket_id, agent_id) DO UPDATE
             SET name = excluded.name, typing = excluded.typing, seen_at = greatest(presence.seen_at, excluded.seen_at))
        SELECT NOT EXISTS (SELECT FROM known WHERE typing = @typing)
        """;

    private const string Leave = """
        DELETE FROM router.presence WHERE ticket_id = @ticketId AND agent_id = @agentId RETURNING seen_at > @since
        """;

    private const string Forget = """
        DELETE FROM router.presence
         WHERE ctid IN (SELECT ctid FROM router.presence WHERE seen_at <= @since LIMIT 100 FOR UPDATE SKIP LOCKED)
        """;

    private const string At = """
        SELECT ticket_id, agent_id, name, typing, seen_at
          FROM router.presence
         WHERE ticket_id = ANY (@ids) AND seen_at > @since
         ORDER BY ticket_id, name, agent_id
        """;

    /// <summary>Somebody is there.</summary>
    /// <returns>True where that is news: they came, or began or stopped to write.</returns>
    public async Task<bool> PutAsync(
        long ticketId,
        Guid agentId,
        string name,
        bool typing,
        CancellationToken cancellationToken
    )
    {
        var now = Now;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(Forget, new { since = now - Good }, cancellationToken: cancellationToken)
        );
        return await connection.QuerySingleAsync<bool>(
            new CommandDefinition(
                Put,
                new
                {
                    ticketId,
                    agentId,
                    name,
                    typing,
                    now,
                    since = now - Good,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Somebody has closed the ticket.</summary>
    /// <returns>True where they were there.</returns>
    public async Task<bool> LeaveAsync(long ticketId, Guid agentId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<bool>(
            new CommandDefinition(
                Leave,
                new
                {
                    ticketId,
                    agentId,
                    since = Now - Good,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Who is at each of these tickets.</summary>
    public async Task<ILookup<long, PresentPerson>> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<long> ticketIds,
        CancellationToken cancellationToken
    ) =>
        (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    At,
                    new { ids = ticketIds.ToArray(), since = Now - Good },
                    cancellationToken: cancellationToken
                )
            )
        ).ToLookup(row => row.TicketId, row => row.ToView());

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private sealed record Row
    {
        public long TicketId { get; init; }
        public Guid AgentId { get; init; }
        public required string Name { get; init; }
        public bool Typing { get; init; }
        public Instant SeenAt { get; init; }

        public PresentPerson ToView() => new(AgentId, Name, Typing, (SeenAt + Good).ToDateTimeOffset());
    }
}
