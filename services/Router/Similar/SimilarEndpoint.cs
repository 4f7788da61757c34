using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Similar;

/// <summary>GET /tickets/{id}/similar: what was like it before, and how that was resolved. Only what the caller may see.</summary>
internal static class SimilarEndpoint
{
    public static void MapSimilar(this IEndpointRouteBuilder ticket) =>
        ticket.MapGet("/similar", HandleAsync).WithName("ListSimilarTickets");

    internal static async Task<Results<Ok<IReadOnlyList<SimilarTicket>>, ProblemHttpResult>> HandleAsync(
        long id,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, Caller.From(user), cancellationToken);
        return await SimilarTickets.FindAsync(connection, id, scope, cancellationToken) is { } similar
            ? TypedResults.Ok(similar)
            : TicketProblems.Unknown();
    }
}
