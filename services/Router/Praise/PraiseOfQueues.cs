using System.Globalization;
using System.Security.Claims;
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
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Praise;

/// <summary>GET /praise/lately: what was said in praise where the caller works, newest first. Its rights stay marketing's.</summary>
internal static class PraiseOfQueues
{
    /// <summary>How far back support looks; the count beside the view reaches as far.</summary>
    public static readonly Duration Lately = Duration.FromDays(7);

    private const int MaxPage = 100;

    // A page of each queue from its index, then the first of them; only then the rest is joined.
    internal const string List = $"""
        SELECT p.praise_id, p.status, p.found_at, {MentionRow.Columns}
          FROM (
               SELECT page.*
                 FROM unnest(@queues) AS q (queue_id)
                CROSS JOIN LATERAL (
                      SELECT b.praise_id, b.status, b.found_at, b.mention_id
                        FROM router.praise b
                       WHERE b.queue_id = q.queue_id AND b.status <> 'revoked' AND b.found_at > @since
                         AND (b.found_at, b.praise_id) < (@afterAt, @afterId)
                         AND (@channel::text IS NULL OR b.channel = @channel)
                       ORDER BY b.found_at DESC, b.praise_id DESC
                       LIMIT @limit) AS page
                ORDER BY page.found_at DESC, page.praise_id DESC
                LIMIT @limit) AS p
          JOIN router.mention_keys k USING (mention_id)
          JOIN router.mentions m ON m.mention_id = k.mention_id AND m.routed_at = k.routed_at
          JOIN router.authors a ON a.channel = m.channel AND a.account = m.account AND a.author_id = m.author_id
          LEFT JOIN router.agents r ON r.agent_id = m.relabelled_by
         ORDER BY p.found_at DESC, p.praise_id DESC
        """;

    public static void MapPraiseOfQueues(this IEndpointRouteBuilder api) =>
        api.MapGet("/praise/lately", HandleAsync)
            .RequireAuthorization(Allow.Support)
            .WithTags("praise")
            .WithName("ListPraiseOfQueues");

    internal static async Task<Ok<Page<PraisePost>>> HandleAsync(
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken,
        string? channel = null,
        string? cursor = null,
        int limit = 50
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, Caller.From(user), cancellationToken);
        var (size, after) = (Math.Clamp(limit, 1, MaxPage), Cursor.Read(cursor, 2));
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    List,
                    new
                    {
                        queues = scope.Team,
                        since = now - Lately,
                        channel,
                        limit = size,
                        afterAt = Cursor.At(after?[0]) ?? now + Duration.FromDays(1),
                        afterId = long.TryParse(after?[1], CultureInfo.InvariantCulture, out var id)
                            ? id
                            : long.MaxValue,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<PraisePost>(
                rows.ConvertAll(row => row.ToPost()),
                rows.Count < size
                    ? null
                    : Cursor.Write(
                        Cursor.Of(rows[^1].FoundAt),
                        rows[^1].PraiseId.ToString(CultureInfo.InvariantCulture)
                    )
            )
        );
    }

    private sealed record Row : MentionRow
    {
        public long PraiseId { get; init; }
        public required string Status { get; init; }
        public Instant FoundAt { get; init; }

        public PraisePost ToPost() =>
            new(PraiseId, WireName<PraiseStatus>.Parse(Status), FoundAt.ToDateTimeOffset(), ToMention());
    }
}
