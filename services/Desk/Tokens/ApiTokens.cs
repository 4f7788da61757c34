using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Tokens;

/// <summary>The tokens of programs. One is looked up for each request, so one that was revoked is dead at once.</summary>
internal sealed class ApiTokens(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>How every secret begins, so that a leaked one is found by whoever searches for it.</summary>
    public const string Prefix = "tm_";

    private const int ShownCharacters = 8;

    private const string Columns = """
        SELECT token.token_id, token.name, token.begins, token.roles, token.scopes, account.user_name AS created_by,
               token.created_at, token.expires_at, token.last_used_at, token.revoked_at
          FROM desk.api_tokens token
          JOIN desk.accounts account ON account.account_id = token.created_by
        """;

    private const string Page = $"""
        {Columns}
         WHERE token.token_id < @before
         ORDER BY token.token_id DESC
         LIMIT @limit
        """;

    private const string One = $"{Columns} WHERE token.token_id = @id";

    private const string Insert = """
        INSERT INTO desk.api_tokens (token_id, token_hash, begins, name, roles, scopes, created_by, created_at, expires_at)
        VALUES (@id, @hash, @begins, @name, @roles, @scopes, @by, @now, @expiresAt)
        """;

    private const string Find = """
        SELECT token_id, name, roles, scopes, last_used_at
          FROM desk.api_tokens
         WHERE token_hash = @hash AND expires_at > @now AND revoked_at IS NULL
        """;

    private const string Touch = """
        UPDATE desk.api_tokens SET last_used_at = @now WHERE token_id = @id
        """;

    private const string Revoke = """
        UPDATE desk.api_tokens SET revoked_at = @now, revoked_by = @by WHERE token_id = @id AND revoked_at IS NULL
        """;

    private static readonly Duration TouchEvery = Duration.FromMinutes(1);

    private static readonly Guid Newest = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>The tokens, newest first.</summary>
    public async Task<IReadOnlyList<ApiTokenView>> ListAsync(
        Guid? before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(Page, new { before = before ?? Newest, limit }, cancellationToken: cancellationToken)
        );
        return [.. rows.Select(row => row.ToView())];
    }

    /// <summary>Makes a token; its secret is in the answer and nowhere else.</summary>
    public async Task<NewApiToken> AddAsync(NewApiTokenRequest request, Guid by, CancellationToken cancellationToken)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var (id, now) = (Guid.CreateVersion7(time.GetUtcNow()), Now);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Insert,
                new
                {
                    id,
                    hash = Hash(secret),
                    begins = secret[..ShownCharacters],
                    name = request.Name.Trim(),
                    roles = request.Roles.Distinct().Select(role => role.Wire()).ToArray(),
                    scopes = request.Scopes.Distinct().ToArray(),
                    by,
                    now,
                    expiresAt = now + Duration.FromDays(request.Days),
                },
                cancellationToken: cancellationToken
            )
        );
        var row = await connection.QuerySingleAsync<Row>(
            new CommandDefinition(One, new { id }, cancellationToken: cancellationToken)
        );
        return new NewApiToken(row.ToView(), secret);
    }

    /// <summary>Ends a token; false where there is none that is alive.</summary>
    public async Task<bool> RevokeAsync(Guid id, Guid by, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
                new CommandDefinition(
                    Revoke,
                    new
                    {
                        id,
                        by,
                        now = Now,
                    },
                    cancellationToken: cancellationToken
                )
            ) == 1;
    }

    /// <summary>The program that a secret belongs to; null where it is revoked, out of its time, or never was.</summary>
    public async Task<Caller?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var token = await connection.QuerySingleOrDefaultAsync<Known>(
            new CommandDefinition(Find, new { hash = Hash(secret), now }, cancellationToken: cancellationToken)
        );
        if (token is null)
        {
            return null;
        }

        if (token.LastUsedAt is not { } last || now - last >= TouchEvery)
        {
            await connection.ExecuteAsync(
                new CommandDefinition(Touch, new { id = token.TokenId, now }, cancellationToken: cancellationToken)
            );
        }

        return new Caller(token.TokenId, token.Name, [.. token.Roles.Select(WireName<Role>.Parse)])
        {
            Scopes = token.Scopes,
        };
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private sealed record Known
    {
        public required Guid TokenId { get; init; }
        public required string Name { get; init; }
        public required string[] Roles { get; init; }
        public required string[] Scopes { get; init; }
        public Instant? LastUsedAt { get; init; }
    }

    private sealed record Row
    {
        public required Guid TokenId { get; init; }
        public required string Name { get; init; }
        public required string Begins { get; init; }
        public required string[] Roles { get; init; }
        public required string[] Scopes { get; init; }
        public required string CreatedBy { get; init; }
        public required Instant CreatedAt { get; init; }
        public required Instant ExpiresAt { get; init; }
        public Instant? LastUsedAt { get; init; }
        public Instant? RevokedAt { get; init; }

        public ApiTokenView ToView() =>
            new()
            {
                Id = TokenId,
                Name = Name,
                Begins = Begins,
                Roles = [.. Roles.Select(WireName<Role>.Parse)],
                Scopes = Scopes,
                CreatedBy = CreatedBy,
                CreatedAt = CreatedAt.ToDateTimeOffset(),
                ExpiresAt = ExpiresAt.ToDateTimeOffset(),
                LastUsedAt = LastUsedAt?.ToDateTimeOffset(),
                RevokedAt = RevokedAt?.ToDateTimeOffset(),
            };
    }
}
