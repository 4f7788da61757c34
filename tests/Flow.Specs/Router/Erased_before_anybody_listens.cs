using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Messages;
using TriageMesh.Flow.Specs.Ingest;
using TriageMesh.Ingest;
using TriageMesh.Platform.Bus;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Router;

/// <summary>Ingest is to erase while it cannot say so: only once is it known what was on the way.</summary>
public sealed class Erased_before_anybody_listens(PostgresFixture postgres, RabbitFixture rabbit)
    : IClassFixture<PostgresFixture>,
        IClassFixture<RabbitFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_on_the_way_is_told_when_somebody_listens_and_nothing_is_erased_before()
    {
        postgres.Require();
        rabbit.Require();
        var settings = IngestProcess.Settings(("Bus:Transport", "rabbitmq"), ("Bus:Uri", rabbit.Uri));
        await using var alone = await MeshProcess.StartAsync(
            [new IngestService()],
            postgres.ConnectionString,
            settings,
            Stop
        );
        var bus = alone.Services.GetRequiredService<IBus>();
        var attempts = new Attempts();
        using var watch = bus.ConnectPublishObserver(attempts);
        await alone.PostAsync(IngestProcess.Mention("early", "early-bird"), Stop);

        var erasure = new EraseAuthor(Guid.NewGuid(), "weibo", "early-bird");
        await Eventually.Be(_ => TryPublishAsync(bus, erasure), published => published, Stop);
        await Eventually.Be(() => attempts.Count, count => count >= 2, Stop);
        (await CountAsync("ingest.mentions WHERE author_id = 'early-bird' AND routed_at IS NULL")).ShouldBe(1);

        await using var listening = await MeshProcess.StartAsync(
            [new RouterService()],
            postgres.ConnectionString,
            settings,
            Stop
        );
        await Eventually.Be(
            _ => CountAsync("router.mention_keys JOIN ingest.mentions USING (mention_id) WHERE text = ''"),
            count => count == 1,
            Stop
        );
    }

    /// <summary>The queue is there a moment after the process.</summary>
    private static async Task<bool> TryPublishAsync(IBus bus, EraseAuthor erasure)
    {
        try
        {
            await bus.PublishToQueueAsync(erasure, Stop);
            return true;
        }
        catch (MessageReturnedException)
        {
            return false;
        }
    }

    /// <summary>How often it was tried to say that something is erased.</summary>
    private sealed class Attempts : IPublishObserver
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class
        {
            if (context.Message is AuthorErased)
            {
                Interlocked.Increment(ref _count);
            }

            return Task.CompletedTask;
        }

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }

    private Task<long> CountAsync(string what) =>
        postgres.ScalarAsync<long>($"SELECT count(*) FROM {what}", null, Stop);
}
