using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/notes: words for colleagues; the customer never sees them.</summary>
internal static class NoteEndpoint
{
    public static void MapNote(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/notes", HandleAsync).WithName("AddNote");

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        NoteRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
