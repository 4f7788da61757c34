using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Praise;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Persons;

/// <summary>What was erased here.</summary>
/// <param name="Rows">How many rows, by what they were; empty where nothing was kept.</param>
/// <param name="Relabels">What people had said of the person's posts, by number: the classifier may have it, or be about to.</param>
/// <param name="Ended">The tickets that ended with it.</param>
internal sealed record ErasedHere(Dictionary<string, int> Rows, long[] Relabels, IReadOnlyCollection<TicketFile> Ended);

/// <summary>Takes a person out of the router's rows; what happened to their tickets, and every count of it, stays.</summary>
/// <remarks>
/// Rows stay under a pseudonym that nobody can lead back. Words that anybody wrote on their tickets go. Locks in the order of
/// everybody: authors, tickets, the posts of marketing's board; who has a ticket that ends, last.
/// </remarks>
internal static class PersonErasure
{
    /// <summary>No author has this id.</summary>
    public const string NobodyElse = "";

    private const string BeforeTickets = "before_tickets";

    // The order of keys is that of routing, whatever the database's collation.
    private const string LockAuthors = """
        SELECT account
          FROM router.authors
         WHERE channel = @channel AND author_id = @authorId
         ORDER BY account COLLATE "C"
           FOR UPDATE
        """;

    private const string LockTickets = """
        SELECT ticket_id FROM router.tickets WHERE ticket_id = ANY (@ids) ORDER BY ticket_id FOR NO KEY UPDATE
        """;

    private const string Posts = """
        SELECT mention_id
          FROM router.mentions
         WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
        """;

    private const string OnTheBoard = """
        SELECT praise_id FROM router.praise WHERE mention_id = ANY (@posts)
        """;

    // A text that is still to be sent cannot be erased: what would be sent then?
    private const string Sending = """
        SELECT EXISTS (SELECT FROM router.replies WHERE ticket_id = ANY (@tickets) AND published_at IS NULL AND text <> '')
            OR EXISTS (
               SELECT FROM router.praise_requests WHERE praise_id = ANY (@praise) AND published_at IS NULL AND wording <> '')
        """;

    // Where another customer's post is left, there is still somebody to answer.
    private const string Unanswerable = """
        SELECT t.ticket_id
          FROM router.tickets t
          JOIN router.authors w USING (channel, account, author_id)
         WHERE t.ticket_id = ANY (@tickets) AND t.status NOT IN ('resolved', 'closed')
           AND (w.author_id = @authorId OR w.erased)
           AND NOT EXISTS (
               SELECT FROM router.mentions m
                 JOIN router.authors a USING (channel, account, author_id)
                WHERE m.ticket_id = t.ticket_id AND m.author_id <> @authorId AND NOT a.erased)
        """;

    private const string RelabelsOf = """
        SELECT relabel_id FROM router.relabels WHERE mention_id = ANY (@posts) ORDER BY relabel_id
        """;

    // With the tier, which tells nothing of anybody: what was promised for the open tickets by it stays promised.
    private const string Pseudonym = """
        INSERT INTO router.authors (channel, account, author_id, tier, erased)
        SELECT channel, account, @pseudonym, tier, true
          FROM router.authors
         WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
        """;

    private const string NewestLeft = """
        SELECT DISTINCT ON (ticket_id) ticket_id, text
          FROM router.mentions
         WHERE ticket_id = ANY (@tickets) AND text <> ''
         ORDER BY ticket_id, posted_at DESC, mention_id DESC
        """;

    private const string PutFirstLines = """
        UPDATE router.tickets t
           SET first_line = u.first_line
          FROM unnest(@ids, @lines) AS u (ticket_id, first_line)
         WHERE t.ticket_id = u.ticket_id
        """;

    /// <summary>Erases within the transaction.</summary>
    /// <returns>What; null where nothing was touched, because a text to the person is still to be sent.</returns>
    public static async Task<ErasedHere?> RunAsync(
        NpgsqlTransaction transaction,
        string channel,
        string authorId,
        RuleBook rules,
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
        var tickets = await LockTicketsAsync(
            transaction,
            ReadAsync<long>,
            new { channel, authorId },
            cancellationToken
        );
        var posts = await ReadAsync<Guid>(
            Posts,
            new
            {
                channel,
                accounts,
                authorId,
            }
        );
        var praise = await ReadAsync<long>(OnTheBoard, new { posts });
        var files = await PraiseFile.LockAsync(transaction, praise, cancellationToken);
        if (await connection.ExecuteScalarAsync<bool>(Command(Sending, new { tickets, praise })))
        {
            return null;
        }

        foreach (var file in files.Values)
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
            answers = KeptAnswers.Marks(authorId, tickets),
        };
        var ended = await EndAsync(transaction, tickets, authorId, rules, now, cancellationToken);
        var relabels = await ReadAsync<long>(RelabelsOf, parameters);
        await connection.ExecuteAsync(Command(Pseudonym, parameters));
        var erased = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (what, _, sql) in PersonTables.All)
        {
            if (await connection.ExecuteAsync(Command(sql, parameters)) is > 0 and var rows)
            {
                erased[what] = rows;
            }
        }

        var left = await ReadAsync<(long Ticket, string Text)>(NewestLeft, parameters);
        await connection.ExecuteAsync(
            Command(
                PutFirstLines,
                new
                {
                    ids = Array.ConvertAll(left, post => post.Ticket),
                    lines = Array.ConvertAll(left, post => Excerpt.Of(post.Text)),
                }
            )
        );
        if (
            await ParkedOfPerson.EraseAsync(transaction, channel, authorId, tickets, cancellationToken)
            is > 0
                and var parked
        )
        {
            erased["parked"] = parked;
        }

        return new ErasedHere(erased, relabels, ended);
    }

    /// <summary>Ends those of the tickets on which nobody is left to be answered: who has one gets room, and its clocks break nothing.</summary>
    /// <param name="transaction">Within it.</param>
    /// <param name="tickets">Those that may end.</param>
    /// <param name="authorId">Who is being erased beside those who are, or <see cref="NobodyElse"/>.</param>
    /// <param name="rules">By which their clocks are counted.</param>
    /// <param name="now">When they end.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>Those that ended.</returns>
    public static async Task<IReadOnlyCollection<TicketFile>> EndAsync(
        NpgsqlTransaction transaction,
        long[] tickets,
        string authorId,
        RuleBook rules,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var connection = transaction.Connection!;
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        // Under their locks, so that nobody else's post is merged in meanwhile.
        await connection.ExecuteAsync(Command(LockTickets, new { ids = tickets }));
        var unanswerable = (
            await connection.QueryAsync<long>(Command(Unanswerable, new { tickets, authorId }))
        ).AsList();
        var files = await TicketStore.LockAsync(transaction, unanswerable, rules, cancellationToken);
        foreach (var file in files.Values)
        {
            file.Apply(new ClosedByErasure(), Actor.System, now, "the author was erased");
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        return files.Values;
    }

    /// <summary>Locks the tickets that concern the person. A merge may carry posts elsewhere before they are locked: then all anew.</summary>
    private static async Task<long[]> LockTicketsAsync(
        NpgsqlTransaction transaction,
        Func<string, object, Task<long[]>> readAsync,
        object person,
        CancellationToken cancellationToken
    )
    {
        await transaction.SaveAsync(BeforeTickets, cancellationToken);
        while (true)
        {
            var locked = await readAsync(LockTickets, new { ids = await readAsync(PersonRows.Tickets, person) });
            if (!(await readAsync(PersonRows.Tickets, person)).Except(locked).Any())
            {
                return locked;
            }

            await transaction.RollbackAsync(BeforeTickets, cancellationToken);
        }
    }
}
