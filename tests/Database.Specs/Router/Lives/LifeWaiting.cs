using TriageMesh.Router.Assignment;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>With somebody free no ticket waits: the last part of invariant I2, counted here without the program's own rules.</summary>
internal sealed class LifeWaiting(RouterWorld world)
{
    private const string Free = """
        SELECT t.ticket_id, t.queue_id, a.agent_id, a.name, s.definition::text AS shift
          FROM router.tickets t
          JOIN router.queues q USING (queue_id)
          JOIN router.queue_members m USING (queue_id)
          JOIN router.agents a USING (agent_id)
          LEFT JOIN router.shifts s USING (agent_id)
         WHERE t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed') AND NOT t.snoozed
           AND a.active AND NOT a.program AND a.online AND a.present_until > @now AND a.open_tickets < a.capacity
           AND (a.rate_limit IS NULL
                OR (SELECT count(*) FROM router.events e
                     WHERE e.kind = 'assigned' AND e.actor = 'system' AND e.assignee_id = a.agent_id AND e.cause IS NOT NULL
                       AND e.at > @now - make_interval(mins => a.rate_minutes)) < a.rate_limit)
           AND (q.rate_limit IS NULL
                OR (SELECT count(*) FROM router.events e
                     WHERE e.kind = 'assigned' AND e.actor = 'system' AND e.assignee_id = a.agent_id AND e.cause IS NOT NULL
                       AND e.queue_id = q.queue_id AND e.at > @now - make_interval(mins => q.rate_minutes)) < q.rate_limit)
           AND NOT EXISTS (SELECT FROM router.returns r
                            WHERE r.ticket_id = t.ticket_id AND r.agent_id = a.agent_id AND r.returned_at > @now - interval '30 minutes')
        """;

    public async Task CheckAsync()
    {
        var pairs = await world.ListAsync<Pair>(Free, new { now = world.Now });
        pairs
            .Where(pair => pair.IsOnShift(world.Now))
            .Select(pair => $"{pair.TicketId} waits in {pair.QueueId} and {pair.Name} is free")
            .ShouldBeEmpty();
    }

    private sealed record Pair : ShiftRow
    {
        public long TicketId { get; init; }
        public Guid QueueId { get; init; }
        public required string Name { get; init; }
    }
}
