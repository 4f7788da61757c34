namespace TriageMesh.Contracts.Api;

/// <summary>A person who works tickets.</summary>
public sealed record AgentView
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required IReadOnlyList<string> Languages { get; init; }
    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>Open tickets that may be given automatically.</summary>
    public required int Capacity { get; init; }
    public required int OpenTickets { get; init; }

    /// <summary>True while present: only then tickets are given automatically.</summary>
    public required bool Online { get; init; }
    public required IReadOnlyList<QueueRef> Queues { get; init; }
    public required long Version { get; init; }
}

/// <summary>PUT /agents/{id}: creates or changes.</summary>
public sealed record AgentRequest
{
    public required string Name { get; init; }
    public IReadOnlyList<string> Languages { get; init; } = ["zh", "en"];
    public IReadOnlyList<string> Skills { get; init; } = [];
    public int Capacity { get; init; } = 20;

    /// <summary>The queues to belong to; null leaves them as they are, and puts a new agent into the default queue.</summary>
    public IReadOnlyList<Guid>? QueueIds { get; init; }
    public bool Active { get; init; } = true;
}

/// <summary>PUT /agents/{id}/presence.</summary>
public sealed record PresenceRequest(bool Online);

/// <summary>A team's pool of tickets.</summary>
public sealed record QueueView
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required Guid CalendarId { get; init; }
    public required bool IsDefault { get; init; }

    /// <summary>Mentions of these channels come here; empty takes every channel that no other queue names.</summary>
    public required IReadOnlyList<string> Channels { get; init; }
    public required IReadOnlyList<string> Accounts { get; init; }

    /// <summary>Who looks after it, in the order in which they are asked.</summary>
    public IReadOnlyList<Guid> LeadIds { get; init; } = [];

    /// <summary>Working minutes to accept what is handed to it; null leaves it to the policy.</summary>
    public int? AcceptanceMinutes { get; init; }

    /// <summary>Nothing is handed to it without an order number.</summary>
    public bool NeedsOrderNumber { get; init; }
    public required int Members { get; init; }
    public required int OpenTickets { get; init; }
    public required int Unassigned { get; init; }

    /// <summary>Grows with every change of the queue and of how its tickets are given; its ETag.</summary>
    public required long Version { get; init; }
}

/// <summary>PUT /queues/{id}: creates or changes.</summary>
public sealed record QueueRequest
{
    public required string Name { get; init; }
    public required Guid CalendarId { get; init; }
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Accounts { get; init; } = [];
    public bool IsDefault { get; init; }

    /// <summary>Agents who look after the queue, in the order in which they are asked.</summary>
    public IReadOnlyList<Guid> LeadIds { get; init; } = [];

    /// <summary>Working minutes, by the queue's calendar, to accept what is handed to it; null leaves it to the policy.</summary>
    public int? AcceptanceMinutes { get; init; }

    /// <summary>Nothing is handed to it without an order number.</summary>
    public bool NeedsOrderNumber { get; init; }
}
