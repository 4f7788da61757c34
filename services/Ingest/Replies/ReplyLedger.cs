using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Ingest.Replies;

/// <summary>Who attempted what, and how it ended: a reply is attempted by whoever writes its row, and by nobody else, ever.</summary>
internal sealed class ReplyLedger(NpgsqlDataSource database, TimeProvider time)
{
    private const string Claim = """
        INSERT INTO ingest.replies (reply_id, ticket_id, channel, account, status, attempted_at)
        VALUES (@ReplyId, @TicketId, @Channel, @Account, 'sending', @now)
            ON CONFLICT (reply_id) DO NOTHING
        """;

    private const string Find = """
        SELECT status, by_hand, external_id, reason, attempted_at, finished_at
          FROM ingest.replies
         WHERE reply_id = @replyId
        """;

    private const string Finish = """
        UPDATE ingest.replies
           SET status = @status, by_hand = @byHand, external_id = @externalId, reason = @reason, finished_at = @now
         WHERE reply_id = @replyId AND status = 'sending'
        """;

    /// <summary>True where this caller, and only this caller, may attempt the reply.</summary>
    public async Task<bool> ClaimAsync(SendReply reply, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
                new CommandDefinition(
                    Claim,
                    new
                    {
                        reply.ReplyId,
                        reply.TicketId,
                        reply.Channel,
                        reply.Account,
                        now = Now,
                    },
                    cancellationToken: cancellationToken
                )
            ) == 1;
    }

    public async Task<ReplyRow> FindAsync(Guid replyId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<ReplyRow>(
            new CommandDefinition(Find, new { replyId }, cancellationToken: cancellationToken)
        );
    }

    /// <summary>Writes the outcome down; the first one written stays.</summary>
    public async Task FinishAsync(Guid replyId, ReplyOutcome outcome, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Finish,
                new
                {
                    replyId,
                    status = outcome.Status.Wire(),
                    byHand = outcome.ByHand,
                    externalId = outcome.ExternalId,
                    reason = outcome.Reason,
                    now = Now,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());
}

/// <summary>A row of <c>ingest.replies</c>.</summary>
internal sealed record ReplyRow
{
    public required string Status { get; init; }
    public required bool ByHand { get; init; }
    public string? ExternalId { get; init; }
    public string? Reason { get; init; }
    public required Instant AttemptedAt { get; init; }
    public Instant? FinishedAt { get; init; }
}
