using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>GET /tickets/{id}: one ticket with its clocks, its history and what the caller may do.</summary>
internal static class ViewTicketEndpoint
{
    public static void MapViewTicket(this IEndpointRouteBuilder ticket) =>
        ticket.MapGet("", HandleAsync).WithName("GetTicket");

    internal static Task<Results<Ok<TicketDetail>, ProblemHttpResult>> HandleAsync(
        long id,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
