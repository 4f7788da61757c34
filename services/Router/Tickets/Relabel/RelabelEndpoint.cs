using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /mentions/{id}/relabel: a person says what the mention is; tickets and praise follow.</summary>
internal static class RelabelEndpoint
{
    public static void MapRelabel(this IEndpointRouteBuilder mention) =>
        mention.MapPost("/relabel", HandleAsync).WithName("RelabelMention");

    internal static async Task<Results<Ok<MentionView>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id,
        RelabelRequest request,
        ClaimsPrincipal user,
        MentionRelabel relabel,
        CancellationToken cancellationToken
    ) =>
        request.Reason is { Length: > Reasons.MaxLength } ? Reasons.TooLong()
        : await relabel.RunAsync(id, request, Caller.From(user), cancellationToken) is { } mention
            ? TypedResults.Ok(mention)
        : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such mention.");
}
