using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;
using TriageMesh.Platform.Http;

namespace TriageMesh.Classifier.Registry;

/// <summary>The models that there are, where every classifier sees them.</summary>
internal sealed class ModelRegistry(NpgsqlDataSource database, TimeProvider time)
{
    // What is new about a model that was known already is only how it compares; a champion past or present stays what it is.
    private const string Put = """
        INSERT INTO classifier.models (version, origin, state, sha256, bytes, languages, trained_on, comparison, card, reason,
                                       created_at, created_by)
        VALUES (@Version, @origin, @state, @sha256, @Bytes, @languages::jsonb, @trainedOn::jsonb, @comparison::jsonb, @Card,
                @Reason, @now, @By)
        ON CONFLICT (version) DO UPDATE
          SET comparison = coalesce(excluded.comparison, models.comparison),
              trained_on = coalesce(models.trained_on, excluded.trained_on),
              state = CASE WHEN models.state IN ('champion', 'retired', 'shipped') THEN models.state ELSE excluded.state END,
              reason = CASE WHEN models.state IN ('champion', 'retired', 'shipped') THEN models.reason ELSE excluded.reason END,
              card = CASE WHEN excluded.comparison IS NULL THEN models.card ELSE excluded.card END
        RETURNING (xmax = 0) AS is_new
        """;

    private const string Note = """
        INSERT INTO classifier.model_events (version, kind, actor, at, reason) VALUES (@version, @kind, @actor, @now, @reason)
        """;

    private const string Champion = """
        SELECT version FROM classifier.models WHERE state = 'champion'
        """;

    private const string One = $"""
        SELECT {ModelEntry.Columns} FROM classifier.models WHERE version = @version
        """;

    private const string Page = $"""
        SELECT {ModelEntry.Columns}
          FROM classifier.models
         WHERE @before::bigint IS NULL OR model_id < @before
         ORDER BY model_id DESC
         LIMIT @limit
        """;

    private const string Bytes = """
        SELECT bytes FROM classifier.models WHERE version = @version
        """;

    private const string Card = """
        SELECT card FROM classifier.models WHERE version = @version
        """;

    /// <summary>Adds a model, or notes anew how a known one compares.</summary>
    /// <returns>True where it was not known.</returns>
    public async Task<bool> RegisterAsync(NewModel model, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var isNew = await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                Put,
                new
                {
                    model.Version,
                    origin = model.Origin.Wire(),
                    state = model.State.Wire(),
                    sha256 = Convert.ToHexStringLower(SHA256.HashData(model.Bytes)),
                    model.Bytes,
                    languages = JsonSerializer.Serialize(model.Languages, MeshJson.Options),
                    trainedOn = Json(model.TrainedOn),
                    comparison = Json(model.Comparison),
                    model.Card,
                    model.Reason,
                    model.By,
                    now = Now,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        if (isNew || model.State == ModelState.Refused)
        {
            await connection.ExecuteAsync(
                new CommandDefinition(
                    Note,
                    new
                    {
                        version = model.Version,
                        kind = model.State == ModelState.Refused ? "refused" : "registered",
                        actor = model.By,
                        now = Now,
                        reason = model.Reason,
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            );
        }

        await transaction.CommitAsync(cancellationToken);
        return isNew;
    }

    /// <summary>The version that labels; null before the first classifier has started.</summary>
    public Task<string?> ChampionAsync(CancellationToken cancellationToken) =>
        ScalarAsync<string>(Champion, new { }, cancellationToken);

    public async Task<ModelEntry?> FindAsync(string version, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ModelEntry>(
            new CommandDefinition(One, new { version }, cancellationToken: cancellationToken)
        );
    }

    /// <summary>Models, newest first.</summary>
    public async Task<IReadOnlyList<ModelEntry>> PageAsync(long? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return
        [
            .. await connection.QueryAsync<ModelEntry>(
                new CommandDefinition(Page, new { before, limit }, cancellationToken: cancellationToken)
            ),
        ];
    }

    public Task<string?> CardAsync(string version, CancellationToken cancellationToken) =>
        ScalarAsync<string>(Card, new { version }, cancellationToken);

    /// <summary>Loads a model and makes sure that it is what it says.</summary>
    /// <exception cref="ModelFileException">It is damaged, or not there.</exception>
    public async Task<ClassificationModel> LoadAsync(string version, CancellationToken cancellationToken) =>
        Check(version, await ScalarAsync<byte[]>(Bytes, new { version }, cancellationToken));

    /// <summary>The model in <paramref name="bytes"/>.</summary>
    /// <exception cref="ModelFileException">It is damaged, or another.</exception>
    internal static ClassificationModel Check(string version, byte[]? bytes)
    {
        var model = ModelFile.Read(bytes ?? throw new ModelFileException($"There is no model {version}."));
        return model.Version == version
            ? model
            : throw new ModelFileException($"What is stored as model {version} is model {model.Version}.");
    }

    private async Task<T?> ScalarAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<T>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
        );
    }

    private static string? Json<T>(T? value)
        where T : class => value is null ? null : JsonSerializer.Serialize(value, MeshJson.Options);

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());
}
