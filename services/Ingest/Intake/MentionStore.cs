using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Ingest.Accounts;
using TriageMesh.Ingest.Withdrawals;

namespace TriageMesh.Ingest.Intake;

/// <summary>Stores the mentions of several requests in one statement and one commit.</summary>
internal sealed class MentionStore(
    NpgsqlDataSource database,
    DeliveryStore deliveries,
    WithdrawalStore withdrawals,
    AccountDirectory directory
)
{
    private const string Insert = """
        WITH fresh AS (
          INSERT INTO ingest.mention_keys (mention_id, received_at)
          SELECT k.mention_id, k.received_at FROM UNNEST(@MentionIds, @ReceivedAt) AS k (mention_id, received_at)
           ORDER BY k.mention_id
              ON CONFLICT (mention_id) DO NOTHING
          RETURNING mention_id
        )
        INSERT INTO ingest.mentions
               (mention_id, channel, account, external_id, parent_external_id, conversation_id, kind, visibility,
                author_id, author_handle, author_name, author_followers, author_verified, author_tier,
                text, language, posted_at, permalink, rating, media, source, delivery, trace_parent, outbound, received_at)
        SELECT m.mention_id, m.channel, m.account, m.external_id, m.parent_external_id, m.conversation_id, m.kind, m.visibility,
               m.author_id, m.author_handle, m.author_name, m.author_followers, m.author_verified, m.author_tier,
               m.text, m.language, m.posted_at, m.permalink, m.rating, m.media::jsonb, m.source, m.delivery, m.trace_parent,
               m.outbound, m.received_at
          FROM UNNEST(@MentionIds, @Channels, @Accounts, @ExternalIds, @ParentExternalIds, @ConversationIds, @Kinds, @Visibilities,
                      @AuthorIds, @AuthorHandles, @AuthorNames, @AuthorFollowers, @AuthorVerified, @AuthorTiers,
                      @Texts, @Languages, @PostedAt, @Permalinks, @Ratings, @Media, @Sources, @Deliveries, @TraceParents,
                      @Outbound, @ReceivedAt) WITH ORDINALITY
               AS m (mention_id, channel, account, external_id, parent_external_id, conversation_id, kind, visibility,
                     author_id, author_handle, author_name, author_followers, author_verified, author_tier,
                     text, language, posted_at, permalink, rating, media, source, delivery, trace_parent, outbound, received_at,
                     place)
          JOIN fresh USING (mention_id)
         ORDER BY m.place
        RETURNING mention_id
        """;

    /// <summary>Stores what is new of the requests. Returns only after the commit.</summary>
    /// <returns>One answer for each request, in order.</returns>
    public async Task<IReadOnlyList<IntakeAnswer>> StoreAsync(
        IReadOnlyList<IntakeRequest> requests,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var fresh = (
            await connection.QueryAsync<Guid>(
                new CommandDefinition(Insert, Columns(requests), transaction, cancellationToken: cancellationToken)
            )
        ).ToHashSet();
        var gone = await withdrawals.PutAsync(transaction, requests, cancellationToken);
        var answers = await deliveries.AnswerAsync(
            transaction,
            requests,
            new StoredNow(fresh, gone),
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return answers;
    }

    private object Columns(IReadOnlyList<IntakeRequest> requests)
    {
        var rows = requests
            .SelectMany(request => request.Mentions.Select(mention => (Mention: mention, request.Delivery)))
            .DistinctBy(row => row.Mention.MentionId)
            .ToArray();
        return new
        {
            MentionIds = Each(mention => mention.MentionId),
            Channels = Each(mention => mention.Channel),
            Accounts = Each(mention => mention.Account),
            ExternalIds = Each(mention => mention.ExternalId),
            ParentExternalIds = Each(mention => mention.ParentExternalId),
            ConversationIds = Each(mention => mention.ConversationId),
            Kinds = Each(mention => mention.Kind.Wire()),
            Visibilities = Each(mention => mention.Visibility.Wire()),
            AuthorIds = Each(mention => mention.Author.Id),
            AuthorHandles = Each(mention => mention.Author.Handle),
            AuthorNames = Each(mention => mention.Author.Name),
            AuthorFollowers = Each(mention => mention.Author.Followers),
            AuthorVerified = Each(mention => mention.Author.Verified),
            AuthorTiers = Each(mention => mention.Author.Tier.Wire()),
            Texts = Each(mention => mention.Text),
            Languages = Each(mention => mention.Language),
            PostedAt = Each(mention => Instant.FromDateTimeOffset(mention.PostedAt)),
            Permalinks = Each(mention => mention.Permalink),
            Ratings = Each(mention => mention.Rating),
            Media = Each(mention => MediaColumn.Write(mention.Media)),
            Sources = Each(mention => mention.Source),
            Deliveries = Array.ConvertAll(rows, row => row.Delivery?.WebhookId),
            TraceParents = Each(mention => mention.TraceParent),
            Outbound = Each(mention => directory.IsOwn(mention.Channel, mention.Account, mention.Author.Id)),
            ReceivedAt = Each(mention => Instant.FromDateTimeOffset(mention.ReceivedAt)),
        };

        T[] Each<T>(Func<Mention, T> column) => Array.ConvertAll(rows, row => column(row.Mention));
    }
}
