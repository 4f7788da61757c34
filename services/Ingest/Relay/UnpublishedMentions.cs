using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Ingest.Intake;

namespace TriageMesh.Ingest.Relay;

/// <summary>The mentions that are stored and not yet on the bus, oldest first.</summary>
internal sealed class UnpublishedMentions(NpgsqlDataSource database, TimeProvider time)
{
    private const string Claim = """
        SELECT mention_id, channel, account, external_id, parent_external_id, conversation_id, kind, visibility,
               author_id, author_handle, author_name, author_followers, author_verified, author_tier,
               text, language, posted_at, received_at, permalink, rating, media::text AS media, trace_parent, source
          FROM ingest.mentions
         WHERE published_at IS NULL AND routed_at IS NULL AND NOT outbound
         ORDER BY seq
         LIMIT @limit
           FOR UPDATE SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE ingest.mentions
           SET published_at = @now, publish_count = publish_count + 1
         WHERE mention_id = ANY (@ids) AND received_at BETWEEN @oldest AND @newest
        """;

    /// <summary>Hands up to <paramref name="limit"/> mentions to <paramref name="publish"/>, then marks them; if publishing fails, nothing is marked.</summary>
    /// <returns>How many were published.</returns>
    public async Task<int> PublishAsync(
        int limit,
        Func<IReadOnlyList<Mention>, Task> publish,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<MentionRow>(
                new CommandDefinition(Claim, new { limit }, transaction, cancellationToken: cancellationToken)
            )
        ).ToArray();
        if (rows.Length == 0)
        {
            return 0;
        }

        await publish(Array.ConvertAll(rows, row => row.ToMention()));
        await connection.ExecuteAsync(
            new CommandDefinition(
                Mark,
                new
                {
                    ids = Array.ConvertAll(rows, row => row.MentionId),
                    oldest = rows.Min(row => row.ReceivedAt),
                    newest = rows.Max(row => row.ReceivedAt),
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await transaction.CommitAsync(cancellationToken);
        return rows.Length;
    }
}

/// <summary>A row of <c>ingest.mentions</c>, as far as it travels.</summary>
internal sealed record MentionRow
{
    public required Guid MentionId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string ExternalId { get; init; }
    public string? ParentExternalId { get; init; }
    public string? ConversationId { get; init; }
    public required string Kind { get; init; }
    public required string Visibility { get; init; }
    public required string AuthorId { get; init; }
    public string? AuthorHandle { get; init; }
    public string? AuthorName { get; init; }
    public long? AuthorFollowers { get; init; }
    public required bool AuthorVerified { get; init; }
    public required string AuthorTier { get; init; }
    public required string Text { get; init; }
    public string? Language { get; init; }
    public required Instant PostedAt { get; init; }
    public required Instant ReceivedAt { get; init; }
    public string? Permalink { get; init; }
    public int? Rating { get; init; }
    public required string Media { get; init; }
    public string? TraceParent { get; init; }
    public required string Source { get; init; }

    public Mention ToMention() =>
        new()
        {
            MentionId = MentionId,
            Channel = Channel,
            Account = Account,
            ExternalId = ExternalId,
            ParentExternalId = ParentExternalId,
            ConversationId = ConversationId,
            Kind = WireName<MentionKind>.Parse(Kind),
            Visibility = WireName<Visibility>.Parse(Visibility),
            Author = new MentionAuthor
            {
                Id = AuthorId,
                Handle = AuthorHandle,
                Name = AuthorName,
                Followers = AuthorFollowers,
                Verified = AuthorVerified,
                Tier = WireName<AuthorTier>.Parse(AuthorTier),
            },
            Text = Text,
            Language = Language,
            PostedAt = PostedAt.ToDateTimeOffset(),
            ReceivedAt = ReceivedAt.ToDateTimeOffset(),
            Permalink = Permalink,
            Rating = Rating,
            Media = MediaColumn.Read(Media),
            TraceParent = TraceParent,
            Source = Source,
        };
}
