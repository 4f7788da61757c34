namespace TriageMesh.Domain.Assignment;

/// <summary>Chooses among agents who may all take a ticket. Settings refer to it by name.</summary>
public interface IAssignmentPolicy
{
    string Name { get; }

    /// <summary>One of <paramref name="eligible"/>, which is never empty; the same input gives the same choice.</summary>
    Candidate Choose(WaitingTicket ticket, IReadOnlyList<Candidate> eligible);
}
