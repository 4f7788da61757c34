using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Sla;

/// <summary>A policy as people write it and as it is stored; <see cref="Read"/> checks it.</summary>
public sealed record PolicyDefinition
{
    public required string Name { get; init; }

    public int Order { get; init; }

    public required Guid CalendarId { get; init; }

    public PolicyMatch Match { get; init; } = new();

    /// <summary>Clock (<c>first_response</c>) to working minutes.</summary>
    public IReadOnlyDictionary<string, int> TargetMinutes { get; init; } = new Dictionary<string, int>();

    public int? ReopenMinutes { get; init; }

    public IReadOnlyList<StepDefinition> Steps { get; init; } = [];

    /// <exception cref="PolicyDefinitionException">The definition has mistakes; all of them are told.</exception>
    public SlaPolicy Read(Guid id, int version, Instant effectiveFrom) =>
        PolicyReader.Read(id, version, effectiveFrom, this);
}

/// <summary>A step at <c>80%</c>, <c>due</c>, <c>-15m</c> or <c>+2h</c>; for all clocks where none is named.</summary>
public sealed record StepDefinition
{
    public required string At { get; init; }
    public IReadOnlyList<StepRecipient> Recipients { get; init; } = [];
    public IReadOnlyList<StepAction> Actions { get; init; } = [];
    public IReadOnlyList<ClockKind> Clocks { get; init; } = [];
}

/// <summary>A policy's definition has mistakes.</summary>
public sealed class PolicyDefinitionException(IReadOnlyDictionary<string, string[]> errors)
    : DefinitionException("The policy cannot be used", errors);
