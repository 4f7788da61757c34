using NodaTime;
using Npgsql;

namespace TriageMesh.Platform.Months;

/// <summary>Tables of a service that are kept by month: what they are, how long they are kept, what is still needed.</summary>
public interface IMonthlyRecords
{
    /// <summary>The tables, with their schema. Their months are dropped together.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>How many whole months are kept beside the present one; null keeps all.</summary>
    int? Keep { get; }

    /// <summary>What keeps a month from being dropped, by what it is; empty where nothing does.</summary>
    /// <param name="connection">An open connection, within a transaction or not.</param>
    /// <param name="month">The month.</param>
    /// <param name="keptFrom">Where the months that are kept begin.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyDictionary<string, long>> NeedingAsync(
        NpgsqlConnection connection,
        Month month,
        Instant keptFrom,
        CancellationToken cancellationToken
    );

    /// <summary>Drops a month of every table within a transaction that holds it, and with it whatever makes no sense without it.</summary>
    /// <returns>The rows that are gone, by table.</returns>
    Task<IReadOnlyDictionary<string, long>> DropAsync(
        NpgsqlTransaction transaction,
        Month month,
        Instant now,
        CancellationToken cancellationToken
    );
}
