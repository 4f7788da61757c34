using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Raises a priority by one step, up to the highest.</summary>
internal static class PrioritySteps
{
    public static TicketChange[] Up(Priority from, string reason) =>
        from < Priority.Urgent ? [new PriorityRaised(from, from + 1, reason)] : [];
}
