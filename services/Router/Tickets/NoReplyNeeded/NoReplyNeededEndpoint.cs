using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/no-reply-needed: the customer's post asks for no answer, and the person says why.</summary>
internal static class NoReplyNeededEndpoint
{
    public static void MapNoReplyNeeded(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/no-reply-needed", HandleAsync).WithName("DeclareNoReplyNeeded");

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        NoReplyNeededRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(request.Reason) ? Reasons.Missing("Say why no reply is needed.")
        : request.Reason.Length > Reasons.MaxLength ? Reasons.TooLong()
        : await desk.RunAsync(
            id,
            user,
            ifMatch,
            _ => new DeclareNoReplyNeeded(request.Reason),
            request.Reason,
            cancellationToken
        );
}
