using System.Data;
using System.Security.Claims;
using Dapper;
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
        TicketReader tickets,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, Caller.From(user), cancellationToken);
        // Several statements, one moment.
        await using var snapshot = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        await connection.ExecuteAsync(
            new CommandDefinition("SET TRANSACTION READ ONLY", cancellationToken: cancellationToken)
        );
        return await tickets.FindAsync(connection, id, scope, cancellationToken) is { } ticket
            ? TypedResults.Ok(ticket)
            : TicketProblems.Unknown();
    }
}
