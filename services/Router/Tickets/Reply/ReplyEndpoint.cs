using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/replies: a person answers the customer where the customer wrote.</summary>
internal static class ReplyEndpoint
{
    private const int MaxLength = 2_000;

    public static void MapReply(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/replies", HandleAsync).ProducesUnseen().WithName("ReplyToTicket");

    /// <param name="id">The ticket.</param>
    /// <param name="request">The text, and what the person had seen.</param>
    /// <param name="idempotencyKey">The reply's id, chosen by the caller: the same key sends nothing twice.</param>
    /// <param name="ifMatch">The ticket's version that the caller has before them.</param>
    /// <param name="user">The caller.</param>
    /// <param name="desk">Where commands are run.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        ReplyRequest request,
        [FromHeader(Name = "Idempotency-Key")] Guid? idempotencyKey,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    )
    {
        var problems = new Problems()
            .Add(
                string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > MaxLength,
                "text",
                "A reply has 1 to 2,000 characters."
            )
            .Add(
                LinkAttachments.Mistake(request.Links) is not null,
                "links",
                LinkAttachments.Mistake(request.Links) ?? ""
            )
            .Add(request.Then is not ("none" or "wait" or "resolve"), "then", "Then is none, wait or resolve.");
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        return await desk.RunAsync(
            id,
            user,
            ifMatch,
            (session, token) => ReplySubmission.SubmitAsync(session, request, idempotencyKey, token),
            cancellationToken
        );
    }
}
