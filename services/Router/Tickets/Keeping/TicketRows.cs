using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Viewers;

namespace TriageMesh.Router.Tickets;

/// <summary>Tickets as rows of a queue, each with its nearest clock.</summary>
internal sealed class TicketRows(RuleBooks rules, TicketPresences presences, TimeProvider time)
{
    private const string Select = $"""
        SELECT t.ticket_id, t.status, t.priority, t.label, t.confidence, t.needs_review, t.channel, t.account, t.first_line,
               t.mention_count, t.burst, t.cycle, t.opened_at, t.oldest_unanswered_at, t.assignee_id, g.name AS assignee_name,
               t.queue_id, q.name AS queue_name, t.order_number, t.version,
               t.handed_to, h.name AS handed_to_name, t.snoozed, t.snoozed_until, {AuthorRow.Columns}
          FROM unnest(@ids) WITH ORDINALITY AS page (ticket_id, place)
          JOIN router.tickets t USING (ticket_id)
          JOIN router.authors a USING (channel, account, author_id)
          JOIN router.queues q USING (queue_id)
          LEFT JOIN router.agents g ON g.agent_id = t.assignee_id
          LEFT JOIN router.queues h ON h.queue_id = t.handed_to
         ORDER BY page.place
        """;

    private const string Nearest = $"""
        SELECT DISTINCT ON (c.ticket_id) {ClockRow.Columns}
          FROM router.clocks c
         WHERE c.ticket_id = ANY (@ids) AND c.state IN ('running', 'paused')
         ORDER BY c.ticket_id, c.due_at NULLS LAST, c.kind
        """;

    /// <summary>The rows of these tickets, in this order.</summary>
    public async Task<IReadOnlyList<TicketRow>> LoadAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<long> ticketIds,
        CancellationToken cancellationToken
    )
    {
        if (ticketIds.Count == 0)
        {
            return [];
        }

        var ids = ticketIds.ToArray();
        var book = await rules.LoadAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(Select, new { ids }, cancellationToken: cancellationToken)
        );
        var clocks = (
            await connection.QueryAsync<ClockRow>(
                new CommandDefinition(Nearest, new { ids }, cancellationToken: cancellationToken)
            )
        ).ToDictionary(clock => clock.TicketId, clock => clock.ToView(now, book, []));
        var present = await presences.ReadAsync(connection, ids, cancellationToken);
        return
        [
            .. rows.Select(row =>
                row.ToView(clocks.GetValueOrDefault(row.TicketId)) with
                {
                    Present = [.. present[row.TicketId]],
                }
            ),
        ];
    }

    private sealed record Row : AuthorRow
    {
        public long TicketId { get; init; }
        public required string Status { get; init; }
        public required string Priority { get; init; }
        public required string Label { get; init; }
        public float Confidence { get; init; }
        public bool NeedsReview { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string FirstLine { get; init; }
        public int MentionCount { get; init; }
        public bool Burst { get; init; }
        public int Cycle { get; init; }
        public Instant OpenedAt { get; init; }
        public Instant? OldestUnansweredAt { get; init; }
        public Guid? AssigneeId { get; init; }
        public string? AssigneeName { get; init; }
        public Guid QueueId { get; init; }
        public required string QueueName { get; init; }
        public string? OrderNumber { get; init; }
        public long Version { get; init; }
        public Guid? HandedTo { get; init; }
        public string? HandedToName { get; init; }
        public bool Snoozed { get; init; }
        public Instant? SnoozedUntil { get; init; }

        public TicketRow ToView(ClockView? nearest) =>
            new()
            {
                Id = TicketId,
                Number = TicketNumber.Of(TicketId),
                Status = WireName<TicketStatus>.Parse(Status),
                Priority = WireName<Priority>.Parse(Priority),
                Label = WireName<Label>.Parse(Label),
                Confidence = Math.Round(Confidence, 4),
                NeedsReview = NeedsReview,
                Channel = Channel,
                Account = Account,
                Author = ToAuthor(),
                FirstLine = FirstLine,
                MentionCount = MentionCount,
                Burst = Burst,
                ReopenCount = Cycle - 1,
                OpenedAt = OpenedAt.ToDateTimeOffset(),
                OldestUnansweredAt = OldestUnansweredAt?.ToDateTimeOffset(),
                NearestClock = nearest,
                Assignee = AssigneeId is { } id ? new PersonView(id, AssigneeName ?? "") : null,
                Queue = new QueueRef(QueueId, QueueName),
                OrderNumber = OrderNumber,
                Version = Version,
                HandedTo = HandedTo is { } asked ? new QueueRef(asked, HandedToName ?? "") : null,
                Snoozed = Snoozed,
                SnoozedUntil = SnoozedUntil?.ToDateTimeOffset(),
            };
    }
}
