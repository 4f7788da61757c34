using Dapper;
using NodaTime;
using Npgsql;

namespace TriageMesh.Platform.Http;

/// <summary>What was answered to commands that carried a key.</summary>
internal sealed class CommandKeys(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>How long a command is remembered.</summary>
    public static readonly Duration Remembered = Duration.FromHours(24);

    private const int AtOnce = 1000;

    private const string Forget = """
        DELETE FROM mesh.command_keys
         WHERE (caller_id, command_key) IN (
                 SELECT caller_id, command_key
                   FROM mesh.command_keys
                  WHERE created_at < @before
                  ORDER BY created_at
                  LIMIT @limit
                    FOR UPDATE SKIP LOCKED)
        """;

    private const string Claim = """
        INSERT INTO mesh.command_keys (caller_id, command_key, fingerprint, created_at)
        VALUES (@caller, @key, @fingerprint, @now)
            ON CONFLICT (caller_id, command_key) DO NOTHING
        """;

    private const string Find = """
        SELECT fingerprint, status, content_type, etag, location, body
          FROM mesh.command_keys
         WHERE caller_id = @caller AND command_key = @key
        """;

    private const string Keep = """
        UPDATE mesh.command_keys
           SET status = @Status, content_type = @ContentType, etag = @ETag, location = @Location, body = @Body
         WHERE caller_id = @caller AND command_key = @key
        """;

    private const string Free = """
        DELETE FROM mesh.command_keys WHERE caller_id = @caller AND command_key = @key
        """;

    /// <summary>Takes a key for a command.</summary>
    /// <returns>Null where it is taken now; otherwise what is known of the command that had it before.</returns>
    public async Task<KnownCommand?> ClaimAsync(
        Guid caller,
        string key,
        byte[] fingerprint,
        CancellationToken cancellationToken
    )
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var taken = await connection.ExecuteAsync(
            new CommandDefinition(
                Claim,
                new
                {
                    caller,
                    key,
                    fingerprint,
                    now,
                },
                cancellationToken: cancellationToken
            )
        );
        return taken == 1
            ? null
            : await connection.QuerySingleOrDefaultAsync<KnownCommand>(
                new CommandDefinition(Find, new { caller, key }, cancellationToken: cancellationToken)
            ) ?? new KnownCommand { Fingerprint = fingerprint };
    }

    /// <summary>Forgets all commands that are old enough.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var before = Instant.FromDateTimeOffset(time.GetUtcNow()) - Remembered;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        for (var forgotten = 0; ; )
        {
            var some = await connection.ExecuteAsync(
                new CommandDefinition(Forget, new { before, limit = AtOnce }, cancellationToken: cancellationToken)
            );
            forgotten += some;
            if (some < AtOnce)
            {
                return forgotten;
            }
        }
    }

    /// <summary>Remembers the answer. What is done is done: this is not broken off with the request.</summary>
    public Task KeepAsync(Guid caller, string key, KnownCommand answer) =>
        ExecuteAsync(
            Keep,
            new
            {
                caller,
                key,
                answer.Status,
                answer.ContentType,
                answer.ETag,
                answer.Location,
                answer.Body,
            }
        );

    /// <summary>Gives the key back, because nothing was changed.</summary>
    public Task FreeAsync(Guid caller, string key) => ExecuteAsync(Free, new { caller, key });

    private async Task ExecuteAsync(string sql, object parameters)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            new CommandDefinition(sql, parameters, cancellationToken: CancellationToken.None)
        );
    }
}

/// <summary>A command with a key, and its answer where there is one yet.</summary>
internal sealed record KnownCommand
{
    public required byte[] Fingerprint { get; init; }
    public int? Status { get; init; }
    public string? ContentType { get; init; }
    public string? ETag { get; init; }
    public string? Location { get; init; }
    public byte[]? Body { get; init; }
}
