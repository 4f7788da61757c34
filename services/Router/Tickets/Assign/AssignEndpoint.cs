using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/assign: gives the ticket to a person, over their capacity if need be, or back to its queue.</summary>
internal static class AssignEndpoint
{
    private const string IsActive = """
        SELECT active FROM router.agents WHERE agent_id = @AssigneeId
        """;

    public static void MapAssign(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/assign", HandleAsync).WithName("AssignTicket");

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        AssignRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) =>
        request.Reason is { Length: > Reasons.MaxLength }
            ? Reasons.TooLong()
            : await desk.RunAsync(
                id,
                user,
                ifMatch,
                (session, stop) => AssignAsync(session, request, stop),
                cancellationToken
            );

    private static async Task<CommandStop?> AssignAsync(
        TicketSession session,
        AssignRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.AssigneeId is not { } agentId)
        {
            return session.Decide(new UnassignTicket(), request.Reason);
        }

        return await session.FindAsync<bool?>(IsActive, new { request.AssigneeId }, cancellationToken) is true
            ? session.Decide(new AssignTicket(agentId), request.Reason)
            : new CommandStop(TicketProblems.Refused("unknown_agent", "There is no such active agent."));
    }
}
