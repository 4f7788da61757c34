using MassTransit;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;
using TriageMesh.Router.Relay;

namespace TriageMesh.Router.Persons;

/// <summary>Announces erasures, and again every few minutes until every service has answered.</summary>
internal sealed class ErasureOutbox(Outbox outbox, IBus bus)
{
    private const int AtOnce = 20;

    private const string Claim = """
        SELECT erasure_id, channel, author_id, relabel_ids
          FROM router.erasures
         WHERE finished_at IS NULL AND (announced_at IS NULL OR announced_at < @now - interval '5 minutes')
         ORDER BY requested_at
         LIMIT @limit
           FOR NO KEY UPDATE SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE router.erasures SET announced_at = @now WHERE erasure_id = ANY (@ids)
        """;

    /// <summary>Publishes what is there and marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many erasures were published.</returns>
    public Task<int> PublishAsync(CancellationToken cancellationToken) =>
        outbox.PublishAsync<(Guid Id, string Channel, string AuthorId, long[] Relabels), Guid>(
            Claim,
            Mark,
            AtOnce,
            row => row.Id,
            AnnounceAsync,
            cancellationToken
        );

    private async Task AnnounceAsync(
        IReadOnlyList<(Guid Id, string Channel, string AuthorId, long[] Relabels)> erasures,
        CancellationToken cancellationToken
    )
    {
        foreach (var (id, channel, authorId, relabels) in erasures)
        {
            await bus.PublishToQueueAsync(
                new EraseAuthor(id, channel, authorId) { Relabels = relabels },
                cancellationToken
            );
        }
    }
}
