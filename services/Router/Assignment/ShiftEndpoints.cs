using System.Security.Claims;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
        SELECT agent_id, @definition::jsonb, @by, @now FROM router.agents WHERE agent_id = @id
        ON CONFLICT (agent_id) DO UPDATE
           SET definition = excluded.definition, updated_by = excluded.updated_by, updated_at = excluded.updated_at,
               version = shifts.version + 1
        RETURNING version
        """;

    private const string Delete = """
        DELETE FROM router.shifts WHERE agent_id = @id
        """;

    public static void MapShifts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/agents/{id:guid}/shift", GetAsync).RequireAuthorization(Allow.Support).WithName("GetShift");
        api.MapPut("/agents/{id:guid}/shift", PutAsync).RequireAuthorization(Allow.Leads).WithName("PutShift");
        api.MapDelete("/agents/{id:guid}/shift", DeleteAsync).RequireAuthorization(Allow.Leads).WithName("DeleteShift");
    }

    private static async Task<Results<Ok<ShiftView>, NotFound>> GetAsync(
        Guid id,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<(string Definition, long Version)?>(
            new CommandDefinition(Find, new { id }, cancellationToken: cancellationToken)
        );
        return row is var (text, version)
            ? TypedResults.Ok(
                ToView(id, JsonSerializer.Deserialize<ShiftDefinition>(text, MeshJson.Options)!, version, time)
            )
            : TypedResults.NotFound();
    }

    internal static async Task<Results<Ok<ShiftView>, NotFound, ValidationProblem>> PutAsync(
        Guid id,
        ShiftDefinition definition,
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

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var version = await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                Put,
                new
                {
                    id,
                    definition = JsonSerializer.Serialize(definition, MeshJson.Options),
                    by = Caller.From(user).Id,
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken: cancellationToken
            )
        );
        if (version is not { } written)
        {
            return TypedResults.NotFound();
        }

        signals.RequestDrainFor(id);
        return TypedResults.Ok(ToView(id, definition, written, time));
    }

    private static async Task<NoContent> DeleteAsync(
        Guid id,
        NpgsqlDataSource database,
        Signals signals,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Delete, new { id }, cancellationToken: cancellationToken));
        signals.RequestDrainFor(id);
        return TypedResults.NoContent();
    }

    private static ShiftView ToView(Guid id, ShiftDefinition definition, long version, TimeProvider time)
    {
        var (shift, now) = (Shift.From(id, definition), Instant.FromDateTimeOffset(time.GetUtcNow()));
        return new ShiftView(definition, shift.IsOn(now), shift.NextStart(now)?.ToDateTimeOffset(), version);
    }
}
