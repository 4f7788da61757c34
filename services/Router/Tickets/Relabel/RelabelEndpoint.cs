using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /mentions/{id}/relabel: a person says what the mention is; tickets and praise follow.</summary>
internal static class RelabelEndpoint
{
    public static void MapRelabel(this IEndpointRouteBuilder mention) =>
        mention.MapPost("/relabel", HandleAsync).WithName("RelabelMention");

    internal static Task<Results<Ok<MentionView>, ProblemHttpResult>> HandleAsync(
        Guid id,
        RelabelRequest request,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
