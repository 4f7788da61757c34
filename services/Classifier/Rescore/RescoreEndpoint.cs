using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Classifier.Classify;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier.Rescore;

/// <summary>POST /classifier/v1/rescore: what past mentions would be labelled now. Changing one stays a person's relabelling.</summary>
internal static class RescoreEndpoint
{
    public static void MapRescore(this IEndpointRouteBuilder api) =>
        api.MapPost("/rescore", Handle).WithName("RescoreMentions").RequireAuthorization(Allow.Support);

    internal static Results<Ok<RescoreView>, ValidationProblem> Handle(
        RescoreRequest request,
        CurrentModel current,
        RuleFollower rules,
        ClassifyMetrics metrics
    )
    {
        if (PastMentions.Check(request.Mentions) is { } wrong)
        {
            return wrong;
        }

        var (model, book) = (current.Value, rules.Book);
        var rescored = request
            .Mentions.Select(mention =>
            {
                var now = Labeller.Label(RuleSubject.Of(mention), model, book, terms: 0, metrics.TimedOut).ToVerdict();
                return new Rescored
                {
                    Id = mention.Id,
                    OldLabel = mention.Label,
                    OldModelVersion = mention.ModelVersion,
                    New = now,
                    Changed = mention.Label is { } old && old != now.Label,
                };
            })
            .ToList();
        return TypedResults.Ok(
            new RescoreView
            {
                ModelVersion = model.Version,
                Changed = rescored.Count(mention => mention.Changed),
                Mentions = rescored,
            }
        );
    }
}
