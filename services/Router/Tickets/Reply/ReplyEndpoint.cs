using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/replies: a person answers the customer in public or private, as the customer wrote.</summary>
internal static class ReplyEndpoint
{
    public static void MapReply(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/replies", HandleAsync).WithName("ReplyToTicket");

    /// <param name="idempotencyKey">The reply's id, chosen by the caller: the same key sends nothing twice.</param>
    internal static Task<
        Results<Ok<TicketDetail>, Conflict<ReplyConflict>, ValidationProblem, ProblemHttpResult>
    > HandleAsync(
        long id,
        ReplyRequest request,
        [FromHeader(Name = "Idempotency-Key")] Guid? idempotencyKey,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
