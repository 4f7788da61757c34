using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier.Registry;

/// <summary>The models that there are: shown to whoever works tickets, put in place by admins.</summary>
internal static class RegistryEndpoints
{
    private const int LargestPage = 100;
    private const int LongestReason = 500;

    public static void MapRegistry(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/model-versions");
        models.MapGet("", ListAsync).WithName("ListModelVersions").RequireAuthorization(Allow.Support);
        models.MapGet("/{version}", ViewAsync).WithName("ViewModelVersion").RequireAuthorization(Allow.Support);
        models
            .MapGet("/{version}/card", CardAsync)
            .WithName("ViewModelCard")
            .Produces<string>(StatusCodes.Status200OK, "text/markdown")
            .RequireAuthorization(Allow.Support);
        models.MapPost("/{version}/promote", PromoteAsync).WithName("PromoteModel").RequireAuthorization(Allow.Admins);
        models.MapPost("/rollback", RollBackAsync).WithName("RollBackModel").RequireAuthorization(Allow.Admins);
    }

    internal static async Task<Results<Ok<Page<ModelVersionView>>, ValidationProblem>> ListAsync(
        ModelRegistry registry,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 50
    )
    {
        long? before = long.TryParse(cursor, out var number) ? number : null;
        if (cursor is not null && before is null)
        {
            return FieldProblems.For("cursor", "This is no cursor of this list.");
        }

        var size = Math.Clamp(limit, 1, LargestPage);
        var rows = await registry.PageAsync(before, size, cancellationToken);
        return TypedResults.Ok(
            new Page<ModelVersionView>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size ? null : $"{rows[^1].ModelId}"
            )
        );
    }

    internal static async Task<Results<Ok<ModelVersionView>, ProblemHttpResult>> ViewAsync(
        string version,
        ModelRegistry registry,
        CancellationToken cancellationToken
    ) =>
        await registry.FindAsync(version, cancellationToken) is { } model
            ? TypedResults.Ok(model.ToView())
            : NoSuchModel();

    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> CardAsync(
        string version,
        ModelRegistry registry,
        CancellationToken cancellationToken
    ) =>
        await registry.CardAsync(version, cancellationToken) is { } card
            ? TypedResults.Text(card, "text/markdown", System.Text.Encoding.UTF8)
            : NoSuchModel();

    internal static async Task<Results<Ok<ModelVersionView>, ValidationProblem, ProblemHttpResult>> PromoteAsync(
        string version,
        PromoteRequest request,
        ClaimsPrincipal user,
        Promotion promotion,
        ModelRegistry registry,
        CancellationToken cancellationToken
    )
    {
        if (request.Reason is { Length: > LongestReason })
        {
            return FieldProblems.For("reason", $"Give at most {LongestReason} characters.");
        }

        if (request.Force && string.IsNullOrWhiteSpace(request.Reason))
        {
            return FieldProblems.For("reason", "Say why a refused model is to be put in place.");
        }

        var result = await promotion.PromoteAsync(
            version,
            Caller.From(user).Name,
            request.Reason,
            request.Force,
            against: null,
            cancellationToken
        );
        return await AnswerAsync(result, registry, cancellationToken);
    }

    internal static async Task<Results<Ok<ModelVersionView>, ValidationProblem, ProblemHttpResult>> RollBackAsync(
        RollbackRequest request,
        ClaimsPrincipal user,
        Promotion promotion,
        ModelRegistry registry,
        CancellationToken cancellationToken
    ) =>
        request.Reason is { Length: > LongestReason }
            ? FieldProblems.For("reason", $"Give at most {LongestReason} characters.")
            : await AnswerAsync(
                await promotion.RollBackAsync(Caller.From(user).Name, request.Reason, cancellationToken),
                registry,
                cancellationToken
            );

    private static async Task<Results<Ok<ModelVersionView>, ValidationProblem, ProblemHttpResult>> AnswerAsync(
        PromotionResult result,
        ModelRegistry registry,
        CancellationToken cancellationToken
    ) =>
        result.Outcome switch
        {
            PromotionOutcome.Promoted or PromotionOutcome.IsChampionAlready => TypedResults.Ok(
                (await registry.FindAsync(result.Version!, cancellationToken))!.ToView()
            ),
            PromotionOutcome.NoSuchModel => NoSuchModel(),
            PromotionOutcome.WasRefused => Conflict(
                "This model was refused.",
                "Its comparison says why. To put it in place all the same, send force and a reason."
            ),
            PromotionOutcome.IsDamaged => TypedResults.Problem(
                statusCode: StatusCodes.Status422UnprocessableEntity,
                title: "This model is damaged; the one before it stays.",
                detail: result.Reason
            ),
            PromotionOutcome.ChampionChanged => Conflict("Another model was put in place meanwhile.", detail: null),
            PromotionOutcome.NothingBefore => Conflict("No model was in place before this one.", detail: null),
            _ => throw new InvalidOperationException($"Unknown outcome {result.Outcome}."),
        };

    private static ProblemHttpResult Conflict(string title, string? detail) =>
        TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, title: title, detail: detail);

    private static ProblemHttpResult NoSuchModel() =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such model.");
}
