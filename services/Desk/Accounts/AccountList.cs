using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Accounts;

/// <summary>The accounts, by user name.</summary>
internal sealed class AccountList(NpgsqlDataSource database)
{
    private const string Columns = """
        SELECT account_id, user_name, user_key, display_name, roles, active, locked_until, created_at,
               agent_update IS NOT NULL AS agent_pending,
               EXISTS (SELECT FROM desk.openid_links link WHERE link.account_id = account.account_id) AS from_provider,
               (SELECT max(last_seen_at) FROM desk.sessions session WHERE session.account_id = account.account_id)
                 AS last_seen_at
          FROM desk.accounts account
        """;

    private const string OnePage = $"""
        {Columns}
         WHERE (@after::text IS NULL OR user_key > @after)
           AND (@words::text IS NULL OR position(@words IN user_key) > 0 OR position(@words IN lower(display_name)) > 0)
         ORDER BY user_key
         LIMIT @limit
        """;

    private const string One = $"{Columns} WHERE account_id = @accountId";

    /// <param name="words">A part of the user name or of the name that colleagues see, whatever its case; null for all.</param>
    /// <param name="after">The user key of the last account of the page before.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Page<AccountView>> PageAsync(
        string? words,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<AccountRow>(
                new CommandDefinition(
                    OnePage,
                    new
                    {
                        words = words?.ToLowerInvariant(),
                        after,
                        limit = limit + 1,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        var next = rows.Count > limit ? rows[limit - 1].UserKey : null;
        return new Page<AccountView>([.. rows.Take(limit).Select(row => row.ToView())], next);
    }

    public async Task<AccountView?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<AccountRow>(
            new CommandDefinition(One, new { accountId }, cancellationToken: cancellationToken)
        );
        return row?.ToView();
    }

    private sealed record AccountRow
    {
        public required Guid AccountId { get; init; }
        public required string UserName { get; init; }
        public required string UserKey { get; init; }
        public required string DisplayName { get; init; }
        public required string[] Roles { get; init; }
        public required bool Active { get; init; }
        public Instant? LockedUntil { get; init; }
        public required Instant CreatedAt { get; init; }
        public required bool AgentPending { get; init; }
        public required bool FromProvider { get; init; }
        public Instant? LastSeenAt { get; init; }

        public AccountView ToView() =>
            new()
            {
                Id = AccountId,
                UserName = UserName,
                DisplayName = DisplayName,
                Roles = [.. Roles.Select(WireName<Role>.Parse)],
                Active = Active,
                LockedUntil = LockedUntil?.ToDateTimeOffset(),
                LastSeenAt = LastSeenAt?.ToDateTimeOffset(),
                CreatedAt = CreatedAt.ToDateTimeOffset(),
                AgentPending = AgentPending,
                FromProvider = FromProvider,
            };
    }
}
