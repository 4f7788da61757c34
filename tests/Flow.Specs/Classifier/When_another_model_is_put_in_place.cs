using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Classifier;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Registry;
using TriageMesh.Classifier.Train;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Classification;
using TriageMesh.Platform.Hosting;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Classifier;

/// <summary>Two classifiers over a real broker, under load.</summary>
public sealed class When_another_model_is_put_in_place(PostgresFixture postgres, RabbitFixture rabbit)
    : IClassFixture<PostgresFixture>,
        IClassFixture<RabbitFixture>
{
    private const int BatchSize = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_mention_is_lost_and_each_says_which_model_labelled_it()
    {
        postgres.Require();
        rabbit.Require();
        var listener = new Listener();
        await using var ear = await StartAsync(listener);
        await using var one = await StartAsync(new ClassifierService());
        await using var two = await StartAsync(new ClassifierService());
        await BusBound.WaitAsync(ear.Services, Stop);
        await BusBound.WaitAsync(one.Services, Stop);
        await BusBound.WaitAsync(two.Services, Stop);
        var old = Labelling(one);
        Labelling(two).ShouldBe(old);
        var young = await RegisterAsync(one);

        // The load goes on before, while and after the models change places.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var load = PublishAsync(one, enough.Token);
        await HeardAsync(listener, mentions => mentions.Count(mention => Version(mention) == old) >= 500);
        await one
            .Services.GetRequiredService<Promotion>()
            .PromoteAsync(young, "specs", reason: null, force: false, against: old, Stop);
        await Eventually.Be(() => (Labelling(one), Labelling(two)), both => both == (young, young), Stop);
        await HeardAsync(listener, mentions => mentions.Count(mention => Version(mention) == young) >= 500);
        await enough.CancelAsync();
        var published = await load;

        await HeardAsync(listener, mentions => mentions.Count >= published);
        var heard = listener.Heard;
        heard
            .Select(mention => mention.Mention.ExternalId)
            .Distinct(StringComparer.Ordinal)
            .Count()
            .ShouldBe(published);
        heard.Select(Version).Distinct(StringComparer.Ordinal).ShouldBe([old, young], ignoreOrder: true);
        listener.Batches.ShouldAllBe(batch => batch.Mentions.Select(Version).Distinct().Count() == 1);
    }

    private static string Version(ClassifiedMention mention) => mention.Classification.ModelVersion;

    private static string Labelling(MeshProcess process) =>
        process.Services.GetRequiredService<CurrentModel>().Value.Version;

    private static Task<IReadOnlyList<ClassifiedMention>> HeardAsync(
        Listener listener,
        Func<IReadOnlyList<ClassifiedMention>, bool> enough
    ) => Eventually.Be(() => listener.Heard, enough, Stop);

    private static async Task<string> RegisterAsync(MeshProcess process)
    {
        var rows = await LabelledRows.ReadAsync(
            [Path.Combine(AppContext.BaseDirectory, "Corpus", "en-001.jsonl")],
            Stop
        );
        var model = ModelTrainer.Train(rows, new TrainingOptions());
        await process
            .Services.GetRequiredService<ModelRegistry>()
            .RegisterAsync(
                new NewModel
                {
                    Version = model.Version,
                    Origin = ModelOrigin.Retrained,
                    State = ModelState.Challenger,
                    Bytes = ModelFile.Write(model),
                    Languages = ModelsEndpoint.ToView(model).Languages,
                    Card = "# A model of this specification",
                    By = "specs",
                },
                Stop
            );
        return model.Version;
    }

    /// <summary>Publishes batch after batch until told to stop.</summary>
    /// <returns>How many mentions.</returns>
    private static async Task<int> PublishAsync(MeshProcess process, CancellationToken enough)
    {
        var bus = process.Services.GetRequiredService<IBus>();
        var count = 0;
        while (!enough.IsCancellationRequested)
        {
            await bus.Publish(
                new MentionsReceived([.. Enumerable.Range(count, BatchSize).Select(Mention)]),
                CancellationToken.None
            );
            count += BatchSize;
        }

        return count;
    }

    private static Mention Mention(int number) =>
        new()
        {
            MentionId = Guid.NewGuid(),
            Channel = "web",
            Account = "brand",
            ExternalId = $"{number}",
            Author = new MentionAuthor { Id = "author" },
            Text = $"The parcel number {number} arrived broken and nobody answers",
            PostedAt = TimeProvider.System.GetUtcNow(),
            ReceivedAt = TimeProvider.System.GetUtcNow(),
            Source = "specs",
        };

    private Task<MeshProcess> StartAsync(IMeshService service) =>
        MeshProcess.StartAsync(
            [service],
            postgres.ConnectionString,
            new Dictionary<string, string>
            {
                ["Bus:Transport"] = "rabbitmq",
                ["Bus:Uri"] = rabbit.Uri,
                ["Classifier:LookEvery"] = "00:10:00",
            },
            Stop
        );

    private sealed class Listener : IMeshService
    {
        public ConcurrentQueue<MentionsClassified> Batches { get; } = new();

        public IReadOnlyList<ClassifiedMention> Heard => [.. Batches.SelectMany(batch => batch.Mentions)];

        public string Name => "listener";

        public int DefaultPort => 0;

        public void Register(WebApplicationBuilder builder) => builder.Services.AddSingleton(this);

        public void AddConsumers(IBusRegistrationConfigurator bus) =>
            bus.AddConsumer<ListeningConsumer>().Endpoint(endpoint => endpoint.Name = "listener-labelled");

        public void MapRoutes(IEndpointRouteBuilder routes) { }
    }

    private sealed class ListeningConsumer(Listener listener) : IConsumer<MentionsClassified>
    {
        public Task Consume(ConsumeContext<MentionsClassified> context)
        {
            listener.Batches.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }
}
