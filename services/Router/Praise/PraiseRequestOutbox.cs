using MassTransit;
using TriageMesh.Platform.Bus;
using TriageMesh.Router.Relay;

namespace TriageMesh.Router.Praise;

/// <summary>Questions to authors that wait to be handed to the channel which owns the account.</summary>
internal sealed class PraiseRequestOutbox(Outbox outbox, IBus bus)
{
    private const int BatchSize = 50;

    private const string Claim = """
        SELECT q.request_id AS reply_id, m.channel, m.account, m.external_id, m.conversation_id, m.author_id, m.visibility,
               q.wording AS text
          FROM router.praise_requests q
          JOIN router.praise p USING (praise_id)
          JOIN router.mention_keys k USING (mention_id)
          JOIN router.mentions m ON m.mention_id = k.mention_id AND m.routed_at = k.routed_at
         WHERE q.published_at IS NULL AND q.wording <> ''
         ORDER BY q.asked_at
         LIMIT @limit
           FOR NO KEY UPDATE OF q SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE router.praise_requests SET published_at = @now WHERE request_id = ANY (@ids)
        """;

    /// <summary>Publishes what is there and marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many questions were published.</returns>
    public Task<int> PublishAsync(CancellationToken cancellationToken) =>
        outbox.PublishAsync<WaitingReply, Guid>(
            Claim,
            Mark,
            BatchSize,
            asked => asked.ReplyId,
            SendAsync,
            cancellationToken
        );

    private async Task SendAsync(IReadOnlyList<WaitingReply> questions, CancellationToken cancellationToken)
    {
        foreach (var question in questions)
        {
            await bus.PublishToQueueAsync(question.ToMessage(), cancellationToken);
        }
    }
}
