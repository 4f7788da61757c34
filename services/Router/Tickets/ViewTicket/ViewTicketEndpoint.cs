using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Tickets;

/// <summary>GET /tickets/{id}: one ticket with its clocks, its history and what the caller may do.</summary>
internal static class ViewTicketEndpoint
{
    public static void MapViewTicket(this IEndpointRouteBuilder ticket) =>
        ticket.MapGet("", HandleAsync).WithName("GetTicket");

    internal static async Task<Results<Ok<TicketDetail>, ProblemHttpResult>> HandleAsync(
        long id,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        TicketView view,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.From(user);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, caller, cancellationToken);
        return await view.LoadAsync(connection, id, caller.Id, scope, cancellationToken) is { } detail
            ? TypedResults.Ok(detail)
            : TicketProblems.Unknown();
    }
}
