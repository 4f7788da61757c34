using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Praise;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What was told of each post that marketing has leads to how it is stored: invariant I4, for praise.</summary>
internal sealed class LifePraise(RouterWorld world)
{
    // An erasure takes out of both what people have said of somebody: how the author is named.
    private const string Stored = """
        SELECT p.praise_id, p.status, p.version, p.was_shown, p.planned_for, p.engagement, p.request_id, a.erased
          FROM router.praise p
          JOIN router.mentions m USING (mention_id)
          JOIN router.authors a ON (a.channel, a.account, a.author_id) = (m.channel, m.account, m.author_id)
        """;

    private const string Told = """
        SELECT praise_id, kind, data::text AS data FROM router.praise_events ORDER BY praise_id, event_id
        """;

    public async Task CheckAsync()
    {
        var told = (await world.ListAsync<(long Id, string Kind, string Data)>(Told)).ToLookup(
            change => change.Id,
            change => PraiseChangeJson.Read(change.Kind, change.Data)
        );
        foreach (var row in await world.ListAsync<Row>(Stored))
        {
            var state = PraiseState.Replay(told[row.PraiseId]);
            new Row
            {
                PraiseId = row.PraiseId,
                Status = state.Status.Wire(),
                Version = state.Version,
                WasShown = state.WasShown,
                PlannedFor = state.PlannedFor,
                Engagement = state.Engagement,
                // With the words that an erased author was asked in goes by which question they were sent.
                RequestId = row.Erased ? row.RequestId : state.RequestId,
                Erased = row.Erased,
            }.ShouldBe(row, $"the history of praise {row.PraiseId} leads to its row");
        }
    }

    private sealed record Row
    {
        public long PraiseId { get; init; }
        public required string Status { get; init; }
        public long Version { get; init; }
        public bool WasShown { get; init; }
        public Instant? PlannedFor { get; init; }
        public long Engagement { get; init; }
        public Guid? RequestId { get; init; }
        public bool Erased { get; init; }
    }
}
