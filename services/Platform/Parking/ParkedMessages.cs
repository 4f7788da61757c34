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
        WITH asked AS (
          UPDATE mesh.parked
             SET replay_requested_at = @now, replay_requested_by = @by
           WHERE parked_id = @parkedId AND replayed_at IS NULL AND message_type IS NOT NULL
          RETURNING parked_id)
        SELECT EXISTS (SELECT FROM asked) AS requested
          FROM mesh.parked
         WHERE parked_id = @parkedId AND replayed_at IS NULL
        """;

    private const string Requested = """
        SELECT parked_id, service, message_type, body, reason, parked_at, replay_requested_at
          FROM mesh.parked
         WHERE service = @service AND replay_requested_at IS NOT NULL AND replayed_at IS NULL AND parked_id > @after
         ORDER BY parked_id
         LIMIT 1
           FOR UPDATE SKIP LOCKED
        """;

    private const string Done = """
        UPDATE mesh.parked SET replayed_at = @now WHERE parked_id = @ParkedId
        """;

    private const string Refused = """
        UPDATE mesh.parked
           SET replay_requested_at = NULL, replay_requested_by = NULL, reason = @why
         WHERE parked_id = @ParkedId
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
    /// <returns>False where it cannot be replayed, since its body is none of our messages; null where it is unknown or replayed already.</returns>
    public async Task<bool?> RequestReplayAsync(long parkedId, string by, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<bool?>(
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
        );
    }

    /// <summary>Hands each message whose replay was asked for to <paramref name="replay"/>, each in a transaction of its own, so that none holds up another.</summary>
    /// <param name="service">Who parked them.</param>
    /// <param name="replay">Answers null once the message is on its way, or why it cannot be replayed: then it waits again, with that reason.</param>
    /// <param name="cancellationToken">Stops between two messages.</param>
    internal async Task ReplayRequestedAsync(
        string service,
        Func<ParkedMessage, Task<string?>> replay,
        CancellationToken cancellationToken
    )
    {
        long? after = 0;
        while (after is { } last)
        {
            after = await ReplayNextAsync(service, last, replay, cancellationToken);
        }
    }

    private async Task<long?> ReplayNextAsync(
        string service,
        long after,
        Func<ParkedMessage, Task<string?>> replay,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        if (
            await connection.QuerySingleOrDefaultAsync<ParkedMessage>(Command(Requested, new { service, after }))
            is not { } message
        )
        {
            return null;
        }

        var outcome = await replay(message) is { } why
            ? Command(Refused, new { message.ParkedId, why })
            : Command(Done, new { message.ParkedId, now = Now });
        await connection.ExecuteAsync(outcome);
        await transaction.CommitAsync(cancellationToken);
        return message.ParkedId;
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
