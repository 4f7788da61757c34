using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Assignment;

/// <summary>Who is there to be given work: active, present, and on shift.</summary>
internal static class AgentsOnDuty
{
    // Their rows stay locked until the transaction ends, so that what comes back to them is counted. Who is away is locked
    // too: they may be given a ticket all the same, or lose one, and agents are locked once, in the order of their keys.
    private const string Lock = $"""
        SELECT {ShiftRow.Columns}, a.capacity, a.open_tickets,
               a.active AND NOT a.program AND a.online AND a.present_until > @now AS present
          FROM router.agents a
          LEFT JOIN router.shifts s USING (agent_id)
         WHERE a.agent_id = ANY (@ids)
         ORDER BY a.agent_id
           FOR NO KEY UPDATE OF a
        """;

    /// <summary>How many tickets each of these agents may have back: one over their capacity, as with every author they know. Only those on duty are named.</summary>
    public static async Task<Dictionary<Guid, int>> RoomForReturnersAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<Guid> ids,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var rows = await transaction.Connection!.QueryAsync<Row>(
            new CommandDefinition(
                Lock,
                new { ids = ids.ToArray(), now },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        return rows.Where(row => row.Present && row.IsOnShift(now))
            .ToDictionary(row => row.AgentId, row => row.Capacity > 0 ? row.Capacity + 1 - row.OpenTickets : 0);
    }

    /// <summary>Who is to be asked about before a ticket is reopened.</summary>
    public static IEnumerable<Guid> AskedFor(TicketState state, QueueRule queue) =>
        (state.AssigneeId is { } agent ? [agent] : Array.Empty<Guid>()).Concat(
            state.NextReopeningIsTheLeads ? queue.LeadIds : []
        );

    /// <summary>Who could take a ticket of that state, and that queue, if it is reopened.</summary>
    public static ReopenHands HandsFor(TicketState state, QueueRule queue, IReadOnlyDictionary<Guid, int> room) =>
        new(
            state.AssigneeId is { } agent && room.GetValueOrDefault(agent) > 0,
            queue.LeadOnDuty(lead => room.ContainsKey(lead))
        );

    /// <summary>Who could take a ticket of that state, and that queue, if it is reopened now.</summary>
    public static async Task<ReopenHands> HandsForAsync(
        NpgsqlTransaction transaction,
        TicketState state,
        QueueRule queue,
        Instant now,
        CancellationToken cancellationToken
    ) =>
        HandsFor(
            state,
            queue,
            await RoomForReturnersAsync(transaction, [.. AskedFor(state, queue)], now, cancellationToken)
        );

    private sealed record Row : ShiftRow
    {
        public int Capacity { get; init; }
        public int OpenTickets { get; init; }
        public bool Present { get; init; }
    }
}
