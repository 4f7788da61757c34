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
        INSERT INTO ingest.withdrawals (mention_id, source, received_at, look_at)
        SELECT DISTINCT ON (mention_id) mention_id, source, @now, @now
          FROM UNNEST(@ids, @sources) AS w (mention_id, source)
         ORDER BY mention_id
            ON CONFLICT (mention_id) DO NOTHING
        RETURNING mention_id
        """;

    // What is looked at in vain comes again after as long again as it has waited.
    private const string Look = """
        UPDATE ingest.withdrawals
           SET look_at = @now + LEAST(GREATEST(@now - received_at, interval '1 second'), interval '10 minutes')
         WHERE mention_id IN (
               SELECT mention_id
                 FROM ingest.withdrawals
                WHERE published_at IS NULL AND look_at <= @now
                ORDER BY look_at
                LIMIT @limit
                  FOR UPDATE SKIP LOCKED)
        RETURNING mention_id
        """;

    // A mention whose month was dropped has been routed long since: its key is all that is left.
    private const string Tellable = """
        SELECT k.mention_id
          FROM ingest.mention_keys k
          LEFT JOIN ingest.mentions m ON m.mention_id = k.mention_id AND m.received_at = k.received_at
         WHERE k.mention_id = ANY (@ids) AND (m.routed_at IS NOT NULL OR m.mention_id IS NULL)
        """;

    private const string Mark = """
        UPDATE ingest.withdrawals SET published_at = @now WHERE mention_id = ANY (@ids)
        """;

    // A post that never came need not be remembered as gone; nor one of the account's own, of which nobody was told.
    private const string Forget = """
        DELETE FROM ingest.withdrawals w
         WHERE w.published_at IS NULL AND w.received_at < @before
           AND (NOT EXISTS (SELECT FROM ingest.mention_keys k WHERE k.mention_id = w.mention_id)
             OR EXISTS (SELECT FROM ingest.mention_keys k
                          JOIN ingest.mentions m ON m.mention_id = k.mention_id AND m.received_at = k.received_at
                         WHERE k.mention_id = w.mention_id AND m.outbound))
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

    /// <summary>Looks at up to <paramref name="limit"/>, hands what is to be told to <paramref name="publish"/>, then marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many were looked at.</returns>
    public async Task<int> PublishAsync(
        int limit,
        Func<MentionsWithdrawn, Task> publish,
        CancellationToken cancellationToken
    )
    {
        var now = Now;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var looked = (await connection.QueryAsync<Guid>(Command(Look, new { limit, now }))).ToArray();
        if (looked.Length == 0)
        {
            return 0;
        }

        var ids = (await connection.QueryAsync<Guid>(Command(Tellable, new { ids = looked }))).ToArray();
        if (ids.Length > 0)
        {
            await publish(
                new MentionsWithdrawn([.. ids.Select(id => new WithdrawnMention(id, WithdrawalReason.PostDeleted))])
            );
            await connection.ExecuteAsync(Command(Mark, new { ids, now }));
        }

        await transaction.CommitAsync(cancellationToken);
        return looked.Length;
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
