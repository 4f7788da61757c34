using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace TriageMesh.Desks;

/// <summary>People who are signed in already: signing hundreds in would take longer than all else, by intention.</summary>
internal static class SignedIn
{
    private const string Write = """
        INSERT INTO desk.accounts (account_id, user_name, user_key, display_name, roles, security_stamp, created_at)
        SELECT id, 'agent-' || place, 'agent-' || place, 'Agent ' || place, '{agent}', id, now()
          FROM unnest(@ids) WITH ORDINALITY AS agent (id, place);
        INSERT INTO desk.sessions (
          session_id, token_hash, account_id, security_stamp, browser, created_at, last_seen_at, expires_at
        )
        SELECT gen_random_uuid(), hash, id, id, 'Chrome', now(), now(), now() + interval '1 hour'
          FROM unnest(@ids, @hashes) AS agent (id, hash)
        """;

    /// <summary>The secrets that their browsers hold.</summary>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        NpgsqlDataSource database,
        int count,
        Team team,
        CancellationToken cancellationToken
    )
    {
        var secrets = Enumerable
            .Range(0, count)
            .Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
            .ToList();
        var ids = secrets.Select(_ => Guid.NewGuid()).ToArray();
        team.Join(ids);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Write,
                new
                {
                    ids,
                    hashes = secrets.Select(secret => SHA256.HashData(Encoding.UTF8.GetBytes(secret))).ToArray(),
                },
                cancellationToken: cancellationToken
            )
        );
        return secrets;
    }
}
