using Dapper;
using Npgsql;
using TriageMesh.TestKit;

namespace TriageMesh.Scale.Browser;

/// <summary>Somebody in front of the desk.</summary>
/// <param name="Id">The account and the agent.</param>
/// <param name="UserName">What they sign in with.</param>
/// <param name="SignedIn">The browser's cookies once they have.</param>
internal sealed record Watcher(Guid Id, string UserName, string? SignedIn = null)
{
    private const string Busiest = """
        SELECT agent_id FROM router.agents WHERE active ORDER BY open_tickets DESC, agent_id LIMIT 2
        """;

    private const string HasAdmin = """
        SELECT EXISTS (SELECT FROM desk.accounts WHERE user_key = 'admin')
        """;

    // Agents of the filled year have no accounts; these two get one, with the first admin's password.
    private const string Enrol = """
        INSERT INTO desk.accounts (
               account_id, user_name, user_key, display_name, password_hash, roles, security_stamp, created_at)
        SELECT @id, @name, @name, @name, a.password_hash, ARRAY[@role], gen_random_uuid(), now()
          FROM desk.accounts a
         WHERE a.user_key = 'admin'
            ON CONFLICT (account_id) DO UPDATE SET roles = excluded.roles
        """;

    /// <summary>Gives the two agents with the most in hand an account: one works, one leads.</summary>
    public static async Task<(Watcher Agent, Watcher Lead)> EnrolAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await Eventually.Be(
            stop => connection.ExecuteScalarAsync<bool>(new CommandDefinition(HasAdmin, cancellationToken: stop)),
            there => there,
            cancellationToken
        );
        var busiest = (
            await connection.QueryAsync<Guid>(new CommandDefinition(Busiest, cancellationToken: cancellationToken))
        ).AsList();
        var (agent, lead) = (new Watcher(busiest[0], NameOf(busiest[0])), new Watcher(busiest[1], NameOf(busiest[1])));
        foreach (var (person, role) in ((Watcher, string)[])[(agent, "agent"), (lead, "lead")])
        {
            await connection.ExecuteAsync(
                new CommandDefinition(
                    Enrol,
                    new
                    {
                        id = person.Id,
                        name = person.UserName,
                        role,
                    },
                    cancellationToken: cancellationToken
                )
            );
        }

        return (agent, lead);
    }

    private static string NameOf(Guid id) => $"scale-{id:N}";
}
