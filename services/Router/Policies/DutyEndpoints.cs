using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Policies;

/// <summary>Who is told as ops or on call; without a queue, for all of them.</summary>
public sealed record DutyView(string Duty, Guid? QueueId, IReadOnlyList<Guid> AgentIds, long Version);

/// <summary>PUT /duties/{duty}: who has it from now on.</summary>
public sealed record DutyRequest(IReadOnlyList<Guid> AgentIds, Guid? QueueId = null);

/// <summary>The people whom a step's recipients <c>ops</c> and <c>on_call</c> mean; a queue's leads stand with the queue.</summary>
internal static class DutyEndpoints
{
    private static readonly string[] Duties = ["ops", "on_call"];

    private const string List = """
        SELECT l.duty, l.queue_id,
               ARRAY (SELECT d.agent_id FROM router.duties d
                       WHERE d.duty = l.duty AND d.queue_id IS NOT DISTINCT FROM l.queue_id
                       ORDER BY d.agent_id) AS agent_ids,
               l.version
          FROM router.duty_lists l
         ORDER BY l.duty, l.queue_id NULLS FIRST
        """;

    // Whoever changes a list holds it until it is committed.
    private const string TakeTurn = """
        INSERT INTO router.duty_lists (duty, queue_id)
        SELECT @duty, @queueId
         WHERE @ifVersion::bigint IS NULL
            OR @ifVersion = coalesce((
               SELECT version FROM router.duty_lists WHERE duty = @duty AND queue_id IS NOT DISTINCT FROM @queueId), 0)
        ON CONFLICT (duty, queue_id) DO UPDATE SET version = duty_lists.version + 1
         WHERE @ifVersion::bigint IS NULL OR duty_lists.version = @ifVersion
        RETURNING version
        """;

    private const string Newest = """
        SELECT coalesce(max(version), 0) FROM router.duty_lists
         WHERE duty = @duty AND queue_id IS NOT DISTINCT FROM @queueId
        """;

    private const string Clear = """
        DELETE FROM router.duties WHERE duty = @duty AND queue_id IS NOT DISTINCT FROM @queueId
        """;

    private const string Put = """
        INSERT INTO router.duties (duty, queue_id, agent_id)
        SELECT @duty, @queueId, agent_id FROM router.agents WHERE agent_id = ANY (@ids)
        """;

    private const string KnowsQueue = """
        SELECT @queueId::uuid IS NULL OR EXISTS (SELECT FROM router.queues WHERE queue_id = @queueId)
        """;

    public static void MapDuties(this IEndpointRouteBuilder api)
    {
        api.MapGet("/duties", ListAsync).RequireAuthorization(Allow.Support).WithName("ListDuties");
        api.MapPut("/duties/{duty}", PutAsync).RequireAuthorization(Allow.Leads).WithName("PutDuty");
    }

    private static async Task<Ok<IReadOnlyList<DutyView>>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Duty, Guid? QueueId, Guid[] AgentIds, long Version)>(
            new CommandDefinition(List, cancellationToken: cancellationToken)
        );
        return TypedResults.Ok<IReadOnlyList<DutyView>>([
            .. rows.Select(row => new DutyView(row.Duty, row.QueueId, row.AgentIds, row.Version)),
        ]);
    }

    private static async Task<Results<Ok<DutyView>, NotFound, ValidationProblem, ProblemHttpResult>> PutAsync(
        string duty,
        DutyRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        NpgsqlDataSource database,
        RuleBooks rules,
        CancellationToken cancellationToken
    )
    {
        if (!Duties.Contains(duty))
        {
            return TypedResults.NotFound();
        }

        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        if (!await connection.ExecuteScalarAsync<bool>(Command(KnowsQueue, new { request.QueueId })))
        {
            return Problems.For("queue_id", "There is no such queue.");
        }

        var list = new
        {
            duty,
            queueId = request.QueueId,
            ifVersion,
        };
        if (await connection.ExecuteScalarAsync<long?>(Command(TakeTurn, list)) is not { } version)
        {
            return VersionTag.Stale(await connection.ExecuteScalarAsync<long>(Command(Newest, list)));
        }

        var ids = (request.AgentIds ?? []).Distinct().ToArray();
        await connection.ExecuteAsync(Command(Clear, new { duty, request.QueueId }));
        var put = await connection.ExecuteAsync(
            Command(
                Put,
                new
                {
                    duty,
                    request.QueueId,
                    ids,
                }
            )
        );
        if (put != ids.Length)
        {
            return Problems.For("agent_ids", "One of these people is no agent.");
        }

        await transaction.CommitAsync(cancellationToken);
        rules.Changed();
        context.Response.Headers.ETag = VersionTag.Of(version);
        return TypedResults.Ok(new DutyView(duty, request.QueueId, ids, version));
    }
}
