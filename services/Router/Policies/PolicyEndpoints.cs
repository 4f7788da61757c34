using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Policies;

/// <summary>One policy in its newest version.</summary>
public sealed record PolicyView(Guid Id, int Version, DateTimeOffset EffectiveFrom, PolicyDefinition Definition);

/// <summary>PUT /policies/{id}: the policy's next version.</summary>
/// <param name="Definition">What it promises, to whom.</param>
/// <param name="EffectiveFrom">Tickets opened from then on get it; null is at once.</param>
public sealed record PolicyRequest(PolicyDefinition Definition, DateTimeOffset? EffectiveFrom);

/// <summary>The promises, tried in order. Editing writes a new version; open tickets keep the one they have.</summary>
internal static class PolicyEndpoints
{
    private const string List = """
        SELECT DISTINCT ON (policy_key) policy_key, version, effective_from, definition::text AS definition
          FROM router.policies
         WHERE retired_at IS NULL
         ORDER BY policy_key, version DESC
        """;

    // A version that has not come into effect yet leaves the one before it in force.
    private const string Put = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        SELECT @id, coalesce(max(version), 0) + 1, @definition::jsonb, @from FROM router.policies WHERE policy_key = @id
        HAVING @ifVersion::bigint IS NULL OR coalesce(max(version), 0) = @ifVersion
        ON CONFLICT (policy_key, version) DO NOTHING
        RETURNING version
        """;

    private const string Newest = """
        SELECT coalesce(max(version), 0) FROM router.policies WHERE policy_key = @id
        """;

    private const string KnowsCalendar = """
        SELECT EXISTS (SELECT FROM router.calendars WHERE calendar_id = @calendarId)
        """;

    private const string KnownQueues = """
        SELECT queue_id FROM router.queues WHERE queue_id = ANY (@queues)
        """;

    // Of each policy the version in force and those to come: one that has had its time promises nothing to anybody new.
    private const string OthersMatchEverything = """
        SELECT EXISTS (
          SELECT FROM (
            SELECT policy_key,
                   NOT EXISTS (
                     SELECT FROM jsonb_each(coalesce(definition -> 'match', '{}')) AS part
                      WHERE part.value <> '[]') AS everything,
                   lead(effective_from) OVER (PARTITION BY policy_key ORDER BY effective_from, version) AS until
              FROM router.policies
             WHERE retired_at IS NULL AND policy_key <> @id) AS version
           WHERE until IS NULL OR until > @now
           GROUP BY policy_key
          HAVING bool_and(everything))
        """;

    private const string Retire = """
        UPDATE router.policies SET retired_at = @now WHERE policy_key = @id AND retired_at IS NULL
        """;

    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        api.MapGet("/policies", ListAsync).RequireAuthorization(Allow.Support).WithName("ListPolicies");
        api.MapPut("/policies/{id:guid}", PutAsync).RequireAuthorization(Allow.Leads).WithName("PutPolicy");
        api.MapGet("/policies/{id:guid}/versions", PolicyVersions.ListAsync)
            .RequireAuthorization(Allow.Support)
            .WithName("ListPolicyVersions");
        api.MapPut("/policies/order", PolicyOrder.PutAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("PutPolicyOrder");
        api.MapDelete("/policies/{id:guid}", RetireAsync).RequireAuthorization(Allow.Leads).WithName("RetirePolicy");
    }

    private static async Task<Ok<IReadOnlyList<PolicyView>>> ListAsync(
        HttpContext context,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(Guid Id, int Version, Instant From, string Definition)>(
            new CommandDefinition(List, cancellationToken: cancellationToken)
        );
        var policies = rows.Select(row => new PolicyView(
                row.Id,
                row.Version,
                row.From.ToDateTimeOffset(),
                JsonSerializer.Deserialize<PolicyDefinition>(row.Definition, MeshJson.Options)!
            ))
            .OrderBy(policy => policy.Definition.Order)
            .ToList();
        context.Response.Headers.ETag = VersionTag.Of(PolicyOrder.VersionOf(policies));
        return TypedResults.Ok<IReadOnlyList<PolicyView>>(policies);
    }

    internal static async Task<Results<Ok<PolicyView>, ValidationProblem, ProblemHttpResult>> PutAsync(
        Guid id,
        PolicyRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var from = Instant.FromDateTimeOffset(request.EffectiveFrom ?? time.GetUtcNow());
        try
        {
            _ = request.Definition.Read(id, version: 1, from);
        }
        catch (PolicyDefinitionException wrong)
        {
            return Problems.For("definition", wrong);
        }

        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        await connection.ExecuteAsync(Command(PolicyOrder.TakeTurn));
        var queues = request.Definition.Match.Queues.ToArray();
        var known = (await connection.QueryAsync<Guid>(Command(KnownQueues, new { queues }))).ToHashSet();
        var problems = PolicyNames.UnknownIn(
            request.Definition,
            "definition",
            await connection.ExecuteScalarAsync<bool>(Command(KnowsCalendar, new { request.Definition.CalendarId })),
            known.Contains
        );
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        if (
            HasConditions(request.Definition.Match)
            && !await connection.ExecuteScalarAsync<bool>(Command(OthersMatchEverything, new { id, now }))
        )
        {
            return Problems.For(
                "definition.match",
                "Some policy must match every ticket; this is the only one without conditions."
            );
        }

        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        var version = await connection.ExecuteScalarAsync<int?>(
            Command(
                Put,
                new
                {
                    id,
                    ifVersion,
                    definition = JsonSerializer.Serialize(request.Definition, MeshJson.Options),
                    from,
                }
            )
        );
        if (version is not { } written)
        {
            return VersionTag.Stale(await connection.ExecuteScalarAsync<int>(Command(Newest, new { id })));
        }

        await transaction.CommitAsync(cancellationToken);
        rules.Changed();
        context.Response.Headers.ETag = VersionTag.Of(written);
        return TypedResults.Ok(new PolicyView(id, written, from.ToDateTimeOffset(), request.Definition));
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> RetireAsync(
        Guid id,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        await connection.ExecuteAsync(Command(PolicyOrder.TakeTurn));
        if (!await connection.ExecuteScalarAsync<bool>(Command(OthersMatchEverything, new { id, now })))
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "Some policy must match every ticket; this is the only one without conditions."
            );
        }

        var retired = await connection.ExecuteAsync(Command(Retire, new { id, now }));
        await transaction.CommitAsync(cancellationToken);
        rules.Changed();
        return retired > 0 ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static bool HasConditions(PolicyMatch match) =>
        match.Labels.Count
            + match.Priorities.Count
            + match.Channels.Count
            + match.Accounts.Count
            + match.Tiers.Count
            + match.Queues.Count
        > 0;
}
