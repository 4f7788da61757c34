using Dapper;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.SignIn;

/// <summary>One try to sign in. It is counted before the password is looked at, so that many at once gain nothing.</summary>
internal sealed class SignInAttempt(
    NpgsqlDataSource database,
    Passwords passwords,
    IOptions<DeskOptions> options,
    TimeProvider time
)
{
    private const string Count = """
        UPDATE desk.accounts
           SET failed_attempts = CASE WHEN locked_until IS NOT NULL THEN 1 ELSE failed_attempts + 1 END,
               locked_until = CASE
                 WHEN locked_until IS NULL AND failed_attempts + 1 >= @lockAfter THEN @lockedUntil
               END
         WHERE user_key = @key AND active AND (locked_until IS NULL OR locked_until <= @now)
        RETURNING account_id, password_hash, security_stamp
        """;

    private const string Meant = """
        SELECT account_id, locked_until > @now AS locked FROM desk.accounts WHERE user_key = @key
        """;

    private const string Clear = """
        UPDATE desk.accounts SET failed_attempts = 0, locked_until = NULL WHERE account_id = @accountId
        """;

    /// <summary>The account whose name and password were given; null for every reason to refuse.</summary>
    public async Task<AccountKey?> TryAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var account = await CountAsync(UserNames.Key(request.UserName), now, cancellationToken);
        if (!await passwords.FitsAsync(account?.PasswordHash, request.Password, cancellationToken) || account is null)
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(Clear, new { account.AccountId }, cancellationToken: cancellationToken)
        );
        return account;
    }

    /// <summary>Whose account a refused attempt was meant for, and whether it is locked; for the audit log alone.</summary>
    public async Task<(Guid? AccountId, bool IsLocked)> MeantAsync(
        SignInRequest request,
        CancellationToken cancellationToken
    )
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (accountId, locked) = await connection.QuerySingleOrDefaultAsync<(Guid? AccountId, bool? Locked)>(
            new CommandDefinition(
                Meant,
                new { key = UserNames.Key(request.UserName), now },
                cancellationToken: cancellationToken
            )
        );
        return (accountId, locked is true);
    }

    private async Task<AccountKey?> CountAsync(string key, Instant now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<AccountKey>(
            new CommandDefinition(
                Count,
                new
                {
                    key,
                    now,
                    options.Value.LockAfter,
                    lockedUntil = now + Duration.FromTimeSpan(options.Value.LockFor),
                },
                cancellationToken: cancellationToken
            )
        );
    }
}

/// <summary>What signing in needs to know of an account.</summary>
internal sealed record AccountKey(Guid AccountId, string? PasswordHash, Guid SecurityStamp);
