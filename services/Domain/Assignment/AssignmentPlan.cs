using NodaTime;

namespace TriageMesh.Domain.Assignment;

/// <summary>Who gets which of the waiting tickets, in the order of their urgency, and which of them go on waiting.</summary>
public sealed record AssignmentPlan(IReadOnlyList<PlannedAssignment> Assignments, IReadOnlyList<PlannedWait> Waits)
{
    /// <summary>Nearest due first, then oldest. Each assignment counts before the next one is chosen.</summary>
    public static AssignmentPlan For(
        IEnumerable<WaitingTicket> tickets,
        IEnumerable<Candidate> candidates,
        IAssignmentPolicy policy,
        Instant now
    )
    {
        var agents = candidates.ToDictionary(candidate => candidate.AgentId);
        var assignments = new List<PlannedAssignment>();
        var waits = new List<PlannedWait>();
        foreach (var ticket in InOrder(tickets))
        {
            var choice = AssignmentChoice.For(ticket, agents.Values, policy);
            if (choice.AgentId is not { } agentId)
            {
                waits.Add(new PlannedWait(ticket.TicketId, choice.Waits ?? WaitReason.NobodyFree));
                continue;
            }

            // A nanosecond apart, so that within one plan too the one who waited longest is known.
            agents[agentId] = agents[agentId].Taking(now + Duration.FromNanoseconds(assignments.Count));
            assignments.Add(new PlannedAssignment(ticket.TicketId, agentId, choice.Relaxed, choice.Sticky));
        }

        return new AssignmentPlan(assignments, waits);
    }

    /// <summary>The order in which waiting tickets are served.</summary>
    public static IOrderedEnumerable<WaitingTicket> InOrder(IEnumerable<WaitingTicket> tickets) =>
        tickets
            .OrderBy(ticket => ticket.DueAt ?? Instant.MaxValue)
            .ThenBy(ticket => ticket.OpenedAt)
            .ThenBy(ticket => ticket.TicketId);
}

/// <summary>One ticket for one agent.</summary>
public sealed record PlannedAssignment(long TicketId, Guid AgentId, Relaxation Relaxed, bool Sticky);

/// <summary>One ticket that nobody can take.</summary>
public sealed record PlannedWait(long TicketId, WaitReason Reason);
