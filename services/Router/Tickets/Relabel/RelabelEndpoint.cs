using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /mentions/{id}/relabel: a person says what the mention is; tickets and praise follow. If-Match holds the label that they saw, with <c>-review</c> where it was in doubt.</summary>
internal static class RelabelEndpoint
{
    public static void MapRelabel(this IEndpointRouteBuilder mention) =>
        mention.MapPost("/relabel", HandleAsync).WithName("RelabelMention");

    internal static async Task<Results<Ok<MentionView>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id,
        RelabelRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        MentionRelabel relabel,
        CancellationToken cancellationToken
    )
    {
        if (request.Reason is { Length: > Reasons.MaxLength })
        {
            return Reasons.TooLong();
        }

        if (!StateTag.TryRead(ifMatch, out var seen))
        {
            return VersionTag.Unreadable();
        }

        var outcome = await relabel.RunAsync(id, request, seen, Caller.From(user), cancellationToken);
        return outcome.Mention is not { } mention
                ? TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such mention.")
            : outcome.IsStale ? StateTag.Stale(MentionRelabel.Mark(mention.Label.Wire(), mention.NeedsReview))
            : TypedResults.Ok(mention);
    }
}
