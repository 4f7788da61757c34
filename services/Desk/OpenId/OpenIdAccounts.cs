using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.Accounts;
using TriageMesh.Desk.SignIn;

namespace TriageMesh.Desk.OpenId;

/// <summary>Whose account it is that the provider vouches for: known by issuer and subject, else linked or made by rule.</summary>
internal sealed partial class OpenIdAccounts(
    NpgsqlDataSource database,
    AccountChanges changes,
    AgentUpdates updates,
    IOptions<OpenIdOptions> options,
    TimeProvider time,
    ILogger<OpenIdAccounts> logger
)
{
    private const int Tries = 3;

    private const string Find = """
        UPDATE desk.openid_links link
           SET last_used_at = @now
          FROM desk.accounts account
         WHERE link.issuer = @Issuer AND link.subject = @Subject AND account.account_id = link.account_id
        RETURNING account.account_id, account.security_stamp, account.display_name, account.roles, account.active
        """;

    // An account that has a link to this provider is somebody's already.
    private const string Link = """
        INSERT INTO desk.openid_links (issuer, subject, account_id, linked_at, last_used_at)
        SELECT @Issuer, @Subject, account_id, @now, @now
          FROM desk.accounts
         WHERE user_key = @key AND active
        ON CONFLICT DO NOTHING
        """;

    private const string EndSessions = """
        UPDATE desk.accounts SET security_stamp = gen_random_uuid() WHERE account_id = @AccountId
        """;

    /// <exception cref="OpenIdRefusal">There is no account for this person, it is switched off, or no role is left.</exception>
    public async Task<AccountKey> AccountAsync(OpenIdClaims person, CancellationToken cancellationToken)
    {
        var account =
            await FindAsync(person, cancellationToken)
            ?? await LinkedAsync(person, cancellationToken)
            ?? await MadeAsync(person, cancellationToken)
            ?? throw new OpenIdRefusal(OpenIdRefused.NoAccount);
        if (!account.Active)
        {
            throw new OpenIdRefusal(OpenIdRefused.SwitchedOff) { AccountId = account.AccountId };
        }

        await SetRolesAsync(account, person, cancellationToken);
        return new AccountKey(account.AccountId, PasswordHash: null, account.SecurityStamp);
    }

    private async Task<Row?> LinkedAsync(OpenIdClaims person, CancellationToken cancellationToken)
    {
        var name = options.Value.LinkBy switch
        {
            OpenIdLink.VerifiedEmail => person.VerifiedEmail(options.Value),
            OpenIdLink.UserName => person.UserName(options.Value),
            OpenIdLink.Nothing => null,
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await LinkAsync(person, UserNames.Key(name), connection, transaction: null, cancellationToken)
            ? await FindAsync(person, cancellationToken)
            : null;
    }

    private async Task<Row?> MadeAsync(OpenIdClaims person, CancellationToken cancellationToken)
    {
        if (!options.Value.CreateAccounts)
        {
            return null;
        }

        var roles = person.Roles(options.Value);
        if (roles.Count == 0)
        {
            throw new OpenIdRefusal(OpenIdRefused.NoRole);
        }

        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await MakeAsync(person, UserNameFor(person, attempt), roles, cancellationToken))
            {
                await updates.TellAtOnceAsync(cancellationToken);
                break;
            }
        }

        return await FindAsync(person, cancellationToken);
    }

    /// <summary>Makes the account and its link together; false where the name is somebody's, or the person has just come in elsewhere.</summary>
    private async Task<bool> MakeAsync(
        OpenIdClaims person,
        string userName,
        IReadOnlyList<Role> roles,
        CancellationToken cancellationToken
    )
    {
        var account = new NewAccount
        {
            Id = Guid.NewGuid(),
            UserName = userName,
            DisplayName = person.DisplayName(options.Value),
            PasswordHash = null,
            Roles = roles,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (
            !await changes.InsertAsync(account, connection, transaction, cancellationToken)
            || !await LinkAsync(person, UserNames.Key(userName), connection, transaction, cancellationToken)
        )
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The name may be somebody else's: then it gets an ending of its own.</summary>
    private string UserNameFor(OpenIdClaims person, int attempt)
    {
        var name = person.NewUserName(options.Value);
        var mark = SHA256.HashData(Encoding.UTF8.GetBytes($"{person.Issuer}\n{person.Subject}"));
        var ending = attempt == 0 ? "" : "-" + Convert.ToHexStringLower(mark.AsSpan(0, 2 * attempt));
        return name[..Math.Min(name.Length, UserNames.Longest - ending.Length)] + ending;
    }

    /// <summary>Where the provider gives the roles, a person has those that it gives today.</summary>
    private async Task SetRolesAsync(Row account, OpenIdClaims person, CancellationToken cancellationToken)
    {
        if (!options.Value.GivesRoles)
        {
            return;
        }

        var roles = person.Roles(options.Value);
        if (roles.Count == 0)
        {
            await EndSessionsAsync(account.AccountId, cancellationToken);
            throw new OpenIdRefusal(OpenIdRefused.NoRole) { AccountId = account.AccountId };
        }

        if (roles.Select(role => role.Wire()).ToHashSet(StringComparer.Ordinal).SetEquals(account.Roles))
        {
            return;
        }

        var request = new AccountRequest
        {
            DisplayName = account.DisplayName,
            Roles = roles,
            Active = true,
        };
        switch (await changes.ChangeAsync(account.AccountId, request, cancellationToken))
        {
            case AccountChange.LastAdmin:
                LogLastAdmin(account.AccountId);
                break;
            case AccountChange.NotFound:
            case AccountChange.WeakPassword:
            case AccountChange.Done:
            default:
                await updates.TellAtOnceAsync(cancellationToken);
                break;
        }
    }

    private async Task<Row?> FindAsync(OpenIdClaims person, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(
                Find,
                new
                {
                    person.Issuer,
                    person.Subject,
                    now = Now,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    private async Task<bool> LinkAsync(
        OpenIdClaims person,
        string key,
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        CancellationToken cancellationToken
    ) =>
        await connection.ExecuteAsync(
            new CommandDefinition(
                Link,
                new
                {
                    person.Issuer,
                    person.Subject,
                    key,
                    now = Now,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        ) == 1;

    private async Task EndSessionsAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(EndSessions, new { accountId }, cancellationToken: cancellationToken)
        );
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    [LoggerMessage(
        EventId = 4041,
        Level = LogLevel.Warning,
        Message = "The provider no longer gives {AccountId} the role admin; it is the last admin and keeps it"
    )]
    private partial void LogLastAdmin(Guid accountId);

    private sealed record Row
    {
        public required Guid AccountId { get; init; }
        public required Guid SecurityStamp { get; init; }
        public required string DisplayName { get; init; }
        public required string[] Roles { get; init; }
        public required bool Active { get; init; }
    }
}
