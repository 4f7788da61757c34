using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier.Retrain;

/// <summary>Retrainings: asked for by leads and admins, followed by number.</summary>
internal static class RetrainEndpoints
{
    private const int LargestPage = 100;
    private const int LongestName = 60;
    private const int MostTexts = 20_000;

    public static void MapRetrain(this IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/retrainings").RequireAuthorization(Allow.Leads);
        jobs.MapPost("", StartAsync).WithName("StartRetraining");
        jobs.MapGet("", ListAsync).WithName("ListRetrainings");
        jobs.MapGet("/{id:guid}", ViewAsync).WithName("ViewRetraining");
    }

    internal static async Task<Results<Accepted<RetrainingView>, ValidationProblem, ProblemHttpResult>> StartAsync(
        RetrainRequest request,
        ClaimsPrincipal user,
        RetrainQueue queue,
        CancellationToken cancellationToken
    )
    {
        var problems = new FieldProblems();
        Check(request.DevSets, problems);
        var caller = Caller.From(user);
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        // Putting a model in place is for admins; a lead's challenger waits for one.
        var (job, isNew) = await queue.AddAsync(
            request with
            {
                Promote = request.Promote && caller.Is(Role.Admin),
            },
            caller.Name,
            cancellationToken
        );
        var at = $"/classifier/v1/retrainings/{job.Id}";
        return isNew
            ? TypedResults.Accepted(at, job)
            : TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "A retraining is under way.",
                detail: $"Follow it at {at}."
            );
    }

    internal static async Task<Results<Ok<Page<RetrainingView>>, ValidationProblem>> ListAsync(
        RetrainQueue queue,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 20
    )
    {
        long? before = long.TryParse(cursor, out var number) ? number : null;
        if (cursor is not null && before is null)
        {
            return FieldProblems.For("cursor", "This is no cursor of this list.");
        }

        var size = Math.Clamp(limit, 1, LargestPage);
        var rows = await queue.PageAsync(before, size, cancellationToken);
        return TypedResults.Ok(
            new Page<RetrainingView>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size ? null : $"{rows[^1].Number}"
            )
        );
    }

    internal static async Task<Results<Ok<RetrainingView>, ProblemHttpResult>> ViewAsync(
        Guid id,
        RetrainQueue queue,
        CancellationToken cancellationToken
    ) =>
        await queue.FindAsync(id, cancellationToken) is { } job
            ? TypedResults.Ok(job)
            : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such retraining.");

    private static void Check(IReadOnlyList<DevSet>? sets, FieldProblems problems)
    {
        if (sets is null)
        {
            problems.Add("dev_sets", "Give a list.");
            return;
        }

        for (var i = 0; i < sets.Count; i++)
        {
            if (sets[i]?.Name is not { Length: > 0 and <= LongestName })
            {
                problems.Add($"dev_sets[{i}].name", $"A set needs a name of at most {LongestName} characters.");
            }

            if (sets[i]?.Texts is null || sets[i].Texts.Any(text => string.IsNullOrWhiteSpace(text?.Text)))
            {
                problems.Add($"dev_sets[{i}].texts", "Each needs a text and its label.");
            }
        }

        if (sets.Sum(set => set?.Texts?.Count ?? 0) > MostTexts)
        {
            problems.Add("dev_sets", $"Give at most {MostTexts} texts.");
        }
    }
}
