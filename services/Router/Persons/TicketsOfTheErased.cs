using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Persons;

/// <summary>Ends the tickets that an erasure by an older version left open, once each, as an erasure ends them today.</summary>
internal sealed class TicketsOfTheErased(
    NpgsqlDataSource database,
    RuleBooks rules,
    TicketAfter after,
    TimeProvider time
)
{
    /// <summary>How many tickets one transaction takes.</summary>
    public const int BatchSize = 200;

    // What another router holds is its to end; where it dies, the next look finds it again.
    private const string Claim = """
        SELECT ticket_id
          FROM router.tickets_of_the_erased
         ORDER BY ticket_id
         LIMIT @BatchSize
           FOR UPDATE SKIP LOCKED
        """;

    private const string Forget = """
        DELETE FROM router.tickets_of_the_erased WHERE ticket_id = ANY (@ids)
        """;

    /// <summary>Ends what is left of them, in one transaction; one with another customer's post goes on.</summary>
    /// <returns>How many tickets were looked at.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        long[] ids = [.. await connection.QueryAsync<long>(Command(Claim, new { BatchSize }))];
        if (ids.Length == 0)
        {
            return 0;
        }

        var ended = await PersonErasure.EndAsync(
            transaction,
            ids,
            PersonErasure.NobodyElse,
            await rules.LoadAsync(cancellationToken),
            Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds(),
            cancellationToken
        );
        await connection.ExecuteAsync(Command(Forget, new { ids }));
        await transaction.CommitAsync(cancellationToken);
        foreach (var file in ended)
        {
            after.Changed(file);
        }

        return ids.Length;
    }
}
