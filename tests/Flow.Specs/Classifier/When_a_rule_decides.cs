using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Classifier;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Hosting;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Classifier;

public sealed class When_a_rule_decides(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bus_says_which_one_in_which_version_and_the_others_go_to_the_model()
    {
        postgres.Require();
        var listener = new Listener();
        await using var process = await MeshProcess.StartAsync(
            [new ClassifierService(), listener],
            postgres.ConnectionString,
            new Dictionary<string, string> { ["Classifier:LookEvery"] = "00:10:00" },
            Stop
        );
        await BusBound.WaitAsync(process.Services, Stop);
        var staff = await PutAsync(
            process,
            new RuleDefinition
            {
                Name = "our own people",
                Stage = RuleStage.Before,
                When = new RuleConditions { AuthorTiers = [AuthorTier.Staff] },
                Then = new RuleAction { Skip = true },
            }
        );
        var press = await PutAsync(
            process,
            new RuleDefinition
            {
                Name = "press",
                Stage = RuleStage.After,
                When = new RuleConditions { MinFollowers = 1_000_000, Labels = [Label.Complaint] },
                Then = new RuleAction { NeedsReview = true },
            }
        );
        // What holds now was heard, not looked up.
        await Eventually.Be(
            () => process.Services.GetRequiredService<RuleFollower>().Book.Rules.Count,
            rules => rules == 2,
            Stop
        );

        const string Text = "Third week without my refund and nobody answers. Never again.";
        await process
            .Services.GetRequiredService<IBus>()
            .Publish(
                new MentionsReceived([
                    Mention("staff", Text, AuthorTier.Staff, 10),
                    Mention("press", Text, AuthorTier.Standard, 2_000_000),
                    Mention("other", Text, AuthorTier.Standard, null),
                ]),
                Stop
            );

        var marks = (
            await Eventually.Be(() => listener.Heard.FirstOrDefault(), heard => heard is not null, Stop)
        )!.Mentions;
        var (first, second, third) = (marks[0].Classification, marks[1].Classification, marks[2].Classification);
        (first.Label, first.Scores.Other, first.NeedsReview).ShouldBe((Label.Other, 1, false));
        first.Rule.ShouldBe(new RuleMark(staff, 1, "our own people", RuleStage.Before));
        first.Terms.ShouldBe([new WeighedTerm("rule: our own people", 1)]);
        (second.Label, second.NeedsReview).ShouldBe((Label.Complaint, true));
        second.Rule.ShouldBe(new RuleMark(press, 1, "press", RuleStage.After));
        second.Terms[0].Term.ShouldBe("rule: press");
        second.Scores.ShouldBe(third.Scores);
        third.Rule.ShouldBeNull();
        marks.Select(mark => mark.Classification.ModelVersion).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    private static async Task<Guid> PutAsync(MeshProcess process, RuleDefinition definition)
    {
        var id = Guid.NewGuid();
        await process
            .Services.GetRequiredService<RuleStore>()
            .PutAsync(id, new RuleRequest(definition, Enabled: true), "specs", Stop);
        return id;
    }

    private static Mention Mention(string id, string text, AuthorTier tier, long? followers) =>
        new()
        {
            MentionId = Guid.NewGuid(),
            Channel = "web",
            Account = "brand",
            ExternalId = id,
            Author = new MentionAuthor
            {
                Id = id,
                Tier = tier,
                Followers = followers,
            },
            Text = text,
            PostedAt = TimeProvider.System.GetUtcNow(),
            ReceivedAt = TimeProvider.System.GetUtcNow(),
            Source = "specs",
        };

    private sealed class Listener : IMeshService
    {
        public ConcurrentQueue<MentionsClassified> Heard { get; } = new();

        public string Name => "listener";

        public int DefaultPort => 0;

        public void Register(WebApplicationBuilder builder) => builder.Services.AddSingleton(this);

        public void AddConsumers(IBusRegistrationConfigurator bus) =>
            bus.AddConsumer<ListeningConsumer>().Endpoint(endpoint => endpoint.Name = "listener-ruled");

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
