using Dapper;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Clocks;

/// <summary>Closes resolved tickets when the customer may no longer reopen them.</summary>
internal sealed class TicketCloser(
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
         WHERE status = 'resolved' AND resolved_at <= @before
         ORDER BY resolved_at
         LIMIT @BatchSize
           FOR NO KEY UPDATE SKIP LOCKED
        """;

    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>Closes what is over, in one transaction.</summary>
    /// <returns>How many tickets were closed.</returns>
    public async Task<int> CloseDueAsync(CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        var before = now - _settings.ReopenWindow;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = (
            await connection.QueryAsync<long>(
                new CommandDefinition(
                    Claim,
                    new { before, BatchSize },
                    transaction,
                    cancellationToken: cancellationToken
                )
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
            var decision = TicketLife.Decide(file.State, new CloseTicket(), now, _settings);
            file.Apply(decision.Changes, Actor.System, now, "reopen window over");
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Events.Set();
        return files.Values.Count(file => file.IsChanged);
    }
}
