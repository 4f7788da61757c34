using Dapper;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Snooze;

/// <summary>Brings snoozed tickets back when their time has come, each once, whichever router is first.</summary>
internal sealed class SnoozeTimers(
    NpgsqlDataSource database,
    RuleBooks rules,
    IOptions<TicketOptions> options,
    Signals signals,
    TimeProvider time
)
{
    /// <summary>How many tickets one transaction takes.</summary>
    public const int BatchSize = 200;

    private const string Claim = """
        SELECT ticket_id
          FROM router.tickets
         WHERE snoozed_until <= @now
         ORDER BY snoozed_until
         LIMIT @BatchSize
           FOR NO KEY UPDATE SKIP LOCKED
        """;

    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>Wakes what is due, in one transaction.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> WakeDueAsync(CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = (
            await connection.QueryAsync<long>(
                new CommandDefinition(Claim, new { now, BatchSize }, transaction, cancellationToken: cancellationToken)
            )
        ).AsList();
        if (due.Count == 0)
        {
            return 0;
        }

        var book = await rules.LoadAsync(cancellationToken);
        var files = await TicketStore.LockAsync(transaction, due, book, cancellationToken);
        foreach (var file in files.Values)
        {
            var decision = TicketLife.Decide(file.State, new WakeTicket(WakeCause.Time), now, _settings);
            file.Apply(decision.Changes, Actor.System, now, "the time has come");
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Events.Set();
        foreach (var file in files.Values.Where(file => file.State is { IsUnresolved: true, AssigneeId: null }))
        {
            signals.RequestDrain(file.State.QueueId);
        }

        return due.Count;
    }
}
