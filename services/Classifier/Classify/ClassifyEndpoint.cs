using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier.Classify;

/// <summary>POST /classifier/v1/classify: labels one text and says why. Nothing is stored.</summary>
internal static class ClassifyEndpoint
{
    private const int LongestText = 100_000;

    public static void MapClassify(this IEndpointRouteBuilder api) =>
        api.MapPost("/classify", Handle).WithName("ClassifyText").RequireAuthorization(Allow.Support);

    internal static Results<Ok<ClassifyAnswer>, ValidationProblem> Handle(
        ClassifyRequest request,
        CurrentModel current,
        RuleFollower rules,
        ClassifyMetrics metrics,
        IOptions<ClassifierOptions> options
    )
    {
        if (request.Text is null or { Length: > LongestText })
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal)
                {
                    ["text"] = [$"Give a text of at most {LongestText} characters."],
                }
            );
        }

        var model = current.Value;
        var subject = new RuleSubject(request.Text, request.Language)
        {
            Channel = request.Channel,
            Account = request.Account,
            Tier = request.AuthorTier,
            Followers = request.Followers,
        };
        var labelled = Labeller.Label(subject, model, rules.Book, options.Value.Terms, metrics.TimedOut);
        return TypedResults.Ok(
            new ClassifyAnswer
            {
                Label = labelled.Label,
                Confidence = labelled.Confidence,
                Scores = labelled.Scores,
                NeedsReview = labelled.NeedsReview,
                Language = labelled.Language,
                ModelVersion = model.Version,
                Terms = labelled.Terms,
                Rule = labelled.Rule,
            }
        );
    }
}
