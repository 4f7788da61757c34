using Dapper;
using Npgsql;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>Takes tickets in hand under their row locks.</summary>
/// <remarks>
/// One order of locks for everybody, so that nobody waits in a circle: authors, then tickets, then agents, each in the order
/// of their keys. Whoever holds agents and wants tickets takes only those that are free.
/// </remarks>
internal static class TicketStore
{
    // Read by a statement of its own: one that has waited for a lock sees its rows as they are now, but the authors beside
    // them as they were when it began. One who was given a tier meanwhile would not have it; one who was erased is not there.
    private const string Lock = $"""
        SELECT ticket_id FROM router.tickets WHERE ticket_id = ANY (@ids) ORDER BY ticket_id FOR NO KEY UPDATE;

        SELECT {StoredTicket.Columns}
          FROM router.tickets t
          JOIN router.authors a USING (channel, account, author_id)
         WHERE t.ticket_id = ANY (@ids)
        """;

    private const string ClocksOf = $"""
        SELECT {ClockRow.Columns}
          FROM router.clocks c
         WHERE c.ticket_id = ANY (@ids)
        """;

    private const string NextIds = """
        SELECT nextval(pg_get_serial_sequence('router.tickets', 'ticket_id')) FROM generate_series(1, @count)
        """;

    /// <summary>Locks these tickets, in the order of their ids, and reads them with their clocks.</summary>
    public static async Task<Dictionary<long, TicketFile>> LockAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<long> ticketIds,
        RuleBook rules,
        CancellationToken cancellationToken
    )
    {
        if (ticketIds.Count == 0)
        {
            return [];
        }

        var ids = ticketIds.ToArray();
        List<StoredTicket> tickets;
        await using (
            var results = await transaction.Connection!.QueryMultipleAsync(
                new CommandDefinition(Lock, new { ids }, transaction, cancellationToken: cancellationToken)
            )
        )
        {
            await results.ReadAsync<long>();
            tickets = [.. await results.ReadAsync<StoredTicket>()];
        }

        return await ReadAsync(transaction, tickets, rules, cancellationToken);
    }

    /// <summary>Reads the clocks of tickets whose rows are locked already.</summary>
    public static async Task<Dictionary<long, TicketFile>> ReadAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<StoredTicket> locked,
        RuleBook rules,
        CancellationToken cancellationToken
    )
    {
        var ids = locked.Select(ticket => ticket.TicketId).ToArray();
        var clocks = (
            await transaction.Connection!.QueryAsync<ClockRow>(
                new CommandDefinition(ClocksOf, new { ids }, transaction, cancellationToken: cancellationToken)
            )
        ).ToLookup(clock => clock.TicketId);
        return locked.ToDictionary(
            ticket => ticket.TicketId,
            ticket => TicketFile.Of(ticket, clocks[ticket.TicketId], rules)
        );
    }

    /// <summary>Ids for tickets that are about to be opened.</summary>
    public static async Task<long[]> TakeIdsAsync(
        NpgsqlTransaction transaction,
        int count,
        CancellationToken cancellationToken
    ) =>
        count == 0
            ? []
            :
            [
                .. await transaction.Connection!.QueryAsync<long>(
                    new CommandDefinition(NextIds, new { count }, transaction, cancellationToken: cancellationToken)
                ),
            ];
}
