using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.CannedReplies;

/// <summary>Canned replies as they are kept; everybody sees those for all, of their queues, and their own.</summary>
internal sealed class CannedReplyStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Columns = """
        canned_id, name, kind, scope, queue_id, owner_id, texts::text AS texts, actions::text AS actions, version
        """;

    private const string Visible = """
        (scope = 'all' OR queue_id = ANY (@queues) OR owner_id = @me)
        """;

    private const string List = $"""
        SELECT {Columns}
          FROM router.canned_replies
         WHERE {Visible} AND (@kind::text IS NULL OR kind = @kind) AND (name, canned_id) > (@afterName, @afterId)
         ORDER BY name, canned_id
         LIMIT @size
        """;

    private const string One = $"""
        SELECT {Columns} FROM router.canned_replies WHERE canned_id = @id AND {Visible}
        """;

    private const string Put = """
        INSERT INTO router.canned_replies (
               canned_id, name, kind, scope, queue_id, owner_id, texts, actions, updated_by, updated_at)
        SELECT @id, @Name, @Kind, @Scope, @queueId, @ownerId, @texts::jsonb, @actions::jsonb, @me, @now
         WHERE @ifVersion::bigint IS NULL
            OR @ifVersion = coalesce((SELECT version FROM router.canned_replies WHERE canned_id = @id), 0)
        ON CONFLICT (canned_id) DO UPDATE
           SET name = excluded.name, kind = excluded.kind, scope = excluded.scope, queue_id = excluded.queue_id,
               owner_id = excluded.owner_id, texts = excluded.texts, actions = excluded.actions,
               updated_by = excluded.updated_by, updated_at = excluded.updated_at, version = canned_replies.version + 1
         WHERE @ifVersion::bigint IS NULL OR canned_replies.version = @ifVersion
        """;

    private const string OwnerOf = """
        SELECT owner_id FROM router.canned_replies WHERE canned_id = @id
        """;

    private const string Drop = """
        DELETE FROM router.canned_replies WHERE canned_id = @id AND (@ifVersion::bigint IS NULL OR version = @ifVersion)
        """;

    private const string Newest = """
        SELECT coalesce(max(version), 0) FROM router.canned_replies WHERE canned_id = @id
        """;

    private const string KnowCaller = """
        INSERT INTO router.agents (agent_id, name, capacity) VALUES (@me, @callerName, 0) ON CONFLICT (agent_id) DO NOTHING
        """;

    public async Task<IReadOnlyList<CannedReplyView>> ListAsync(
        TicketScope scope,
        string? kind,
        (string Name, Guid Id) after,
        int size,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                List,
                new
                {
                    queues = scope.Queues,
                    me = scope.CallerId,
                    kind,
                    afterName = after.Name,
                    afterId = after.Id,
                    size,
                },
                cancellationToken: cancellationToken
            )
        );
        return [.. rows.Select(row => row.ToView())];
    }

    /// <summary>One that the caller may use; null where there is none.</summary>
    public async Task<CannedReplyView?> FindAsync(Guid id, TicketScope scope, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(
                One,
                new
                {
                    id,
                    queues = scope.Queues,
                    me = scope.CallerId,
                },
                cancellationToken: cancellationToken
            )
        );
        return row?.ToView();
    }

    /// <summary>Whether there is one of this id, and whose it is where it is somebody's own.</summary>
    public async Task<(bool Exists, Guid? Owner)> OwnerAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<Guid?>(
                new CommandDefinition(OwnerOf, new { id }, cancellationToken: cancellationToken)
            )
        ).AsList();
        return (rows.Count > 0, rows.Count > 0 ? rows[0] : null);
    }

    /// <returns>False, and nothing changed, where it has another version than <paramref name="ifVersion"/>; 0 is one that is not there yet.</returns>
    /// <exception cref="PostgresException">There is no such queue (23503).</exception>
    public async Task<bool> PutAsync(
        Guid id,
        CannedReplyRequest request,
        long? ifVersion,
        (Guid Id, string Name) caller,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                KnowCaller,
                new { me = caller.Id, callerName = caller.Name.Length > 0 ? caller.Name : "?" },
                cancellationToken: cancellationToken
            )
        );
        return await connection.ExecuteAsync(
                new CommandDefinition(
                    Put,
                    new
                    {
                        id,
                        ifVersion,
                        request.Name,
                        request.Kind,
                        request.Scope,
                        queueId = request.Scope == "queue" ? request.QueueId : null,
                        ownerId = request.Scope == "personal" ? caller.Id : (Guid?)null,
                        texts = JsonSerializer.Serialize(request.Texts, MeshJson.Options),
                        actions = JsonSerializer.Serialize(request.Actions, MeshJson.Options),
                        me = caller.Id,
                        now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                    },
                    cancellationToken: cancellationToken
                )
            ) > 0;
    }

    /// <returns>False where it has another version.</returns>
    public async Task<bool> DropAsync(Guid id, long? ifVersion, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
                new CommandDefinition(Drop, new { id, ifVersion }, cancellationToken: cancellationToken)
            ) > 0;
    }

    /// <summary>The version that it has now; 0 where there is none.</summary>
    public async Task<long> VersionAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(Newest, new { id }, cancellationToken: cancellationToken)
        );
    }

    private sealed record Row
    {
        public Guid CannedId { get; init; }
        public required string Name { get; init; }
        public required string Kind { get; init; }
        public required string Scope { get; init; }
        public Guid? QueueId { get; init; }
        public Guid? OwnerId { get; init; }
        public required string Texts { get; init; }
        public required string Actions { get; init; }
        public long Version { get; init; }

        public CannedReplyView ToView() =>
            new()
            {
                Id = CannedId,
                Name = Name,
                Kind = Kind,
                Scope = Scope,
                QueueId = QueueId,
                Texts = JsonSerializer.Deserialize<Dictionary<string, string>>(Texts, MeshJson.Options) ?? [],
                Actions = JsonSerializer.Deserialize<List<CannedAction>>(Actions, MeshJson.Options) ?? [],
                Version = Version,
            };
    }
}
