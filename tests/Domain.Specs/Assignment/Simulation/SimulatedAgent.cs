using NodaTime;
using TriageMesh.Domain.Assignment;

namespace TriageMesh.Domain.Specs.Assignment.Simulation;

/// <summary>One of the sixty, with what they have in hand.</summary>
internal sealed class SimulatedAgent(
    Guid id,
    Shift shift,
    IReadOnlyList<string> languages,
    IReadOnlyList<string> skills
)
{
    public const int Capacity = 6;
    public static readonly RateLimit Rate = new(5, Duration.FromMinutes(10));

    private readonly List<Instant> _given = [];

    public Guid Id { get; } = id;

    public IReadOnlyList<string> Languages { get; } = languages;

    public IReadOnlyList<string> Skills { get; } = skills;

    public int Open { get; set; }

    public IReadOnlyList<Instant> Given => _given;

    public bool IsOn(Instant at) => shift.IsOn(at);

    public void Take(Instant at)
    {
        Open++;
        _given.Add(at);
    }

    /// <summary>Newest last, so only the end is looked at.</summary>
    public int LeftAt(Instant now) => Rate.LeftAt(now, _given.TakeLast(Rate.Tickets));

    public Candidate ToCandidate(Instant now, Guid queue) =>
        new()
        {
            AgentId = Id,
            OnShift = IsOn(now),
            Present = true,
            Queues = [queue],
            Languages = Languages,
            Skills = Skills,
            Open = Open,
            Capacity = Capacity,
            WindowLimit = LeftAt(now),
            LastAssignedAt = _given.Count > 0 ? _given[^1] : null,
        };
}
