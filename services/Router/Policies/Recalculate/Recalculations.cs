using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Policies;

/// <summary>Counts open tickets anew: tried without a trace for a preview, or batch by batch, each committed with its place.</summary>
internal sealed class Recalculations(NpgsqlDataSource database, RuleBooks rules, Signals signals, TimeProvider time)
{
    /// <summary>How many tickets one transaction takes.</summary>
    public const int BatchSize = 500;

    private const int MostPreviewed = 20_000;
    private const int MostShown = 20;

    private const string CountOpen = """
        SELECT count(*) FROM router.tickets WHERE status NOT IN ('resolved', 'closed')
        """;

    private const string NextTickets = $"""
        SELECT {StoredTicket.Columns}
          FROM router.tickets t
          JOIN router.authors a USING (channel, account, author_id)
         WHERE t.ticket_id > @after AND (t.status IN ('resolved', 'closed')) IS FALSE
         ORDER BY t.ticket_id
         LIMIT @BatchSize
        """;

    // Their authors are read when they are locked.
    private const string NextIds = """
        SELECT ticket_id
          FROM router.tickets
         WHERE ticket_id > @after AND (status IN ('resolved', 'closed')) IS FALSE
         ORDER BY ticket_id
         LIMIT @BatchSize
           FOR NO KEY UPDATE
        """;

    // Whoever holds the row works on it; the next batch may be another router's.
    private const string Claim = """
        SELECT recalculation_id, policy_key, calendar_id, requested_by, after_ticket
          FROM router.recalculations
         WHERE finished_at IS NULL
         ORDER BY requested_at
         LIMIT 1
           FOR UPDATE SKIP LOCKED
        """;

    private const string Advance = """
        UPDATE router.recalculations
           SET after_ticket = @after, looked_at = looked_at + @looked, changed = changed + @changed, finished_at = @finished
         WHERE recalculation_id = @RecalculationId
        """;

    /// <summary>What would change, under rules that may not be saved yet. Nothing is locked and nothing is written.</summary>
    public async Task<RecalculationPreview> PreviewAsync(
        RecalculationScope scope,
        RuleBook book,
        CancellationToken cancellationToken
    )
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var open = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(CountOpen, transaction: transaction, cancellationToken: cancellationToken)
        );
        var (looked, changes, after) = (0L, 0L, 0L);
        var sample = new List<RecalculatedClock>();
        while (looked < MostPreviewed)
        {
            var files = await ReadNextAsync(transaction, after, book, cancellationToken);
            if (files.Count == 0)
            {
                break;
            }

            foreach (var file in files)
            {
                var before = file.Clocks.ToDictionary(clock => (clock.Kind, clock.Round));
                var policyId = file.Stored.PolicyId;
                file.Recalculate(scope, Actor.System, now);
                changes += file.IsChanged ? 1 : 0;
                sample.AddRange(
                    file.ChangedClocks.Take(MostShown - sample.Count)
                        .Select(clock =>
                            Shown(before.GetValueOrDefault((clock.Kind, clock.Round)), clock, policyId, book)
                        )
                );
            }

            looked += files.Count;
            after = files[^1].TicketId;
        }

        return new RecalculationPreview(open, looked, changes, sample);
    }

    /// <summary>Runs one batch of the oldest job that nobody else works on.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> RunBatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var job = await connection.QuerySingleOrDefaultAsync<Job>(
            new CommandDefinition(Claim, transaction: transaction, cancellationToken: cancellationToken)
        );
        if (job is null)
        {
            return false;
        }

        // What was saved a moment ago, perhaps by another router, is what is to be applied.
        var book = await rules.LoadAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        var ids = (
            await connection.QueryAsync<long>(
                new CommandDefinition(
                    NextIds,
                    new { after = job.AfterTicket, BatchSize },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        var locked = await TicketStore.LockAsync(transaction, ids, book, cancellationToken);
        List<TicketFile> files = [.. locked.Values.OrderBy(file => file.TicketId)];
        foreach (var file in files)
        {
            file.Recalculate(new RecalculationScope(job.PolicyKey, job.CalendarId), job.RequestedBy.ToString(), now);
        }

        await TicketWrites.WriteAsync(transaction, files, cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Advance,
                new
                {
                    job.RecalculationId,
                    after = files.Count > 0 ? files[^1].TicketId : job.AfterTicket,
                    looked = files.Count,
                    changed = files.Count(file => file.IsChanged),
                    finished = files.Count < BatchSize ? now : (Instant?)null,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await transaction.CommitAsync(cancellationToken);
        signals.Events.Set();
        signals.Clocks.Set();
        return true;
    }

    private static async Task<List<TicketFile>> ReadNextAsync(
        NpgsqlTransaction transaction,
        long after,
        RuleBook book,
        CancellationToken cancellationToken
    )
    {
        var stored = (
            await transaction.Connection!.QueryAsync<StoredTicket>(
                new CommandDefinition(
                    NextTickets,
                    new { after, BatchSize },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        var files = await TicketStore.ReadAsync(transaction, stored, book, cancellationToken);
        return [.. files.Values.OrderBy(file => file.TicketId)];
    }

    /// <summary>A clock that was not promised before had no due.</summary>
    private static RecalculatedClock Shown(ClockRow? before, ClockRow after, long policyId, RuleBook book) =>
        new(
            after.TicketId,
            TicketNumber.Of(after.TicketId),
            after.ClockKind,
            after.Round,
            book.Policy(before?.PolicyId ?? policyId).Name,
            book.Policy(after.PolicyId).Name,
            before?.DueAt?.ToDateTimeOffset(),
            after.DueAt?.ToDateTimeOffset()
        );

    private sealed record Job
    {
        public Guid RecalculationId { get; init; }
        public Guid? PolicyKey { get; init; }
        public Guid? CalendarId { get; init; }
        public Guid RequestedBy { get; init; }
        public long AfterTicket { get; init; }
    }
}
