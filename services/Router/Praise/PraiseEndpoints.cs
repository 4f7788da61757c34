using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Praise;

/// <summary>Marketing's board: what was said in praise, best first, and what was put on the shortlist.</summary>
internal static class PraiseEndpoints
{
    private const int MaxPage = 100;

    private const string List = """
        SELECT p.praise_id, p.status, p.score, p.found_at, p.version,
               m.mention_id, m.external_id, m.parent_external_id, m.channel, m.account, m.kind, m.visibility, m.text,
               m.posted_at, m.received_at, m.permalink, m.rating, m.media, m.label,
               m.p_complaint, m.p_praise, m.p_question, m.p_other, m.needs_review, m.language, m.model_version,
               m.terms::text AS terms, m.ticket_id,
               a.author_id, a.handle, a.name AS author_name, a.followers, a.verified, a.tier
          FROM router.praise p
          JOIN router.mentions m USING (mention_id)
          JOIN router.authors a USING (channel, account, author_id)
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

    private sealed record PraiseRow
    {
        public long PraiseId { get; init; }
        public required string Status { get; init; }
        public float Score { get; init; }
        public Instant FoundAt { get; init; }
        public long Version { get; init; }
        public Guid MentionId { get; init; }
        public required string ExternalId { get; init; }
        public string? ParentExternalId { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string Kind { get; init; }
        public required string Visibility { get; init; }
        public required string Text { get; init; }
        public Instant PostedAt { get; init; }
        public Instant ReceivedAt { get; init; }
        public string? Permalink { get; init; }
        public int? Rating { get; init; }
        public required string[] Media { get; init; }
        public required string Label { get; init; }
        public float PComplaint { get; init; }
        public float PPraise { get; init; }
        public float PQuestion { get; init; }
        public float POther { get; init; }
        public bool NeedsReview { get; init; }
        public required string Language { get; init; }
        public required string ModelVersion { get; init; }
        public required string Terms { get; init; }
        public long? TicketId { get; init; }
        public required string AuthorId { get; init; }
        public string? Handle { get; init; }
        public string? AuthorName { get; init; }
        public long? Followers { get; init; }
        public bool Verified { get; init; }
        public required string Tier { get; init; }

        public PraiseItem ToItem() =>
            new()
            {
                Id = PraiseId,
                Status = WireName<PraiseStatus>.Parse(Status),
                Score = Score,
                FoundAt = FoundAt.ToDateTimeOffset(),
                Version = Version,
                Mention = new MentionView
                {
                    Id = MentionId,
                    ExternalId = ExternalId,
                    ParentExternalId = ParentExternalId,
                    Channel = Channel,
                    Account = Account,
                    Kind = WireName<MentionKind>.Parse(Kind),
                    Visibility = WireName<Visibility>.Parse(Visibility),
                    Author = new AuthorView(
                        AuthorId,
                        Handle,
                        AuthorName,
                        Followers,
                        Verified,
                        WireName<AuthorTier>.Parse(Tier)
                    ),
                    Text = Text,
                    PostedAt = PostedAt.ToDateTimeOffset(),
                    ReceivedAt = ReceivedAt.ToDateTimeOffset(),
                    Permalink = Permalink,
                    Rating = Rating,
                    Media = Media,
                    Label = WireName<Label>.Parse(Label),
                    Scores = new LabelScores(PComplaint, PPraise, PQuestion, POther),
                    NeedsReview = NeedsReview,
                    Language = Language,
                    ModelVersion = ModelVersion,
                    Terms = JsonSerializer.Deserialize<IReadOnlyList<WeighedTerm>>(Terms, MeshJson.Options) ?? [],
                    TicketNumber = TicketId is { } ticket ? $"T-{ticket}" : null,
                },
            };
    }
}
