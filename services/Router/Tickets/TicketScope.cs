using Dapper;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Tickets;

/// <summary>Which tickets a caller may see: leads and admins all; agents those of their queues and those assigned to them.</summary>
internal sealed record TicketScope(Guid CallerId, bool All, Guid[] Queues, Guid[] OwnQueues)
{
    /// <summary>The same as a condition on <c>router.tickets t</c>, with <c>@queues</c> and <c>@me</c>; whoever sees all has all queues.</summary>
    public const string Seen = "(t.queue_id = ANY (@queues) OR t.handed_to = ANY (@queues) OR t.assignee_id = @me)";

    private const string Load = """
        SELECT q.queue_id, m.agent_id IS NOT NULL AS own
          FROM router.queues q
          LEFT JOIN router.queue_members m ON m.queue_id = q.queue_id AND m.agent_id = @callerId
         WHERE @all OR m.agent_id IS NOT NULL
        """;

    /// <summary>Reads what the caller belongs to.</summary>
    public static async Task<TicketScope> LoadAsync(
        NpgsqlDataSource database,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await LoadAsync(connection, caller, cancellationToken);
    }

    /// <summary>Reads what the caller belongs to.</summary>
    public static async Task<TicketScope> LoadAsync(
        NpgsqlConnection connection,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var all = caller.Is(Role.Lead, Role.Admin);
        var rows = (
            await connection.QueryAsync<(Guid QueueId, bool Own)>(
                new CommandDefinition(Load, new { callerId = caller.Id, all }, cancellationToken: cancellationToken)
            )
        ).AsList();
        return new TicketScope(
            caller.Id,
            all,
            [.. rows.Select(row => row.QueueId)],
            [.. rows.Where(row => row.Own).Select(row => row.QueueId)]
        );
    }

    /// <summary>The queues the caller works; a lead who is in none looks after all.</summary>
    public Guid[] Team => OwnQueues.Length == 0 ? Queues : OwnQueues;

    /// <summary>True where the caller works a queue, or looks after all.</summary>
    public bool Works(Guid queueId) => All || Queues.Contains(queueId);

    /// <summary>True where the caller may see, and so work on, a ticket: theirs, their queue's, or one that their queue is asked to take.</summary>
    public bool Sees(TicketState ticket) =>
        Sees(ticket.QueueId, ticket.AssigneeId) || (ticket.HandedTo is { } asked && Queues.Contains(asked));

    /// <summary>True where the caller may see, and so work on, a ticket that stands so.</summary>
    public bool Sees(Guid queueId, Guid? assigneeId) => All || assigneeId == CallerId || Queues.Contains(queueId);
}
