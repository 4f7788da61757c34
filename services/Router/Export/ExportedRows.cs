using System.Data;
using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;

namespace TriageMesh.Router.Export;

/// <summary>Reads a table from end to end, by pages along its key, so that the first row is there at once at any size.</summary>
internal static class ExportedRows
{
    private const int PageSize = 1000;

    /// <summary>All rows of one snapshot; <paramref name="next"/> is the statement of the page after a key.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
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
        var after = long.MinValue;
        while (true)
        {
            var page = (
                await connection.QueryAsync<T>(
                    new CommandDefinition(
                        next,
                        new { after, limit = PageSize },
                        snapshot,
                        cancellationToken: cancellationToken
                    )
                )
            ).AsList();
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Key;
        }
    }
}

/// <summary>A row as the database gives it.</summary>
internal interface IExportRow
{
    /// <summary>What the rows are in the order of.</summary>
    long Key { get; }
}
