using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Export;

/// <summary>GET /mentions/newest: what came in lately, newest first, as far as labelling it needs. A rule about labels is tried on it.</summary>
internal static class NewestMentions
{
    private const int MaxPage = 250;

    internal const string Page = """
        SELECT m.seq, m.mention_id, m.text, m.language, m.channel, m.account, a.tier, a.followers, m.label, m.model_version
          FROM router.mentions m
          JOIN router.authors a USING (channel, account, author_id)
         WHERE m.seq < @before AND m.withdrawn_at IS NULL
         ORDER BY m.seq DESC
         LIMIT @limit
        """;

    public static void MapNewestMentions(this IEndpointRouteBuilder api) =>
        api.MapGet("/mentions/newest", HandleAsync).RequireAuthorization(Allow.Leads).WithName("ListNewestMentions");

    internal static async Task<Ok<Page<PastMention>>> HandleAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 100
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    Page,
                    new { before = Cursor.Before(cursor), limit = size },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<PastMention>(
                rows.ConvertAll(row => row.ToMention()),
                rows.Count < size ? null : Cursor.Write($"{rows[^1].Seq}")
            )
        );
    }

    private sealed record Row
    {
        public long Seq { get; init; }
        public Guid MentionId { get; init; }
        public required string Text { get; init; }
        public required string Language { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string Tier { get; init; }
        public long? Followers { get; init; }
        public required string Label { get; init; }
        public required string ModelVersion { get; init; }

        public PastMention ToMention() =>
            new()
            {
                Id = MentionId.ToString(),
                Text = Text,
                Language = Language,
                Channel = Channel,
                Account = Account,
                AuthorTier = WireName<AuthorTier>.Parse(Tier),
                Followers = Followers,
                Label = WireName<Label>.Parse(Label),
                ModelVersion = ModelVersion,
            };
    }
}
