using System.Data;
using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;

namespace TriageMesh.Router.Export;

/// <summary>Reads a table from end to end, by pages along its key; the first are small, so that something is there at once at any size.</summary>
internal static class ExportedRows
{
    private const int FirstPage = 50;
    private const int LargestPage = 1000;

    /// <summary>All rows of one snapshot, page by page; <paramref name="next"/> is the statement of the page after a key.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        NpgsqlDataSource database,
        string next,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where T : IExportRow
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var (after, size) = (long.MinValue, FirstPage);
        while (true)
        {
            var page = (
                await connection.QueryAsync<T>(
                    new CommandDefinition(
                        next,
                        new { after, limit = size },
                        snapshot,
                        cancellationToken: cancellationToken
                    )
                )
            ).AsList();
            yield return page;
            if (page.Count < size)
            {
                yield break;
            }

            (after, size) = (page[^1].Key, Math.Min(2 * size, LargestPage));
        }
    }
}

/// <summary>A row as the database gives it.</summary>
internal interface IExportRow
{
    /// <summary>What the rows are in the order of.</summary>
    long Key { get; }
}
