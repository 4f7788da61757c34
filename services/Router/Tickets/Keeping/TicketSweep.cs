using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>Tickets that come up by themselves, because a time has come or somebody has gone: claimed, decided under their locks and written in one transaction; each once, whichever router is first.</summary>
internal sealed class TicketSweep(NpgsqlDataSource database, RuleBooks rules, Signals signals, TimeProvider time)
{
    /// <summary>How many tickets one transaction takes.</summary>
    public const int BatchSize = 200;

    public Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();

    /// <summary>Takes what a statement finds, decides on each and writes what changed.</summary>
    /// <param name="claim">Gives the ids of at most <see cref="BatchSize"/> tickets and locks their rows, past those that others have locked.</param>
    /// <param name="parameters">What stands in the statement.</param>
    /// <param name="decide">What becomes of each.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many were found; another call may find more where it is <see cref="BatchSize"/>.</returns>
    public Task<int> RunAsync(
        string claim,
        object parameters,
        Action<TicketFile> decide,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            claim,
            parameters,
            (_, files) =>
            {
                foreach (var file in files.Values)
                {
                    decide(file);
                }

                return Task.CompletedTask;
            },
            cancellationToken
        );

    /// <summary>As above, where more is asked or written in the same transaction.</summary>
    public async Task<int> RunAsync(
        string claim,
        object parameters,
        Func<NpgsqlTransaction, IReadOnlyDictionary<long, TicketFile>, Task> decide,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = (
            await connection.QueryAsync<long>(
                new CommandDefinition(claim, parameters, transaction, cancellationToken: cancellationToken)
            )
        ).ToArray();
        if (found.Length == 0)
        {
            return 0;
        }

        var book = await rules.LoadAsync(cancellationToken);
        var files = await TicketStore.LockAsync(transaction, found, book, cancellationToken);
        await decide(transaction, files);
        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Events.Set();
        foreach (var file in files.Values.Where(file => file.State is { IsUnresolved: true, AssigneeId: null }))
        {
            signals.RequestDrain(file.State.QueueId);
        }

        return found.Length;
    }
}
