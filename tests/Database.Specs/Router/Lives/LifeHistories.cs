using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Every change is an event with actor, time and cause, and the events lead to what is stored: invariant I4; and nobody is given what another has: I2.</summary>
internal sealed class LifeHistories(RouterWorld world)
{
    private const string Stored = $"""
        SELECT {StoredTicket.Columns}
          FROM router.tickets t
          JOIN router.authors a USING (channel, account, author_id)
        """;

    private const string News = """
        SELECT event_id, ticket_id, kind, actor, at, cause, data::text AS data, status, queue_id, assignee_id, version
          FROM router.events
         WHERE event_id > @after
         ORDER BY ticket_id, event_id
        """;

    private readonly Dictionary<long, TicketState> _states = [];
    private long _after;

    public void Forget()
    {
        _states.Clear();
        _after = 0;
    }

    public async Task CheckAsync()
    {
        foreach (var change in await world.ListAsync<Event>(News, new { after = _after }))
        {
            Take(change);
        }

        var tickets = await world.ListAsync<StoredTicket>(Stored);
        tickets.Select(ticket => ticket.TicketId).Order().ShouldBe(_states.Keys.Order(), "every ticket has a history");
        foreach (var ticket in tickets)
        {
            _states[ticket.TicketId].ShouldBe(ticket.ToState(), $"the history of {ticket.TicketId} leads to its row");
        }
    }

    private void Take(Event entry)
    {
        var before = _states.GetValueOrDefault(entry.TicketId) ?? new TicketState();
        var change = TicketChangeJson.Read(entry.Kind, entry.Data);
        var after = before.Apply(change, entry.At);
        (_states[entry.TicketId], _after) = (after, Math.Max(_after, entry.EventId));

        var what = $"event {entry.EventId} of {entry.TicketId}: {entry.Kind} {entry.Data}";
        (entry.Version, entry.Status, entry.QueueId, entry.AssigneeId).ShouldBe(
            (after.Version, after.Status.Wire(), after.QueueId, after.AssigneeId),
            what
        );
        entry.At.ShouldBeLessThanOrEqualTo(world.Now, what);
        (entry.Actor is "system" or "customer" || LifeScene.KnownIds.Contains(Guid.Parse(entry.Actor))).ShouldBeTrue(
            what
        );
        if (change is Assigned { Automatic: true })
        {
            // The lead, and nobody else, is given what somebody has: it has come back too often. Before, who has it has it anew.
            (
                before.AssigneeId is null
                || after.AssigneeId == LifeScene.Ids[^1]
                || (after.AssigneeId == before.AssigneeId && after.Status == TicketStatus.Reopened)
            ).ShouldBeTrue(what);
        }

        if (entry.Actor == "system" && change is not ClockChanged and not ReplyDelivered and not Replied)
        {
            entry.Cause.ShouldNotBeNullOrEmpty(what);
        }
    }

    private sealed record Event
    {
        public long EventId { get; init; }
        public long TicketId { get; init; }
        public required string Kind { get; init; }
        public required string Actor { get; init; }
        public Instant At { get; init; }
        public string? Cause { get; init; }
        public required string Data { get; init; }
        public required string Status { get; init; }
        public Guid QueueId { get; init; }
        public Guid? AssigneeId { get; init; }
        public long Version { get; init; }
    }
}
