using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/resolve: the work is done. While a post is unanswered, only with a word on why it needs no reply.</summary>
internal static class ResolveEndpoint
{
    public static void MapResolve(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/resolve", HandleAsync).ProducesUnseen().WithName("ResolveTicket");

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        ResolveRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    )
    {
        if (request.Reason is { Length: > Reasons.MaxLength })
        {
            return Reasons.TooLong();
        }

        var reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason;
        return await desk.RunAsync(
            id,
            user,
            ifMatch,
            async (session, stop) =>
                await SeenCheck.CheckAsync(session, request.LastSeen, stop) ?? Resolve(session, reason),
            cancellationToken
        );
    }

    private static CommandStop? Resolve(TicketSession session, string? reason) =>
        session.File.State is { IsUnresolved: true, UnansweredSince: not null } && reason is null
            ? new CommandStop(
                TicketProblems.Refused(
                    new Refusal(RefusalReason.ReasonMissing, "A post is unanswered: say why it needs no reply.")
                )
            )
            : session.Decide(new ResolveTicket(reason), reason);
}
