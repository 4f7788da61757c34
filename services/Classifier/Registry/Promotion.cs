using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Classification;
using TriageMesh.Platform.Database;

namespace TriageMesh.Classifier.Registry;

/// <summary>How a change of the champion ended.</summary>
internal enum PromotionOutcome
{
    Promoted,
    IsChampionAlready,
    NoSuchModel,

    /// <summary>It was refused, and nobody forces it.</summary>
    WasRefused,

    /// <summary>It cannot be read: the champion stays.</summary>
    IsDamaged,

    /// <summary>The champion is no longer the one that it was compared with.</summary>
    ChampionChanged,

    /// <summary>The champion has no predecessor.</summary>
    NothingBefore,
}

/// <summary>What came of it.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Version">The model that was to be put in place.</param>
/// <param name="Reason">Why not.</param>
internal sealed record PromotionResult(PromotionOutcome Outcome, string? Version, string? Reason = null);

/// <summary>Puts another model in place, for every classifier at once; or the one before it.</summary>
/// <remarks>The announcement is part of the transaction. A model is read whole before it is put in place.</remarks>
internal sealed class Promotion(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The channel on which classifiers hear of models, rules and retrainings.</summary>
    public const string Channel = "classifier";

    private const string TakeTurn = """
        SELECT pg_advisory_xact_lock(hashtext('classifier.models'))
        """;

    private const string Standing = """
        SELECT version, state, predecessor FROM classifier.models WHERE state = 'champion' OR version = @version
        """;

    private const string Bytes = """
        SELECT bytes FROM classifier.models WHERE version = @version
        """;

    private const string Retire = """
        UPDATE classifier.models SET state = 'retired' WHERE state = 'champion'
        """;

    private const string Crown = """
        UPDATE classifier.models
           SET state = 'champion', reason = NULL, promoted_at = @now, promoted_by = @by,
               predecessor = CASE WHEN @isRollback THEN predecessor ELSE @champion END
         WHERE version = @version
        """;

    private const string Refuse = """
        UPDATE classifier.models SET state = 'refused', reason = @reason WHERE version = @version
        """;

    private const string Note = """
        INSERT INTO classifier.model_events (version, kind, actor, at, reason) VALUES (@version, @kind, @by, @now, @reason)
        """;

    private const string Announce = $"""
        SELECT pg_notify('{Channel}', 'model')
        """;

    /// <summary>Puts a model in place.</summary>
    /// <param name="version">The model.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="force">Also where it was refused.</param>
    /// <param name="against">The champion that it was compared with; null: whichever.</param>
    /// <param name="cancellationToken">Stops waiting; nothing has changed then.</param>
    public async Task<PromotionResult> PromoteAsync(
        string version,
        string by,
        string? reason,
        bool force,
        string? against,
        CancellationToken cancellationToken
    )
    {
        await using var change = await BeginAsync(version, cancellationToken);
        if (change.Of(version) is not { } model)
        {
            return new PromotionResult(PromotionOutcome.NoSuchModel, version);
        }

        var champion = change.Champion;
        if (model.State == "champion")
        {
            return new PromotionResult(PromotionOutcome.IsChampionAlready, version);
        }

        if (against is not null && champion?.Version != against)
        {
            return new PromotionResult(PromotionOutcome.ChampionChanged, version);
        }

        return model.State == "refused" && !force
            ? new PromotionResult(PromotionOutcome.WasRefused, version)
            : await CrownAsync(change, version, by, reason, isRollback: false);
    }

    /// <summary>Puts the model in place that the champion replaced.</summary>
    public async Task<PromotionResult> RollBackAsync(string by, string? reason, CancellationToken cancellationToken)
    {
        await using var change = await BeginAsync(version: null, cancellationToken);
        return change.Champion?.Predecessor is { } before
            ? await CrownAsync(change, before, by, reason, isRollback: true)
            : new PromotionResult(PromotionOutcome.NothingBefore, Version: null);
    }

    private async Task<PromotionResult> CrownAsync(
        Change change,
        string version,
        string by,
        string? reason,
        bool isRollback
    )
    {
        var champion = change.Champion?.Version;
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        try
        {
            _ = ModelRegistry.Check(version, await change.ScalarAsync<byte[]>(Bytes, new { version }));
        }
        catch (ModelFileException damaged)
        {
            var why = damaged.Message;
            await change.ExecuteAsync(Refuse, new { version, reason = why });
            await NoteAsync(version, "refused", why);
            await change.CommitAsync();
            return new PromotionResult(PromotionOutcome.IsDamaged, version, why);
        }

        await change.ExecuteAsync(Retire, new { });
        await change.ExecuteAsync(
            Crown,
            new
            {
                version,
                by,
                champion,
                isRollback,
                now,
            }
        );
        await NoteAsync(version, isRollback ? "rolled_back" : "promoted", reason);
        if (champion is not null)
        {
            await NoteAsync(champion, "retired", $"{version} took its place");
        }

        await change.ExecuteAsync(Announce, new { });
        await change.CommitAsync();
        return new PromotionResult(PromotionOutcome.Promoted, version);

        Task NoteAsync(string which, string kind, string? why) =>
            change.ExecuteAsync(
                Note,
                new
                {
                    version = which,
                    kind,
                    by,
                    now,
                    reason = why,
                }
            );
    }

    private async Task<Change> BeginAsync(string? version, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var change = new Change(
                connection,
                await connection.BeginTransactionAsync(cancellationToken),
                cancellationToken
            );
            await change.ExecuteAsync(TakeTurn, new { });
            change.Models = (
                await connection.QueryAsync<Place>(
                    new CommandDefinition(
                        Standing,
                        new { version },
                        change.Transaction,
                        cancellationToken: cancellationToken
                    )
                )
            ).AsList();
            return change;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed record Place
    {
        public required string Version { get; init; }
        public required string State { get; init; }
        public string? Predecessor { get; init; }
    }

    /// <summary>The transaction in which the champion changes; nobody else changes it meanwhile.</summary>
    private sealed class Change(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    ) : IAsyncDisposable
    {
        public NpgsqlTransaction Transaction => transaction;

        public IReadOnlyList<Place> Models { get; set; } = [];

        public Place? Champion => Models.SingleOrDefault(model => model.State == "champion");

        public Place? Of(string version) => Models.SingleOrDefault(model => model.Version == version);

        public Task<int> ExecuteAsync(string sql, object parameters) =>
            connection.ExecuteAsync(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
            );

        public Task<T?> ScalarAsync<T>(string sql, object parameters) =>
            connection.ExecuteScalarAsync<T>(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
            );

        public Task CommitAsync() => transaction.CommitAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
