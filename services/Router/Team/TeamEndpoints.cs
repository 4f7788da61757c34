using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Team;

/// <summary>Agents, their presence, and the queues they work.</summary>
internal static class TeamEndpoints
{
    private const int MaxPage = 200;

    public static void AddTeam(this IServiceCollection services) =>
        services.AddSingleton<AgentStore>().AddSingleton<QueueStore>().AddPresence();

    public static void MapTeam(this IEndpointRouteBuilder api)
    {
        api.MapGet("/agents", ListAgentsAsync).RequireAuthorization(Allow.Support).WithName("ListAgents");
        api.MapGet("/agents/{id:guid}", FindAgentAsync).RequireAuthorization(Allow.Support).WithName("GetAgent");
        api.MapPut("/agents/{id:guid}", PutAgentAsync).RequireAuthorization(Allow.Leads).WithName("PutAgent");
        api.MapPut("/agents/{id:guid}/presence", PresenceAsync)
            .RequireAuthorization(Allow.Support)
            .WithName("PutPresence");
        api.MapGet("/queues", ListQueuesAsync).RequireAuthorization(Allow.Support).WithName("ListQueues");
        api.MapPut("/queues/{id:guid}", PutQueueAsync).RequireAuthorization(Allow.Leads).WithName("PutQueue");
    }

    private static async Task<Ok<Page<AgentView>>> ListAgentsAsync(
        AgentStore agents,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 100
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var after = Cursor.Read(cursor, 2);
        var rows = await agents.ListAsync(
            after?[0] ?? "",
            Guid.TryParse(after?[1], out var id) ? id : Guid.Empty,
            size,
            cancellationToken
        );
        return TypedResults.Ok(
            new Page<AgentView>(rows, rows.Count < size ? null : Cursor.Write(rows[^1].Name, rows[^1].Id.ToString()))
        );
    }

    private static async Task<Results<Ok<AgentView>, NotFound>> FindAgentAsync(
        Guid id,
        HttpContext context,
        AgentStore agents,
        CancellationToken cancellationToken
    )
    {
        if (await agents.FindAsync(id, cancellationToken) is not { } agent)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.ETag = VersionTag.Of(agent.Version);
        return TypedResults.Ok(agent);
    }

    internal static async Task<Results<Ok<AgentView>, ValidationProblem, ProblemHttpResult>> PutAgentAsync(
        Guid id,
        AgentRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        AgentStore agents,
        Signals signals,
        CancellationToken cancellationToken
    )
    {
        var problems = new Problems()
            .Add(string.IsNullOrWhiteSpace(request.Name), "name", "An agent needs a name.")
            .Add(request.Name.Length > 100, "name", "A name has at most 100 characters.")
            .Add(request.Capacity is < 0 or > 1000, "capacity", "Capacity is 0 to 1000 open tickets.");
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        if (!VersionTag.TryRead(ifMatch, out var version))
        {
            return VersionTag.Unreadable();
        }

        var change = await agents.PutAsync(id, request, version, cancellationToken);
        if (change.UnknownQueues is [var unknown, ..])
        {
            return Problems.For("queue_ids", $"There is no queue {unknown}.");
        }

        if (change.IsStale)
        {
            return VersionTag.Stale((await agents.FindAsync(id, cancellationToken))?.Version ?? 0);
        }

        var agent = await HasRoomAsync(id, agents, signals, cancellationToken);
        context.Response.Headers.ETag = VersionTag.Of(agent!.Version);
        return TypedResults.Ok(agent);
    }

    internal static async Task<Results<NoContent, NotFound, ForbidHttpResult>> PresenceAsync(
        Guid id,
        PresenceRequest request,
        ClaimsPrincipal user,
        AgentStore agents,
        Presence presence,
        Signals signals,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.From(user);
        if (caller.Id != id && !caller.Is(Role.Lead, Role.Admin))
        {
            return TypedResults.Forbid();
        }

        if (!await presence.SetAsync(id, request.Online, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        await HasRoomAsync(id, agents, signals, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>The agent as they stand now; what waits in their queues may be theirs at once.</summary>
    private static async Task<AgentView?> HasRoomAsync(
        Guid id,
        AgentStore agents,
        Signals signals,
        CancellationToken cancellationToken
    )
    {
        var agent = await agents.FindAsync(id, cancellationToken);
        if (agent is { Online: true })
        {
            signals.RequestDrainFor(id);
        }

        return agent;
    }

    private static async Task<Ok<Page<QueueView>>> ListQueuesAsync(
        QueueStore queues,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 100
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var rows = await queues.ListAsync(Cursor.Read(cursor, 1)?[0] ?? "", size, cancellationToken);
        return TypedResults.Ok(new Page<QueueView>(rows, rows.Count < size ? null : Cursor.Write(rows[^1].Name)));
    }

    internal static async Task<Results<Ok<QueueView>, ValidationProblem, ProblemHttpResult>> PutQueueAsync(
        Guid id,
        QueueRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        QueueStore queues,
        RuleBooks rules,
        CancellationToken cancellationToken
    )
    {
        var unknown = await queues.UnknownAsync(request.LeadIds, cancellationToken);
        var problems = new Problems()
            .Add(
                string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 100,
                "name",
                "A queue needs a name of at most 100 characters."
            )
            .Add(
                !await queues.HasCalendarAsync(request.CalendarId, cancellationToken),
                "calendar_id",
                "There is no such calendar."
            )
            .Add(
                request.AcceptanceMinutes is < 1 or > 100_000,
                "acceptance_minutes",
                "Write 1 to 100,000 working minutes."
            )
            .Add(unknown.Count > 0, "lead_ids", $"There is no agent {string.Join(", ", unknown)}.");
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        if (!VersionTag.TryRead(ifMatch, out var version))
        {
            return VersionTag.Unreadable();
        }

        try
        {
            if (!await queues.PutAsync(id, request, version, cancellationToken))
            {
                return VersionTag.Stale((await queues.FindAsync(id, cancellationToken))?.Version ?? 0);
            }

            rules.Changed();
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Problems.For("name", "Another queue has this name.");
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return Problems.For("calendar_id", "There is no such calendar.");
        }

        var queue = await queues.FindAsync(id, cancellationToken);
        context.Response.Headers.ETag = VersionTag.Of(queue!.Version);
        return TypedResults.Ok(queue);
    }
}
