using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/replies/{replyId}/retry: a person asks to send a failed or unclear reply again.</summary>
internal static class RetryReplyEndpoint
{
    public static void MapRetryReply(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/replies/{replyId:guid}/retry", HandleAsync).WithName("RetryReply");

    internal static Task<Results<Ok<TicketDetail>, ProblemHttpResult>> HandleAsync(
        long id,
        Guid replyId,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
