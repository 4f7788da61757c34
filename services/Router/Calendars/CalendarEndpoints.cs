using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
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

/// <summary>GET, PUT and DELETE /calendars: the open hours by which promises are counted.</summary>
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
        SELECT @id, @definition::jsonb, @now
         WHERE @ifVersion::bigint IS NULL
            OR @ifVersion = coalesce((SELECT version FROM router.calendars WHERE calendar_id = @id), 0)
        ON CONFLICT (calendar_id) DO UPDATE
           SET definition = excluded.definition, updated_at = excluded.updated_at, version = calendars.version + 1
         WHERE @ifVersion::bigint IS NULL OR calendars.version = @ifVersion
        RETURNING version
        """;

    private const string Find = """
        SELECT definition::text AS definition, version FROM router.calendars WHERE calendar_id = @id
        """;

    // What was ever counted by it must be countable later.
    private const string Delete = """
        DELETE FROM router.calendars c
         WHERE calendar_id = @id
           AND NOT EXISTS (SELECT FROM router.queues WHERE calendar_id = @id)
           AND NOT EXISTS (SELECT FROM router.policies WHERE definition ->> 'calendar_id' = @id::text)
        """;

    public static void MapCalendars(this IEndpointRouteBuilder api)
    {
        api.MapGet("/calendars", ListAsync).RequireAuthorization(Allow.Support).WithName("ListCalendars");
        api.MapGet("/calendars/{id:guid}", GetAsync).RequireAuthorization(Allow.Support).WithName("GetCalendar");
        api.MapDelete("/calendars/{id:guid}", DeleteAsync).RequireAuthorization(Allow.Leads).WithName("DeleteCalendar");
        api.MapCalendarViews();
        api.MapCalendarImport();
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

    /// <summary>One calendar as it is stored; null where there is none.</summary>
    public static async Task<CalendarView?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        await connection.QuerySingleOrDefaultAsync<(string? Definition, long Version)>(
            new CommandDefinition(Find, new { id }, cancellationToken: cancellationToken)
        )
            is ({ } definition, var version)
            ? new CalendarView(
                id,
                JsonSerializer.Deserialize<CalendarDefinition>(definition, MeshJson.Options)!,
                version
            )
            : null;

    /// <summary>Stores a definition that has been checked.</summary>
    /// <returns>Null where it has another version than <paramref name="ifVersion"/>; 0 is one that is not there yet.</returns>
    public static async Task<CalendarView?> StoreAsync(
        NpgsqlConnection connection,
        Guid id,
        CalendarDefinition definition,
        long? ifVersion,
        Instant now,
        CancellationToken cancellationToken
    ) =>
        await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                Put,
                new
                {
                    id,
                    definition = JsonSerializer.Serialize(definition, MeshJson.Options),
                    ifVersion,
                    now,
                },
                cancellationToken: cancellationToken
            )
        )
            is { } version
            ? new CalendarView(id, definition, version)
            : null;

    private static async Task<Results<Ok<CalendarView>, NotFound>> GetAsync(
        Guid id,
        HttpContext context,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await FindAsync(connection, id, cancellationToken) is not { } calendar)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.ETag = VersionTag.Of(calendar.Version);
        return TypedResults.Ok(calendar);
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DeleteAsync(
        Guid id,
        NpgsqlDataSource database,
        RuleBooks rules,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await FindAsync(connection, id, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        try
        {
            if (
                await connection.ExecuteAsync(
                    new CommandDefinition(Delete, new { id }, cancellationToken: cancellationToken)
                ) > 0
            )
            {
                rules.Changed();
                return TypedResults.NoContent();
            }
        }
        catch (PostgresException used) when (used.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // Taken into use in the same moment.
        }

        return TypedResults.Problem(
            statusCode: StatusCodes.Status409Conflict,
            title: "A queue, or a version of a policy, counts by this calendar."
        );
    }

    internal static async Task<Results<Ok<CalendarView>, ValidationProblem, ProblemHttpResult>> PutAsync(
        Guid id,
        CalendarDefinition definition,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
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

        if (!VersionTag.TryRead(ifMatch, out var version))
        {
            return VersionTag.Unreadable();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        if (await StoreAsync(connection, id, definition, version, now, cancellationToken) is not { } stored)
        {
            return VersionTag.Stale((await FindAsync(connection, id, cancellationToken))?.Version ?? 0);
        }

        rules.Changed();
        context.Response.Headers.ETag = VersionTag.Of(stored.Version);
        return TypedResults.Ok(stored);
    }
}
