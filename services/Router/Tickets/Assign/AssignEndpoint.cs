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
    private const string Field = "assignee_id";

    private const string Find = """
        SELECT active, program FROM router.agents WHERE agent_id = @AssigneeId
        """;

    private const string NameOfQueue = """
        SELECT name FROM router.queues WHERE queue_id = @asked
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
        // Until they accept it, or it is withdrawn or refused, it stays with whoever handed it over.
        if (session.File.State is { HandedTo: { } asked })
        {
            var queue = await session.FindAsync<string>(NameOfQueue, new { asked }, cancellationToken);
            return Refuse(
                "handed_over",
                $"It is handed over to {queue} and stays with the sender until they accept. Withdraw it first."
            );
        }

        if (request.AssigneeId is not { } agentId)
        {
            return session.Decide(new UnassignTicket(), request.Reason);
        }

        return await session.FindAsync<Agent>(Find, new { request.AssigneeId }, cancellationToken) switch
        {
            { Program: true } => Refuse("program", "A program can have no ticket: give it to a person."),
            { Active: true } => session.Decide(new AssignTicket(agentId), request.Reason),
            _ => Refuse("unknown_agent", "There is no such active agent."),
        };
    }

    private static CommandStop Refuse(string reason, string message) =>
        new(TicketProblems.Refused(reason, Field, message));

    private sealed record Agent(bool Active, bool Program);
}
