using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Praise;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Praise;

/// <summary>What became of questions to authors: they travel as replies do.</summary>
internal sealed class PraiseRequests(NpgsqlDataSource database, TimeProvider time)
{
    private const string PraiseOf = """
        SELECT praise_id FROM router.praise_requests WHERE request_id = @id
        """;

    private const string MarkSent = """
        UPDATE router.praise_requests
           SET status = 'sent', sent_at = @at, external_id = @ExternalId, failure_reason = NULL
         WHERE request_id = @id
        """;

    private const string MarkFailed = """
        UPDATE router.praise_requests
           SET status = @status, failure_reason = @Reason
         WHERE request_id = @id AND status IN ('sending', 'unknown')
        """;

    /// <summary>The platform has it.</summary>
    /// <returns>False where it is no question to an author.</returns>
    public Task<bool> SentAsync(ReplySent sent, CancellationToken cancellationToken) =>
        RunAsync(
            sent.ReplyId,
            (file, _) =>
                file.ExecuteAsync(
                    MarkSent,
                    new
                    {
                        id = sent.ReplyId,
                        sent.ExternalId,
                        at = Instant.FromDateTimeOffset(sent.SentAt),
                    },
                    cancellationToken
                ),
            cancellationToken
        );

    /// <summary>It is not, or not surely, on the platform. Only where it certainly is not, the author can be asked again.</summary>
    /// <returns>False where it is no question to an author.</returns>
    public Task<bool> FailedAsync(ReplyFailed failed, CancellationToken cancellationToken) =>
        RunAsync(
            failed.ReplyId,
            async (file, now) =>
            {
                var changed = await file.ExecuteAsync(
                    MarkFailed,
                    new
                    {
                        id = failed.ReplyId,
                        failed.Reason,
                        status = (failed.Unknown ? ReplyStatus.Unknown : ReplyStatus.Failed).Wire(),
                    },
                    cancellationToken
                );
                if (changed == 1 && !failed.Unknown)
                {
                    await file.DecideAsync(
                        new FailRequest(failed.ReplyId, failed.Reason),
                        Actor.System,
                        now,
                        cancellationToken
                    );
                }
            },
            cancellationToken
        );

    private async Task<bool> RunAsync(Guid id, Func<PraiseFile, Instant, Task> act, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (
            await connection.ExecuteScalarAsync<long?>(
                new CommandDefinition(PraiseOf, new { id }, cancellationToken: cancellationToken)
            )
            is not { } praiseId
        )
        {
            return false;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var files = await PraiseFile.LockAsync(transaction, [praiseId], cancellationToken);
        await act(files[praiseId], Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds());
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
