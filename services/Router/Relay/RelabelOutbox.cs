using MassTransit;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Router.Relay;

/// <summary>What people have said that mentions are, and the classifier has not heard yet.</summary>
/// <remarks>It may be published twice; the classifier knows each by its number.</remarks>
internal sealed class RelabelOutbox(Outbox outbox, IBus bus)
{
    private const int MessageSize = 256;

    private const string Claim = """
        SELECT r.relabel_id, r.mention_id, m.channel, m.account, m.author_id, m.text, m.language, r.from_label, r.to_label,
               m.model_label, m.model_version, r.agent_id, a.name AS agent_name, r.reason, r.at
          FROM router.relabels r
          JOIN router.mention_keys k USING (mention_id)
          JOIN router.mentions m ON m.mention_id = k.mention_id AND m.routed_at = k.routed_at
          JOIN router.agents a USING (agent_id)
         WHERE r.published_at IS NULL
         ORDER BY r.relabel_id
         LIMIT @limit
           FOR NO KEY UPDATE OF r SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE router.relabels SET published_at = @now WHERE relabel_id = ANY (@ids)
        """;

    /// <summary>Publishes what is there and marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many relabelings were published.</returns>
    public Task<int> PublishAsync(CancellationToken cancellationToken) =>
        outbox.PublishAsync<Row, long>(
            Claim,
            Mark,
            MessageSize,
            row => row.RelabelId,
            (rows, stop) =>
                bus.PublishToQueueAsync(new MentionsRelabelled([.. rows.Select(row => row.ToMessage())]), stop),
            cancellationToken
        );

    private sealed record Row
    {
        public long RelabelId { get; init; }
        public Guid MentionId { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string AuthorId { get; init; }
        public required string Text { get; init; }
        public required string Language { get; init; }
        public required string FromLabel { get; init; }
        public required string ToLabel { get; init; }
        public required string ModelLabel { get; init; }
        public required string ModelVersion { get; init; }
        public Guid AgentId { get; init; }
        public required string AgentName { get; init; }
        public string? Reason { get; init; }
        public Instant At { get; init; }

        public MentionRelabelled ToMessage() =>
            new()
            {
                RelabelId = RelabelId,
                MentionId = MentionId,
                Channel = Channel,
                Account = Account,
                AuthorId = AuthorId,
                Text = Text,
                Language = Language,
                FromLabel = WireName<Label>.Parse(FromLabel),
                ToLabel = WireName<Label>.Parse(ToLabel),
                ModelLabel = WireName<Label>.Parse(ModelLabel),
                ModelVersion = ModelVersion,
                By = AgentId,
                ByName = AgentName,
                Reason = Reason,
                At = At.ToDateTimeOffset(),
            };
    }
}
