using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Gives what somebody who was switched off, or a program, has in hand back to its queues, clocks running: nobody else would open it.</summary>
internal sealed class SwitchedOffAgents(TicketSweep sweep)
{
    // What waits for another queue's word comes back to them first, and is found then.
    private const string Claim = """
        SELECT t.ticket_id
          FROM router.agents a
          JOIN router.tickets t ON t.assignee_id = a.agent_id
         WHERE (NOT a.active OR a.program) AND t.status NOT IN ('resolved', 'closed') AND t.handed_to IS NULL
         LIMIT @BatchSize
           FOR NO KEY UPDATE OF t SKIP LOCKED
        """;

    /// <summary>Returns what is found, in one transaction.</summary>
    /// <returns>How many were found; another call may find more where it is <see cref="TicketSweep.BatchSize"/>.</returns>
    public Task<int> ReturnAsync(CancellationToken cancellationToken)
    {
        var now = sweep.Now();
        return sweep.RunAsync(
            Claim,
            new { TicketSweep.BatchSize },
            file =>
            {
                if (file.State is { IsUnresolved: true, HandedTo: null, AssigneeId: { } agent })
                {
                    file.Apply(new Unassigned(agent), Actor.System, now, "nobody there can open it");
                }
            },
            cancellationToken
        );
    }
}
