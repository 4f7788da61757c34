using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;
using TriageMesh.Domain.Assignment;
using TriageMesh.Platform.Http;

namespace TriageMesh.Router.Assignment;

/// <summary>An agent's shift as it is stored; who has none works whenever they are present.</summary>
internal record ShiftRow
{
    /// <summary>Needs <c>router.agents a</c> and <c>router.shifts s</c>, outer joined.</summary>
    public const string Columns = "a.agent_id, s.definition::text AS shift";

    private static readonly ConcurrentDictionary<string, Shift> Read = new(StringComparer.Ordinal);

    public Guid AgentId { get; init; }
    public string? Shift { get; init; }

    public bool IsOnShift(Instant at) => Shift is null || Times(Shift).IsOn(at);

    /// <summary>When the next work begins; null where there is no shift, or none planned.</summary>
    public Instant? NextShift(Instant at) => Shift is null ? null : Times(Shift).NextStart(at);

    // The same text is the same shift, for whoever works it; what is edited is soon out of use.
    private static Shift Times(string definition)
    {
        if (Read.Count > 10_000)
        {
            Read.Clear();
        }

        return Read.GetOrAdd(
            definition,
            static text =>
                Domain.Assignment.Shift.From(
                    Guid.Empty,
                    JsonSerializer.Deserialize<ShiftDefinition>(text, MeshJson.Options)
                        ?? throw new JsonException("The shift is empty.")
                )
        );
    }
}
