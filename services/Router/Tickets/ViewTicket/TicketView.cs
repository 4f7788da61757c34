using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>One ticket with everything a person needs to work on it.</summary>
internal sealed class TicketView(RuleBooks rules, TicketRows rows, TimeProvider time)
{
    private const string Head = """
        SELECT t.queue_id, t.assignee_id, t.continuation_of, t.channel, t.account, t.author_id, t.last_seen,
               t.oldest_unanswered_at, t.status
          FROM router.tickets t
         WHERE t.ticket_id = @ticketId
        """;

    private const string Clocks = $"""
        SELECT {ClockRow.Columns}
          FROM router.clocks c
         WHERE c.ticket_id = @ticketId
         ORDER BY c.state NOT IN ('running', 'paused'), c.due_at NULLS LAST, c.kind, c.round DESC
        """;

    private const string Pauses = """
        SELECT p.from_at, p.to_at, coalesce(g.name, p.by_actor) AS by_name, p.reason, p.flagged
          FROM router.pauses p
          LEFT JOIN router.agents g ON g.agent_id::text = p.by_actor
         WHERE p.ticket_id = @ticketId
         ORDER BY p.pause_id
        """;

    private const string Related = """
        SELECT ticket_id, status, label, opened_at
          FROM router.tickets
         WHERE channel = @Channel AND account = @Account AND author_id = @AuthorId AND ticket_id <> @ticketId
         ORDER BY ticket_id DESC
         LIMIT 20
        """;

    private const string Before = """
        SELECT ticket_id, status, label, opened_at FROM router.tickets WHERE ticket_id = @ContinuationOf
        """;

    /// <summary>What a person may do, and the command that it is.</summary>
    private static readonly (string Action, Type Command)[] Actions =
    [
        ("accept", typeof(AcceptTicket)),
        ("reply", typeof(RequestReply)),
        ("note", typeof(AddNote)),
        ("wait", typeof(WaitForCustomer)),
        ("resume", typeof(EndWaiting)),
        ("resolve", typeof(ResolveTicket)),
        ("reopen", typeof(ReopenTicket)),
        ("assign", typeof(AssignTicket)),
        ("priority", typeof(SetPriority)),
        ("relabel", typeof(RelabelTicket)),
    ];

    /// <summary>The ticket; null where there is none, or none that <paramref name="scope"/> sees. Without a scope, whoever asks has just worked on it.</summary>
    public async Task<TicketDetail?> LoadAsync(
        NpgsqlConnection connection,
        long ticketId,
        Guid callerId,
        TicketScope? scope,
        CancellationToken cancellationToken
    )
    {
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, cancellationToken: cancellationToken);

        var head = await connection.QuerySingleOrDefaultAsync<HeadRow>(Command(Head, new { ticketId }));
        if (head is null || scope?.Sees(head.QueueId, head.AssigneeId) == false)
        {
            return null;
        }

        var book = await rules.LoadAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var pauses = (await connection.QueryAsync<PauseRow>(Command(Pauses, new { ticketId })))
            .Select(row => row.ToView())
            .ToList();
        var clocks = await connection.QueryAsync<ClockRow>(Command(Clocks, new { ticketId }));
        var related = await connection.QueryAsync<RefRow>(
            Command(
                Related,
                new
                {
                    head.Channel,
                    head.Account,
                    head.AuthorId,
                    ticketId,
                }
            )
        );
        var before = await connection.QuerySingleOrDefaultAsync<RefRow>(Command(Before, new { head.ContinuationOf }));
        var row = await rows.LoadAsync(connection, [ticketId], cancellationToken);
        return new TicketDetail
        {
            Ticket = row[0],
            Clocks =
            [
                .. clocks.Select(clock => clock.ToView(now, book, SlaClock.CanPause(clock.ClockKind) ? pauses : [])),
            ],
            Timeline = await Timeline.LoadAsync(connection, ticketId, head.OldestUnansweredAt, cancellationToken),
            AuthorTickets = [.. related.Select(other => other.ToView())],
            ContinuationOf = before?.ToView(),
            Actions = ActionsOf(head, callerId),
            LastSeen = head.LastSeen,
        };
    }

    private static string[] ActionsOf(HeadRow head, Guid callerId)
    {
        var status = WireName<TicketStatus>.Parse(head.Status);
        return
        [
            .. Actions
                .Where(item => TicketLife.IsAllowed(status, item.Command))
                .Where(item => item.Action != "accept" || head.AssigneeId is null || head.AssigneeId == callerId)
                .Where(item => item.Action != "wait" || head.AssigneeId is not null)
                .Select(item => item.Action),
        ];
    }

    private sealed record HeadRow
    {
        public Guid QueueId { get; init; }
        public Guid? AssigneeId { get; init; }
        public long? ContinuationOf { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string AuthorId { get; init; }
        public required string LastSeen { get; init; }
        public Instant? OldestUnansweredAt { get; init; }
        public required string Status { get; init; }
    }

    private sealed record PauseRow
    {
        public Instant FromAt { get; init; }
        public Instant? ToAt { get; init; }
        public required string ByName { get; init; }
        public required string Reason { get; init; }
        public bool Flagged { get; init; }

        public PauseView ToView() => new(FromAt.ToDateTimeOffset(), ToAt?.ToDateTimeOffset(), ByName, Reason, Flagged);
    }

    private sealed record RefRow
    {
        public long TicketId { get; init; }
        public required string Status { get; init; }
        public required string Label { get; init; }
        public Instant OpenedAt { get; init; }

        public TicketRef ToView() =>
            new(
                TicketId,
                TicketNumber.Of(TicketId),
                WireName<TicketStatus>.Parse(Status),
                WireName<Label>.Parse(Label),
                OpenedAt.ToDateTimeOffset()
            );
    }
}
