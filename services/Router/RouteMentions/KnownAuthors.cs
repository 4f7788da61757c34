using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.RouteMentions;

/// <summary>Who wrote: one author on one of our accounts.</summary>
internal readonly record struct AuthorKey(string Channel, string Account, string AuthorId)
{
    public static AuthorKey Of(Mention mention) => new(mention.Channel, mention.Account, mention.Author.Id);
}

/// <summary>How an author is to be treated, and how until now.</summary>
internal readonly record struct KnownTier(AuthorTier Tier, AuthorTier Before);

/// <summary>A post that is on a ticket already.</summary>
internal sealed record KnownPost(long TicketId, Guid MentionId, Instant PostedAt, string Text, Guid? FoldedInto);

/// <summary>A post of an author that belongs to no ticket: it praises, or there is nothing to do about it.</summary>
internal sealed record LoosePost
{
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string AuthorId { get; init; }
    public Guid MentionId { get; init; }
    public Instant PostedAt { get; init; }
    public required string Text { get; init; }
    public required string Label { get; init; }
    public double Confidence { get; init; }

    public AuthorKey Author => new(Channel, Account, AuthorId);

    public IntakeMention ToIntake(AuthorTier tier) =>
        new(MentionId, PostedAt, tier, WireName<Label>.Parse(Label), Confidence, NeedsReview: false);
}

/// <summary>What is read of the authors of a batch, their rows locked until the transaction ends: one author, one case.</summary>
internal static class KnownAuthors
{
    // A tier that a person has given is not taken back by a platform that knows none.
    private const string PutAndLock = """
        INSERT INTO router.authors (channel, account, author_id, handle, name, followers, verified, tier)
        SELECT * FROM unnest(@channels, @accounts, @authorIds, @handles, @names, @followers::bigint[], @verifieds, @tiers)
        ON CONFLICT (channel, account, author_id) DO UPDATE
           SET handle = coalesce(excluded.handle, authors.handle), name = coalesce(excluded.name, authors.name),
               followers = coalesce(excluded.followers, authors.followers), verified = excluded.verified,
               tier_before = authors.tier,
               tier = CASE WHEN authors.tier_by_person OR excluded.tier = 'standard' THEN authors.tier ELSE excluded.tier END
        RETURNING channel, account, author_id, tier, coalesce(tier_before, tier) AS tier_before
        """;

    // The case that is open, else what was split off and is, else the newest case; what was no work after all is none, and what was merged is where it went.
    private const string LatestTickets = """
        SELECT u.channel, u.account, u.author_id, latest.ticket_id
          FROM unnest(@channels, @accounts, @authorIds) AS u (channel, account, author_id)
         CROSS JOIN LATERAL (
               SELECT f.ticket_id
                 FROM router.tickets t
                 LEFT JOIN LATERAL (
                      WITH RECURSIVE chain AS (
                        SELECT t.merged_into AS ticket_id
                         UNION
                        SELECT n.merged_into FROM chain c JOIN router.tickets n USING (ticket_id) WHERE n.merged_into IS NOT NULL)
                      SELECT max(c.ticket_id) FILTER (WHERE e.merged_into IS NULL) AS ticket_id
                        FROM chain c JOIN router.tickets e USING (ticket_id)) AS landing ON t.merged_into IS NOT NULL
                 JOIN router.tickets f ON f.ticket_id = coalesce(landing.ticket_id, t.ticket_id)
                WHERE t.channel = u.channel AND t.account = u.account AND t.author_id = u.author_id
                  AND NOT t.misrouted AND (t.split_from IS NULL OR t.status NOT IN ('resolved', 'closed'))
                ORDER BY f.status IN ('resolved', 'closed'), t.split_from IS NOT NULL, f.ticket_id DESC
                LIMIT 1) AS latest
        """;

    private const string OpenTickets = """
        SELECT t.ticket_id
          FROM unnest(@channels, @accounts, @authorIds) AS u (channel, account, author_id)
          JOIN router.tickets t USING (channel, account, author_id)
         WHERE t.status NOT IN ('resolved', 'closed')
        """;

    private const string PostsAround = """
        SELECT ticket_id, mention_id, posted_at, left(text, 4000) AS text, folded_into
          FROM router.mentions
         WHERE ticket_id = ANY (@ids) AND posted_at BETWEEN @from AND @to
         ORDER BY posted_at, mention_id
        """;

    private const string Loose = """
        SELECT m.channel, m.account, m.author_id, m.mention_id, m.posted_at, m.text, m.label,
               CASE m.label WHEN 'praise' THEN m.p_praise ELSE m.p_other END AS confidence
          FROM unnest(@channels, @accounts, @authorIds) AS u (channel, account, author_id)
          JOIN router.mentions m USING (channel, account, author_id)
         WHERE m.ticket_id IS NULL AND m.posted_at >= @from AND m.label IN ('praise', 'other') AND NOT m.needs_review
           AND m.relabelled_by IS NULL
         ORDER BY m.posted_at, m.mention_id
        """;

    /// <summary>Stores what the mentions tell of their authors, and locks their rows in the order of their keys.</summary>
    /// <returns>Each author's tier, and what it was before these posts told of it.</returns>
    public static async Task<Dictionary<AuthorKey, KnownTier>> LockAsync(
        NpgsqlTransaction transaction,
        IEnumerable<Mention> mentions,
        CancellationToken cancellationToken
    )
    {
        var authors = mentions
            .GroupBy(AuthorKey.Of)
            .Select(posts => posts.MaxBy(post => post.PostedAt)!)
            .OrderBy(post => post.Channel, StringComparer.Ordinal)
            .ThenBy(post => post.Account, StringComparer.Ordinal)
            .ThenBy(post => post.Author.Id, StringComparer.Ordinal)
            .ToArray();
        var rows = await transaction.Connection!.QueryAsync<(
            string Channel,
            string Account,
            string AuthorId,
            string Tier,
            string TierBefore
        )>(
            new CommandDefinition(
                PutAndLock,
                new
                {
                    channels = Array.ConvertAll(authors, post => post.Channel),
                    accounts = Array.ConvertAll(authors, post => post.Account),
                    authorIds = Array.ConvertAll(authors, post => post.Author.Id),
                    handles = Array.ConvertAll(authors, post => post.Author.Handle),
                    names = Array.ConvertAll(authors, post => post.Author.Name),
                    followers = Array.ConvertAll(authors, post => post.Author.Followers),
                    verifieds = Array.ConvertAll(authors, post => post.Author.Verified),
                    tiers = Array.ConvertAll(authors, post => post.Author.Tier.Wire()),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        return rows.ToDictionary(
            row => new AuthorKey(row.Channel, row.Account, row.AuthorId),
            row => new KnownTier(WireName<AuthorTier>.Parse(row.Tier), WireName<AuthorTier>.Parse(row.TierBefore))
        );
    }

    /// <summary>All that these authors have open, what was split off too.</summary>
    public static async Task<IReadOnlyList<long>> OpenTicketsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<AuthorKey> authors,
        CancellationToken cancellationToken
    )
    {
        var keys = authors.ToArray();
        return keys.Length == 0
            ? []
            :
            [
                .. await transaction.Connection!.QueryAsync<long>(
                    new CommandDefinition(
                        OpenTickets,
                        new
                        {
                            channels = Array.ConvertAll(keys, key => key.Channel),
                            accounts = Array.ConvertAll(keys, key => key.Account),
                            authorIds = Array.ConvertAll(keys, key => key.AuthorId),
                        },
                        transaction,
                        cancellationToken: cancellationToken
                    )
                ),
            ];
    }

    /// <summary>The ticket that each author's next post concerns, where there is one.</summary>
    public static async Task<Dictionary<AuthorKey, long>> LatestTicketsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<AuthorKey> authors,
        CancellationToken cancellationToken
    )
    {
        var keys = authors.ToArray();
        return (
            await transaction.Connection!.QueryAsync<(string Channel, string Account, string AuthorId, long TicketId)>(
                new CommandDefinition(
                    LatestTickets,
                    new
                    {
                        channels = Array.ConvertAll(keys, key => key.Channel),
                        accounts = Array.ConvertAll(keys, key => key.Account),
                        authorIds = Array.ConvertAll(keys, key => key.AuthorId),
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        ).ToDictionary(row => new AuthorKey(row.Channel, row.Account, row.AuthorId), row => row.TicketId);
    }

    /// <summary>What these authors posted since then that belongs to no ticket.</summary>
    public static async Task<List<LoosePost>> LooseAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<AuthorKey> authors,
        Instant from,
        CancellationToken cancellationToken
    )
    {
        var keys = authors.ToArray();
        return (
            await transaction.Connection!.QueryAsync<LoosePost>(
                new CommandDefinition(
                    Loose,
                    new
                    {
                        from,
                        channels = Array.ConvertAll(keys, key => key.Channel),
                        accounts = Array.ConvertAll(keys, key => key.Account),
                        authorIds = Array.ConvertAll(keys, key => key.AuthorId),
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
    }

    /// <summary>When the authors of these tickets posted on them in a span of time.</summary>
    public static async Task<ILookup<long, KnownPost>> PostsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<long> ticketIds,
        Instant from,
        Instant to,
        CancellationToken cancellationToken
    ) =>
        (
            await transaction.Connection!.QueryAsync<KnownPost>(
                new CommandDefinition(
                    PostsAround,
                    new
                    {
                        ids = ticketIds.ToArray(),
                        from,
                        to,
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        ).ToLookup(row => row.TicketId);
}
