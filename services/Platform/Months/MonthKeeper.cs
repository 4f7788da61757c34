using System.Data;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace TriageMesh.Platform.Months;

/// <summary>Makes months ahead of time and drops those that are over. Any number of processes may do it at once.</summary>
public sealed partial class MonthKeeper(
    NpgsqlDataSource database,
    IEnumerable<IMonthlyRecords> records,
    TimeProvider time,
    ILogger<MonthKeeper> logger
)
{
    /// <summary>So many are there before they are needed: a quarter in which nobody gets to make one does no harm.</summary>
    private const int Ahead = 3;

    /// <summary>Makes what is missing. What somebody is in the way of is left for the next time.</summary>
    /// <returns>True where all are there now.</returns>
    public async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var all = true;
        foreach (var table in records.SelectMany(record => record.Tables))
        {
            try
            {
                if (await MonthTables.MakeAsync(connection, table, Now, Ahead, cancellationToken) is > 0 and var made)
                {
                    LogMade(made, table);
                }
            }
            catch (PostgresException refused)
            {
                all &= !IsBusy(refused);
                LogNotMade(table, refused.SqlState);
            }
        }

        return all;
    }

    /// <summary>Keeps PostgreSQL's idea of whole tables fresh.</summary>
    public async Task<bool> AnalyzeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var table in records.SelectMany(record => record.Tables))
        {
            await MonthTables.AnalyzeAsync(connection, table, cancellationToken);
        }

        return true;
    }

    /// <summary>Drops the months that are over and that nothing needs, oldest first.</summary>
    /// <returns>True where nobody was in the way.</returns>
    public async Task<bool> DropAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var all = true;
        foreach (var record in records.Where(record => record.Keep is not null))
        {
            var kept = Month.Of(Now).Plus(-record.Keep!.Value);
            foreach (var month in await MonthTables.BeforeAsync(connection, record.Tables, kept, cancellationToken))
            {
                try
                {
                    await DropAsync(connection, record, month, kept.From, cancellationToken);
                }
                catch (PostgresException refused) when (IsBusy(refused))
                {
                    all = false;
                    LogBusy(month, record.Tables[0]);
                }
                catch (NpgsqlException refused) when (connection.State == ConnectionState.Open)
                {
                    // Whatever keeps this one, the others are not kept by it.
                    LogNotDropped(month, record.Tables[0], refused.SqlState ?? refused.InnerException?.GetType().Name);
                }
            }
        }

        return all;
    }

    private async Task DropAsync(
        NpgsqlConnection connection,
        IMonthlyRecords record,
        Month month,
        Instant keptFrom,
        CancellationToken cancellationToken
    )
    {
        // Looked at before it is held, so that a month that stays is in nobody's way.
        var needing = await record.NeedingAsync(connection, month, keptFrom, cancellationToken);
        if (needing.Count == 0)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            foreach (var table in record.Tables)
            {
                await MonthTables.HoldAsync(transaction, table, month, cancellationToken);
            }

            needing = await record.NeedingAsync(connection, month, keptFrom, cancellationToken);
            if (needing.Count == 0)
            {
                var gone = await record.DropAsync(transaction, month, Now, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                foreach (var (table, rows) in gone)
                {
                    LogDropped(month, table, rows);
                }

                return;
            }
        }

        foreach (var (what, count) in needing)
        {
            LogNeeded(month, record.Tables[0], count, what);
        }
    }

    /// <summary>55P03 a lock was not to be had, 40P01 a deadlock.</summary>
    private static bool IsBusy(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "{Count} months of {Table} are made")]
    private partial void LogMade(int count, string table);

    [LoggerMessage(
        EventId = 21,
        Level = LogLevel.Warning,
        Message = "Months of {Table} cannot be made ({SqlState}); rows wait in its default partition"
    )]
    private partial void LogNotMade(string table, string sqlState);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "{Month} of {Table} is dropped: {Rows} rows")]
    private partial void LogDropped(Month month, string table, long rows);

    [LoggerMessage(
        EventId = 23,
        Level = LogLevel.Information,
        Message = "{Month} of {Table} is over and stays: {Count} {What} need it"
    )]
    private partial void LogNeeded(Month month, string table, long count, string what);

    [LoggerMessage(
        EventId = 24,
        Level = LogLevel.Information,
        Message = "{Month} of {Table} is in use; it is dropped the next time"
    )]
    private partial void LogBusy(Month month, string table);

    [LoggerMessage(
        EventId = 26,
        Level = LogLevel.Warning,
        Message = "{Month} of {Table} cannot be dropped ({Reason}); it is tried again in a few hours"
    )]
    private partial void LogNotDropped(Month month, string table, string? reason);
}
