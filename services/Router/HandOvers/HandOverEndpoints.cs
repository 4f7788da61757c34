using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.HandOvers;

/// <summary>POST /tickets/{id}/hand-over and its answers: another queue is asked; until it accepts, the ticket stays with the sender.</summary>
internal static class HandOverEndpoints
{
    public static void MapHandOver(this IEndpointRouteBuilder ticket)
    {
        ticket.MapPost("/hand-over", HandOverAsync).WithName("HandOverTicket");
        ticket.MapPost("/hand-over/accept", AcceptAsync).WithName("AcceptHandOver");
        ticket.MapPost("/hand-over/refuse", RefuseAsync).WithName("RefuseHandOver");
        ticket.MapPost("/hand-over/withdraw", WithdrawAsync).WithName("WithdrawHandOver");
    }

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandOverAsync(
        long id,
        HandOverRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        RuleBooks rules,
        CancellationToken cancellationToken
    )
    {
        var number = string.IsNullOrWhiteSpace(request.OrderNumber) ? null : request.OrderNumber.Trim();
        var problems = new Problems()
            .Add(string.IsNullOrWhiteSpace(request.Reason), "reason", "Say why the ticket goes to another queue.")
            .Add(request.Reason is { Length: > Reasons.MaxLength }, "reason", Reasons.Message)
            .Add(string.IsNullOrWhiteSpace(request.Promised), "promised", "Say what the customer was promised.")
            .Add(request.Promised is { Length: > Reasons.MaxLength }, "promised", Reasons.Message)
            .Add(number is { Length: > 40 }, "order_number", "An order number has at most 40 characters.");
        var book = await rules.LoadAsync(cancellationToken);
        var queue = book.FindQueue(request.QueueId);
        problems.Add(queue is null, "queue_id", "There is no such queue.");
        return problems.Any
            ? problems.ToAnswer()
            : await desk.RunAsync(
                id,
                user,
                ifMatch,
                (session, stop) =>
                    HandOverRequests.SubmitAsync(session, queue!, request with { OrderNumber = number }, stop),
                cancellationToken
            );
    }

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> AcceptAsync(
        long id,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) =>
        desk.RunAsync(
            id,
            user,
            ifMatch,
            (session, _) =>
                Task.FromResult(
                    HandOverRequests.NotTheReceiver(session)
                        ?? (
                            session.Caller.IsProgram
                                ? new CommandStop(TicketProblems.HeldByPeople())
                                : session.Decide(new AcceptHandOver(session.Caller.Id))
                        )
                ),
            cancellationToken
        );

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> RefuseAsync(
        long id,
        RefuseHandOverRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(request.Reason) ? Reasons.Missing("Say why the ticket is not yours.")
        : request.Reason.Length > Reasons.MaxLength ? Reasons.TooLong()
        : await desk.RunAsync(
            id,
            user,
            ifMatch,
            async (session, stop) =>
                HandOverRequests.NotTheReceiver(session)
                ?? await HandOverRequests.BounceAsync(session, BounceCause.Refused, request.Reason, stop),
            cancellationToken
        );

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> WithdrawAsync(
        long id,
        WithdrawHandOverRequest request,
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
                async (session, stop) =>
                    HandOverRequests.NotTheSender(session)
                    ?? await HandOverRequests.BounceAsync(session, BounceCause.Withdrawn, request.Reason, stop),
                cancellationToken
            );
}
