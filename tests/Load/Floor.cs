using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace TriageMesh.Load;

/// <summary>The simplest pipeline that keeps the same promises: two hops, one message a mention, nothing of ours.</summary>
/// <remarks>Store a row and commit; publish to a quorum queue and wait for the confirm; consume, publish on, ack; consume, store and commit, ack.</remarks>
internal sealed class Floor(RunningMesh mesh) : IAsyncDisposable
{
    private const int Writers = 6;
    private const int PublishWindow = 100;
    private const ushort Prefetch = 256;

    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(mesh.Database);

    public async Task<LoadResult> RunAsync(int mentions, CancellationToken cancellationToken)
    {
        await ExecuteAsync("CREATE SCHEMA IF NOT EXISTS floor", cancellationToken);
        await ExecuteAsync("DROP TABLE IF EXISTS floor.stored, floor.routed", cancellationToken);
        await ExecuteAsync(
            "CREATE TABLE floor.stored (id bigint PRIMARY KEY, text text, at timestamptz)",
            cancellationToken
        );
        await ExecuteAsync(
            "CREATE TABLE floor.routed (id bigint PRIMARY KEY, text text, at timestamptz)",
            cancellationToken
        );
        var factory = new ConnectionFactory { Uri = mesh.Bus, ConsumerDispatchConcurrency = Writers };
        await using var bus = await factory.CreateConnectionAsync("floor", cancellationToken);
        await using var admin = await bus.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in (string[])["floor-received", "floor-classified"])
        {
            await admin.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: cancellationToken);
            await admin.QueueDeclareAsync(
                queue,
                durable: true,
                exclusive: false,
                autoDelete: false,
                arguments: Quorum,
                cancellationToken: cancellationToken
            );
        }

        var before = mesh.Cpu();
        using var self = Process.GetCurrentProcess();
        var own = self.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = mentions;
        await using var first = await HopAsync(
            bus,
            "floor-received",
            (body, publisher, stop) => publisher.PublishAsync("floor-classified", body, stop),
            cancellationToken
        );
        await using var second = await HopAsync(
            bus,
            "floor-classified",
            async (body, _, stop) =>
            {
                await StoreAsync("INSERT INTO floor.routed VALUES ($1, $2, now()) ON CONFLICT DO NOTHING", body, stop);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    done.SetResult();
                }
            },
            cancellationToken
        );
        await using var publisher = await Publisher.OpenAsync(bus, cancellationToken);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, mentions),
            new ParallelOptions { MaxDegreeOfParallelism = PublishWindow, CancellationToken = cancellationToken },
            async (i, stop) =>
            {
                var body = Encoding.UTF8.GetBytes(
                    $"{i} The parcel arrived broken and nobody answers, I want my money back!"
                );
                await StoreAsync("INSERT INTO floor.stored VALUES ($1, $2, now()) ON CONFLICT DO NOTHING", body, stop);
                await publisher.PublishAsync("floor-received", body, stop);
            }
        );
        var accepted = clock.Elapsed;
        await done.Task.WaitAsync(cancellationToken);
        var finished = clock.Elapsed;
        self.Refresh();
        var after = mesh.Cpu();
        var latencies = await LatenciesAsync(cancellationToken);
        await ExecuteAsync("DROP SCHEMA floor CASCADE", cancellationToken);
        foreach (var queue in (string[])["floor-received", "floor-classified"])
        {
            await admin.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: cancellationToken);
        }

        var cpu = after
            .Where(process => process.Key is "postgres" or "rabbitmq")
            .ToDictionary(process => process.Key, process => process.Value - before[process.Key]);
        cpu["floor"] = (self.TotalProcessorTime - own).TotalSeconds;
        return new LoadResult(mentions, accepted, finished, latencies, cpu);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private static async Task<Hop> HopAsync(
        IConnection bus,
        string queue,
        Func<byte[], Publisher, CancellationToken, Task> handle,
        CancellationToken cancellationToken
    )
    {
        var channel = await bus.CreateChannelAsync(cancellationToken: cancellationToken);
        var publisher = await Publisher.OpenAsync(bus, cancellationToken);
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        var work = Channel.CreateBounded<(byte[] Body, ulong Tag)>(Prefetch);
        consumer.ReceivedAsync += async (_, message) =>
            await work.Writer.WriteAsync((message.Body.ToArray(), message.DeliveryTag), cancellationToken);
        var workers = Enumerable
            .Range(0, PublishWindow)
            .Select(async _ =>
            {
                await foreach (var (body, tag) in work.Reader.ReadAllAsync(cancellationToken))
                {
                    await handle(body, publisher, cancellationToken);
                    await channel.BasicAckAsync(tag, multiple: false, cancellationToken);
                }
            })
            .ToArray();
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
        return new Hop(channel, publisher, work.Writer, workers);
    }

    private async Task StoreAsync(string sql, byte[] body, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(body);
        await using var command = _database.CreateCommand(sql);
        command.Parameters.Add(
            new NpgsqlParameter<long> { TypedValue = long.Parse(text.AsSpan(0, text.IndexOf(' '))) }
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<double[]> LatenciesAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(
            "SELECT (extract(epoch FROM r.at - s.at) * 1000.0)::float8 FROM floor.stored s JOIN floor.routed r USING (id) ORDER BY 1"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var latencies = new List<double>();
        while (await reader.ReadAsync(cancellationToken))
        {
            latencies.Add(reader.GetDouble(0));
        }

        return [.. latencies];
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Hop(
        IChannel Channel,
        Publisher Publisher,
        ChannelWriter<(byte[] Body, ulong Tag)> Work,
        Task[] Workers
    ) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Channel.DisposeAsync();
            Work.Complete();
            await Task.WhenAll(Workers);
            await Publisher.DisposeAsync();
        }
    }

    /// <summary>A channel with tracked confirms. The window is bounded by the callers, because the client's own limiter stalls when full.</summary>
    private sealed class Publisher(IChannel channel) : IAsyncDisposable
    {
        private static readonly BasicProperties Persistent = new() { DeliveryMode = DeliveryModes.Persistent };

        public static async Task<Publisher> OpenAsync(IConnection bus, CancellationToken cancellationToken) =>
            new(
                await bus.CreateChannelAsync(
                    new CreateChannelOptions(
                        publisherConfirmationsEnabled: true,
                        publisherConfirmationTrackingEnabled: true,
                        outstandingPublisherConfirmationsRateLimiter: null
                    ),
                    cancellationToken
                )
            );

        public async Task PublishAsync(string queue, byte[] body, CancellationToken cancellationToken) =>
            await channel.BasicPublishAsync("", queue, mandatory: true, Persistent, body, cancellationToken);

        public ValueTask DisposeAsync() => channel.DisposeAsync();
    }
}
