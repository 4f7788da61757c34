using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Calendars;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Calendars;

/// <summary>A calendar as it is stored.</summary>
public sealed record CalendarView(Guid Id, CalendarDefinition Definition, long Version);

/// <summary>GET /calendars, PUT /calendars/{id}: the open hours by which promises are counted.</summary>
internal static class CalendarEndpoints
{
    private const int MaxPage = 200;

    private const string List = """
        SELECT calendar_id AS id, definition::text AS definition, version
          FROM router.calendars
         WHERE calendar_id > @after
         ORDER BY calendar_id
         LIMIT @limit
        """;

    private const string Put = """
        INSERT INTO router.calendars (calendar_id, definition, updated_at)
        VALUES (@id, @definition::jsonb, @now)
        ON CONFLICT (calendar_id) DO UPDATE
           SET definition = excluded.definition, updated_at = excluded.updated_at, version = calendars.version + 1
        RETURNING version
        """;

    public static void MapCalendars(this IEndpointRouteBuilder api)
    {
        api.MapGet("/calendars", ListAsync).RequireAuthorization(Allow.Support).WithName("ListCalendars");
        api.MapPut("/calendars/{id:guid}", PutAsync).RequireAuthorization(Allow.Leads).WithName("PutCalendar");
    }

    private static async Task<Ok<Page<CalendarView>>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 100
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var after = Guid.TryParse(Cursor.Read(cursor, 1)?[0], out var id) ? id : Guid.Empty;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<(Guid Id, string Definition, long Version)>(
                new CommandDefinition(List, new { after, limit = size }, cancellationToken: cancellationToken)
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<CalendarView>(
                [
                    .. rows.Select(row => new CalendarView(
                        row.Id,
                        JsonSerializer.Deserialize<CalendarDefinition>(row.Definition, MeshJson.Options)!,
                        row.Version
                    )),
                ],
                rows.Count < size ? null : Cursor.Write(rows[^1].Id.ToString())
            )
        );
    }

    private static async Task<Results<Ok<CalendarView>, ValidationProblem>> PutAsync(
        Guid id,
        CalendarDefinition definition,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            _ = BusinessCalendar.From(id, definition);
        }
        catch (CalendarDefinitionException wrong)
        {
            return TypedResults.ValidationProblem(wrong.Errors.ToDictionary());
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var version = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                Put,
                new
                {
                    id,
                    definition = JsonSerializer.Serialize(definition, MeshJson.Options),
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken: cancellationToken
            )
        );
        rules.Changed();
        return TypedResults.Ok(new CalendarView(id, definition, version));
    }
}
