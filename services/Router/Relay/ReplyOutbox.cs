using MassTransit;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Router.Relay;

/// <summary>Replies that wait to be handed to the channel which owns the account.</summary>
/// <remarks>A reply may be published twice, never sent twice: ingest knows it by its id.</remarks>
internal sealed class ReplyOutbox(Outbox outbox, IBus bus)
{
    private const int BatchSize = 50;

    private const string Claim = """
        SELECT r.reply_id, r.ticket_id, m.channel, m.account, m.external_id, m.conversation_id, m.author_id,
               r.visibility, r.text
          FROM router.replies r
          JOIN router.mention_keys k USING (mention_id)
          JOIN router.mentions m ON m.mention_id = k.mention_id AND m.routed_at = k.routed_at
         WHERE r.published_at IS NULL AND r.text <> ''
         ORDER BY r.created_at
         LIMIT @limit
           FOR NO KEY UPDATE OF r SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE router.replies SET published_at = @now WHERE reply_id = ANY (@ids)
        """;

    /// <summary>Publishes what is there and marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many replies were published.</returns>
    public Task<int> PublishAsync(CancellationToken cancellationToken) =>
        outbox.PublishAsync<WaitingReply, Guid>(
            Claim,
            Mark,
            BatchSize,
            reply => reply.ReplyId,
            SendAsync,
            cancellationToken
        );

    private async Task SendAsync(IReadOnlyList<WaitingReply> replies, CancellationToken cancellationToken)
    {
        foreach (var reply in replies)
        {
            await bus.PublishToQueueAsync(reply.ToMessage(), cancellationToken);
        }
    }
}
