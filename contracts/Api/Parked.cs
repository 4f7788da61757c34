namespace TriageMesh.Contracts.Api;

/// <summary>What could not be processed, with its reason.</summary>
public sealed record ParkedView(
    long Id,
    string Service,
    string? MessageType,
    string Reason,
    string Body,
    DateTimeOffset ParkedAt,
    bool ReplayRequested
);

/// <summary>Who the caller is, and what for.</summary>
public sealed record MeView(Guid Id, string Name, IReadOnlyList<Role> Roles, AgentView? Agent);
