using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Accounts;

/// <summary>What the router has yet to be told of a person; a null part stays as the router has it.</summary>
internal sealed record AgentUpdate
{
    public required string Name { get; init; }
    public required bool Active { get; init; }
    public int? Capacity { get; init; }
    public IReadOnlyList<string>? Languages { get; init; }
    public IReadOnlyList<string>? Skills { get; init; }
    public IReadOnlyList<Guid>? QueueIds { get; init; }

    /// <summary>True for the roles that appear among the router's agents.</summary>
    public static bool Works(IReadOnlyList<Role> roles) =>
        roles.Any(role => role is Role.Agent or Role.Lead or Role.Admin);

    /// <summary>What to tell after a change; null where the person neither works tickets nor did.</summary>
    /// <param name="name">The name that colleagues see.</param>
    /// <param name="works">Whether the person works tickets from now on.</param>
    /// <param name="worked">Whether the person did before.</param>
    /// <param name="settings">What was asked for now.</param>
    /// <param name="pending">What was asked for before and has not been told yet.</param>
    public static AgentUpdate? For(
        string name,
        bool works,
        bool worked,
        AgentSettings? settings,
        AgentUpdate? pending
    ) =>
        works || worked || pending is not null
            ? new AgentUpdate
            {
                Name = name.Trim(),
                Active = works,
                Capacity = settings?.Capacity ?? pending?.Capacity,
                Languages = settings?.Languages ?? pending?.Languages,
                Skills = settings?.Skills ?? pending?.Skills,
                QueueIds = settings?.QueueIds ?? pending?.QueueIds,
            }
            : null;

    /// <summary>The router's request: what is not said here stays as it is there.</summary>
    public AgentRequest ToRequest(AgentView? current)
    {
        var usual = new AgentRequest { Name = Name };
        return usual with
        {
            Active = Active,
            Capacity = Capacity ?? current?.Capacity ?? usual.Capacity,
            Languages = Languages ?? current?.Languages ?? usual.Languages,
            Skills = Skills ?? current?.Skills ?? usual.Skills,
            QueueIds = QueueIds,
        };
    }
}
