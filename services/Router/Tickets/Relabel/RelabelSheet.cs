using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Praise;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Mentions;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Team;

namespace TriageMesh.Router.Tickets;

/// <summary>What a relabelling reads and writes, in the order of locks that routing keeps: author, tickets, mention.</summary>
internal sealed class RelabelSheet(NpgsqlTransaction transaction, CancellationToken cancellationToken)
{
    private const string Find = $"""
        SELECT {MentionRow.Columns}
          FROM router.mentions m
          JOIN router.authors a USING (channel, account, author_id)
          LEFT JOIN router.agents r ON r.agent_id = m.relabelled_by
         WHERE m.mention_id = @mentionId
        """;

    private const string LockAuthor = """
        SELECT author_id
          FROM router.authors
         WHERE channel = @Channel AND account = @Account AND author_id = @AuthorId
           FOR NO KEY UPDATE
        """;

    private const string PutLabel = """
        UPDATE router.mentions
           SET label = @label, needs_review = false, relabelled_by = @callerId, relabelled_at = @now
         WHERE mention_id = @MentionId
        """;

    private const string PutRelabel = """
        INSERT INTO router.relabels (mention_id, from_label, to_label, agent_id, reason, at)
        VALUES (@MentionId, @from, @label, @callerId, @Reason, @now)
        """;

    // A copy and the post that it stands under are on one ticket, or each stands for itself.
    private const string Attach = """
        UPDATE router.mentions SET folded_into = NULL
         WHERE ticket_id = @TicketId AND @TicketId <> @intoId AND folded_into = @MentionId;
        UPDATE router.mentions
           SET ticket_id = @intoId, folded_into = CASE WHEN ticket_id = @intoId THEN folded_into END
         WHERE mention_id = @MentionId
        """;

    private const string OtherWork = """
        SELECT label, needs_review, posted_at
          FROM router.mentions
         WHERE ticket_id = @TicketId AND mention_id <> @MentionId
           AND (label IN ('complaint', 'question') OR needs_review)
        """;

    private const string OthersCarry = """
        SELECT EXISTS (
          SELECT FROM router.mentions
           WHERE ticket_id = @TicketId AND mention_id <> @MentionId AND label = @label)
        """;

    private const string PostsBut = """
        SELECT min(posted_at) OVER () AS first_at, posted_at AS last_at, left(text, 500) AS last_text
          FROM router.mentions
         WHERE ticket_id = @TicketId AND mention_id <> @MentionId
         ORDER BY posted_at DESC, mention_id DESC
         LIMIT 1
        """;

    private const string PutPraise = """
        INSERT INTO router.praise (mention_id, status, score, found_at, channel, language, has_media, reach, queue_id)
        SELECT m.mention_id, 'found', @score, @now, m.channel, m.language, cardinality(m.media) > 0,
               greatest(0, coalesce(a.followers, 0)), @queueId
          FROM router.mentions m
          JOIN router.authors a USING (channel, account, author_id)
         WHERE m.mention_id = @MentionId AND m.withdrawn_at IS NULL
        ON CONFLICT (mention_id) DO NOTHING
        """;

    // What marketing has taken up stays with them, with what was asked of the author and what they said.
    private const string DropPraise = """
        DELETE FROM router.praise p
         WHERE p.mention_id = @MentionId AND p.status = 'found' AND NOT p.was_shown
           AND NOT EXISTS (SELECT FROM router.praise_requests r WHERE r.praise_id = p.praise_id)
           AND NOT EXISTS (SELECT FROM router.praise_grants g WHERE g.praise_id = p.praise_id)
        """;

    private readonly Dictionary<long, TicketFile> _files = [];

    /// <summary>The tickets in hand.</summary>
    public IReadOnlyCollection<TicketFile> Files => _files.Values;

    /// <summary>The ticket that the mention is on.</summary>
    public TicketFile? Own { get; private set; }

    /// <summary>The author's latest ticket: where their next post would go.</summary>
    public TicketFile? Latest { get; private set; }

    /// <summary>A mention as it stands; null where there is none.</summary>
    public static Task<MentionRow?> FindAsync(
        NpgsqlConnection connection,
        Guid mentionId,
        CancellationToken cancellationToken
    ) =>
        connection.QuerySingleOrDefaultAsync<MentionRow>(
            new CommandDefinition(Find, new { mentionId }, cancellationToken: cancellationToken)
        );

    /// <summary>Locks and reads all that the mention concerns.</summary>
    public async Task<MentionRow?> ReadAsync(Guid mentionId, RuleBook book)
    {
        if (await FindAsync(transaction.Connection!, mentionId, cancellationToken) is not { } first)
        {
            return null;
        }

        await ExecuteAsync(LockAuthor, first);
        long[] latest =
        [
            .. (
                await KnownAuthors.LatestTicketsAsync(
                    transaction,
                    [new AuthorKey(first.Channel, first.Account, first.AuthorId)],
                    cancellationToken
                )
            ).Values,
        ];
        // Read again: under the author's lock nothing about it can change any more.
        var mention = (await FindAsync(transaction.Connection!, mentionId, cancellationToken))!;
        long[] ids = mention.TicketId is { } own ? [.. latest.Append(own).Distinct()] : latest;
        foreach (var (id, file) in await TicketStore.LockAsync(transaction, ids, book, cancellationToken))
        {
            _files.Add(id, file);
        }

        Own = mention.TicketId is { } ticketId ? _files[ticketId] : null;
        Latest = latest is [var latestId, ..] ? _files[latestId] : null;
        return mention;
    }

    /// <summary>Keeps the person's word.</summary>
    public async Task RecordAsync(MentionRow mention, Caller caller, RelabelRequest request, Instant now)
    {
        await ExecuteAsync(KnownCaller.Put, KnownCaller.Of(caller));
        var word = new
        {
            mention.MentionId,
            from = mention.Label,
            label = request.Label.Wire(),
            callerId = caller.Id,
            request.Reason,
            now,
        };
        await ExecuteAsync(PutLabel, word);
        await ExecuteAsync(PutRelabel, word);
    }

    /// <summary>Begins a ticket with the mention.</summary>
    public async Task<TicketFile> OpenAsync(MentionRow mention, RuleBook book)
    {
        var ids = await TicketStore.TakeIdsAsync(transaction, 1, cancellationToken);
        var file = TicketFile.New(
            new StoredTicket
            {
                TicketId = ids[0],
                Channel = mention.Channel,
                Account = mention.Account,
                AuthorId = mention.AuthorId,
                Tier = mention.Tier,
                Confidence = 1,
                Language = mention.Language,
                FirstLine = Excerpt.Of(mention.Text),
                FirstPostAt = mention.PostedAt,
                LastPostAt = mention.PostedAt,
            },
            book
        );
        _files.Add(file.TicketId, file);
        return file;
    }

    public Task WriteAsync() => TicketWrites.WriteAsync(transaction, Files, cancellationToken);

    public Task AttachAsync(MentionRow mention, long ticketId) =>
        ExecuteAsync(
            Attach,
            new
            {
                mention.MentionId,
                mention.TicketId,
                intoId = ticketId,
            }
        );

    /// <summary>The first and the last post of a ticket without this one.</summary>
    public async Task<(Instant FirstAt, Instant LastAt, string LastText)> PostsButAsync(
        MentionRow mention,
        TicketFile file
    ) =>
        await transaction.Connection!.QuerySingleOrDefaultAsync<(Instant, Instant, string)?>(
            new CommandDefinition(PostsBut, mention, transaction, cancellationToken: cancellationToken)
        ) ?? (file.Stored.FirstPostAt, file.State.LastPostAt, file.Stored.FirstLine);

    /// <summary>The posts of its ticket that ask for something, without this one.</summary>
    public async Task<List<(Label Label, bool NeedsReview, Instant PostedAt)>> OtherWorkAsync(MentionRow mention) =>
        [
            .. (
                await transaction.Connection!.QueryAsync<(string Label, bool NeedsReview, Instant PostedAt)>(
                    new CommandDefinition(OtherWork, mention, transaction, cancellationToken: cancellationToken)
                )
            ).Select(post => (WireName<Label>.Parse(post.Label), post.NeedsReview, post.PostedAt)),
        ];

    public Task<bool> OthersCarryAsync(MentionRow mention, Label label) =>
        ExistsAsync(
            OthersCarry,
            new
            {
                mention.TicketId,
                mention.MentionId,
                label = label.Wire(),
            }
        );

    /// <summary>Who could take a ticket if it is reopened by this.</summary>
    public Task<ReopenHands> HandsAsync(TicketState state, RuleBook book, Instant now) =>
        AgentsOnDuty.HandsForAsync(transaction, state, book.Queue(state.QueueId), now, cancellationToken);

    /// <summary>Marketing's board has what is praise and still there, and loses what is not, unless somebody works on it there.</summary>
    public Task FollowWithPraiseAsync(MentionRow mention, Label label, Guid queueId, Instant now) =>
        label == Label.Praise
            ? ExecuteAsync(
                PutPraise,
                new
                {
                    mention.MentionId,
                    score = PraiseRank.Of(
                        new PraiseFacts(1, mention.Followers ?? 0, Engagement: 0, mention.Verified, mention.PostedAt)
                    ),
                    now,
                    queueId,
                }
            )
            : ExecuteAsync(DropPraise, mention);

    private Task<int> ExecuteAsync(string sql, object parameters) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
        );

    private Task<bool> ExistsAsync(string sql, object parameters) =>
        transaction.Connection!.ExecuteScalarAsync<bool>(
            new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
        );
}
