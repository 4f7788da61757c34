using Dapper;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Platform.Months;

namespace TriageMesh.Ingest.Retention;

/// <summary>What came in, month by month. A month goes when all of it has arrived at the router; its keys stay.</summary>
internal sealed class MonthsOfMentions(IOptions<RetentionOptions> options) : IMonthlyRecords
{
    private const string OnTheWay = """
        SELECT count(*)
          FROM ingest.mentions
         WHERE received_at >= @From AND received_at < @To AND routed_at IS NULL AND NOT outbound
        """;

    public IReadOnlyList<string> Tables { get; } = ["ingest.mentions"];

    public int? Keep => options.Value.Months;

    public async Task<IReadOnlyDictionary<string, long>> NeedingAsync(
        NpgsqlConnection connection,
        Month month,
        Instant keptFrom,
        CancellationToken cancellationToken
    )
    {
        var waiting = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(OnTheWay, new { month.From, month.To }, cancellationToken: cancellationToken)
        );
        return waiting == 0
            ? new Dictionary<string, long>(StringComparer.Ordinal)
            : new Dictionary<string, long>(StringComparer.Ordinal) { ["mentions on their way"] = waiting };
    }

    public async Task<IReadOnlyDictionary<string, long>> DropAsync(
        NpgsqlTransaction transaction,
        Month month,
        Instant now,
        CancellationToken cancellationToken
    ) => await MonthTables.DropAsync(transaction, Tables, month, now, cancellationToken);
}
