using System.Threading.Channels;

namespace TriageMesh.Desk.Live;

/// <summary>One connected desk. One that reads too slowly loses what it missed and is told to look at everything again.</summary>
internal sealed class LiveDesk
{
    private const int Room = 64;
    private static readonly byte[] Resync = LiveDesks.Message("resync", "{}");

    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(Room) { SingleReader = true }
    );
    private volatile bool _missed;

    public void Offer(byte[] message)
    {
        if (!_waiting.Writer.TryWrite(message))
        {
            _missed = true;
        }
    }

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
