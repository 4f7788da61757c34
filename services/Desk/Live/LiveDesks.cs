using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Live;

/// <summary>The desks that are connected to this process. Each is told of the tickets that its person may see; those who may see the same are sent the same bytes.</summary>
internal sealed class LiveDesks
{
    private static readonly byte[] Lost = Message("lost", "{}");

    private readonly ConcurrentDictionary<LiveDesk, byte> _desks = new();
    private volatile bool _hears = true;

    public int Count => _desks.Count;

    public IEnumerable<LiveDesk> All => _desks.Select(desk => desk.Key);

    public LiveDesk Join(Caller person)
    {
        var desk = new LiveDesk(person);
        _desks.TryAdd(desk, 0);
        if (!_hears)
        {
            desk.Offer(Lost);
        }

        return desk;
    }

    public void Leave(LiveDesk desk) => _desks.TryRemove(desk, out _);

    /// <summary>The bus is away: nothing is heard until it is back.</summary>
    public void Lose()
    {
        if (_hears)
        {
            _hears = false;
            Offer(Lost);
        }
    }

    /// <summary>The bus is there. What was said while it was away is not said again: everything is to be looked at.</summary>
    public void Hear()
    {
        _hears = true;
        foreach (var desk in All)
        {
            desk.LookAgain();
        }
    }

    public void Tell(TicketEvents events)
    {
        if (_desks.IsEmpty)
        {
            return;
        }

        var changes = events.Events.Select(LiveChange.Of).ToArray();
        var places = events.Events.Select(TicketPlace.Of).ToArray();
        var written = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var desk in All)
        {
            var seen = string.Create(
                places.Length,
                (desk, places),
                static (marks, of) =>
                {
                    for (var place = 0; place < marks.Length; place++)
                    {
                        marks[place] = of.desk.Sees(of.places[place]) ? '1' : '0';
                    }
                }
            );
            if (!seen.Contains('1', StringComparison.Ordinal))
            {
                continue;
            }

            if (!written.TryGetValue(seen, out var message))
            {
                var told = new LiveChanges([.. changes.Where((_, place) => seen[place] == '1')]);
                written[seen] = message = Message("tickets", JsonSerializer.Serialize(told, MeshJson.Options));
            }

            desk.Offer(message);
        }
    }

    public void Tell(TicketPresence presence)
    {
        if (_desks.IsEmpty)
        {
            return;
        }

        var place = TicketPlace.Of(presence);
        var told = new LivePresence(presence.TicketId, presence.People);
        var message = Message("presence", JsonSerializer.Serialize(told, MeshJson.Options));
        foreach (var desk in All.Where(desk => desk.Sees(place)))
        {
            desk.Offer(message);
        }
    }

    public static byte[] Message(string name, string data) =>
        Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");

    private void Offer(byte[] message)
    {
        foreach (var desk in All)
        {
            desk.Offer(message);
        }
    }
}
