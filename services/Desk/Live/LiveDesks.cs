using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Http;

namespace TriageMesh.Desk.Live;

/// <summary>The desks that are connected to this process. A change is written once and the same bytes go to all of them.</summary>
internal sealed class LiveDesks
{
    private readonly ConcurrentDictionary<LiveDesk, byte> _desks = new();

    public int Count => _desks.Count;

    public LiveDesk Join()
    {
        var desk = new LiveDesk();
        _desks.TryAdd(desk, 0);
        return desk;
    }

    public void Leave(LiveDesk desk) => _desks.TryRemove(desk, out _);

    public void Tell(TicketEvents events)
    {
        if (_desks.IsEmpty)
        {
            return;
        }

        var changes = new LiveChanges([.. events.Events.Select(LiveChange.Of)]);
        var message = Message("tickets", JsonSerializer.Serialize(changes, MeshJson.Options));
        foreach (var (desk, _) in _desks)
        {
            desk.Offer(message);
        }
    }

    public void Tell(TicketPresence presence)
    {
        if (_desks.IsEmpty)
        {
            return;
        }

        var message = Message("presence", JsonSerializer.Serialize(presence, MeshJson.Options));
        foreach (var (desk, _) in _desks)
        {
            desk.Offer(message);
        }
    }

    public static byte[] Message(string name, string data) =>
        Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
}
