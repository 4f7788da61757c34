using Dapper;
using Npgsql;
using TriageMesh.TestKit;

namespace TriageMesh.Scale;

/// <summary>A database that has been left alone for a while has clocks to catch up with, which is no part of what is measured.</summary>
internal static class SettledDatabase
{
    private const string Behind = """
        SELECT (SELECT count(*) FROM router.clocks WHERE next_fire_at <= now())
             + (SELECT count(*) FROM router.announcements)
        """;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static async Task WaitAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await Eventually.Be(
            stop => connection.ExecuteScalarAsync<long>(new CommandDefinition(Behind, cancellationToken: stop)),
            behind => behind < 10,
            cancellationToken,
            Longest
        );
    }
}
