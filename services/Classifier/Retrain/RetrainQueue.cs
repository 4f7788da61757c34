using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Classifier.Registry;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Classifier.Retrain;

/// <summary>The retrainings that were asked for. One at a time is under way in the whole mesh.</summary>
internal sealed class RetrainQueue(NpgsqlDataSource database, TimeProvider time)
{
    private const int MostAttempts = 3;

    private const string Add = $"""
        WITH added AS (
          INSERT INTO classifier.retrainings (job_id, state, promote, dev_sets, requested_by, requested_at)
          VALUES (@id, 'queued', @Promote, @devSets::jsonb, @by, @now)
          ON CONFLICT DO NOTHING
          RETURNING job_id)
        SELECT count(*), pg_notify('{Promotion.Channel}', 'retrain') FROM added
        """;

    private const string Active = $"""
        SELECT {RetrainRow.Columns} FROM classifier.retrainings WHERE state IN ('queued', 'running')
        """;

    private const string One = $"""
        SELECT {RetrainRow.Columns} FROM classifier.retrainings WHERE job_id = @id
        """;

    private const string Page = $"""
        SELECT {RetrainRow.Columns}
          FROM classifier.retrainings
         WHERE @before::bigint IS NULL OR number < @before
         ORDER BY number DESC
         LIMIT @limit
        """;

    private const string TakeTurn = """
        SELECT pg_try_advisory_lock(hashtext('classifier.retraining'))
        """;

    private const string EndTurn = """
        SELECT pg_advisory_unlock(hashtext('classifier.retraining'))
        """;

    // Whoever holds the lock and finds a job running has outlived the process that ran it.
    private const string Take = """
        UPDATE classifier.retrainings
           SET state = 'running', attempt = attempt + 1, started_at = @now, step = NULL
         WHERE state IN ('queued', 'running') AND attempt < @MostAttempts
        RETURNING job_id, attempt, promote, requested_by, dev_sets::text AS dev_sets
        """;

    private const string GiveUp = """
        UPDATE classifier.retrainings
           SET state = 'failed', finished_at = @now, step = NULL,
               reason = 'The process that ran it stopped, three times.'
         WHERE state = 'running' AND attempt >= @MostAttempts
        """;

    private const string PutStep = """
        UPDATE classifier.retrainings SET step = @step WHERE job_id = @JobId AND attempt = @Attempt AND state = 'running'
        """;

    private const string Finish = """
        UPDATE classifier.retrainings
           SET state = @state, step = NULL, finished_at = @now, champion = @Champion, challenger = @Challenger,
               comparison = @comparison::jsonb, reason = @Reason
         WHERE job_id = @JobId AND attempt = @Attempt AND state = 'running'
        """;

    /// <summary>Asks for a retraining.</summary>
    /// <returns>It, or the one that is under way already.</returns>
    public async Task<(RetrainingView Job, bool IsNew)> AddAsync(
        RetrainRequest request,
        string by,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var devSets = JsonSerializer.Serialize(request.DevSets, MeshJson.Options);
        while (true)
        {
            var added = await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    Add,
                    new
                    {
                        id,
                        request.Promote,
                        devSets,
                        by,
                        now = Now,
                    },
                    cancellationToken: cancellationToken
                )
            );
            var row = await connection.QuerySingleOrDefaultAsync<RetrainRow>(
                added == 1
                    ? new CommandDefinition(One, new { id }, cancellationToken: cancellationToken)
                    : new CommandDefinition(Active, cancellationToken: cancellationToken)
            );
            // None: the one in the way has just ended.
            if (row is not null)
            {
                return (row.ToView(), added == 1);
            }
        }
    }

    public async Task<RetrainingView?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<RetrainRow>(
            new CommandDefinition(One, new { id }, cancellationToken: cancellationToken)
        );
        return row?.ToView();
    }

    /// <summary>Retrainings, newest first.</summary>
    public async Task<IReadOnlyList<RetrainRow>> PageAsync(long? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return
        [
            .. await connection.QueryAsync<RetrainRow>(
                new CommandDefinition(Page, new { before, limit }, cancellationToken: cancellationToken)
            ),
        ];
    }

    /// <summary>Takes up what waits, if nobody else trains, and keeps everybody else from training until it is done.</summary>
    public async Task RunNextAsync(Func<RetrainJob, Task<RetrainResult>> run, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, cancellationToken: cancellationToken);

        if (
            await connection.QuerySingleOrDefaultAsync<RetrainRow>(Command(Active)) is null
            || !await connection.ExecuteScalarAsync<bool>(Command(TakeTurn))
        )
        {
            return;
        }

        try
        {
            await connection.ExecuteAsync(Command(GiveUp, new { MostAttempts, now = Now }));
            var taken = await connection.QuerySingleOrDefaultAsync<Taken>(
                Command(Take, new { MostAttempts, now = Now })
            );
            if (taken is not null)
            {
                var job = taken.ToJob();
                await FinishAsync(job, await run(job), cancellationToken);
            }
        }
        finally
        {
            await connection.ExecuteAsync(new CommandDefinition(EndTurn, cancellationToken: CancellationToken.None));
        }
    }

    /// <summary>Says what the job is doing.</summary>
    public async Task StepAsync(RetrainJob job, string step, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                PutStep,
                new
                {
                    step,
                    job.JobId,
                    job.Attempt,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    private async Task FinishAsync(RetrainJob job, RetrainResult result, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Finish,
                new
                {
                    job.JobId,
                    job.Attempt,
                    state = result.State.Wire(),
                    result.Champion,
                    result.Challenger,
                    comparison = result.Comparison is null
                        ? null
                        : JsonSerializer.Serialize(result.Comparison, MeshJson.Options),
                    result.Reason,
                    now = Now,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private sealed record Taken
    {
        public Guid JobId { get; init; }
        public int Attempt { get; init; }
        public bool Promote { get; init; }
        public required string RequestedBy { get; init; }
        public required string DevSets { get; init; }

        public RetrainJob ToJob() =>
            new(
                JobId,
                Attempt,
                Promote,
                RequestedBy,
                JsonSerializer.Deserialize<IReadOnlyList<DevSet>>(DevSets, MeshJson.Options) ?? []
            );
    }
}
