using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Flow.Specs.Router;

/// <summary>Stands where the classifier stands: marked complaints, each by another author.</summary>
internal sealed class Publisher : IMeshService
{
    public string Name => "publisher";

    public int DefaultPort => 0;

    public void Register(WebApplicationBuilder builder) { }

    public void AddConsumers(IBusRegistrationConfigurator bus) { }

    public void MapRoutes(IEndpointRouteBuilder routes) { }

    public static MentionsClassified Complaints(int from, int count, DateTimeOffset postedAt) =>
        new([.. Enumerable.Range(from, count).Select(number => Complaint(number, postedAt))]);

    private static ClassifiedMention Complaint(int number, DateTimeOffset postedAt) =>
        new(
            new Mention
            {
                MentionId = MentionIdentity.For("weibo", "brand", $"p{number}"),
                Channel = "weibo",
                Account = "brand",
                ExternalId = $"p{number}",
                Author = new MentionAuthor { Id = $"author-{number}" },
                Text = "It broke on the first day.",
                PostedAt = postedAt,
                ReceivedAt = postedAt,
                Source = "specs",
            },
            new Classification
            {
                Label = Label.Complaint,
                Scores = new LabelScores(0.9, 0.05, 0.03, 0.02),
                NeedsReview = false,
                Language = "en",
                ModelVersion = "m1",
            }
        );
}
