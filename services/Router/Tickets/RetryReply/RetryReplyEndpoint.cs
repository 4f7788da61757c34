using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/replies/{replyId}/retry: a person asks to send a failed or unclear reply again, under an id of its own.</summary>
internal static class RetryReplyEndpoint
{
    private const string Find = """
        SELECT mention_id, visibility, text, status, retried_as
          FROM router.replies
         WHERE reply_id = @replyId AND ticket_id = @TicketId
        """;

    private const string MarkRetried = """
        UPDATE router.replies SET retried_as = @again WHERE reply_id = @replyId
        """;

    public static void MapRetryReply(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/replies/{replyId:guid}/retry", HandleAsync).WithName("RetryReply");

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        Guid replyId,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) =>
        desk.RunAsync(
            id,
            user,
            ifMatch: null,
            (session, stop) => RetryAsync(session, replyId, stop),
            cancellationToken
        );

    private static async Task<CommandStop?> RetryAsync(
        TicketSession session,
        Guid replyId,
        CancellationToken cancellationToken
    )
    {
        var reply = await session.FindAsync<Row>(Find, new { replyId, session.File.TicketId }, cancellationToken);
        if (reply is null)
        {
            return new CommandStop(TicketProblems.Unknown());
        }

        if (reply.Status is not ("failed" or "unknown") || reply.RetriedAs is not null)
        {
            return new CommandStop(
                TicketProblems.Refused("not_retryable", "Only a reply that failed or is unclear is sent again, once.")
            );
        }

        if (reply.Text.Length == 0)
        {
            return new CommandStop(TicketProblems.Refused("erased", "Its text was erased with the person."));
        }

        var again = Guid.CreateVersion7(session.Now.ToDateTimeOffset());
        var stop = await ReplySubmission.SendAsync(
            session,
            again,
            reply.Text,
            new ReplySubmission.Post(reply.MentionId, reply.Visibility),
            cancellationToken
        );
        session.File.CreditReply(again, session.Now);
        if (stop is null)
        {
            await session.ExecuteAsync(MarkRetried, new { replyId, again }, cancellationToken);
        }

        return stop;
    }

    private sealed record Row
    {
        public Guid MentionId { get; init; }
        public required string Visibility { get; init; }
        public required string Text { get; init; }
        public required string Status { get; init; }
        public Guid? RetriedAs { get; init; }
    }
}
