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

/// <summary>POST /tickets/{id}/replies/check: what would stand in the way of this reply. Nothing is sent and nothing is kept.</summary>
internal static class ReplyCheckEndpoint
{
    private const string Ticket = $"""
        SELECT {StoredTicket.Columns}
          FROM router.tickets t
          JOIN router.authors a USING (channel, account, author_id)
         WHERE t.ticket_id = @id
        """;

    private const string IsPublic = """
        SELECT visibility = 'public' FROM router.mentions
         WHERE ticket_id = @id
         ORDER BY posted_at DESC, mention_id DESC
         LIMIT 1
        """;

    public static void MapReplyCheck(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/replies/check", HandleAsync).WithName("CheckReply");

    internal static async Task<Results<Ok<ReplyCheck>, ProblemHttpResult>> HandleAsync(
        long id,
        ReplyCheckRequest request,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        CommandDefinition Command(string sql) => new(sql, new { id }, cancellationToken: cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, Caller.From(user), cancellationToken);
        var ticket = await connection.QuerySingleOrDefaultAsync<StoredTicket>(Command(Ticket));
        return ticket is null || !scope.Sees(ticket.ToState())
            ? TicketProblems.Unknown()
            : TypedResults.Ok(
                ReplyChecks.Check(
                    ticket,
                    ticket.OrderNumber,
                    request.Text ?? "",
                    await connection.ExecuteScalarAsync<bool?>(Command(IsPublic)) ?? true
                )
            );
    }
}
