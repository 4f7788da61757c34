using Dapper;
using NodaTime;
using Npgsql;

namespace TriageMesh.Platform.Months;

/// <summary>Makes, holds and drops the months of a table.</summary>
public static class MonthTables
{
    private const string Missing = """
        SELECT to_char(month, 'YYYY-MM-DD') FROM mesh.missing_months(@table::regclass, @now, @ahead) AS month
        """;

    private const string Make = """
        SELECT mesh.make_month(@table::regclass, @month::date)
        """;

    private const string LastAnalyzed = """
        SELECT last_analyze > now() - interval '1 day' FROM pg_stat_user_tables WHERE relid = @table::regclass
        """;

    private const string Before = """
        SELECT DISTINCT month::timestamp AT TIME ZONE 'UTC' AS month
          FROM mesh.months
         WHERE table_name = ANY (@tables) AND month < @month::date
         ORDER BY month
        """;

    private const string Hold = """
        SELECT mesh.hold_month(@table, @month::date)
        """;

    private const string Drop = """
        SELECT table_name, rows FROM mesh.drop_months(@tables, @month::date, @now)
        """;

    /// <summary>Makes the months that a table lacks from now on, so many ahead, each in a transaction of its own.</summary>
    /// <returns>How many were made.</returns>
    public static async Task<int> MakeAsync(
        NpgsqlConnection connection,
        string table,
        Instant now,
        int ahead,
        CancellationToken cancellationToken
    )
    {
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, cancellationToken: cancellationToken);

        var missing = await connection.QueryAsync<string>(
            Command(
                Missing,
                new
                {
                    table,
                    now,
                    ahead,
                }
            )
        );
        var made = 0;
        foreach (var month in missing)
        {
            made += await connection.ExecuteScalarAsync<bool>(Command(Make, new { table, month })) ? 1 : 0;
        }

        return made;
    }

    /// <summary>Lets PostgreSQL look at a table as a whole, once a day; of itself it looks at months only.</summary>
    public static async Task AnalyzeAsync(
        NpgsqlConnection connection,
        string table,
        CancellationToken cancellationToken
    )
    {
        var recently = await connection.ExecuteScalarAsync<bool?>(
            new CommandDefinition(LastAnalyzed, new { table }, cancellationToken: cancellationToken)
        );
        if (recently != true)
        {
            await connection.ExecuteAsync(
                new CommandDefinition($"ANALYZE {table}", commandTimeout: 600, cancellationToken: cancellationToken)
            );
        }
    }

    /// <summary>The months before <paramref name="month"/> of which any of these tables has something, oldest first.</summary>
    public static async Task<IReadOnlyList<Month>> BeforeAsync(
        NpgsqlConnection connection,
        IReadOnlyList<string> tables,
        Month month,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await connection.QueryAsync<Instant>(
                    new CommandDefinition(
                        Before,
                        new { tables = tables.ToArray(), month = month.ToString() },
                        cancellationToken: cancellationToken
                    )
                )
            ).Select(Month.Of),
        ];

    /// <summary>Keeps a month as it is until the transaction ends.</summary>
    public static Task HoldAsync(
        NpgsqlTransaction transaction,
        string table,
        Month month,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                Hold,
                new { table, month = month.ToString() },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    /// <summary>Drops a month of these tables, and notes how many rows each had.</summary>
    /// <returns>The rows that are gone, by table.</returns>
    public static async Task<Dictionary<string, long>> DropAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<string> tables,
        Month month,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var gone = await transaction.Connection!.QueryAsync<(string Table, long Rows)>(
            new CommandDefinition(
                Drop,
                new
                {
                    tables = tables.ToArray(),
                    month = month.ToString(),
                    now,
                },
                transaction,
                commandTimeout: 300,
                cancellationToken: cancellationToken
            )
        );
        return gone.ToDictionary(row => row.Table, row => row.Rows, StringComparer.Ordinal);
    }
}
