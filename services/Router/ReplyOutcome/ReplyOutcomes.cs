using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.ReplyOutcome;

/// <summary>Writes down what became of a reply; an answer that never went out is taken back, and the clocks it met run on with their original due.</summary>
internal sealed partial class ReplyOutcomes(
    NpgsqlDataSource database,
    RuleBooks rules,
    IOptions<TicketOptions> options,
    TicketAfter after,
    TimeProvider time,
    ILogger<ReplyOutcomes> logger
)
{
    private const string TicketOf = """
        SELECT ticket_id FROM router.replies WHERE reply_id = @replyId
        """;

    // Posts that were split off have taken the answers they had with them.
    private const string AnsweredIn = """
        SELECT DISTINCT ticket_id FROM router.clocks WHERE met_by_reply = @replyId AND ticket_id <> @ticketId
        """;

    private const string Find = """
        SELECT status, by_program, agent_id, created_at FROM router.replies WHERE reply_id = @replyId
        """;

    private const string MarkSent = """
        UPDATE router.replies
           SET status = 'sent', sent_at = @sentAt, external_id = @ExternalId, by_hand = @ByHand, failure_reason = NULL
         WHERE reply_id = @ReplyId
        """;

    private const string MarkFailed = """
        UPDATE router.replies SET status = @status, failure_reason = @Reason WHERE reply_id = @ReplyId
        """;

    private const string OldestAfter = """
        SELECT min(posted_at)
          FROM router.mentions
         WHERE ticket_id = @ticketId AND posted_at > @sentAt
           AND (label IN ('complaint', 'question') OR needs_review)
        """;

    private const string StandingLater = """
        SELECT l.reply_id, l.created_at, r.created_at AS failed_at
          FROM router.replies r
          JOIN router.replies l USING (ticket_id)
         WHERE r.reply_id = @ReplyId AND l.reply_id <> r.reply_id
           AND l.created_at >= r.created_at AND l.status <> 'failed' AND NOT l.by_program
           AND (r.ticket_id = @ticketId
                OR EXISTS (SELECT FROM router.events e
                            WHERE e.ticket_id = @ticketId AND e.kind = 'replied' AND e.data->>'reply_id' = l.reply_id::text))
         ORDER BY l.created_at, l.reply_id
         LIMIT 1
        """;

    private const string OldestSince = """
        SELECT coalesce(min(posted_at) FILTER (WHERE label IN ('complaint', 'question') OR needs_review), min(posted_at))
          FROM router.mentions
         WHERE ticket_id = @TicketId AND posted_at >= @since
        """;

    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>The platform has the reply.</summary>
    public Task SentAsync(ReplySent sent, CancellationToken cancellationToken) =>
        RunAsync(
            sent.ReplyId,
            async (transaction, file, _, reply, now) =>
            {
                if (reply.Status == ReplyStatus.Sent.Wire())
                {
                    return;
                }

                var sentAt = Instant.FromDateTimeOffset(sent.SentAt).ToMicroseconds();
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        MarkSent,
                        new
                        {
                            sent.ReplyId,
                            sentAt,
                            sent.ExternalId,
                            sent.ByHand,
                        },
                        transaction,
                        cancellationToken: cancellationToken
                    )
                );
                file.Apply(new ReplyDelivered(sent.ReplyId, sentAt, sent.ByHand), Actor.System, now);
                if (reply.Status == ReplyStatus.Failed.Wire())
                {
                    // It was taken for lost, and had arrived all the same.
                    var next = await transaction.Connection!.ExecuteScalarAsync<Instant?>(
                        new CommandDefinition(
                            OldestAfter,
                            new { ticketId = file.TicketId, sentAt },
                            transaction,
                            cancellationToken: cancellationToken
                        )
                    );
                    var confirmed = new ConfirmReply(sent.ReplyId, sentAt, Public: true, next, reply.ByProgram);
                    Decide(file, confirmed, now, cause: null);
                    if (!reply.ByProgram)
                    {
                        // It was counted for nobody while it was taken for lost.
                        await LastAnswers.PutAsync(
                            transaction,
                            file.Stored,
                            reply.AgentId,
                            reply.CreatedAt,
                            cancellationToken
                        );
                    }
                }
            },
            cancellationToken
        );

    /// <summary>The reply is not, or not surely, on the platform.</summary>
    public Task FailedAsync(ReplyFailed failed, CancellationToken cancellationToken) =>
        RunAsync(
            failed.ReplyId,
            async (transaction, file, parts, reply, now) =>
            {
                var (status, was) = ((failed.Unknown ? ReplyStatus.Unknown : ReplyStatus.Failed).Wire(), reply.Status);
                if (was == status || was == ReplyStatus.Sent.Wire() || was == ReplyStatus.Failed.Wire())
                {
                    return;
                }

                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        MarkFailed,
                        new
                        {
                            failed.ReplyId,
                            status,
                            failed.Reason,
                        },
                        transaction,
                        cancellationToken: cancellationToken
                    )
                );
                Decide(file, new FailReply(failed.ReplyId, failed.Unknown, failed.Reason), now, failed.Reason);
                // An unclear one stays counted until a person has looked; nothing is sent twice on a guess. A program's never counted.
                if (!failed.Unknown && !reply.ByProgram)
                {
                    await LastAnswers.TakeBackAsync(transaction, failed.ReplyId, file.Stored, cancellationToken);
                    foreach (var answered in parts.Prepend(file))
                    {
                        // What was merged is waited for where it went, with the reply.
                        var waits = answered.State.MergedInto is null ? answered : file;
                        await TakeBackAsync(transaction, answered, waits, failed, now, cancellationToken);
                    }
                }
            },
            cancellationToken
        );

    private async Task TakeBackAsync(
        NpgsqlTransaction transaction,
        TicketFile answered,
        TicketFile file,
        ReplyFailed failed,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var later = await transaction.Connection!.QuerySingleOrDefaultAsync<(
            Guid ReplyId,
            Instant At,
            Instant FailedAt
        )?>(
            new CommandDefinition(
                StandingLater,
                new { failed.ReplyId, ticketId = file.TicketId },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        if (later is var (standing, at, failedAt))
        {
            var first = file.State.FirstRepliedAt == failedAt;
            file.Apply(new AnswerPassedOn(failed.ReplyId, standing, at, first), Actor.System, now, failed.Reason);
            file.PassCredit(failed.ReplyId, standing, at, Actor.System, now);
        }
        else if (
            answered.AnsweredSince(failed.ReplyId) is { } since
            && await transaction.Connection!.ExecuteScalarAsync<Instant?>(
                new CommandDefinition(
                    OldestSince,
                    new { file.TicketId, since },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
                is { } oldest
            && (
                answered == file
                    ? file.TakeBackAnswer(failed.ReplyId, oldest, Actor.System, now, failed.Reason)
                    : file.WaitAgain(failed.ReplyId, oldest, Actor.System, now, failed.Reason)
            )
            && file.State.Status == TicketStatus.WaitingCustomer
        )
        {
            Decide(file, new EndWaiting(), now, "the answer did not go out");
        }
    }

    private async Task RunAsync(Guid replyId, Act act, CancellationToken cancellationToken)
    {
        var book = await rules.LoadAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<long?>(Command(TicketOf, new { replyId })) is not { } known)
        {
            LogUnknown(replyId);
            return;
        }

        Dictionary<long, TicketFile> files;
        for (long[] ids = [known]; ; )
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            files = await TicketStore.LockAsync(transaction, ids, book, cancellationToken);
            // Asked again under the locks: it may have been merged or split just before.
            var ticketId = await connection.ExecuteScalarAsync<long>(Command(TicketOf, new { replyId }));
            var parts = (await connection.QueryAsync<long>(Command(AnsweredIn, new { replyId, ticketId }))).AsList();
            if (!parts.Append(ticketId).All(files.ContainsKey))
            {
                ids = [.. parts, ticketId];
                continue;
            }

            var reply = await connection.QuerySingleAsync<Reply>(Command(Find, new { replyId }));
            var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
            await act(transaction, files[ticketId], [.. parts.Order().Select(id => files[id])], reply, now);
            await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            break;
        }

        foreach (var file in files.Values)
        {
            after.Changed(file);
        }

        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, cancellationToken: cancellationToken);
    }

    private delegate Task Act(
        NpgsqlTransaction transaction,
        TicketFile file,
        IReadOnlyList<TicketFile> parts,
        Reply reply,
        Instant now
    );

    private void Decide(TicketFile file, TicketCommand command, Instant now, string? cause) =>
        file.Apply(TicketLife.Decide(file.State, command, now, _settings).Changes, Actor.System, now, cause);

    private sealed record Reply
    {
        public required string Status { get; init; }
        public bool ByProgram { get; init; }
        public Guid AgentId { get; init; }
        public Instant CreatedAt { get; init; }
    }

    [LoggerMessage(EventId = 3401, Level = LogLevel.Warning, Message = "Nobody here asked for reply {ReplyId}")]
    private partial void LogUnknown(Guid replyId);
}
