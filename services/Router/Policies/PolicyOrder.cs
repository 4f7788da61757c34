using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Npgsql;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Policies;

/// <summary>PUT /policies/order: all policies, in the order in which they are to be tried.</summary>
public sealed record PolicyOrderRequest(IReadOnlyList<Guid> Ids);

/// <summary>Moves policies; each that moves gets a next version, because the order is part of what a version says.</summary>
internal static class PolicyOrder
{
    private const int Step = 10;

    // One change of the policies at a time: what is read of them is what is built upon.
    internal const string TakeTurn = """
        SELECT pg_advisory_xact_lock(hashtext('router.policies'))
        """;

    private const string Known = """
        SELECT DISTINCT policy_key FROM router.policies WHERE retired_at IS NULL
        """;

    // Each change of a policy in use makes it greater; which ones are in use the request names.
    private const string OfAll = """
        SELECT coalesce(sum(version), 0)::bigint
          FROM (SELECT max(version) AS version FROM router.policies WHERE retired_at IS NULL GROUP BY policy_key) AS newest
        """;

    // The version in force moves now; one that is still to come keeps its day, and is in its place by then.
    private const string Move = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        SELECT p.policy_key, p.last + row_number() OVER (PARTITION BY p.policy_key ORDER BY p.effective_from, p.version),
               jsonb_set(p.definition, '{order}', to_jsonb(u.place)), greatest(p.effective_from, @now)
          FROM unnest(@ids, @places) AS u (policy_key, place)
          JOIN (SELECT policy_key, version, definition, effective_from,
                       max(version) OVER (PARTITION BY policy_key) AS last,
                       lead(effective_from) OVER (PARTITION BY policy_key ORDER BY effective_from, version) AS until
                  FROM router.policies) AS p USING (policy_key)
         WHERE (p.until IS NULL OR p.until > @now) AND (p.definition ->> 'order')::int IS DISTINCT FROM u.place
        """;

    /// <summary>The version of the order: that of all policies together, as the list of them shows it.</summary>
    public static long VersionOf(IEnumerable<PolicyView> policies) => policies.Sum(policy => (long)policy.Version);

    public static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> PutAsync(
        PolicyOrderRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        await connection.ExecuteAsync(Command(TakeTurn));
        if (
            ifVersion is not null
            && await connection.ExecuteScalarAsync<long>(Command(OfAll)) is var all
            && all != ifVersion
        )
        {
            return VersionTag.Stale(all);
        }

        var known = (await connection.QueryAsync<Guid>(Command(Known))).ToHashSet();
        var ids = (request.Ids ?? []).ToArray();
        if (ids.Distinct().Count() != ids.Length || !known.SetEquals(ids))
        {
            return Problems.For("ids", "Name every policy that is in use, each once.");
        }

        await connection.ExecuteAsync(
            Command(
                Move,
                new
                {
                    ids,
                    places = ids.Select((_, place) => (place + 1) * Step).ToArray(),
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                }
            )
        );
        await transaction.CommitAsync(cancellationToken);
        rules.Changed();
        return TypedResults.NoContent();
    }
}
