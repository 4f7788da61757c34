using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.SignIn;
using TriageMesh.Platform.Http;

namespace TriageMesh.Desk.Accounts;

/// <summary>Makes and changes accounts. What the router has to know is written with the change and told afterwards.</summary>
internal sealed class AccountChanges(NpgsqlDataSource database, Passwords passwords, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO desk.accounts (
          account_id, user_name, user_key, display_name, password_hash, roles, security_stamp, agent_update, created_at
        ) VALUES (
          @accountId, @userName, @userKey, @displayName, @hash, @roles, gen_random_uuid(), @agentUpdate::jsonb, @now
        )
        ON CONFLICT (user_key) DO NOTHING
        """;

    // All active admins are locked, so that two of them cannot each remove the other at once.
    private const string LockAdmins = """
        SELECT account_id FROM desk.accounts WHERE active AND 'admin' = ANY (roles) ORDER BY account_id FOR UPDATE
        """;

    private const string LockOne = """
        SELECT user_name, roles, active, agent_update::text AS agent_update
          FROM desk.accounts
         WHERE account_id = @accountId
           FOR UPDATE
        """;

    private const string Update = """
        UPDATE desk.accounts
           SET display_name = @displayName,
               roles = @roles,
               active = @active,
               agent_update = @agentUpdate::jsonb,
               password_hash = coalesce(@hash, password_hash),
               failed_attempts = CASE WHEN @hash IS NULL THEN failed_attempts ELSE 0 END,
               locked_until = CASE WHEN @hash IS NULL THEN locked_until END,
               security_stamp = CASE WHEN @hash IS NULL AND @active THEN security_stamp ELSE gen_random_uuid() END
         WHERE account_id = @accountId
        """;

    /// <summary>Makes an account; false where the user name is taken.</summary>
    public async Task<bool> AddAsync(Guid accountId, NewAccountRequest request, CancellationToken cancellationToken)
    {
        var account = new NewAccount
        {
            Id = accountId,
            UserName = request.UserName.Trim(),
            DisplayName = request.DisplayName.Trim(),
            PasswordHash = await passwords.HashAsync(request.Password, cancellationToken),
            Roles = request.Roles,
            Agent = request.Agent,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await InsertAsync(account, connection, transaction: null, cancellationToken);
    }

    /// <summary>Writes a new account; false where the user name is taken.</summary>
    public async Task<bool> InsertAsync(
        NewAccount account,
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        CancellationToken cancellationToken
    )
    {
        var agentUpdate = AgentUpdate.For(
            account.DisplayName,
            AgentUpdate.Works(account.Roles),
            worked: false,
            account.Agent,
            pending: null
        );
        return await connection.ExecuteAsync(
                new CommandDefinition(
                    Insert,
                    new
                    {
                        accountId = account.Id,
                        userName = account.UserName,
                        userKey = UserNames.Key(account.UserName),
                        displayName = account.DisplayName,
                        hash = account.PasswordHash,
                        roles = Wire(account.Roles),
                        agentUpdate = Json(agentUpdate),
                        now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            ) == 1;
    }

    public async Task<AccountChange> ChangeAsync(
        Guid accountId,
        AccountRequest request,
        CancellationToken cancellationToken
    )
    {
        var hash = request.Password is { } password ? await passwords.HashAsync(password, cancellationToken) : null;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var admins = await connection.QueryAsync<Guid>(
            new CommandDefinition(LockAdmins, transaction: transaction, cancellationToken: cancellationToken)
        );
        var before = await connection.QuerySingleOrDefaultAsync<Before>(
            new CommandDefinition(LockOne, new { accountId }, transaction, cancellationToken: cancellationToken)
        );
        if (before is null)
        {
            return AccountChange.NotFound;
        }

        var staysAdmin = request.Active && request.Roles.Contains(Role.Admin);
        if (!staysAdmin && admins.Contains(accountId) && admins.All(admin => admin == accountId))
        {
            return AccountChange.LastAdmin;
        }

        if (request.Password is { } wanted && Passwords.Fault(wanted, before.UserName) is not null)
        {
            return AccountChange.WeakPassword;
        }

        var update = AgentUpdate.For(
            request.DisplayName,
            request.Active && AgentUpdate.Works(request.Roles),
            before.Active && AgentUpdate.Works([.. before.Roles.Select(WireName<Role>.Parse)]),
            request.Agent,
            before.AgentUpdate is { } json ? JsonSerializer.Deserialize<AgentUpdate>(json, MeshJson.Options) : null
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                Update,
                new
                {
                    accountId,
                    displayName = request.DisplayName.Trim(),
                    roles = Wire(request.Roles),
                    request.Active,
                    hash,
                    agentUpdate = Json(update),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await transaction.CommitAsync(cancellationToken);
        return AccountChange.Done;
    }

    private static string[] Wire(IReadOnlyList<Role> roles) =>
        [.. roles.Distinct().Order().Select(role => role.Wire())];

    private static string? Json(AgentUpdate? update) =>
        update is null ? null : JsonSerializer.Serialize(update, MeshJson.Options);

    private sealed record Before
    {
        public required string UserName { get; init; }
        public required string[] Roles { get; init; }
        public required bool Active { get; init; }
        public string? AgentUpdate { get; init; }
    }
}

/// <summary>An account that is to be made; one without a password signs in through the provider.</summary>
internal sealed record NewAccount
{
    public required Guid Id { get; init; }
    public required string UserName { get; init; }
    public required string DisplayName { get; init; }
    public required string? PasswordHash { get; init; }
    public required IReadOnlyList<Role> Roles { get; init; }
    public AgentSettings? Agent { get; init; }
}

/// <summary>How a change to an account came out.</summary>
internal enum AccountChange
{
    Done,
    NotFound,
    LastAdmin,
    WeakPassword,
}
