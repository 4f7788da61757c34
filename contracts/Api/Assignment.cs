namespace TriageMesh.Contracts.Api;

/// <summary>At most so many tickets are given automatically within so many minutes.</summary>
public sealed record RateView(int Tickets, int Minutes);

/// <summary>PUT /agents/{id}/rate: over all queues; null takes the limit away.</summary>
public sealed record AgentRateRequest(RateView? Rate);

/// <summary>GET, PUT /queues/{id}/assignment: what the queue asks of whoever is given its tickets.</summary>
public sealed record QueueAssignment
{
    /// <summary>Given up, before the language is, where nobody who has them has room.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>For each member, of this queue's tickets.</summary>
    public RateView? Rate { get; init; }

    /// <summary>Open minutes of the queue's calendar in which a ticket must be opened, else it goes back; null: no hurry.</summary>
    public int? ReturnAfterMinutes { get; init; }
}

/// <summary>A member of a queue, and whether they can be given its tickets.</summary>
public sealed record StaffMember
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required bool Present { get; init; }

    /// <summary>True also for whoever has no shift.</summary>
    public required bool OnShift { get; init; }

    /// <summary>When their next work begins; now while on shift; null where there is no shift, or none planned.</summary>
    public DateTimeOffset? NextShiftAt { get; init; }
    public required int OpenTickets { get; init; }
    public required int Capacity { get; init; }
    public RateView? Rate { get; init; }
}

/// <summary>A queue whose tickets found nobody.</summary>
public sealed record LaneAlertView
{
    public required long Id { get; init; }
    public required QueueRef Queue { get; init; }

    /// <summary><c>no_members</c>, <c>nobody_on_shift</c>, <c>nobody_free</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The ticket nearest to its due when it began.</summary>
    public required string TicketNumber { get; init; }
    public required int Waiting { get; init; }
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When the lane was empty again; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A ticket that the system took from somebody.</summary>
public sealed record ReturnView
{
    public required long Id { get; init; }
    public required string TicketNumber { get; init; }
    public required PersonView Agent { get; init; }
    public DateTimeOffset? GivenAt { get; init; }
    public required DateTimeOffset ReturnedAt { get; init; }
    public required string Reason { get; init; }
}

/// <summary>POST /me/heartbeat: until when the caller is believed to be there; null while they are away.</summary>
public sealed record HeartbeatView(DateTimeOffset? PresentUntil);
