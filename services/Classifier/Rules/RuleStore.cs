using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Classifier.Registry;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Classifier.Rules;

/// <summary>The rules in the database, with every version that they ever had.</summary>
internal sealed class RuleStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Columns = """
        rule_id, version, enabled, removed, changed_by, changed_at, definition::text AS definition
        """;

    private const string Newest = """
        SELECT coalesce(max(revision), 0) FROM classifier.rules
        """;

    private const string Current = $"""
        SELECT *
          FROM (SELECT DISTINCT ON (rule_id) {Columns} FROM classifier.rules ORDER BY rule_id, version DESC) newest
         WHERE NOT removed
        """;

    private const string Versions = $"""
        SELECT {Columns} FROM classifier.rules WHERE rule_id = @id ORDER BY version DESC
        """;

    private const string TakeTurn = """
        SELECT pg_advisory_xact_lock(hashtext('classifier.rules'))
        """;

    private const string Put = """
        INSERT INTO classifier.rules (rule_id, version, definition, enabled, removed, changed_by, changed_at)
        VALUES (@id, @version, @definition::jsonb, @enabled, @removed, @by, @now)
        """;

    private const string Announce = $"""
        SELECT pg_notify('{Promotion.Channel}', 'rules')
        """;

    /// <summary>Names the state of the whole list.</summary>
    public async Task<long> RevisionAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(Newest, cancellationToken: cancellationToken)
        );
    }

    /// <summary>The newest version of each rule that is on the list, in their order.</summary>
    public async Task<IReadOnlyList<RuleView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(Current, cancellationToken: cancellationToken)
        );
        return [.. rows.Select(row => row.ToView()).OrderBy(rule => rule.Definition.Order).ThenBy(rule => rule.Id)];
    }

    /// <summary>All versions of a rule, newest first.</summary>
    public async Task<IReadOnlyList<RuleView>> VersionsAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(Versions, new { id }, cancellationToken: cancellationToken)
        );
        return [.. rows.Select(row => row.ToView())];
    }

    /// <summary>Writes a rule's next version and tells every classifier.</summary>
    /// <returns>It; null where another version than the one edited is the newest.</returns>
    public Task<RuleView?> PutAsync(Guid id, RuleRequest request, string by, CancellationToken cancellationToken) =>
        WriteAsync(
            id,
            newest =>
                request.Version is { } edited && edited != (newest?.Version ?? 0)
                    ? null
                    : (request.Definition, request.Enabled, Removed: false),
            by,
            cancellationToken
        );

    /// <summary>Takes a rule off the list; its versions stay.</summary>
    /// <returns>Null where it is not on the list.</returns>
    public Task<RuleView?> RemoveAsync(Guid id, string by, CancellationToken cancellationToken) =>
        WriteAsync(
            id,
            newest => newest is null or { Removed: true } ? null : (newest.Definition, false, Removed: true),
            by,
            cancellationToken
        );

    private async Task<RuleView?> WriteAsync(
        Guid id,
        Func<RuleView?, (RuleDefinition Definition, bool Enabled, bool Removed)?> next,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        await connection.ExecuteAsync(Command(TakeTurn));
        var newest = (await connection.QueryAsync<Row>(Command(Versions, new { id }))).FirstOrDefault()?.ToView();
        if (next(newest) is not { } rule)
        {
            return null;
        }

        var version = (newest?.Version ?? 0) + 1;
        var now = time.GetUtcNow();
        await connection.ExecuteAsync(
            Command(
                Put,
                new
                {
                    id,
                    version,
                    definition = JsonSerializer.Serialize(rule.Definition, MeshJson.Options),
                    enabled = rule.Enabled,
                    removed = rule.Removed,
                    by,
                    now = Instant.FromDateTimeOffset(now),
                }
            )
        );
        await connection.ExecuteAsync(Command(Announce));
        await transaction.CommitAsync(cancellationToken);
        return new RuleView
        {
            Id = id,
            Version = version,
            Enabled = rule.Enabled,
            Removed = rule.Removed,
            By = by,
            At = now,
            Definition = rule.Definition,
        };
    }

    private sealed record Row
    {
        public Guid RuleId { get; init; }
        public int Version { get; init; }
        public bool Enabled { get; init; }
        public bool Removed { get; init; }
        public required string ChangedBy { get; init; }
        public Instant ChangedAt { get; init; }
        public required string Definition { get; init; }

        public RuleView ToView() =>
            new()
            {
                Id = RuleId,
                Version = Version,
                Enabled = Enabled,
                Removed = Removed,
                By = ChangedBy,
                At = ChangedAt.ToDateTimeOffset(),
                Definition = JsonSerializer.Deserialize<RuleDefinition>(Definition, MeshJson.Options)!,
            };
    }
}
