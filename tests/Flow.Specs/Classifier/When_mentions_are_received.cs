using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Parking;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Classifier;

/// <summary>The classifier as it is, with a bus in memory and a real database.</summary>
public sealed class When_mentions_are_received(PostgresFixture postgres)
    : IClassFixture<PostgresFixture>,
        IAsyncLifetime
{
    private readonly Listener _listener = new();
    private WebApplication? _app;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        postgres.Require();
        _app = MeshHost.Build(
            [
                $"--Database:ConnectionString={postgres.ConnectionString}",
                "--Bus:Transport=memory",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                "--classifier:Url=http://127.0.0.1:0",
                "--listener:Url=http://127.0.0.1:0",
            ],
            [new ClassifierService(), _listener]
        );
        await _app.StartAsync(Stop);
        await BusBound.WaitAsync(_app.Services, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(Stop);
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task They_are_published_again_in_one_batch_in_order_each_with_its_label_and_the_reasons()
    {
        var batch = new MentionsReceived([
            Mention("1", "Third week without my refund and nobody answers. Never again."),
            Mention("2", "请问这款有没有黑色的"),
            Mention("3", "Thank you so much, the driver was lovely and on time"),
        ]);

        await Publish(batch);

        var classified = await Eventually.Be(() => _listener.Heard.FirstOrDefault(), heard => heard is not null, Stop);
        classified!.Mentions.Select(mention => mention.Mention.ExternalId).ShouldBe(["1", "2", "3"]);
        classified
            .Mentions.Select(mention => mention.Classification.Label)
            .ShouldBe([Label.Complaint, Label.Question, Label.Praise]);
        classified.Mentions.Select(mention => mention.Classification.Language).ShouldBe(["en", "zh", "en"]);
        classified.Mentions.ShouldAllBe(mention => mention.Classification.Terms.Count > 0);
        classified.Mentions.ShouldAllBe(mention => mention.Classification.ModelVersion.Length == 12);
        classified
            .Mentions[0]
            .Mention.ShouldBe(batch.Mentions[0] with { Media = classified.Mentions[0].Mention.Media });
    }

    [Fact]
    public async Task One_without_a_text_is_parked_alone_and_the_others_go_on()
    {
        await Publish(
            new MentionsReceived([Mention("good", "works fine"), Mention("bad", null!), Mention("fine", "还可以")])
        );

        var classified = await Eventually.Be(() => _listener.Heard.FirstOrDefault(), heard => heard is not null, Stop);
        classified!.Mentions.Select(mention => mention.Mention.ExternalId).ShouldBe(["good", "fine"]);
        var parked = (
            await _app!.Services.GetRequiredService<ParkedMessages>().ListAsync(0, 10, Stop)
        ).ShouldHaveSingleItem();
        parked.Service.ShouldBe("classifier");
        parked.MessageType.ShouldBe(nameof(MentionsReceived));
        parked.Body.ShouldContain("\"bad\"");
        parked.Body.ShouldNotContain("\"good\"");
    }

    private async Task Publish(MentionsReceived batch) =>
        await _app!.Services.GetRequiredService<IBus>().Publish(batch, Stop);

    private static Mention Mention(string id, string text) =>
        new()
        {
            MentionId = Guid.NewGuid(),
            Channel = "web",
            Account = "brand",
            ExternalId = id,
            Author = new MentionAuthor { Id = "author" },
            Text = text,
            PostedAt = new DateTimeOffset(2026, 6, 5, 9, 0, 0, TimeSpan.Zero),
            ReceivedAt = new DateTimeOffset(2026, 6, 5, 9, 0, 1, TimeSpan.Zero),
            Source = "specs",
        };

    private sealed class Listener : IMeshService
    {
        public ConcurrentQueue<MentionsClassified> Heard { get; } = new();

        public string Name => "listener";

        public int DefaultPort => 0;

        public void Register(WebApplicationBuilder builder) => builder.Services.AddSingleton(this);

        public void AddConsumers(IBusRegistrationConfigurator bus) =>
            bus.AddConsumer<ListeningConsumer>().Endpoint(endpoint => endpoint.Name = "listener-mentions-classified");

        public void MapRoutes(IEndpointRouteBuilder routes) { }
    }

    private sealed class ListeningConsumer(Listener listener) : IConsumer<MentionsClassified>
    {
        public Task Consume(ConsumeContext<MentionsClassified> context)
        {
            listener.Heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }
}
