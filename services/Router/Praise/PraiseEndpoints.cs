using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Praise;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Praise;

/// <summary>Marketing's board: what was said in praise, best first; what is planned; one item with its rights.</summary>
internal static class PraiseEndpoints
{
    private const int MaxPage = 100;

    // The page is chosen from one index, which also holds what is filtered by; only then the rest is joined.
    internal const string List = $"""
        SELECT {PraiseRow.Columns}
        {PraiseRow.Joins}
         WHERE p.praise_id IN (
               SELECT b.praise_id
                 FROM router.praise b
                WHERE b.status = @status
                  AND (@channel::text IS NULL OR b.channel = @channel)
                  AND (@language::text IS NULL OR b.language = @language)
                  AND (@media::boolean IS NULL OR b.has_media = @media)
                  AND b.reach >= @minReach
                  AND (b.score, b.praise_id) < (@afterScore, @afterId)
                ORDER BY b.score DESC, b.praise_id DESC
                LIMIT @limit)
         ORDER BY p.score DESC, p.praise_id DESC
        """;

    internal const string Planned = $"""
        SELECT {PraiseRow.Columns}
        {PraiseRow.Joins}
         WHERE p.planned_for IS NOT NULL AND (p.planned_for, p.praise_id) > (@afterAt, @afterId) AND p.planned_for < @until
         ORDER BY p.planned_for, p.praise_id
         LIMIT @limit
        """;

    public static void MapPraise(this IEndpointRouteBuilder api)
    {
        var board = api.MapGroup("").RequireAuthorization(Allow.Marketing).WithTags("praise");
        board.MapGet("/praise", ListAsync).WithName("ListPraise");
        board.MapGet("/praise/planned", PlannedAsync).WithName("ListPlannedPraise");
        board.MapGet("/praise/templates", Templates).WithName("ListRequestTemplates");
        var item = board
            .MapGroup("/praise/{id:long}")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        item.MapGet("", FindAsync).WithName("GetPraise");
        item.MapPraiseShortlist();
        item.MapRightsRequest();
        item.MapRightsAnswers();
        item.MapPraiseUse();
        board.MapTakedowns();
        api.MapPraiseOfQueues();
    }

    internal static async Task<Results<Ok<Page<PraiseItem>>, ValidationProblem>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string status = "found",
        string? channel = null,
        string? language = null,
        bool? media = null,
        long minReach = 0,
        string? cursor = null,
        int limit = 50
    )
    {
        if (!WireName<PraiseStatus>.TryParse(status, out _))
        {
            return Problems.For("status", $"Write one of {string.Join(", ", WireName<PraiseStatus>.All)}.");
        }

        var (size, after) = (Math.Clamp(limit, 1, MaxPage), Cursor.Read(cursor, 2));
        var rows = await ReadAsync(
            database,
            List,
            new
            {
                status,
                channel,
                language,
                media,
                minReach,
                limit = size,
                afterScore = float.TryParse(after?[0], CultureInfo.InvariantCulture, out var score)
                    ? score
                    : float.PositiveInfinity,
                afterId = long.TryParse(after?[1], CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue,
            },
            cancellationToken
        );
        return TypedResults.Ok(
            new Page<PraiseItem>(
                [.. rows.Select(row => row.ToItem())],
                rows.Count < size
                    ? null
                    : Cursor.Write(
                        rows[^1].Score.ToString("R", CultureInfo.InvariantCulture),
                        rows[^1].PraiseId.ToString(CultureInfo.InvariantCulture)
                    )
            )
        );
    }

    private static async Task<Ok<Page<PraiseItem>>> PlannedAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        string? cursor = null,
        int limit = 50
    )
    {
        var (size, after) = (Math.Clamp(limit, 1, MaxPage), Cursor.Read(cursor, 2));
        var begin = Instant.FromDateTimeOffset(from ?? DateTimeOffset.UnixEpoch);
        var rows = await ReadAsync(
            database,
            Planned,
            new
            {
                afterAt = Cursor.At(after?[0]) ?? begin,
                afterId = long.TryParse(after?[1], CultureInfo.InvariantCulture, out var id) ? id : 0,
                until = Instant.FromDateTimeOffset(until ?? new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero)),
                limit = size,
            },
            cancellationToken
        );
        return TypedResults.Ok(
            new Page<PraiseItem>(
                [.. rows.Select(row => row.ToItem())],
                rows.Count < size
                    ? null
                    : Cursor.Write(
                        Cursor.Of(rows[^1].PlannedFor!.Value),
                        rows[^1].PraiseId.ToString(CultureInfo.InvariantCulture)
                    )
            )
        );
    }

    private static Ok<IReadOnlyList<RequestTemplateView>> Templates() =>
        TypedResults.Ok<IReadOnlyList<RequestTemplateView>>([
            .. RequestTemplates
                .All.OrderBy(template => template.Key)
                .Select(template => new RequestTemplateView(
                    template.Key.Name,
                    template.Key.Language,
                    template.Value,
                    RequestTemplates.Variables
                )),
        ]);

    private static async Task<Results<Ok<PraiseDetail>, ProblemHttpResult>> FindAsync(
        long id,
        PraiseReader praise,
        CancellationToken cancellationToken
    ) => await praise.FindAsync(id, cancellationToken) is { } detail ? TypedResults.Ok(detail) : PraiseDesk.Unknown();

    private static async Task<List<PraiseRow>> ReadAsync(
        NpgsqlDataSource database,
        string sql,
        object parameters,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (
            await connection.QueryAsync<PraiseRow>(
                new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
            )
        ).AsList();
    }
}
