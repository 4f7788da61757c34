using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Similar;

/// <summary>Finds the tickets that are most like one: those of its order, then those with the same telling words.</summary>
internal static class SimilarTickets
{
    private const int Most = 6;
    private const double Enough = 0.2;

    internal const string Ticket = """
        SELECT ticket_id, queue_id, assignee_id, handed_to, order_number, coalesce(opening_line, first_line) AS opening_line,
               channel, account, author_id
          FROM router.tickets
         WHERE ticket_id = @id
        """;

    // Of each number the newest, so that the look takes no longer where half the tickets are about the same.
    internal const string About = """
        SELECT found.ticket_id
          FROM unnest(@bands) AS b (band)
         CROSS JOIN LATERAL (
               SELECT l.ticket_id
                 FROM router.likeness l
                WHERE l.band = b.band AND l.ticket_id <> @id
                ORDER BY l.ticket_id DESC
                LIMIT 60) AS found
         GROUP BY found.ticket_id
         ORDER BY count(*) DESC, found.ticket_id DESC
         LIMIT 120
        """;

    internal const string OfOrder = """
        SELECT ticket_id
          FROM router.tickets
         WHERE order_number = @order AND ticket_id <> @id
         ORDER BY ticket_id DESC
         LIMIT 20
        """;

    internal const string Seen = $"""
        SELECT t.ticket_id, t.status, t.label, coalesce(t.opening_line, t.first_line) AS opening_line, t.order_number,
               t.opened_at, t.resolved_at, coalesce(a.name, a.handle, t.author_id) AS author, t.channel, t.account,
               t.author_id, q.queue_id, q.name AS queue_name
          FROM router.tickets t
          JOIN router.queues q USING (queue_id)
          JOIN router.authors a USING (channel, account, author_id)
         WHERE t.ticket_id = ANY (@ids) AND t.merged_into IS NULL AND NOT t.misrouted
           AND {TicketScope.Seen}
        """;

    internal const string Solutions = """
        SELECT w.ticket_id, coalesce(g.name, done.actor) AS by, done.reason, r.text AS answer
          FROM unnest(@ids) AS w (ticket_id)
          LEFT JOIN LATERAL (
               SELECT e.actor, e.data ->> 'reason' AS reason
                 FROM router.events e
                WHERE e.ticket_id = w.ticket_id AND e.kind = 'resolved'
                ORDER BY e.event_id DESC
                LIMIT 1) AS done ON true
          LEFT JOIN router.agents g ON g.agent_id::text = done.actor
          LEFT JOIN LATERAL (
               SELECT p.text
                 FROM router.replies p
                WHERE p.ticket_id = w.ticket_id AND p.visibility = 'public' AND p.status = 'sent'
                ORDER BY p.created_at DESC, p.reply_id DESC
                LIMIT 1) AS r ON true
        """;

    /// <summary>The most similar, most like first; null where there is no such ticket, or none that the caller may see.</summary>
    public static async Task<IReadOnlyList<SimilarTicket>?> FindAsync(
        NpgsqlConnection connection,
        long id,
        TicketScope scope,
        CancellationToken cancellationToken
    )
    {
        async Task<List<T>> ListAsync<T>(string sql, object parameters) =>
            (
                await connection.QueryAsync<T>(
                    new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
                )
            ).AsList();

        var asked = (await ListAsync<AskedRow>(Ticket, new { id })).SingleOrDefault();
        if (asked is null || !scope.Sees(asked.ToState()))
        {
            return null;
        }

        var likeness = Likeness.Of(asked.OpeningLine);
        var ids = await ListAsync<long>(About, new { id, bands = likeness.Bands().ToArray() });
        if (asked.OrderNumber is { } order)
        {
            ids.AddRange(await ListAsync<long>(OfOrder, new { id, order }));
        }

        var seen = await ListAsync<SeenRow>(
            Seen,
            new
            {
                ids = ids.Distinct().ToArray(),
                queues = scope.Queues,
                me = scope.CallerId,
            }
        );
        var similar = seen.Select(row => (Row: row, To: likeness.To(Likeness.Of(row.OpeningLine))))
            .Where(pair => pair.To >= Enough || pair.Row.HasOrderOf(asked))
            .OrderByDescending(pair => pair.Row.HasOrderOf(asked))
            .ThenByDescending(pair => pair.To)
            .ThenByDescending(pair => pair.Row.TicketId)
            .Take(Most)
            .ToList();
        var resolved = similar
            .Where(pair => pair.Row.ResolvedAt is not null)
            .Select(pair => pair.Row.TicketId)
            .ToArray();
        var solutions = (await ListAsync<SolutionRow>(Solutions, new { ids = resolved })).ToDictionary(row =>
            row.TicketId
        );
        return
        [
            .. similar.Select(pair => pair.Row.ToView(asked, pair.To, solutions.GetValueOrDefault(pair.Row.TicketId))),
        ];
    }

    private sealed record AskedRow
    {
        public long TicketId { get; init; }
        public Guid QueueId { get; init; }
        public Guid? AssigneeId { get; init; }
        public Guid? HandedTo { get; init; }
        public string? OrderNumber { get; init; }
        public required string OpeningLine { get; init; }
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

    private sealed record SeenRow
    {
        public long TicketId { get; init; }
        public required string Status { get; init; }
        public required string Label { get; init; }
        public required string OpeningLine { get; init; }
        public string? OrderNumber { get; init; }
        public Instant OpenedAt { get; init; }
        public Instant? ResolvedAt { get; init; }
        public required string Author { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string AuthorId { get; init; }
        public Guid QueueId { get; init; }
        public required string QueueName { get; init; }

        public bool HasOrderOf(AskedRow asked) => OrderNumber is not null && OrderNumber == asked.OrderNumber;

        public SimilarTicket ToView(AskedRow asked, double likeness, SolutionRow? solution) =>
            new()
            {
                Id = TicketId,
                Number = TicketNumber.Of(TicketId),
                Status = WireName<TicketStatus>.Parse(Status),
                Label = WireName<Label>.Parse(Label),
                FirstLine = OpeningLine,
                Author = Author,
                Queue = new QueueRef(QueueId, QueueName),
                OpenedAt = OpenedAt.ToDateTimeOffset(),
                SameOrder = HasOrderOf(asked),
                SameAuthor = (Channel, Account, AuthorId) == (asked.Channel, asked.Account, asked.AuthorId),
                Likeness = Math.Round(likeness, 2),
                Solution = ResolvedAt is { } at
                    ? new SimilarSolution(
                        at.ToDateTimeOffset(),
                        solution?.By,
                        solution?.Answer is { } answer ? Excerpt.Of(answer) : null,
                        solution?.Reason
                    )
                    : null,
            };
    }

    private sealed record SolutionRow
    {
        public long TicketId { get; init; }
        public string? By { get; init; }
        public string? Answer { get; init; }
        public string? Reason { get; init; }
    }
}
