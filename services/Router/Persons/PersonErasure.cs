using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Praise;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Persons;

/// <summary>Takes a person out of the router's rows; what happened to their tickets, and every count of it, stays.</summary>
/// <remarks>
/// Rows stay under a pseudonym that nobody can lead back. Words that anybody wrote on their tickets go. Locks in the order of
/// everybody: authors, tickets; the posts of marketing's board last.
/// </remarks>
internal static class PersonErasure
{
    private const string LockAuthors = """
        SELECT account
          FROM router.authors
         WHERE channel = @channel AND author_id = @authorId
         ORDER BY account
           FOR UPDATE
        """;

    private const string LockTickets = """
        SELECT ticket_id
          FROM router.tickets
         WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
         ORDER BY ticket_id
           FOR NO KEY UPDATE
        """;

    private const string Posts = """
        SELECT mention_id
          FROM router.mentions
         WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
        """;

    private const string OnTheBoard = """
        SELECT praise_id FROM router.praise WHERE mention_id = ANY (@posts)
        """;

    private const string Pseudonym = """
        INSERT INTO router.authors (channel, account, author_id)
        SELECT @channel, account, @pseudonym FROM unnest(@accounts) AS account
        """;

    private static readonly (string What, string Sql)[] Steps =
    [
        (
            "mentions",
            """
            UPDATE router.mentions
               SET author_id = @pseudonym, external_id = mention_id::text, parent_external_id = NULL, conversation_id = NULL,
                   text = '', permalink = NULL, media = '{}', terms = '[]'
             WHERE mention_id = ANY (@posts)
            """
        ),
        (
            "tickets",
            """
            UPDATE router.tickets SET author_id = @pseudonym, first_line = '', order_number = NULL WHERE ticket_id = ANY (@tickets)
            """
        ),
        (
            "replies",
            """
            UPDATE router.replies SET text = '', external_id = NULL
             WHERE ticket_id = ANY (@tickets)
            """
        ),
        ("notes", "UPDATE router.notes SET text = '' WHERE ticket_id = ANY (@tickets)"),
        ("attachments", "DELETE FROM router.attachments WHERE ticket_id = ANY (@tickets)"),
        ("pauses", "UPDATE router.pauses SET reason = '' WHERE ticket_id = ANY (@tickets)"),
        (
            "clocks",
            """
            UPDATE router.clocks SET paused_reason = '' WHERE ticket_id = ANY (@tickets) AND paused_reason IS NOT NULL
            """
        ),
        (
            // Order numbers go as if they had never been told; the words of people become empty.
            "events",
            """
            UPDATE router.events
               SET cause = CASE WHEN actor IN ('customer', 'system') THEN cause END,
                   data = CASE WHEN kind = 'order_number' THEN data - 'from' - 'to' ELSE data - 'order_number' END
                          || CASE WHEN data ? 'reason' THEN '{"reason": ""}'::jsonb ELSE '{}' END
                          || CASE WHEN data ? 'promised' THEN '{"promised": ""}'::jsonb ELSE '{}' END
             WHERE ticket_id = ANY (@tickets)
               AND (cause IS NOT NULL OR kind = 'order_number' OR data ?| ARRAY['reason', 'promised', 'order_number'])
            """
        ),
        (
            "relabels",
            """
            UPDATE router.relabels SET reason = NULL, published_at = coalesce(published_at, @now)
             WHERE mention_id = ANY (@posts)
            """
        ),
        (
            "last_answers",
            """
            UPDATE router.last_answers SET author_id = @pseudonym
             WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
            """
        ),
        (
            "author_changes",
            """
            UPDATE router.author_changes SET author_id = @pseudonym, reason = ''
             WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
            """
        ),
        ("praise", "UPDATE router.praise SET credit_line = NULL, reach = 0 WHERE praise_id = ANY (@praise)"),
        ("praise_requests", "UPDATE router.praise_requests SET wording = '' WHERE praise_id = ANY (@praise)"),
        (
            "praise_grants",
            "UPDATE router.praise_grants SET answer = '', answer_link = NULL, post_hash = '' WHERE praise_id = ANY (@praise)"
        ),
        (
            // Where a post was shown is what has to be taken down.
            "praise_events",
            """
            UPDATE router.praise_events
               SET data = CASE WHEN data ? 'link' THEN jsonb_build_object('link', data -> 'link') ELSE '{}' END
             WHERE praise_id = ANY (@praise)
            """
        ),
        (
            "parked",
            """
            DELETE FROM mesh.parked WHERE strpos(body, to_json(@channel)::text) > 0 AND strpos(body, to_json(@authorId)::text) > 0
            """
        ),
        (
            "authors",
            "DELETE FROM router.authors WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId"
        ),
    ];

    /// <summary>Erases within the transaction.</summary>
    /// <returns>How many rows, by what they were; empty where nothing was kept.</returns>
    public static async Task<Dictionary<string, int>> RunAsync(
        NpgsqlTransaction transaction,
        string channel,
        string authorId,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var connection = transaction.Connection!;
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, commandTimeout: 600, cancellationToken: cancellationToken);
        async Task<T[]> ReadAsync<T>(string sql, object parameters) =>
            [.. await connection.QueryAsync<T>(Command(sql, parameters))];

        var accounts = await ReadAsync<string>(LockAuthors, new { channel, authorId });
        var key = new
        {
            channel,
            accounts,
            authorId,
        };
        var tickets = await ReadAsync<long>(LockTickets, key);
        var posts = await ReadAsync<Guid>(Posts, key);
        var praise = await ReadAsync<long>(OnTheBoard, new { posts });
        foreach (var file in (await PraiseFile.LockAsync(transaction, praise, cancellationToken)).Values)
        {
            var gone = new WithdrawPost(WithdrawalReason.AuthorErased, null);
            await file.DecideAsync(gone, Actor.System, now, cancellationToken);
        }

        var parameters = new
        {
            channel,
            authorId,
            accounts,
            tickets,
            posts,
            praise,
            now,
            pseudonym = $"erased-{Guid.NewGuid():N}",
        };
        await connection.ExecuteAsync(Command(Pseudonym, parameters));
        var erased = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (what, sql) in Steps)
        {
            if (await connection.ExecuteAsync(Command(sql, parameters)) is > 0 and var rows)
            {
                erased[what] = rows;
            }
        }

        return erased;
    }
}
