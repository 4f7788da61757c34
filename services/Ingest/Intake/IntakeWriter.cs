using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Ingest.Relay;

namespace TriageMesh.Ingest.Intake;

/// <summary>Groups commits: whatever queued up while the last transaction ran goes into the next one.</summary>
internal sealed partial class IntakeWriter(
    MentionStore store,
    RelaySignal relay,
    IOptions<IntakeOptions> options,
    TimeProvider time,
    ILogger<IntakeWriter> logger
) : BackgroundService
{
    private const int MaxMentionsInCommit = 500;
    private const int MaxDeadlocks = 3;

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(options.Value.MaxWaiting) { SingleReader = true }
    );

    /// <summary>Stores the request and answers after the commit; null where it cannot be stored now and nothing was accepted.</summary>
    public async Task<IntakeAnswer?> StoreAsync(IntakeRequest request, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(request);
        return _queue.Writer.TryWrite(waiting) ? await waiting.Answer.Task.WaitAsync(cancellationToken) : null;
    }

    /// <summary>What is queued is still stored; nothing new is taken.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reader = _queue.Reader;
        // Not the stopping token: the queue's end ends this.
        while (await reader.WaitToReadAsync(CancellationToken.None))
        {
            var group = new List<Waiting>();
            var mentions = 0;
            while (mentions < MaxMentionsInCommit && reader.TryRead(out var waiting))
            {
                group.Add(waiting);
                mentions += waiting.Request.Items.Count;
            }

            await StoreGroupAsync(group);
        }
    }

    private async Task StoreGroupAsync(List<Waiting> group)
    {
        try
        {
            await StoreOnceAsync(group);
        }
        catch (PostgresException refused) when (IsAboutTheData(refused) && group.Count > 1)
        {
            // One request that the database refuses does not take the others with it.
            foreach (var alone in group)
            {
                await StoreGroupAsync([alone]);
            }
        }
        catch (PostgresException refused) when (IsAboutTheData(refused))
        {
            group[0].Answer.TrySetException(refused);
        }
        catch (Exception unavailable)
            when (unavailable is NpgsqlException or SocketException or TimeoutException or OperationCanceledException)
        {
            LogUnavailable(unavailable.GetType().Name);
            Refuse(group);
        }
#pragma warning disable CA1031 // Whatever it is, the senders get an answer and the writer goes on.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            LogFailed(unexpected.GetType().Name);
            group.ForEach(waiting => waiting.Answer.TrySetException(unexpected));
        }
    }

    private async Task StoreOnceAsync(List<Waiting> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var deadline = new CancellationTokenSource(options.Value.StoreTimeout, time);
                var answers = await store.StoreAsync(group.ConvertAll(waiting => waiting.Request), deadline.Token);
                relay.Wake();
                for (var index = 0; index < group.Count; index++)
                {
                    group[index].Answer.TrySetResult(answers[index]);
                }

                return;
            }
            catch (PostgresException deadlock)
                when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MaxDeadlocks)
            {
                // Two replicas stored the same mentions in different order; one of them tries again.
            }
        }
    }

    /// <summary>Whoever waits is told at once, so that nobody sits through one time-out after another.</summary>
    private void Refuse(List<Waiting> group)
    {
        group.ForEach(waiting => waiting.Answer.TrySetResult(null));
        while (_queue.Reader.TryRead(out var waiting))
        {
            waiting.Answer.TrySetResult(null);
        }
    }

    /// <summary>Classes 22 (data) and 23 (constraints).</summary>
    private static bool IsAboutTheData(PostgresException refused) =>
        refused.SqlState.StartsWith("22", StringComparison.Ordinal)
        || refused.SqlState.StartsWith("23", StringComparison.Ordinal);

    [LoggerMessage(
        EventId = 1001,
        Level = LogLevel.Warning,
        Message = "PostgreSQL takes nothing ({Reason}); senders are told to come back"
    )]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "Storing mentions failed: {Reason}")]
    private partial void LogFailed(string reason);

    private sealed class Waiting(IntakeRequest request)
    {
        public IntakeRequest Request => request;

        public TaskCompletionSource<IntakeAnswer?> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
