using Dapper;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.SignIn;

/// <summary>What people change about their own account.</summary>
internal sealed class OwnAccount(NpgsqlDataSource database, Passwords passwords)
{
    private const string Read = """
        SELECT account_id, user_name, display_name, roles, language, theme, password_hash
          FROM desk.accounts
         WHERE account_id = @accountId
        """;

    private const string SetPreferences = """
        UPDATE desk.accounts SET language = @language, theme = @theme WHERE account_id = @accountId
        """;

    // The new stamp ends every session; the one that asked is carried over to it.
    private const string SetPassword = """
        WITH changed AS (
          UPDATE desk.accounts
             SET password_hash = @newHash, security_stamp = gen_random_uuid()
           WHERE account_id = @accountId AND password_hash = @oldHash
          RETURNING account_id, security_stamp
        )
        UPDATE desk.sessions session
           SET security_stamp = changed.security_stamp
          FROM changed
         WHERE session.account_id = changed.account_id AND session.session_id = @sessionId
        """;

    public async Task<DeskPerson> ReadAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var row = await RowAsync(accountId, cancellationToken);
        return new DeskPerson
        {
            Id = row.AccountId,
            UserName = row.UserName,
            DisplayName = row.DisplayName,
            Roles = [.. row.Roles.Select(WireName<Role>.Parse)],
            Language = row.Language,
            Theme = row.Theme,
            HasPassword = row.PasswordHash is not null,
        };
    }

    public async Task SetPreferencesAsync(
        Guid accountId,
        PreferencesRequest request,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                SetPreferences,
                new
                {
                    accountId,
                    request.Language,
                    request.Theme,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Changes the password and ends every other session.</summary>
    /// <returns>What is wrong, by field; null where it is done.</returns>
    public async Task<IDictionary<string, string[]>?> ChangePasswordAsync(
        Guid accountId,
        Guid sessionId,
        PasswordChangeRequest request,
        CancellationToken cancellationToken
    )
    {
        var row = await RowAsync(accountId, cancellationToken);
        if (!await passwords.FitsAsync(row.PasswordHash, request.CurrentPassword, cancellationToken))
        {
            return Wrong("current_password", "This is not the current password.");
        }

        if (Passwords.Fault(request.NewPassword, row.UserName) is { } fault)
        {
            return Wrong("new_password", fault);
        }

        var newHash = await passwords.HashAsync(request.NewPassword, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var kept = await connection.ExecuteAsync(
            new CommandDefinition(
                SetPassword,
                new
                {
                    accountId,
                    sessionId,
                    newHash,
                    oldHash = row.PasswordHash,
                },
                cancellationToken: cancellationToken
            )
        );
        return kept == 1 ? null : Wrong("current_password", "The password was changed elsewhere meanwhile.");
    }

    private async Task<OwnRow> RowAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<OwnRow>(
            new CommandDefinition(Read, new { accountId }, cancellationToken: cancellationToken)
        );
    }

    private static Dictionary<string, string[]> Wrong(string field, string what) =>
        new(StringComparer.Ordinal) { [field] = [what] };

    private sealed record OwnRow
    {
        public required Guid AccountId { get; init; }
        public required string UserName { get; init; }
        public required string DisplayName { get; init; }
        public required string[] Roles { get; init; }
        public string? Language { get; init; }
        public required string Theme { get; init; }
        public string? PasswordHash { get; init; }
    }
}
