using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Gives what somebody who was switched off, or a program, has in hand back to its queues, clocks running: nobody else would open it.</summary>
internal sealed class SwitchedOffAgents(NpgsqlDataSource database, RuleBooks rules, Signals signals, TimeProvider time)
{
    /// <summary>How many tickets one transaction takes.</summary>
    public const int BatchSize = 200;

    // What waits for another queue's word comes back to them first, and is found then.
    private const string Claim = """
        SELECT t.ticket_id
          FROM router.agents a
          JOIN router.tickets t ON t.assignee_id = a.agent_id
         WHERE (NOT a.active OR a.program) AND t.status NOT IN ('resolved', 'closed') AND t.handed_to IS NULL
         LIMIT @BatchSize
           FOR NO KEY UPDATE OF t SKIP LOCKED
        """;

    /// <summary>Returns what is found, in one transaction.</summary>
    /// <returns>How many tickets; another call may find more where it is <see cref="BatchSize"/>.</returns>
    public async Task<int> ReturnAsync(CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var ids = (
            await connection.QueryAsync<long>(
                new CommandDefinition(Claim, new { BatchSize }, transaction, cancellationToken: cancellationToken)
            )
        ).ToArray();
        if (ids.Length == 0)
        {
            return 0;
        }

        var book = await rules.LoadAsync(cancellationToken);
        var files = await TicketStore.LockAsync(transaction, ids, book, cancellationToken);
        foreach (var file in files.Values)
        {
            if (file.State is { IsUnresolved: true, HandedTo: null, AssigneeId: { } agent })
            {
                file.Apply(new Unassigned(agent), Actor.System, now, "nobody there can open it");
            }
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Events.Set();
        foreach (var file in files.Values.Where(file => file.IsChanged))
        {
            signals.RequestDrain(file.State.QueueId);
        }

        return ids.Length;
    }
}
