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
using TriageMesh.Platform.Security;
using TriageMesh.Router.Mentions;

namespace TriageMesh.Router.Praise;

/// <summary>Marketing's board: what was said in praise, best first, and what was put on the shortlist.</summary>
internal static class PraiseEndpoints
{
    private const int MaxPage = 100;

    private const string List = $"""
        SELECT p.praise_id, p.status, p.score, p.found_at, p.version, {MentionRow.Columns}
          FROM router.praise p
          JOIN router.mentions m USING (mention_id)
          JOIN router.authors a USING (channel, account, author_id)
          LEFT JOIN router.agents r ON r.agent_id = m.relabelled_by
         WHERE p.status = @status
           AND (@channel::text IS NULL OR m.channel = @channel)
           AND (p.score, p.praise_id) < (@afterScore, @afterId)
         ORDER BY p.score DESC, p.praise_id DESC
         LIMIT @limit
        """;

    private const string SetStatus = """
        UPDATE router.praise SET status = @to, version = version + 1
         WHERE praise_id = @id AND status IN ('found', 'shortlisted')
        """;

    private const string Exists = """
        SELECT EXISTS (SELECT FROM router.praise WHERE praise_id = @id)
        """;

    public static void MapPraise(this IEndpointRouteBuilder api)
    {
        api.MapGet("/praise", ListAsync).RequireAuthorization(Allow.Marketing).WithName("ListPraise");
        api.MapPost("/praise/{id:long}/status", SetStatusAsync)
            .RequireAuthorization(Allow.Marketing)
            .WithName("SetPraiseStatus");
    }

    private static async Task<Results<Ok<Page<PraiseItem>>, ValidationProblem>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string status = "found",
        string? channel = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (!WireName<PraiseStatus>.TryParse(status, out _))
        {
            return Problems.For("status", $"Write one of {string.Join(", ", WireName<PraiseStatus>.All)}.");
        }

        var size = Math.Clamp(limit, 1, MaxPage);
        var after = Cursor.Read(cursor, 2);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<PraiseRow>(
                new CommandDefinition(
                    List,
                    new
                    {
                        status,
                        channel,
                        limit = size,
                        afterScore = float.TryParse(after?[0], CultureInfo.InvariantCulture, out var score)
                            ? score
                            : float.PositiveInfinity,
                        afterId = long.TryParse(after?[1], out var id) ? id : long.MaxValue,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<PraiseItem>(
                [.. rows.Select(row => row.ToItem())],
                rows.Count < size
                    ? null
                    : Cursor.Write(
                        rows[^1].Score.ToString("R", CultureInfo.InvariantCulture),
                        rows[^1].PraiseId.ToString()
                    )
            )
        );
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> SetStatusAsync(
        long id,
        PraiseStatusRequest request,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        if (request.Status is not (PraiseStatus.Found or PraiseStatus.Shortlisted))
        {
            return Problems.For("status", "Write shortlisted, or found to take it off the shortlist.");
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var changed = await connection.ExecuteAsync(
            new CommandDefinition(
                SetStatus,
                new { id, to = request.Status.Wire() },
                cancellationToken: cancellationToken
            )
        );
        if (changed == 1)
        {
            return TypedResults.NoContent();
        }

        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(Exists, new { id }, cancellationToken: cancellationToken)
        )
            ? TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "Rights are already being handled."
            )
            : TypedResults.NotFound();
    }

    private sealed record PraiseRow : MentionRow
    {
        public long PraiseId { get; init; }
        public required string Status { get; init; }
        public float Score { get; init; }
        public Instant FoundAt { get; init; }
        public long Version { get; init; }

        public PraiseItem ToItem() =>
            new()
            {
                Id = PraiseId,
                Status = WireName<PraiseStatus>.Parse(Status),
                Score = Score,
                FoundAt = FoundAt.ToDateTimeOffset(),
                Version = Version,
                Mention = ToMention(),
            };
    }
}
