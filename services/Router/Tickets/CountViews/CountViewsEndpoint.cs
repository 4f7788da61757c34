using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>GET /tickets/counts: how many tickets each view of the caller's queue holds.</summary>
internal static class CountViewsEndpoint
{
    public static void MapCountViews(this IEndpointRouteBuilder api) =>
        api.MapGet("/tickets/counts", HandleAsync).WithName("CountTicketViews");

    internal static Task<Ok<ViewCounts>> HandleAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
