using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Router.Praise;

/// <summary>Questions to authors that wait to be handed to the channel which owns the account.</summary>
internal sealed class PraiseRequestOutbox(NpgsqlDataSource database, IBus bus, TimeProvider time)
{
    private const int BatchSize = 50;
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    private const string Claim = """
        SELECT q.request_id, m.channel, m.account, m.external_id, m.conversation_id, m.author_id, m.visibility, q.wording
          FROM router.praise_requests q
          JOIN router.praise p USING (praise_id)
          JOIN router.mentions m USING (mention_id)
         WHERE q.published_at IS NULL
         ORDER BY q.asked_at
         LIMIT @BatchSize
           FOR NO KEY UPDATE OF q SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE router.praise_requests SET published_at = @now WHERE request_id = ANY (@ids)
        """;

    /// <summary>Publishes what is there and marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many were published.</returns>
    public async Task<int> PublishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(Claim, new { BatchSize }, transaction, cancellationToken: cancellationToken)
            )
        ).AsList();
        if (rows.Count == 0)
        {
            return 0;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(PublishTimeout);
        foreach (var row in rows)
        {
            await bus.PublishToQueueAsync(row.ToMessage(), deadline.Token);
        }

        await connection.ExecuteAsync(
            new CommandDefinition(
                Mark,
                new
                {
                    ids = rows.Select(row => row.RequestId).ToArray(),
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }

    private sealed record Row
    {
        public Guid RequestId { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string ExternalId { get; init; }
        public string? ConversationId { get; init; }
        public required string AuthorId { get; init; }
        public required string Visibility { get; init; }
        public required string Wording { get; init; }

        public SendReply ToMessage() =>
            new()
            {
                ReplyId = RequestId,
                TicketId = 0,
                Channel = Channel,
                Account = Account,
                InReplyToExternalId = ExternalId,
                ConversationId = ConversationId,
                AuthorId = AuthorId,
                Visibility = WireName<Visibility>.Parse(Visibility),
                Text = Wording,
            };
    }
}
