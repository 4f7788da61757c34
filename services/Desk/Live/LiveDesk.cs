using System.Collections.Frozen;
using System.Threading.Channels;
using TriageMesh.Contracts;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Live;

/// <summary>One connected desk, and what its person may see. One that reads too slowly loses what it missed and is told to look at everything again.</summary>
internal sealed class LiveDesk(Caller person)
{
    private const int Room = 64;
    private static readonly byte[] Resync = LiveDesks.Message("resync", "{}");

    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(Room) { SingleReader = true }
    );
    private readonly bool _seesAll = person.Is(Role.Lead, Role.Admin);
    private volatile FrozenSet<Guid> _queues = [];
    private volatile bool _missed;

    public Guid PersonId => person.Id;

    /// <summary>The same people as the router lets see the ticket: another team's does not exist for an agent.</summary>
    public bool Sees(TicketPlace ticket) =>
        _seesAll
        || ticket.People.Contains(person.Id)
        || (_queues.Count > 0 && ticket.Queues.Any(queue => _queues.Contains(queue)));

    /// <summary>Which queues the person works from now on.</summary>
    /// <returns>True where those are others than before.</returns>
    public bool Work(FrozenSet<Guid> queues)
    {
        if (_queues.SetEquals(queues))
        {
            return false;
        }

        _queues = queues;
        return true;
    }

    public void Offer(byte[] message)
    {
        if (!_waiting.Writer.TryWrite(message))
        {
            _missed = true;
        }
    }

    public void LookAgain() => Offer(Resync);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _waiting.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>What there is to send now.</summary>
    public bool TryTake(out byte[]? message)
    {
        if (!_missed)
        {
            return _waiting.Reader.TryRead(out message);
        }

        _missed = false;
        while (_waiting.Reader.TryRead(out _))
        {
            // Everything will be looked at again.
        }

        message = Resync;
        return true;
    }
}
