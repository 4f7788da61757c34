using Dapper;
using NodaTime;
using Npgsql;

namespace TriageMesh.Router.Relay;

/// <summary>What every outbox of rows does: take what waits, publish it, mark it, all in one transaction.</summary>
/// <remarks>If the process dies between publishing and marking, a row is published twice; whoever hears it knows it by its key.</remarks>
internal sealed class Outbox(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Publishes what is there and marks it; if publishing fails or takes 10 seconds, nothing is marked.</summary>
    /// <param name="claim">Selects and locks rows, skipping locked ones; knows <c>@now</c> and <c>@limit</c>.</param>
    /// <param name="mark">Marks the rows of the keys <c>@ids</c> with <c>@now</c>.</param>
    /// <param name="limit">How many rows at most.</param>
    /// <param name="key">A row's key.</param>
    /// <param name="publish">Puts rows on the bus.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>How many rows were published.</returns>
    public async Task<int> PublishAsync<TRow, TKey>(
        string claim,
        string mark,
        int limit,
        Func<TRow, TKey> key,
        Func<IReadOnlyList<TRow>, CancellationToken, Task> publish,
        CancellationToken cancellationToken
    )
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var rows = (await connection.QueryAsync<TRow>(Command(claim, new { now, limit }))).AsList();
        if (rows.Count == 0)
        {
            return 0;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(PublishTimeout);
        await publish(rows, deadline.Token);
        await connection.ExecuteAsync(Command(mark, new { now, ids = rows.Select(key).ToArray() }));
        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }
}
