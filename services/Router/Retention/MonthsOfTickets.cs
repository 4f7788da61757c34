using Dapper;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Platform.Months;

namespace TriageMesh.Router.Retention;

/// <summary>Mentions and events, month by month. A month goes when everything that is told in it has ended before what is kept.</summary>
/// <remarks>
/// A ticket that is not closed, or was closed since, keeps the months of its history. A post that marketing shows or has asked for
/// is put aside and stays alone. Tickets, their replies and notes, promises and keys stay; so does the event log's account in
/// <c>router.promises</c>.
/// </remarks>
internal sealed class MonthsOfTickets(IOptions<RetentionOptions> options) : IMonthlyRecords
{
    private const string Mentions = "router.mentions";
    private const string Events = "router.events";

    private const string Needing = """
        SELECT 'tickets' AS what, count(*) AS rows
          FROM router.tickets t
         WHERE (t.status <> 'closed' OR t.closed_at >= @keptFrom)
           AND (EXISTS (SELECT FROM router.mentions m
                         WHERE m.ticket_id = t.ticket_id AND m.routed_at >= @From AND m.routed_at < @To)
             OR EXISTS (SELECT FROM router.events e WHERE e.ticket_id = t.ticket_id AND e.at >= @From AND e.at < @To))
        UNION ALL
        SELECT 'events to publish', count(*)
          FROM router.announcements a
         CROSS JOIN unnest(a.event_ids) AS u (event_id)
          JOIN router.events e USING (event_id)
         WHERE a.since < @To AND e.at >= @From AND e.at < @To
        UNION ALL
        SELECT 'relabellings to publish', count(*)
          FROM router.relabels r
          JOIN router.mention_keys k USING (mention_id)
         WHERE r.published_at IS NULL AND k.routed_at >= @From AND k.routed_at < @To
        UNION ALL
        SELECT 'replies to publish', count(*)
          FROM router.replies r
          JOIN router.mention_keys k USING (mention_id)
         WHERE r.published_at IS NULL AND k.routed_at >= @From AND k.routed_at < @To
        """;

    private const string InUse = """
        (p.status IN ('requested', 'granted', 'posted') OR p.was_shown
         OR EXISTS (SELECT FROM router.takedowns d WHERE d.praise_id = p.praise_id AND d.done_at IS NULL))
        """;

    // Rights that have ended go with the post that they were about; so do those of posts that were put aside in earlier months.
    private const string PutAside = $"""
        CREATE TEMPORARY TABLE kept ON COMMIT DROP AS
        SELECT m.*
          FROM router.mentions m
          JOIN router.praise p USING (mention_id)
         WHERE m.routed_at >= @From AND m.routed_at < @To AND {InUse};
        CREATE TEMPORARY TABLE ended ON COMMIT DROP AS
        SELECT p.praise_id, p.mention_id
          FROM router.mentions m
          JOIN router.praise p USING (mention_id)
         WHERE m.routed_at >= @From AND m.routed_at < @To AND NOT {InUse}
        UNION ALL
        SELECT p.praise_id, p.mention_id
          FROM router.mentions_other m
          JOIN router.praise p USING (mention_id)
         WHERE m.routed_at < @From AND NOT {InUse};
        DELETE FROM router.takedowns WHERE praise_id IN (SELECT praise_id FROM ended);
        DELETE FROM router.praise_grants WHERE praise_id IN (SELECT praise_id FROM ended);
        DELETE FROM router.praise_requests WHERE praise_id IN (SELECT praise_id FROM ended);
        DELETE FROM router.praise WHERE praise_id IN (SELECT praise_id FROM ended);
        DELETE FROM router.mentions_other WHERE mention_id IN (SELECT mention_id FROM ended)
        """;

    private const string PutBack = """
        INSERT INTO router.mentions OVERRIDING SYSTEM VALUE SELECT * FROM kept
        """;

    public IReadOnlyList<string> Tables { get; } = [Mentions, Events];

    public int? Keep => options.Value.Months;

    public async Task<IReadOnlyDictionary<string, long>> NeedingAsync(
        NpgsqlConnection connection,
        Month month,
        Instant keptFrom,
        CancellationToken cancellationToken
    ) => (
            await connection.QueryAsync<(string What, long Rows)>(
                new CommandDefinition(
                    Needing,
                    new
                    {
                        month.From,
                        month.To,
                        keptFrom,
                    },
                    commandTimeout: 300,
                    cancellationToken: cancellationToken
                )
            )
        ).Where(row => row.Rows > 0).ToDictionary(row => row.What, row => row.Rows, StringComparer.Ordinal);

    public async Task<IReadOnlyDictionary<string, long>> DropAsync(
        NpgsqlTransaction transaction,
        Month month,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        Task<int> RunAsync(string sql, object? parameters = null) =>
            transaction.Connection!.ExecuteAsync(
                new CommandDefinition(
                    sql,
                    parameters,
                    transaction,
                    commandTimeout: 300,
                    cancellationToken: cancellationToken
                )
            );

        await RunAsync(PutAside, new { month.From, month.To });
        var gone = await MonthTables.DropAsync(transaction, Tables, month, now, cancellationToken);
        var aside = await RunAsync(PutBack);
        gone[Mentions] = gone.GetValueOrDefault(Mentions) - aside;
        return gone;
    }
}
