using System.Collections.Concurrent;
using System.Threading.Channels;

namespace TriageMesh.Router;

/// <summary>Wakes this process's own workers early. What is lost here is found by their next look.</summary>
internal sealed class Signals
{
    private readonly ConcurrentDictionary<Guid, byte> _queues = new();
    private readonly ConcurrentDictionary<Guid, byte> _again = new();
    private readonly ConcurrentDictionary<Guid, byte> _agents = new();

    /// <summary>There are events to announce.</summary>
    public Signal Events { get; } = new();

    /// <summary>There is something else to publish: replies, questions to authors, relabelings, erasures.</summary>
    public Signal Outbox { get; } = new();

    /// <summary>A clock was written that may be due before the next look.</summary>
    public Signal Clocks { get; } = new();

    /// <summary>There are webhooks to be told.</summary>
    public Signal Webhooks { get; } = new();

    /// <summary>A queue has work for somebody, or somebody for work.</summary>
    public Signal Drain { get; } = new();

    /// <summary>Asks to have a queue drained soon.</summary>
    public void RequestDrain(Guid queueId)
    {
        _queues.TryAdd(queueId, 0);
        Drain.Set();
    }

    /// <summary>Asks to have all queues of an agent drained soon: they have room.</summary>
    public void RequestDrainFor(Guid agentId)
    {
        _agents.TryAdd(agentId, 0);
        Drain.Set();
    }

    /// <summary>Asks for one more look at a queue in a moment, because some of its tickets were in other hands.</summary>
    public void DrainAgain(Guid queueId) => _again.TryAdd(queueId, 0);

    /// <summary>True where a queue is to be looked at once more.</summary>
    public bool AnyAgain => !_again.IsEmpty;

    /// <summary>The queues asked for since the last call.</summary>
    public IReadOnlyList<Guid> TakeQueues() => [.. Take(_queues).Union(Take(_again))];

    /// <summary>The agents whose queues were asked for since the last call.</summary>
    public Guid[] TakeAgents() => [.. Take(_agents)];

    private static List<Guid> Take(ConcurrentDictionary<Guid, byte> asked) =>
        [.. asked.Keys.Where(key => asked.TryRemove(key, out _))];
}

/// <summary>A flag that one worker waits for, with a deadline.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _flag = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Set() => _flag.Writer.TryWrite(true);

    /// <summary>Waits until set, or for <paramref name="timeout"/>.</summary>
    /// <returns>True where it was set.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return false;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(),
            deadline,
            timeout,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            return await _flag.Reader.ReadAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The deadline: time for a look of its own.
            return false;
        }
    }
}
