using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Sla;

/// <summary>What is promised to the tickets that it matches, in one version; a ticket keeps the version it got.</summary>
public sealed record SlaPolicy
{
    public required Guid Id { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    /// <summary>Policies are tried from low to high.</summary>
    public required int Order { get; init; }

    public required Instant EffectiveFrom { get; init; }

    public required Guid CalendarId { get; init; }

    public PolicyMatch Match { get; init; } = new();

    public required IReadOnlyDictionary<ClockKind, Duration> Targets { get; init; }

    /// <summary>The shorter target of a response after a reopening.</summary>
    public Duration? ReopenTarget { get; init; }

    public IReadOnlyList<PolicyStep> Steps { get; init; } = [];

    /// <summary>What is promised for a clock; null where nothing is, and the clock is not started.</summary>
    public Duration? TargetFor(ClockKind kind, bool reopened = false) =>
        reopened && kind == ClockKind.NextResponse && ReopenTarget is { } shorter ? shorter
        : Targets.TryGetValue(kind, out var target) ? target
        : null;

    /// <summary>The policy of a ticket that begins at <paramref name="at"/>: of each policy the version in effect, the first that matches.</summary>
    public static SlaPolicy? FirstMatch(IEnumerable<SlaPolicy> versions, PolicyFacts facts, Instant at) =>
        versions
            .Where(version => version.EffectiveFrom <= at)
            .GroupBy(version => version.Id)
            .Select(policy => policy.MaxBy(version => (version.EffectiveFrom, version.Version))!)
            .OrderBy(policy => policy.Order)
            .ThenBy(policy => policy.Id)
            .FirstOrDefault(policy => policy.Match.Matches(facts));
}

/// <summary>What a policy looks at. A mention that needs review counts as a complaint.</summary>
public sealed record PolicyFacts(
    Label Label,
    Priority Priority,
    string Channel,
    string Account,
    AuthorTier Tier,
    Guid QueueId
);

/// <summary>The tickets a policy is for; an empty list stands for all.</summary>
public sealed record PolicyMatch
{
    public IReadOnlyList<Label> Labels { get; init; } = [];
    public IReadOnlyList<Priority> Priorities { get; init; } = [];
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Accounts { get; init; } = [];
    public IReadOnlyList<AuthorTier> Tiers { get; init; } = [];
    public IReadOnlyList<Guid> Queues { get; init; } = [];

    public bool Matches(PolicyFacts facts) =>
        IsAmong(Labels, facts.Label)
        && IsAmong(Priorities, facts.Priority)
        && IsAmong(Channels, facts.Channel)
        && IsAmong(Accounts, facts.Account)
        && IsAmong(Tiers, facts.Tier)
        && IsAmong(Queues, facts.QueueId);

    private static bool IsAmong<T>(IReadOnlyList<T> allowed, T value) => allowed.Count == 0 || allowed.Contains(value);
}
