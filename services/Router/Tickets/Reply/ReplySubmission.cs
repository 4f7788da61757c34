using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>Keeps a reply for sending, and counts a person's as the answer from this moment on.</summary>
/// <remarks>
/// Should it never reach the platform, <c>ReplyOutcomes</c> takes the answer back and the clocks run as if there had been none.
/// A program's reply is sent and shown as the program's, and answers nobody.
/// </remarks>
internal static class ReplySubmission
{
    private const string Existing = """
        SELECT ticket_id, agent_id FROM router.replies WHERE reply_id = @replyId
        """;

    private const string NewestPost = """
        SELECT mention_id, visibility
          FROM router.mentions
         WHERE ticket_id = @TicketId
         ORDER BY posted_at DESC, mention_id DESC
         LIMIT 1
        """;

    private const string Put = """
        INSERT INTO router.replies (
               reply_id, ticket_id, mention_id, agent_id, text, visibility, status, created_at, by_program)
        VALUES (@replyId, @TicketId, @MentionId, @agentId, @text, @Visibility, 'sending', @Now, @IsProgram)
        """;

    /// <summary>Takes a reply, unless something is on the ticket that the person has not seen.</summary>
    public static async Task<CommandStop?> SubmitAsync(
        TicketSession session,
        ReplyRequest request,
        Guid? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        var replyId = idempotencyKey ?? Guid.CreateVersion7(session.Now.ToDateTimeOffset());
        if (await session.FindAsync<ExistingReply>(Existing, new { replyId }, cancellationToken) is { } existing)
        {
            return existing.TicketId == session.File.TicketId && existing.AgentId == session.Caller.Id
                ? null
                : new CommandStop(TicketProblems.Refused("reply_id_taken", "Another reply has this id."));
        }

        if (await SeenCheck.CheckAsync(session, request.LastSeen, cancellationToken) is { } unseen)
        {
            return unseen;
        }

        if (await session.FindAsync<Post>(NewestPost, new { session.File.TicketId }, cancellationToken) is not { } post)
        {
            return new CommandStop(TicketProblems.Refused("nothing_to_answer", "The ticket has no post to answer."));
        }

        if (session.Caller.IsProgram && request.Then != "none")
        {
            return new CommandStop(
                TicketProblems.Refused(
                    "answers_nobody",
                    "then",
                    "A program's reply answers nobody, so nothing follows from it: wait or resolve in a call of its own."
                )
            );
        }

        var text = LinkAttachments.Append(request.Text, request.Links);
        var check = ReplyChecks.Check(
            session.File.Stored,
            session.File.State.OrderNumber,
            text,
            post.Visibility == "public"
        );
        var stop =
            ReplyChecks.Stop(check, request.ConfirmPersonalData)
            ?? await SendAsync(session, replyId, text, post, cancellationToken)
            ?? Then(session, request.Then);
        session.File.CreditReply(replyId, session.Now);
        await LinkAttachments.PutAsync(session, request.Links, null, replyId, cancellationToken);
        return stop;
    }

    /// <summary>Sends a text as a reply of that id to that post, and counts it as the answer.</summary>
    public static async Task<CommandStop?> SendAsync(
        TicketSession session,
        Guid replyId,
        string text,
        Post post,
        CancellationToken cancellationToken
    )
    {
        var (file, agentId, isProgram) = (session.File, session.Caller.Id, session.Caller.IsProgram);
        // Whoever answers what nobody has, has it; a program can have nothing.
        var stop =
            file.State is { IsUnresolved: true, AssigneeId: null } && !isProgram
                ? session.Decide(new AcceptTicket(agentId))
                : null;
        stop ??= session.Decide(new RequestReply(replyId, agentId));
        stop ??= session.Decide(new ConfirmReply(replyId, session.Now, Public: true, NextUnanswered: null, isProgram));
        if (stop is not null)
        {
            return stop;
        }

        file.Stored = file.Stored with { LastSeen = replyId.ToString() };
        await session.ExecuteAsync(
            Put,
            new
            {
                replyId,
                file.TicketId,
                post.MentionId,
                agentId,
                text,
                post.Visibility,
                session.Now,
                session.Caller.IsProgram,
            },
            cancellationToken
        );
        if (!isProgram)
        {
            await session.RememberAnswerAsync(cancellationToken);
        }

        return null;
    }

    private static CommandStop? Then(TicketSession session, string then) =>
        then switch
        {
            "wait" => session.Decide(new WaitForCustomer("answered")),
            "resolve" => session.Decide(new ResolveTicket("answered")),
            _ => null,
        };

    /// <summary>The post that is answered.</summary>
    internal sealed record Post(Guid MentionId, string Visibility);

    private sealed record ExistingReply(long TicketId, Guid AgentId);
}
