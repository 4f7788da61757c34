using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.HandOvers;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>Reads one ticket with everything a person needs to work on it.</summary>
internal sealed class TicketReader(RuleBooks rules, TicketRows rows, TimeProvider time)
{
    private const int MostEarlier = 20;

    private const string Ticket = """
        SELECT queue_id, assignee_id, handed_to, status, oldest_unanswered_at, last_seen, continuation_of, channel, account, author_id
          FROM router.tickets
         WHERE ticket_id = @id
        """;

    private const string Clocks = $"""
        SELECT {ClockRow.Columns} FROM router.clocks c WHERE c.ticket_id = @id ORDER BY c.started_at, c.kind, c.round
        """;

    private const string Pauses = """
        SELECT p.from_at, p.to_at, coalesce(g.name, p.by_actor) AS by_name, p.reason, p.flagged
          FROM router.pauses p
          LEFT JOIN router.agents g ON g.agent_id::text = p.by_actor
         WHERE p.ticket_id = @id
         ORDER BY p.pause_id
        """;

    private const string Earlier = $"""
        SELECT t.ticket_id, t.status, t.label, t.opened_at
          FROM router.tickets t
         WHERE t.channel = @Channel AND t.account = @Account AND t.author_id = @AuthorId AND t.ticket_id < @id
           AND {TicketScope.Seen}
         ORDER BY t.ticket_id DESC
         LIMIT @limit
        """;

    private const string Reference = $"""
        SELECT t.ticket_id, t.status, t.label, t.opened_at
          FROM router.tickets t
         WHERE t.ticket_id = @id AND {TicketScope.Seen}
        """;

    private static readonly (string Name, Type Command)[] Commands =
    [
        ("accept", typeof(AcceptTicket)),
        ("assign", typeof(AssignTicket)),
        ("reply", typeof(RequestReply)),
        ("note", typeof(AddNote)),
        ("wait", typeof(WaitForCustomer)),
        ("resume", typeof(EndWaiting)),
        ("resolve", typeof(ResolveTicket)),
        ("reopen", typeof(ReopenTicket)),
        ("relabel", typeof(RelabelTicket)),
        ("priority", typeof(SetPriority)),
        ("hand_over", typeof(HandOverTicket)),
        ("accept_hand_over", typeof(AcceptHandOver)),
        ("refuse_hand_over", typeof(BounceHandOver)),
        ("withdraw_hand_over", typeof(BounceHandOver)),
        ("order_number", typeof(SetOrderNumber)),
        ("snooze", typeof(SnoozeTicket)),
        ("wake", typeof(WakeTicket)),
        ("no_reply_needed", typeof(DeclareNoReplyNeeded)),
    ];

    /// <summary>The ticket; null where there is none, or none that the caller may see.</summary>
    public async Task<TicketDetail?> FindAsync(
        NpgsqlConnection connection,
        long id,
        TicketScope scope,
        CancellationToken cancellationToken
    )
    {
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, cancellationToken: cancellationToken);

        var ticket = await connection.QuerySingleOrDefaultAsync<Row>(Command(Ticket, new { id }));
        if (ticket is null || !scope.Sees(ticket.ToState()))
        {
            return null;
        }

        var book = await rules.LoadAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var clocks = await connection.QueryAsync<ClockRow>(Command(Clocks, new { id }));
        var pauses = (await connection.QueryAsync<PauseRow>(Command(Pauses, new { id }))).Select(ToView).ToList();
        var earlier = await connection.QueryAsync<ReferenceRow>(
            Command(
                Earlier,
                new
                {
                    ticket.Channel,
                    ticket.Account,
                    ticket.AuthorId,
                    id,
                    queues = scope.Queues,
                    me = scope.CallerId,
                    limit = MostEarlier,
                }
            )
        );
        var continued = ticket.ContinuationOf is { } older
            ? await connection.QuerySingleOrDefaultAsync<ReferenceRow>(
                Command(
                    Reference,
                    new
                    {
                        id = older,
                        queues = scope.Queues,
                        me = scope.CallerId,
                    }
                )
            )
            : null;
        var handOver = ticket.HandedTo is null
            ? null
            : await HandOverReader.FindAsync(connection, id, cancellationToken);
        var status = WireName<TicketStatus>.Parse(ticket.Status);
        return new TicketDetail
        {
            Ticket = (await rows.LoadAsync(connection, [id], cancellationToken))[0],
            Clocks =
            [
                .. clocks.Select(clock =>
                    clock.ToView(
                        now,
                        book,
                        clock.ClockKind is ClockKind.Resolution or ClockKind.TotalResolution ? pauses : []
                    )
                ),
            ],
            Timeline = await TicketTimeline.ReadAsync(connection, id, ticket.OldestUnansweredAt, cancellationToken),
            AuthorTickets = [.. earlier.Select(row => row.ToView())],
            ContinuationOf = continued?.ToView(),
            HandOver = handOver,
            Links = await TicketLinks.ReadAsync(connection, id, scope, cancellationToken),
            Actions =
            [
                .. Commands
                    .Where(command => TicketLife.IsAllowed(status, command.Command))
                    .Select(command => command.Name),
            ],
            LastSeen = ticket.LastSeen,
        };
    }

    private static PauseView ToView(PauseRow row) =>
        new(row.FromAt.ToDateTimeOffset(), row.ToAt?.ToDateTimeOffset(), row.ByName, row.Reason, row.Flagged);

    private sealed record Row
    {
        public Guid QueueId { get; init; }
        public Guid? AssigneeId { get; init; }
        public Guid? HandedTo { get; init; }
        public required string Status { get; init; }
        public Instant? OldestUnansweredAt { get; init; }
        public required string LastSeen { get; init; }
        public long? ContinuationOf { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string AuthorId { get; init; }

        /// <summary>As much of the state as says who may see it.</summary>
        public TicketState ToState() =>
            new()
            {
                QueueId = QueueId,
                AssigneeId = AssigneeId,
                HandedTo = HandedTo,
            };
    }

    private sealed record PauseRow
    {
        public Instant FromAt { get; init; }
        public Instant? ToAt { get; init; }
        public required string ByName { get; init; }
        public required string Reason { get; init; }
        public bool Flagged { get; init; }
    }

    private sealed record ReferenceRow
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
