using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Http;

namespace TriageMesh.Router.RouteMentions;

/// <summary>A mention with its place.</summary>
internal sealed record RoutedMention(ClassifiedMention Classified, long? TicketId, Guid? FoldedInto)
{
    public Mention Mention => Classified.Mention;

    public Classification Classification => Classified.Classification;
}

/// <summary>Writes mentions and praise items, each with one statement for all of them.</summary>
internal static class MentionWrites
{
    private const string Known = """
        SELECT mention_id FROM router.mention_keys WHERE mention_id = ANY (@ids)
        """;

    private const string Put = """
        WITH fresh AS (
          INSERT INTO router.mention_keys (mention_id, routed_at)
          SELECT mention_id, @now FROM unnest(@mentionIds) AS k (mention_id)
              ON CONFLICT (mention_id) DO NOTHING
          RETURNING mention_id
        )
        INSERT INTO router.mentions (
               mention_id, channel, account, external_id, parent_external_id, conversation_id, kind, visibility, author_id,
               text, posted_at, received_at, routed_at, permalink, rating, media, source, language, label, model_label,
               p_complaint, p_praise, p_question, p_other, needs_review, model_version, terms, ticket_id, folded_into)
        SELECT mention_id, channel, account, external_id, parent_external_id, conversation_id, kind, visibility, author_id,
               text, posted_at, received_at, @now, permalink, rating, string_to_array(media, E'\x1f'), source, language,
               label, label, p_complaint, p_praise, p_question, p_other, needs_review, model_version, terms::jsonb, ticket_id, folded_into
          FROM unnest(
               @mentionIds, @channels, @accounts, @externalIds, @parents, @conversations, @kinds, @visibilities, @authorIds,
               @texts, @postedAts, @receivedAts, @permalinks, @ratings::integer[], @media, @sources, @languages, @labels,
               @complaints, @praises, @questions, @others, @needsReviews, @modelVersions, @terms, @ticketIds::bigint[],
               @foldedIntos::uuid[])
            AS u (mention_id, channel, account, external_id, parent_external_id, conversation_id, kind, visibility,
                  author_id, text, posted_at, received_at, permalink, rating, media, source, language, label, p_complaint,
                  p_praise, p_question, p_other, needs_review, model_version, terms, ticket_id, folded_into)
          JOIN fresh USING (mention_id)
        """;

    private const string Adopt = """
        UPDATE router.mentions m
           SET ticket_id = u.ticket_id, folded_into = u.folded_into
          FROM unnest(@mentionIds, @ticketIds, @foldedIntos::uuid[]) AS u (mention_id, ticket_id, folded_into)
         WHERE m.mention_id = u.mention_id
        """;

    private const string PutPraise = """
        INSERT INTO router.praise (mention_id, status, score, found_at, channel, language, has_media, reach, queue_id)
        SELECT m.mention_id, 'found', u.score, @now, m.channel, m.language, cardinality(m.media) > 0,
               greatest(0, coalesce(a.followers, 0)), u.queue_id
          FROM unnest(@mentionIds, @scores, @queueIds) AS u (mention_id, score, queue_id)
          JOIN router.mentions m ON m.mention_id = u.mention_id AND m.routed_at = @now
          JOIN router.authors a USING (channel, account, author_id)
        ON CONFLICT (mention_id) DO NOTHING
        """;

    /// <summary>Which of these mentions are there already.</summary>
    public static async Task<HashSet<Guid>> KnownAsync(
        NpgsqlTransaction transaction,
        IEnumerable<Guid> mentionIds,
        CancellationToken cancellationToken
    ) =>
        [
            .. await transaction.Connection!.QueryAsync<Guid>(
                new CommandDefinition(
                    Known,
                    new { ids = mentionIds.ToArray() },
                    transaction,
                    cancellationToken: cancellationToken
                )
            ),
        ];

    /// <summary>Writes new mentions.</summary>
    /// <returns>How many were new; fewer than given where another router was faster with one of them.</returns>
    public static Task<int> PutAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<RoutedMention> routed,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var rows = routed.OrderBy(row => row.Mention.MentionId).ToArray();
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                Put,
                new
                {
                    now,
                    mentionIds = Of(rows, row => row.Mention.MentionId),
                    channels = Of(rows, row => row.Mention.Channel),
                    accounts = Of(rows, row => row.Mention.Account),
                    externalIds = Of(rows, row => row.Mention.ExternalId),
                    parents = Of(rows, row => row.Mention.ParentExternalId),
                    conversations = Of(rows, row => row.Mention.ConversationId),
                    kinds = Of(rows, row => row.Mention.Kind.Wire()),
                    visibilities = Of(rows, row => row.Mention.Visibility.Wire()),
                    authorIds = Of(rows, row => row.Mention.Author.Id),
                    texts = Of(rows, row => row.Mention.Text),
                    postedAts = Of(rows, row => At(row.Mention.PostedAt)),
                    receivedAts = Of(rows, row => At(row.Mention.ReceivedAt)),
                    permalinks = Of(rows, row => row.Mention.Permalink),
                    ratings = Of(rows, row => row.Mention.Rating),
                    media = Of(rows, row => string.Join('\u001f', row.Mention.Media)),
                    sources = Of(rows, row => row.Mention.Source),
                    languages = Of(rows, row => row.Classification.Language),
                    labels = Of(rows, row => row.Classification.Label.Wire()),
                    complaints = Of(rows, row => (float)row.Classification.Scores.Complaint),
                    praises = Of(rows, row => (float)row.Classification.Scores.Praise),
                    questions = Of(rows, row => (float)row.Classification.Scores.Question),
                    others = Of(rows, row => (float)row.Classification.Scores.Other),
                    needsReviews = Of(rows, row => row.Classification.NeedsReview),
                    modelVersions = Of(rows, row => row.Classification.ModelVersion),
                    terms = Of(rows, row => JsonSerializer.Serialize(row.Classification.Terms, MeshJson.Options)),
                    ticketIds = Of(rows, row => row.TicketId),
                    foldedIntos = Of(rows, row => row.FoldedInto),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Gives posts that belonged to no ticket theirs.</summary>
    public static Task AdoptAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<(Guid MentionId, long TicketId, Guid? FoldedInto)> adopted,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                Adopt,
                new
                {
                    mentionIds = adopted.Select(post => post.MentionId).ToArray(),
                    ticketIds = adopted.Select(post => post.TicketId).ToArray(),
                    foldedIntos = adopted.Select(post => post.FoldedInto).ToArray(),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    /// <summary>Puts mentions on marketing's board; support sees them where it works.</summary>
    public static Task PutPraiseAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<(Guid MentionId, float Score, Guid QueueId)> praise,
        Instant now,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                PutPraise,
                new
                {
                    now,
                    mentionIds = praise.Select(item => item.MentionId).ToArray(),
                    scores = praise.Select(item => item.Score).ToArray(),
                    queueIds = praise.Select(item => item.QueueId).ToArray(),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    /// <summary>An instant as PostgreSQL keeps it.</summary>
    public static Instant At(DateTimeOffset time) => Instant.FromDateTimeOffset(time).ToMicroseconds();

    private static TValue[] Of<TValue>(RoutedMention[] rows, Converter<RoutedMention, TValue> column) =>
        Array.ConvertAll(rows, column);
}
