using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Praise;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Praise;

/// <summary>Lets grants end when their time has come: each once, whichever router is first.</summary>
internal sealed class GrantTimers(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>How many posts one transaction takes.</summary>
    public const int BatchSize = 100;

    // The post's row is the lock, as for everybody who changes its rights.
    private const string Claim = """
        SELECT p.praise_id
          FROM router.praise_grants g
          JOIN router.praise p USING (praise_id)
         WHERE g.next_fire_at <= @now
         ORDER BY g.next_fire_at
         LIMIT @BatchSize
           FOR NO KEY UPDATE OF p SKIP LOCKED
        """;

    private const string Disarm = """
        UPDATE router.praise_grants SET next_fire_at = NULL WHERE praise_id = ANY (@ids) AND next_fire_at <= @now
        """;

    /// <summary>Ends what is over, in one transaction.</summary>
    /// <returns>How many were found due.</returns>
    public async Task<int> ExpireDueAsync(CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var ids = (await connection.QueryAsync<long>(Command(Claim, new { now, BatchSize }))).Distinct().ToArray();
        if (ids.Length == 0)
        {
            return 0;
        }

        // Decided anew under the lock: a longer grant may have taken its place just before.
        foreach (var file in (await PraiseFile.LockAsync(transaction, ids, cancellationToken)).Values)
        {
            await file.DecideAsync(new ExpireRights(), Actor.System, now, cancellationToken);
        }

        await connection.ExecuteAsync(Command(Disarm, new { ids, now }));
        await transaction.CommitAsync(cancellationToken);
        return ids.Length;
    }
}
