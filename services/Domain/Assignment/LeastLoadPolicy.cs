using NodaTime;

namespace TriageMesh.Domain.Assignment;

/// <summary>The agent with the least work for their capacity; among equals the one who has waited longest for work.</summary>
public sealed class LeastLoadPolicy : IAssignmentPolicy
{
    public string Name => "least_load";

    public Candidate Choose(WaitingTicket ticket, IReadOnlyList<Candidate> eligible) =>
        eligible
            .OrderBy(candidate => (double)candidate.Open / candidate.Capacity)
            .ThenBy(candidate => candidate.LastAssignedAt ?? Instant.MinValue)
            .ThenBy(candidate => candidate.AgentId)
            .First();
}
