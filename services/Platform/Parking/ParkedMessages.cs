using Dapper;
using NodaTime;
using Npgsql;

namespace TriageMesh.Platform.Parking;

/// <summary>What could not be processed: kept with its reason, visible, replayable, never dropped.</summary>
public sealed class ParkedMessages(NpgsqlDataSource database, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO mesh.parked (service, message_type, body, reason, parked_at)
        VALUES (@service, @messageType, @body, @reason, @now)
        RETURNING parked_id
        """;

    internal const string Page = """
        SELECT parked_id, service, message_type, body, reason, parked_at, replay_requested_at
          FROM mesh.parked
         WHERE replayed_at IS NULL AND parked_id > @after
         ORDER BY parked_id
         LIMIT @limit
        """;

    private const string Request = """
        UPDATE mesh.parked
           SET replay_requested_at = @now, replay_requested_by = @by
         WHERE parked_id = @parkedId AND replayed_at IS NULL AND message_type IS NOT NULL
        """;

    private const string Requested = """
        SELECT parked_id, service, message_type, body, reason, parked_at, replay_requested_at
          FROM mesh.parked
         WHERE service = @service AND replay_requested_at IS NOT NULL AND replayed_at IS NULL
         ORDER BY parked_id
         LIMIT 20
           FOR UPDATE SKIP LOCKED
        """;

    private const string Done = """
        UPDATE mesh.parked SET replayed_at = @now WHERE parked_id = ANY (@ids)
        """;

    /// <summary>Keeps a message that <paramref name="service"/> could not process.</summary>
    /// <param name="service">Who parks it.</param>
    /// <param name="messageType">Name of the contract (<c>MentionsReceived</c>); null where the body is none, which cannot be replayed.</param>
    /// <param name="body">The message as JSON.</param>
    /// <param name="reason">Why, for the person who looks at it; never the text of a customer.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <returns>The number under which it is kept.</returns>
    public async Task<long> ParkAsync(
        string service,
        string? messageType,
        string body,
        string reason,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var id = await ParkAsync(transaction, service, messageType, body, reason, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>As above, together with what else the transaction writes.</summary>
    public Task<long> ParkAsync(
        NpgsqlTransaction transaction,
        string service,
        string? messageType,
        string body,
        string reason,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.ExecuteScalarAsync<long>(
            new CommandDefinition(
                Insert,
                new
                {
                    service,
                    messageType,
                    body = body.Replace('\0', '\uFFFD'),
                    reason,
                    now = Now,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    /// <summary>What waits, oldest first, after <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<ParkedMessage>> ListAsync(
        long after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return
        [
            .. await connection.QueryAsync<ParkedMessage>(
                new CommandDefinition(Page, new { after, limit }, cancellationToken: cancellationToken)
            ),
        ];
    }

    /// <summary>Asks the service that parked the message to take it again.</summary>
    /// <returns>False where it is unknown, replayed already, or cannot be replayed.</returns>
    public async Task<bool> RequestReplayAsync(long parkedId, string by, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
                new CommandDefinition(
                    Request,
                    new
                    {
                        parkedId,
                        by,
                        now = Now,
                    },
                    cancellationToken: cancellationToken
                )
            ) == 1;
    }

    /// <summary>Hands each message whose replay was asked for to <paramref name="replay"/> and marks those for which it answers true.</summary>
    internal async Task<int> ReplayRequestedAsync(
        string service,
        Func<ParkedMessage, Task<bool>> replay,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var requested = (
            await connection.QueryAsync<ParkedMessage>(
                new CommandDefinition(Requested, new { service }, transaction, cancellationToken: cancellationToken)
            )
        ).AsList();
        var ids = new List<long>();
        foreach (var message in requested)
        {
            if (await replay(message))
            {
                ids.Add(message.ParkedId);
            }
        }

        await connection.ExecuteAsync(
            new CommandDefinition(Done, new { ids, now = Now }, transaction, cancellationToken: cancellationToken)
        );
        await transaction.CommitAsync(cancellationToken);
        return ids.Count;
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());
}

/// <summary>One parked message.</summary>
public sealed record ParkedMessage
{
    public required long ParkedId { get; init; }
    public required string Service { get; init; }
    public string? MessageType { get; init; }
    public required string Body { get; init; }
    public required string Reason { get; init; }
    public required Instant ParkedAt { get; init; }
    public Instant? ReplayRequestedAt { get; init; }
}
