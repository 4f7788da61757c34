using System.Text.Json;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Desk.Live;

/// <summary>Whose ticket it is, and whose it was until this change: they are to learn that it left them.</summary>
/// <param name="Queues">The queue that it is in, one that is asked to take it, the one that it left.</param>
/// <param name="People">Who has it, and who had it.</param>
internal readonly record struct TicketPlace(Guid[] Queues, Guid[] People)
{
    public static TicketPlace Of(TicketEvent change) =>
        new(
            Known(change.QueueId, change.HandedTo, Id(change, "from_queue_id"), Id(change, "to_queue_id")),
            Known(
                change.AssigneeId,
                Id(change, "from_agent_id"),
                change.Kind == "unassigned" ? Id(change, "agent_id") : null
            )
        );

    public static TicketPlace Of(TicketPresence presence) =>
        new(Known(presence.QueueId, presence.HandedTo), Known(presence.AssigneeId));

    private static Guid[] Known(params ReadOnlySpan<Guid?> ids)
    {
        var known = new List<Guid>(ids.Length);
        foreach (var id in ids)
        {
            if (id is { } there)
            {
                known.Add(there);
            }
        }

        return [.. known];
    }

    private static Guid? Id(TicketEvent change, string member) =>
        change.Data is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty(member, out var id)
        && id.ValueKind == JsonValueKind.String
        && id.TryGetGuid(out var read)
            ? read
            : null;
}
