using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.SignIn;

/// <summary>Where people are signed in. A session is looked up for each request, so one that was ended is over at once.</summary>
internal sealed class Sessions(NpgsqlDataSource database, IOptions<DeskOptions> options, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO desk.sessions (
          session_id, token_hash, account_id, security_stamp, browser, created_at, last_seen_at, expires_at
        ) VALUES (@sessionId, @hash, @accountId, @securityStamp, @browser, @now, @now, @expiresAt)
        """;

    private const string DropOld = """
        DELETE FROM desk.sessions
         WHERE session_id IN (SELECT session_id FROM desk.sessions WHERE expires_at <= @now ORDER BY expires_at LIMIT 500)
        """;

    private const string Find = """
        SELECT session.session_id, session.account_id, session.created_at, session.last_seen_at,
               account.user_name, account.display_name, account.roles
          FROM desk.sessions session
          JOIN desk.accounts account USING (account_id)
         WHERE session.token_hash = @hash
           AND session.expires_at > @now
           AND account.active
           AND account.security_stamp = session.security_stamp
        """;

    private const string Touch = """
        UPDATE desk.sessions SET last_seen_at = @now, expires_at = @expiresAt WHERE session_id = @sessionId
        """;

    private const string List = """
        SELECT session.session_id, session.browser, session.created_at, session.last_seen_at, session.expires_at
          FROM desk.sessions session
          JOIN desk.accounts account USING (account_id, security_stamp)
         WHERE account_id = @accountId AND expires_at > @now
         ORDER BY last_seen_at DESC
         LIMIT 100
        """;

    private const string EndOne = """
        DELETE FROM desk.sessions WHERE account_id = @accountId AND session_id = @sessionId
        """;

    private static readonly Duration TouchEvery = Duration.FromMinutes(1);

    /// <summary>Begins a session and returns the secret that the browser is to hold.</summary>
    public async Task<string> BeginAsync(AccountKey account, string browser, CancellationToken cancellationToken)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var now = Now;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Insert,
                new
                {
                    sessionId = Guid.CreateVersion7(time.GetUtcNow()),
                    hash = Hash(token),
                    account.AccountId,
                    account.SecurityStamp,
                    browser,
                    now,
                    expiresAt = ExpiresAt(now, now),
                },
                cancellationToken: cancellationToken
            )
        );
        await connection.ExecuteAsync(
            new CommandDefinition(DropOld, new { now }, cancellationToken: cancellationToken)
        );
        return token;
    }

    /// <summary>The session that a browser's secret belongs to, as it is used; null where it is over or never was.</summary>
    /// <param name="token">The browser's secret.</param>
    /// <param name="unused">For how long no person has used the page that asks: it may ask by itself.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public async Task<Session?> FindAsync(string token, Duration unused, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var session = await LookAsync(connection, token, cancellationToken);
        var used = Now - unused;
        if (session is not null && used - session.LastSeenAt >= TouchEvery)
        {
            await connection.ExecuteAsync(
                new CommandDefinition(
                    Touch,
                    new
                    {
                        session.SessionId,
                        now = used,
                        expiresAt = ExpiresAt(session.CreatedAt, used),
                    },
                    cancellationToken: cancellationToken
                )
            );
        }

        return session;
    }

    /// <summary>The session without using it: whoever only looks keeps no session from ending.</summary>
    public async Task<Session?> LookAsync(string token, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await LookAsync(connection, token, cancellationToken);
    }

    /// <summary>Where the account is signed in, last used first.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (
            await connection.QueryAsync<SessionRow>(
                new CommandDefinition(List, new { accountId, now = Now }, cancellationToken: cancellationToken)
            )
        ).AsList();
    }

    /// <summary>Ends one session of the account; false where it has no such session.</summary>
    public async Task<bool> EndAsync(Guid accountId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
                new CommandDefinition(EndOne, new { accountId, sessionId }, cancellationToken: cancellationToken)
            ) > 0;
    }

    private Task<Session?> LookAsync(NpgsqlConnection connection, string token, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<Session>(
            new CommandDefinition(Find, new { hash = Hash(token), now = Now }, cancellationToken: cancellationToken)
        );

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private Instant ExpiresAt(Instant createdAt, Instant now) =>
        Instant.Min(
            now + Duration.FromTimeSpan(options.Value.SessionIdle),
            createdAt + Duration.FromTimeSpan(options.Value.SessionLongest)
        );

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>Whose session it is.</summary>
internal sealed record Session
{
    public required Guid SessionId { get; init; }
    public required Guid AccountId { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant LastSeenAt { get; init; }
    public required string UserName { get; init; }
    public required string DisplayName { get; init; }
    public required string[] Roles { get; init; }

    public Caller ToCaller() => new(AccountId, DisplayName, [.. Roles.Select(WireName<Role>.Parse)]);
}

internal sealed record SessionRow
{
    public required Guid SessionId { get; init; }
    public required string Browser { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant LastSeenAt { get; init; }
    public required Instant ExpiresAt { get; init; }
}
