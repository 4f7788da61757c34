using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier.Rules;

/// <summary>The rules about labels: listed, edited, tried out. Each change is a version with its author and time.</summary>
internal static class RuleEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder api)
    {
        var rules = api.MapGroup("/rules").RequireAuthorization(Allow.Leads);
        rules.MapGet("", ListAsync).WithName("ListRules");
        rules.MapGet("/{id:guid}", VersionsAsync).WithName("ListRuleVersions");
        rules.MapPut("/{id:guid}", PutAsync).WithName("PutRule");
        rules.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveRule");
        rules.MapPost("/try", TryAsync).WithName("TryRule");
    }

    internal static async Task<Ok<IReadOnlyList<RuleView>>> ListAsync(
        RuleStore store,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await store.ListAsync(cancellationToken));

    internal static async Task<Results<Ok<IReadOnlyList<RuleView>>, ProblemHttpResult>> VersionsAsync(
        Guid id,
        RuleStore store,
        CancellationToken cancellationToken
    ) =>
        await store.VersionsAsync(id, cancellationToken) is { Count: > 0 } versions
            ? TypedResults.Ok(versions)
            : NoSuchRule();

    internal static async Task<Results<Ok<RuleView>, ValidationProblem, ProblemHttpResult>> PutAsync(
        Guid id,
        RuleRequest request,
        ClaimsPrincipal user,
        RuleStore store,
        RuleFollower rules,
        CancellationToken cancellationToken
    )
    {
        if (Mistakes(request.Definition) is { } mistakes)
        {
            return mistakes;
        }

        if (await store.PutAsync(id, request, Caller.From(user).Name, cancellationToken) is not { } rule)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "The rule was changed meanwhile; look at its newest version."
            );
        }

        await rules.FollowAsync(cancellationToken);
        return TypedResults.Ok(rule);
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id,
        ClaimsPrincipal user,
        RuleStore store,
        RuleFollower rules,
        CancellationToken cancellationToken
    )
    {
        if (await store.RemoveAsync(id, Caller.From(user).Name, cancellationToken) is null)
        {
            return NoSuchRule();
        }

        await rules.FollowAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<Results<Ok<RuleTryView>, ValidationProblem>> TryAsync(
        RuleTryRequest request,
        RuleTrial trial,
        CancellationToken cancellationToken
    )
    {
        if (Mistakes(request.Definition) is { } mistakes)
        {
            return mistakes;
        }

        return PastMentions.Check(request.Mentions) is { } wrong
            ? wrong
            : TypedResults.Ok(await trial.RunAsync(request, cancellationToken));
    }

    private static ValidationProblem? Mistakes(RuleDefinition? definition)
    {
        if (definition is null)
        {
            return FieldProblems.For("definition", "A rule needs a definition.");
        }

        var problems = new FieldProblems();
        RuleReader.Check(definition, problems);
        return problems.Any ? problems.ToAnswer() : null;
    }

    private static ProblemHttpResult NoSuchRule() =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such rule.");
}

/// <summary>Mentions that come with a request.</summary>
internal static class PastMentions
{
    public const int Most = 1_000;
    private const int LongestText = 100_000;

    /// <summary>What is wrong with them; null where nothing is.</summary>
    public static ValidationProblem? Check(IReadOnlyList<PastMention>? mentions)
    {
        if (mentions is null or { Count: > Most })
        {
            return FieldProblems.For("mentions", $"Give a list of at most {Most} mentions.");
        }

        var problems = new FieldProblems();
        for (var i = 0; i < mentions.Count; i++)
        {
            if (mentions[i]?.Text is null or { Length: > LongestText })
            {
                problems.Add($"mentions[{i}].text", $"Give a text of at most {LongestText} characters.");
            }
        }

        return problems.Any ? problems.ToAnswer() : null;
    }
}
