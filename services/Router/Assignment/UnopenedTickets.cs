using Dapper;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Takes back what was given to somebody who has not opened it in time; its clocks run on.</summary>
internal sealed class UnopenedTickets(TicketSweep sweep)
{
    // The ticket's row is the lock; one that somebody else has comes round again.
    private const string Claim = """
        SELECT r.ticket_id
          FROM router.return_timers r
          JOIN router.tickets t USING (ticket_id)
         WHERE r.next_fire_at <= @now
         ORDER BY r.next_fire_at
         LIMIT @BatchSize
           FOR NO KEY UPDATE OF t SKIP LOCKED
        """;

    // Asked again under the lock: it may have been opened, or given to somebody else, just before.
    private const string Due = """
        SELECT ticket_id, agent_id FROM router.return_timers WHERE ticket_id = ANY (@ids) AND next_fire_at <= @now
        """;

    private const string Drop = """
        DELETE FROM router.return_timers WHERE ticket_id = ANY (@ids) AND next_fire_at <= @now
        """;

    /// <summary>Returns what is due, in one transaction.</summary>
    /// <returns>How many were found; another call may find more where it is <see cref="TicketSweep.BatchSize"/>.</returns>
    public Task<int> ReturnDueAsync(CancellationToken cancellationToken)
    {
        var now = sweep.Now();
        return sweep.RunAsync(
            Claim,
            new { now, TicketSweep.BatchSize },
            async (transaction, files) =>
            {
                var command = new { ids = files.Keys.ToArray(), now };
                CommandDefinition Command(string sql) =>
                    new(sql, command, transaction, cancellationToken: cancellationToken);

                var due = await transaction.Connection!.QueryAsync<(long TicketId, Guid AgentId)>(Command(Due));
                foreach (var (ticketId, agentId) in due)
                {
                    if (
                        files[ticketId]
                            is { State: { IsUnresolved: true, AcceptedAt: null, HandedTo: null } state } file
                        && state.AssigneeId == agentId
                    )
                    {
                        file.Apply(new Unassigned(agentId), Actor.System, now, "not opened in time");
                    }
                }

                await transaction.Connection!.ExecuteAsync(Command(Drop));
            },
            cancellationToken
        );
    }
}
