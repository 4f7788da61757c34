using NodaTime;

namespace TriageMesh.Domain.Assignment;

/// <summary>What is known of an agent when work is handed out.</summary>
public sealed record Candidate
{
    public required Guid AgentId { get; init; }

    public bool OnShift { get; init; }

    public bool Present { get; init; }

    /// <summary>The queues that the agent is a member of.</summary>
    public IReadOnlyCollection<Guid> Queues { get; init; } = [];

    /// <summary>Two-letter languages; an agent who names none takes any.</summary>
    public IReadOnlyCollection<string> Languages { get; init; } = [];

    public IReadOnlyCollection<string> Skills { get; init; } = [];

    /// <summary>Tickets in hand, those assigned by hand included.</summary>
    public int Open { get; init; }

    public int Capacity { get; init; }

    /// <summary>Tickets given automatically in the current window.</summary>
    public int TakenInWindow { get; init; }

    /// <summary>How many may be given automatically in a window; null for no limit.</summary>
    public int? WindowLimit { get; init; }

    public Instant? LastAssignedAt { get; init; }

    public bool IsUnderRate => WindowLimit is not { } limit || TakenInWindow < limit;

    public bool HasRoom => Open < Capacity && IsUnderRate;

    public bool Speaks(string? language) =>
        language is null || Languages.Count == 0 || Languages.Contains(language, StringComparer.OrdinalIgnoreCase);

    public bool HasSkills(IReadOnlyCollection<string> skills) =>
        skills.All(skill => Skills.Contains(skill, StringComparer.OrdinalIgnoreCase));

    internal Candidate Taking(Instant at) =>
        this with
        {
            Open = Open + 1,
            TakenInWindow = TakenInWindow + 1,
            LastAssignedAt = at,
        };
}
