using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Praise;

namespace TriageMesh.Router.Praise;

/// <summary>A praising post in hand, its row locked: what is decided is applied to it and written at once.</summary>
internal sealed class PraiseFile
{
    private const string Lock = """
        SELECT praise_id, mention_id, status, version, was_shown, planned_for, credit_line, engagement, request_id, grant_id
          FROM router.praise
         WHERE praise_id = ANY (@ids)
         ORDER BY praise_id
           FOR NO KEY UPDATE
        """;

    private const string Requests = """
        SELECT request_id, scopes, territory FROM router.praise_requests WHERE request_id = ANY (@ids)
        """;

    private const string Grants = """
        SELECT grant_id, scopes, territory, expires_at, post_hash
          FROM router.praise_grants
         WHERE grant_id = ANY (@ids) AND ended_at IS NULL
        """;

    private const string Posts = """
        SELECT m.mention_id, m.external_id, m.author_id, m.text, m.media, m.p_praise, m.relabelled_by IS NOT NULL AS by_person,
               m.posted_at, p.reach, a.verified
          FROM router.praise p
          JOIN router.mention_keys k USING (mention_id)
          JOIN router.mentions m ON m.mention_id = k.mention_id AND m.routed_at = k.routed_at
          JOIN router.authors a ON a.channel = m.channel AND a.account = m.account AND a.author_id = m.author_id
         WHERE p.praise_id = ANY (@ids)
        """;

    private const string Put = """
        UPDATE router.praise
           SET status = @status, version = @Version, was_shown = @WasShown, planned_for = @PlannedFor,
               credit_line = @CreditLine, engagement = @Engagement, request_id = @RequestId, score = @score
         WHERE praise_id = @praiseId
        """;

    private const string PutEvent = """
        INSERT INTO router.praise_events (praise_id, kind, actor, at, data, status, version)
        VALUES (@praiseId, @Kind, @actor, @at, @data::jsonb, @status, @Version)
        """;

    private const string EndGrant = """
        UPDATE router.praise_grants
           SET ended_at = @at, ended_by = @why, next_fire_at = NULL
         WHERE praise_id = @praiseId AND ended_at IS NULL
        """;

    private const string RaiseTakedown = """
        INSERT INTO router.takedowns (praise_id, reason, raised_at) VALUES (@praiseId, @reason, @at)
        """;

    private readonly NpgsqlTransaction _transaction;
    private readonly Row _row;

    private PraiseFile(NpgsqlTransaction transaction, Row row, AskedTerms? asked, GrantTerms? grant, PostRow post)
    {
        (_transaction, _row, Post) = (transaction, row, post);
        State = new PraiseState
        {
            Status = WireName<PraiseStatus>.Parse(row.Status),
            RequestId = row.RequestId,
            Asked = asked,
            Grant = grant,
            WasShown = row.WasShown,
            PlannedFor = row.PlannedFor,
            CreditLine = row.CreditLine,
            Engagement = row.Engagement,
            Version = row.Version,
        };
    }

    public long PraiseId => _row.PraiseId;

    public Guid MentionId => _row.MentionId;

    public PraiseState State { get; private set; }

    public PostRow Post { get; }

    /// <summary>Locks these items, in the order of their ids, and reads them.</summary>
    public static async Task<Dictionary<long, PraiseFile>> LockAsync(
        NpgsqlTransaction transaction,
        long[] ids,
        CancellationToken cancellationToken
    )
    {
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var connection = transaction.Connection!;
        var rows = (await connection.QueryAsync<Row>(Command(Lock, new { ids }))).AsList();
        var requestIds = rows.Select(row => row.RequestId).OfType<Guid>().ToArray();
        var asked = (await connection.QueryAsync<RequestRow>(Command(Requests, new { ids = requestIds }))).ToDictionary(
            request => request.RequestId,
            request => request.ToTerms()
        );
        var grantIds = rows.Select(row => row.GrantId).OfType<long>().ToArray();
        var grants = (await connection.QueryAsync<GrantRow>(Command(Grants, new { ids = grantIds }))).ToDictionary(
            grant => grant.GrantId,
            grant => grant.ToTerms()
        );
        var posts = (await connection.QueryAsync<PostRow>(Command(Posts, new { ids }))).ToDictionary(post =>
            post.MentionId
        );
        return rows.ToDictionary(
            row => row.PraiseId,
            row => new PraiseFile(
                transaction,
                row,
                row.RequestId is { } request ? asked.GetValueOrDefault(request) : null,
                row.GrantId is { } grant ? grants.GetValueOrDefault(grant) : null,
                posts[row.MentionId]
            )
        );
    }

    /// <summary>Asks the pure core, and writes what it decides.</summary>
    /// <returns>The refusal, if it is one.</returns>
    public async Task<PraiseRefusal?> DecideAsync(
        PraiseCommand command,
        string actor,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var decision = PraiseLife.Decide(State, command, now);
        if (decision.Change is { } change)
        {
            await ApplyAsync(change, actor, now, cancellationToken);
        }

        if (decision.Takedown)
        {
            await ExecuteAsync(
                RaiseTakedown,
                new
                {
                    PraiseId,
                    reason = decision.Change is RightsRevoked revoked ? revoked.Reason.Wire() : "expired",
                    at = now,
                },
                cancellationToken
            );
        }

        return decision.Refusal;
    }

    private async Task ApplyAsync(PraiseChange change, string actor, Instant at, CancellationToken cancellationToken)
    {
        State = State.Apply(change);
        var status = State.Status.Wire();
        await ExecuteAsync(
            Put,
            new
            {
                praiseId = PraiseId,
                status,
                State.Version,
                State.WasShown,
                State.PlannedFor,
                State.CreditLine,
                State.Engagement,
                State.RequestId,
                score = Post.Rank(State.Engagement),
            },
            cancellationToken
        );
        await ExecuteAsync(
            PutEvent,
            new
            {
                praiseId = PraiseId,
                change.Kind,
                actor,
                at,
                data = PraiseChangeJson.Write(change),
                status,
                State.Version,
            },
            cancellationToken
        );
        // A new grant takes the place of the one before, which its own writer ends.
        if (change is RightsExpired or RightsRevoked or RightsDeclined or RightsGranted)
        {
            var why = change is RightsGranted ? "replaced" : change.Kind;
            await ExecuteAsync(
                EndGrant,
                new
                {
                    praiseId = PraiseId,
                    at,
                    why,
                },
                cancellationToken
            );
        }
    }

    /// <summary>Runs a statement within the transaction.</summary>
    public Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        _transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, parameters, _transaction, cancellationToken: cancellationToken)
        );

    /// <summary>Reads at most one row within the transaction.</summary>
    public Task<T?> FindAsync<T>(string sql, object parameters, CancellationToken cancellationToken) =>
        _transaction.Connection!.QuerySingleOrDefaultAsync<T?>(
            new CommandDefinition(sql, parameters, _transaction, cancellationToken: cancellationToken)
        );

    private sealed record Row
    {
        public long PraiseId { get; init; }
        public Guid MentionId { get; init; }
        public required string Status { get; init; }
        public long Version { get; init; }
        public bool WasShown { get; init; }
        public Instant? PlannedFor { get; init; }
        public string? CreditLine { get; init; }
        public long Engagement { get; init; }
        public Guid? RequestId { get; init; }
        public long? GrantId { get; init; }
    }

    private sealed record RequestRow
    {
        public Guid RequestId { get; init; }
        public required string[] Scopes { get; init; }
        public required string[] Territory { get; init; }

        public AskedTerms ToTerms() => new([.. Scopes.Select(WireName<GrantScope>.Parse)], Territory);
    }

    private sealed record GrantRow
    {
        public long GrantId { get; init; }
        public required string[] Scopes { get; init; }
        public required string[] Territory { get; init; }
        public Instant? ExpiresAt { get; init; }
        public required string PostHash { get; init; }

        public GrantTerms ToTerms() =>
            new([.. Scopes.Select(WireName<GrantScope>.Parse)], Territory, ExpiresAt, PostHash);
    }
}

/// <summary>The post itself, as far as rights and rank go.</summary>
internal sealed record PostRow
{
    public Guid MentionId { get; init; }
    public required string ExternalId { get; init; }
    public required string AuthorId { get; init; }
    public required string Text { get; init; }
    public required string[] Media { get; init; }
    public float PPraise { get; init; }
    public bool ByPerson { get; init; }
    public Instant PostedAt { get; init; }
    public long Reach { get; init; }
    public bool Verified { get; init; }

    public string Hash => PostHash.Of(ExternalId, AuthorId, Text, Media);

    public float Rank(long engagement) =>
        PraiseRank.Of(new PraiseFacts(ByPerson ? 1 : PPraise, Reach, engagement, Verified, PostedAt));
}
