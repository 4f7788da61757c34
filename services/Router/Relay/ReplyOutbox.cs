using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Router.Relay;

/// <summary>Replies that wait to be handed to the channel which owns the account.</summary>
/// <remarks>A reply may be published twice, never sent twice: ingest knows it by its id.</remarks>
internal sealed class ReplyOutbox(NpgsqlDataSource database, IBus bus, TimeProvider time)
{
    private const int BatchSize = 50;
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    private const string Claim = """
        SELECT r.reply_id, r.ticket_id, m.channel, m.account, m.external_id, m.conversation_id, m.author_id,
               r.visibility, r.text
          FROM router.replies r
          JOIN router.mentions m USING (mention_id)
         WHERE r.published_at IS NULL
         ORDER BY r.created_at
         LIMIT @BatchSize
           FOR NO KEY UPDATE OF r SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE router.replies SET published_at = @now WHERE reply_id = ANY (@ids)
        """;

    /// <summary>Publishes what is there and marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many replies were published.</returns>
    public async Task<int> PublishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var replies = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(Claim, new { BatchSize }, transaction, cancellationToken: cancellationToken)
            )
        ).AsList();
        if (replies.Count == 0)
        {
            return 0;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(PublishTimeout);
        foreach (var reply in replies)
        {
            await bus.PublishToQueueAsync(reply.ToMessage(), deadline.Token);
        }

        await connection.ExecuteAsync(
            new CommandDefinition(
                Mark,
                new
                {
                    ids = replies.Select(row => row.ReplyId).ToArray(),
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await transaction.CommitAsync(cancellationToken);
        return replies.Count;
    }

    private sealed record Row
    {
        public Guid ReplyId { get; init; }
        public long TicketId { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string ExternalId { get; init; }
        public string? ConversationId { get; init; }
        public required string AuthorId { get; init; }
        public required string Visibility { get; init; }
        public required string Text { get; init; }

        public SendReply ToMessage() =>
            new()
            {
                ReplyId = ReplyId,
                TicketId = TicketId,
                Channel = Channel,
                Account = Account,
                InReplyToExternalId = ExternalId,
                ConversationId = ConversationId,
                AuthorId = AuthorId,
                Visibility = WireName<Visibility>.Parse(Visibility),
                Text = Text,
            };
    }
}
