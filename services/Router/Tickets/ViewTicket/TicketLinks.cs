using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>Reads the tickets that one has to do with: linked by people, split or merged. Only what the caller may see.</summary>
internal static class TicketLinks
{
    private const int Most = 50;

    private const string Links = $"""
        SELECT l.kind, l.back, t.ticket_id, t.status, t.label, t.opened_at
          FROM (SELECT kind, false AS back, other_id AS ticket_id FROM router.links WHERE ticket_id = @id
                UNION ALL
                SELECT kind, true, ticket_id FROM router.links WHERE other_id = @id
                UNION ALL
                SELECT 'merged_into', false, merged_into FROM router.tickets WHERE ticket_id = @id AND merged_into IS NOT NULL
                UNION ALL
                SELECT 'merged_from', false, ticket_id FROM router.tickets WHERE merged_into = @id
                UNION ALL
                SELECT 'split_from', false, split_from FROM router.tickets WHERE ticket_id = @id AND split_from IS NOT NULL
                UNION ALL
                SELECT 'split_off', false, ticket_id FROM router.tickets WHERE split_from = @id) AS l
          JOIN router.tickets t USING (ticket_id)
         WHERE {TicketScope.Seen}
         ORDER BY t.ticket_id
         LIMIT @Most
        """;

    public static async Task<IReadOnlyList<TicketLink>> ReadAsync(
        NpgsqlConnection connection,
        long id,
        TicketScope scope,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    new CommandDefinition(
                        Links,
                        new
                        {
                            id,
                            Most,
                            queues = scope.Queues,
                            me = scope.CallerId,
                        },
                        cancellationToken: cancellationToken
                    )
                )
            ).Select(row => row.ToView()),
        ];

    private sealed record Row
    {
        public required string Kind { get; init; }
        public bool Back { get; init; }
        public long TicketId { get; init; }
        public required string Status { get; init; }
        public required string Label { get; init; }
        public Instant OpenedAt { get; init; }

        public TicketLink ToView() =>
            new(
                Back ? Domain.Tickets.Links.Counterpart(WireName<LinkKind>.Parse(Kind)).Wire() : Kind,
                new TicketRef(
                    TicketId,
                    TicketNumber.Of(TicketId),
                    WireName<TicketStatus>.Parse(Status),
                    WireName<Label>.Parse(Label),
                    OpenedAt.ToDateTimeOffset()
                )
            );
    }
}
