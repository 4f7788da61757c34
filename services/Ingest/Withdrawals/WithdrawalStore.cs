using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Ingest.Intake;

namespace TriageMesh.Ingest.Withdrawals;

/// <summary>The posts that are gone from their platform: kept with the request that says so, told to the mesh once it knows them.</summary>
internal sealed class WithdrawalStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO ingest.withdrawals (mention_id, source, received_at)
        SELECT DISTINCT ON (mention_id) mention_id, source, @now
          FROM UNNEST(@ids, @sources) AS w (mention_id, source)
         ORDER BY mention_id
            ON CONFLICT (mention_id) DO NOTHING
        RETURNING mention_id
        """;

    private const string Claim = """
        SELECT w.mention_id
          FROM ingest.withdrawals w
          JOIN ingest.mentions m USING (mention_id)
         WHERE w.published_at IS NULL AND m.routed_at IS NOT NULL
         ORDER BY w.received_at
         LIMIT @limit
           FOR UPDATE OF w SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE ingest.withdrawals SET published_at = @now WHERE mention_id = ANY (@ids)
        """;

    // A post that never came need not be remembered as gone.
    private const string Forget = """
        DELETE FROM ingest.withdrawals w
         WHERE w.published_at IS NULL AND w.received_at < @before
           AND NOT EXISTS (SELECT FROM ingest.mentions m WHERE m.mention_id = w.mention_id AND NOT m.outbound)
        """;

    /// <summary>Keeps what is new of the requests' withdrawals, in their transaction.</summary>
    /// <returns>The mentions that were not known to be gone.</returns>
    public async Task<HashSet<Guid>> PutAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<IntakeRequest> requests,
        CancellationToken cancellationToken
    )
    {
        var rows = requests
            .SelectMany(request => request.Withdrawn.Select(id => (MentionId: id, request.Source)))
            .ToArray();
        return rows.Length == 0
            ? []
            :
            [
                .. await transaction.Connection!.QueryAsync<Guid>(
                    new CommandDefinition(
                        Insert,
                        new
                        {
                            ids = Array.ConvertAll(rows, row => row.MentionId),
                            sources = Array.ConvertAll(rows, row => row.Source),
                            now = Now,
                        },
                        transaction,
                        cancellationToken: cancellationToken
                    )
                ),
            ];
    }

    /// <summary>Hands what is to be told to <paramref name="publish"/>, then marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many were told.</returns>
    public async Task<int> PublishAsync(
        int limit,
        Func<MentionsWithdrawn, Task> publish,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var ids = (
            await connection.QueryAsync<Guid>(
                new CommandDefinition(Claim, new { limit }, transaction, cancellationToken: cancellationToken)
            )
        ).ToArray();
        if (ids.Length == 0)
        {
            return 0;
        }

        await publish(
            new MentionsWithdrawn([.. ids.Select(id => new WithdrawnMention(id, WithdrawalReason.PostDeleted))])
        );
        await connection.ExecuteAsync(
            new CommandDefinition(Mark, new { ids, now = Now }, transaction, cancellationToken: cancellationToken)
        );
        await transaction.CommitAsync(cancellationToken);
        return ids.Length;
    }

    /// <summary>Forgets the end of posts that nobody has seen begin.</summary>
    public async Task ForgetAsync(Instant before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(Forget, new { before }, cancellationToken: cancellationToken)
        );
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());
}
