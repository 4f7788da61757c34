using System.Security.Claims;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Calendars;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Assignment;

/// <summary>When an agent works, and how that stands now.</summary>
public sealed record ShiftView(ShiftDefinition Definition, bool OnShift, DateTimeOffset? NextShiftAt, long Version);

/// <summary>GET, PUT, DELETE /agents/{id}/shift: when somebody works; without a shift, whenever they are present.</summary>
internal static class ShiftEndpoints
{
    private const string Find = """
        SELECT definition::text AS definition, version FROM router.shifts WHERE agent_id = @id
        """;

    private const string Put = """
        INSERT INTO router.shifts (agent_id, definition, updated_by, updated_at)
        SELECT agent_id, @definition::jsonb, @by, @now
          FROM router.agents
         WHERE agent_id = @id
           AND (@ifVersion::bigint IS NULL
            OR @ifVersion = coalesce((SELECT version FROM router.shifts WHERE agent_id = @id), 0))
        ON CONFLICT (agent_id) DO UPDATE
           SET definition = excluded.definition, updated_by = excluded.updated_by, updated_at = excluded.updated_at,
               version = shifts.version + 1
         WHERE @ifVersion::bigint IS NULL OR shifts.version = @ifVersion
        RETURNING version
        """;

    private const string Delete = """
        DELETE FROM router.shifts WHERE agent_id = @id AND (@ifVersion::bigint IS NULL OR version = @ifVersion)
        """;

    private const string Newest = """
        SELECT coalesce(s.version, 0) FROM router.agents a LEFT JOIN router.shifts s USING (agent_id) WHERE a.agent_id = @id
        """;

    public static void MapShifts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/agents/{id:guid}/shift", GetAsync).RequireAuthorization(Allow.Support).WithName("GetShift");
        api.MapPut("/agents/{id:guid}/shift", PutAsync).RequireAuthorization(Allow.Leads).WithName("PutShift");
        api.MapDelete("/agents/{id:guid}/shift", DeleteAsync).RequireAuthorization(Allow.Leads).WithName("DeleteShift");
    }

    private static async Task<Results<Ok<ShiftView>, NotFound>> GetAsync(
        Guid id,
        HttpContext context,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<(string Definition, long Version)?>(
            new CommandDefinition(Find, new { id }, cancellationToken: cancellationToken)
        );
        if (row is not var (text, version))
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.ETag = VersionTag.Of(version);
        return TypedResults.Ok(
            ToView(id, JsonSerializer.Deserialize<ShiftDefinition>(text, MeshJson.Options)!, version, time)
        );
    }

    internal static async Task<Results<Ok<ShiftView>, NotFound, ValidationProblem, ProblemHttpResult>> PutAsync(
        Guid id,
        ShiftDefinition definition,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        Signals signals,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            _ = Shift.From(id, definition);
        }
        catch (CalendarDefinitionException wrong)
        {
            return TypedResults.ValidationProblem(wrong.Errors.ToDictionary());
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
                    definition = JsonSerializer.Serialize(definition, MeshJson.Options),
                    by = Caller.From(user).Id,
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken: cancellationToken
            )
        );
        if (version is not { } written)
        {
            return await NewestAsync(connection, id, cancellationToken) is { } newest
                ? VersionTag.Stale(newest)
                : TypedResults.NotFound();
        }

        signals.RequestDrainFor(id);
        context.Response.Headers.ETag = VersionTag.Of(written);
        return TypedResults.Ok(ToView(id, definition, written, time));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        NpgsqlDataSource database,
        Signals signals,
        CancellationToken cancellationToken
    )
    {
        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var deleted = await connection.ExecuteAsync(
            new CommandDefinition(Delete, new { id, ifVersion }, cancellationToken: cancellationToken)
        );
        if (deleted == 0 && await NewestAsync(connection, id, cancellationToken) is { } newest and > 0)
        {
            return VersionTag.Stale(newest);
        }

        signals.RequestDrainFor(id);
        return TypedResults.NoContent();
    }

    private static Task<long?> NewestAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(Newest, new { id }, cancellationToken: cancellationToken)
        );

    private static ShiftView ToView(Guid id, ShiftDefinition definition, long version, TimeProvider time)
    {
        var (shift, now) = (Shift.From(id, definition), Instant.FromDateTimeOffset(time.GetUtcNow()));
        return new ShiftView(definition, shift.IsOn(now), shift.NextStart(now)?.ToDateTimeOffset(), version);
    }
}
