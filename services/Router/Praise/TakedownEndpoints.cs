using System.Globalization;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Team;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Praise;

/// <summary>GET /takedowns, POST /takedowns/{id}/assign, /done: what may not be shown any more and still may be.</summary>
internal static class TakedownEndpoints
{
    private const int MaxPage = 100;

    internal const string Open = $"""
        SELECT {TakedownRow.Columns}
        {TakedownRow.Joins}
         WHERE t.done_at IS NULL AND t.takedown_id > @after
         ORDER BY t.takedown_id
         LIMIT @limit
        """;

    internal const string Done = $"""
        SELECT {TakedownRow.Columns}
        {TakedownRow.Joins}
         WHERE t.done_at IS NOT NULL AND t.takedown_id > @after
         ORDER BY t.takedown_id
         LIMIT @limit
        """;

    private const string One = $"""
        SELECT {TakedownRow.Columns}
        {TakedownRow.Joins}
         WHERE t.takedown_id = @id
        """;

    private const string Assign = """
        UPDATE router.takedowns
           SET assignee_id = @assigneeId, version = version + 1
         WHERE takedown_id = @id AND done_at IS NULL AND (@ifVersion::bigint IS NULL OR version = @ifVersion)
        """;

    private const string IsPerson = """
        SELECT EXISTS (SELECT FROM router.agents WHERE agent_id = @assigneeId AND active)
        """;

    private const string Finish = """
        UPDATE router.takedowns
           SET done_at = @now, done_by = @by, note = @Note, version = version + 1
         WHERE takedown_id = @id AND done_at IS NULL
        """;

    public static void MapTakedowns(this IEndpointRouteBuilder board)
    {
        board.MapGet("/takedowns", ListAsync).WithName("ListTakedowns");
        board.MapPost("/takedowns/{id:long}/assign", AssignAsync).WithName("AssignTakedown");
        board.MapPost("/takedowns/{id:long}/done", DoneAsync).WithName("FinishTakedown");
    }

    internal static async Task<Ok<Page<TakedownView>>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        bool done = false,
        string? cursor = null,
        int limit = 50
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var after = long.TryParse(Cursor.Read(cursor, 1)?[0], CultureInfo.InvariantCulture, out var id) ? id : 0;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<TakedownRow>(
                new CommandDefinition(
                    done ? Done : Open,
                    new { after, limit = size },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<TakedownView>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size ? null : Cursor.Write(rows[^1].TakedownId.ToString(CultureInfo.InvariantCulture))
            )
        );
    }

    internal static async Task<Results<Ok<TakedownView>, ValidationProblem, ProblemHttpResult>> AssignAsync(
        long id,
        TakedownAssignRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // Whoever takes a task themselves need not have done anything here before.
        await KnowAsync(connection, Caller.From(user), cancellationToken);
        var parameters = new
        {
            id,
            assigneeId = request.AssigneeId,
            ifVersion,
        };
        if (
            request.AssigneeId is not null
            && !await connection.ExecuteScalarAsync<bool>(
                new CommandDefinition(IsPerson, parameters, cancellationToken: cancellationToken)
            )
        )
        {
            return Problems.For("assignee_id", "There is no such person.");
        }

        var changed = await connection.ExecuteAsync(
            new CommandDefinition(Assign, parameters, cancellationToken: cancellationToken)
        );
        return await AnswerAsync(connection, id, changed == 1, context, cancellationToken);
    }

    internal static async Task<Results<Ok<TakedownView>, ValidationProblem, ProblemHttpResult>> DoneAsync(
        long id,
        TakedownDoneRequest request,
        HttpContext context,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(request.Note) || request.Note.Length > Reasons.MaxLength)
        {
            return Problems.For("note", $"Say what was taken down, in 1 to {Reasons.MaxLength} characters.");
        }

        var caller = Caller.From(user);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await KnowAsync(connection, caller, cancellationToken);
        var changed = await connection.ExecuteAsync(
            new CommandDefinition(
                Finish,
                new
                {
                    id,
                    by = caller.Id,
                    request.Note,
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken: cancellationToken
            )
        );
        return await AnswerAsync(connection, id, changed == 1, context, cancellationToken);
    }

    private static async Task KnowAsync(
        NpgsqlConnection connection,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        await connection.ExecuteAsync(
            new CommandDefinition(KnownCaller.Put, KnownCaller.Of(caller), cancellationToken: cancellationToken)
        );

    private static async Task<Results<Ok<TakedownView>, ValidationProblem, ProblemHttpResult>> AnswerAsync(
        NpgsqlConnection connection,
        long id,
        bool changed,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var row = await connection.QuerySingleOrDefaultAsync<TakedownRow>(
            new CommandDefinition(One, new { id }, cancellationToken: cancellationToken)
        );
        if (row is null || !changed)
        {
            return row is null ? TypedResults.Problem(statusCode: 404, title: "There is no such task.")
                : row.DoneAt is null ? VersionTag.Stale(row.Version)
                : TypedResults.Problem(statusCode: 409, title: "It has been done already.");
        }

        context.Response.Headers.ETag = VersionTag.Of(row.Version);
        return TypedResults.Ok(row.ToView());
    }
}
