using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Takes back what was given to somebody who has not opened it in time; its clocks run on.</summary>
internal sealed class UnopenedTickets(NpgsqlDataSource database, RuleBooks rules, Signals signals, TimeProvider time)
{
    /// <summary>How many tickets one transaction takes.</summary>
    public const int BatchSize = 200;

    // The ticket's row is the lock; one that somebody else has comes round again.
    private const string Claim = """
        SELECT r.ticket_id
          FROM router.return_timers r
          JOIN router.tickets t USING (ticket_id)
         WHERE r.next_fire_at <= @now
         ORDER BY r.next_fire_at
         LIMIT @BatchSize
           FOR NO KEY UPDATE OF t SKIP LOCKED
        """;

    // Asked again under the lock: it may have been opened, or given to somebody else, just before.
    private const string Due = """
        SELECT ticket_id, agent_id FROM router.return_timers WHERE ticket_id = ANY (@ids) AND next_fire_at <= @now
        """;

    private const string Drop = """
        DELETE FROM router.return_timers WHERE ticket_id = ANY (@ids) AND next_fire_at <= @now
        """;

    /// <summary>Returns what is due, in one transaction.</summary>
    /// <returns>How many were found due; another call may find more where it is <see cref="BatchSize"/>.</returns>
    public async Task<int> ReturnDueAsync(CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var ids = (await connection.QueryAsync<long>(Command(Claim, new { now, BatchSize }))).ToArray();
        if (ids.Length == 0)
        {
            return 0;
        }

        var book = await rules.LoadAsync(cancellationToken);
        var files = await TicketStore.LockAsync(transaction, ids, book, cancellationToken);
        var due = await connection.QueryAsync<(long TicketId, Guid AgentId)>(Command(Due, new { ids, now }));
        foreach (var (ticketId, agentId) in due)
        {
            if (
                files[ticketId] is { State: { IsUnresolved: true, AcceptedAt: null, HandedTo: null } state } file
                && state.AssigneeId == agentId
            )
            {
                file.Apply(new Unassigned(agentId), Actor.System, now, "not opened in time");
            }
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await connection.ExecuteAsync(Command(Drop, new { ids, now }));
        await transaction.CommitAsync(cancellationToken);
        signals.Events.Set();
        foreach (var file in files.Values.Where(file => file.IsChanged))
        {
            signals.RequestDrain(file.State.QueueId);
        }

        return ids.Length;
    }
}
