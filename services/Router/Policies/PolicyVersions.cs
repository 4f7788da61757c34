using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Http;

namespace TriageMesh.Router.Policies;

/// <summary>GET /policies/{id}/versions: every version that a policy ever had, newest first; tickets stay pinned to theirs.</summary>
internal static class PolicyVersions
{
    private const int MaxPage = 100;

    private const string List = """
        SELECT version, effective_from, definition::text AS definition
          FROM router.policies
         WHERE policy_key = @id AND version < @before
         ORDER BY version DESC
         LIMIT @limit
        """;

    public static async Task<Results<Ok<Page<PolicyView>>, NotFound>> ListAsync(
        Guid id,
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 20
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var before = int.TryParse(Cursor.Read(cursor, 1)?[0], out var version) ? version : int.MaxValue;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<(int Version, Instant From, string Definition)>(
                new CommandDefinition(
                    List,
                    new
                    {
                        id,
                        before,
                        limit = size,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        if (rows.Count == 0 && cursor is null)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(
            new Page<PolicyView>(
                [
                    .. rows.Select(row => new PolicyView(
                        id,
                        row.Version,
                        row.From.ToDateTimeOffset(),
                        JsonSerializer.Deserialize<PolicyDefinition>(row.Definition, MeshJson.Options)!
                    )),
                ],
                rows.Count < size ? null : Cursor.Write(rows[^1].Version.ToString())
            )
        );
    }
}
