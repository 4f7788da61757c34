using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Assignment;

/// <summary>GET, PUT /queues/{id}/assignment and PUT /agents/{id}/rate: how tickets are given.</summary>
internal static class QueueAssignmentEndpoints
{
    private const int MaxSkills = 20;
    private const int MaxMinutes = 1440;
    private const int MaxReturnMinutes = 10_080;

    private const string Find = """
        SELECT skills, rate_limit, rate_minutes, return_after_minutes, version FROM router.queues WHERE queue_id = @id
        """;

    private const string Put = """
        UPDATE router.queues
           SET skills = @skills, rate_limit = @tickets, rate_minutes = @minutes, return_after_minutes = @ReturnAfterMinutes,
               version = version + 1
         WHERE queue_id = @id AND (@ifVersion::bigint IS NULL OR version = @ifVersion)
        RETURNING version
        """;

    private const string VersionOf = """
        SELECT version FROM router.queues WHERE queue_id = @id
        """;

    private const string PutRate = """
        UPDATE router.agents
           SET rate_limit = @tickets, rate_minutes = @minutes, version = version + 1
         WHERE agent_id = @id AND (@ifVersion::bigint IS NULL OR version = @ifVersion)
        RETURNING version
        """;

    private const string VersionOfAgent = """
        SELECT version FROM router.agents WHERE agent_id = @id
        """;

    public static void MapQueueAssignment(this IEndpointRouteBuilder api)
    {
        api.MapGet("/queues/{id:guid}/assignment", GetAsync)
            .RequireAuthorization(Allow.Support)
            .WithName("GetQueueAssignment");
        api.MapPut("/queues/{id:guid}/assignment", PutAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("PutQueueAssignment");
        api.MapPut("/agents/{id:guid}/rate", PutRateAsync).RequireAuthorization(Allow.Leads).WithName("PutAgentRate");
    }

    private static async Task<Results<Ok<QueueAssignment>, NotFound>> GetAsync(
        Guid id,
        HttpContext context,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(Find, new { id }, cancellationToken: cancellationToken)
        );
        if (row is null)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.ETag = VersionTag.Of(row.Version);
        return TypedResults.Ok(row.ToView());
    }

    internal static async Task<Results<Ok<QueueAssignment>, NotFound, ValidationProblem, ProblemHttpResult>> PutAsync(
        Guid id,
        QueueAssignment request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        NpgsqlDataSource database,
        RuleBooks rules,
        Signals signals,
        CancellationToken cancellationToken
    )
    {
        var problems = Check(request.Rate)
            .Add(request.Skills.Count > MaxSkills, "skills", $"A queue asks for at most {MaxSkills} skills.")
            .Add(
                request.Skills.Any(skill => string.IsNullOrWhiteSpace(skill) || skill.Length > 50),
                "skills",
                "A skill has 1 to 50 characters."
            )
            .Add(
                request.ReturnAfterMinutes is < 1 or > MaxReturnMinutes,
                "return_after_minutes",
                $"A ticket goes back after 1 to {MaxReturnMinutes} open minutes; null for never."
            );
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var version = await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                Put,
                new
                {
                    id,
                    ifVersion,
                    skills = request.Skills.ToArray(),
                    tickets = request.Rate?.Tickets,
                    minutes = request.Rate?.Minutes,
                    request.ReturnAfterMinutes,
                },
                cancellationToken: cancellationToken
            )
        );
        if (version is not { } written)
        {
            return await NewestAsync(connection, VersionOf, id, cancellationToken) is { } newest
                ? VersionTag.Stale(newest)
                : TypedResults.NotFound();
        }

        rules.Changed();
        signals.RequestDrain(id);
        context.Response.Headers.ETag = VersionTag.Of(written);
        return TypedResults.Ok(request);
    }

    internal static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> PutRateAsync(
        Guid id,
        AgentRateRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        NpgsqlDataSource database,
        Signals signals,
        CancellationToken cancellationToken
    )
    {
        if (Check(request.Rate) is { Any: true } problems)
        {
            return problems.ToAnswer();
        }

        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var version = await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                PutRate,
                new
                {
                    id,
                    ifVersion,
                    tickets = request.Rate?.Tickets,
                    minutes = request.Rate?.Minutes,
                },
                cancellationToken: cancellationToken
            )
        );
        if (version is not { } written)
        {
            return await NewestAsync(connection, VersionOfAgent, id, cancellationToken) is { } newest
                ? VersionTag.Stale(newest)
                : TypedResults.NotFound();
        }

        signals.RequestDrainFor(id);
        context.Response.Headers.ETag = VersionTag.Of(written);
        return TypedResults.NoContent();
    }

    private static Task<long?> NewestAsync(
        NpgsqlConnection connection,
        string versionOf,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(versionOf, new { id }, cancellationToken: cancellationToken)
        );

    private static Problems Check(RateView? rate) =>
        new Problems()
            .Add(rate is { Tickets: < 1 or > 1000 }, "rate.tickets", "A rate is 1 to 1000 tickets.")
            .Add(rate is { Minutes: < 1 or > MaxMinutes }, "rate.minutes", $"A rate is for 1 to {MaxMinutes} minutes.");

    private sealed record Row
    {
        public required string[] Skills { get; init; }
        public int? RateLimit { get; init; }
        public int? RateMinutes { get; init; }
        public int? ReturnAfterMinutes { get; init; }
        public long Version { get; init; }

        public QueueAssignment ToView() =>
            new()
            {
                Skills = Skills,
                Rate = RateLimit is { } tickets && RateMinutes is { } minutes ? new RateView(tickets, minutes) : null,
                ReturnAfterMinutes = ReturnAfterMinutes,
            };
    }
}
