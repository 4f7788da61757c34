using Dapper;
using NodaTime;
using Npgsql;

namespace TriageMesh.Router.Tickets;

/// <summary>Which person answered an author last: they are asked first when the author writes again.</summary>
internal static class LastAnswers
{
    // An answer that is told of late takes nothing from a newer one.
    private const string Put = """
        INSERT INTO router.last_answers (channel, account, author_id, agent_id, answered_at)
        VALUES (@Channel, @Account, @AuthorId, @agentId, @at)
        ON CONFLICT (channel, account, author_id) DO UPDATE
           SET agent_id = excluded.agent_id, answered_at = excluded.answered_at
         WHERE last_answers.answered_at <= excluded.answered_at
        """;

    private const string TakeBack = """
        DELETE FROM router.last_answers l
         USING router.replies r
         WHERE r.reply_id = @replyId AND l.agent_id = r.agent_id AND l.answered_at = r.created_at
           AND l.channel = @Channel AND l.account = @Account
        RETURNING l.author_id
        """;

    // Replies go with a ticket that is merged; whose post one answers says whose answer it is, for as long as the post is kept.
    private const string PutBefore = """
        INSERT INTO router.last_answers (channel, account, author_id, agent_id, answered_at)
        WITH RECURSIVE numbers AS (
          SELECT ticket_id, merged_into
            FROM router.tickets
           WHERE channel = @Channel AND account = @Account AND author_id = @authorId
           UNION
          SELECT t.ticket_id, t.merged_into FROM numbers n JOIN router.tickets t ON t.ticket_id = n.merged_into)
        SELECT @Channel, @Account, @authorId, r.agent_id, r.created_at
          FROM numbers
          JOIN router.tickets t USING (ticket_id)
          JOIN router.replies r USING (ticket_id)
          LEFT JOIN router.mention_keys k ON k.mention_id = r.mention_id
          LEFT JOIN router.mentions m ON m.mention_id = k.mention_id AND m.routed_at = k.routed_at
         WHERE r.status <> 'failed' AND NOT r.by_program AND coalesce(m.author_id, t.author_id) = @authorId
         ORDER BY r.created_at DESC, r.reply_id DESC
         LIMIT 1
        ON CONFLICT (channel, account, author_id) DO NOTHING
        """;

    /// <summary>A person has answered.</summary>
    public static async Task PutAsync(
        NpgsqlTransaction transaction,
        StoredTicket ticket,
        Guid agentId,
        Instant at,
        CancellationToken cancellationToken
    ) =>
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                Put,
                new
                {
                    ticket.Channel,
                    ticket.Account,
                    ticket.AuthorId,
                    agentId,
                    at,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    /// <summary>A reply that is written down as failed was nobody's answer: whoever had answered before is asked first again.</summary>
    public static async Task TakeBackAsync(
        NpgsqlTransaction transaction,
        Guid replyId,
        StoredTicket ticket,
        CancellationToken cancellationToken
    )
    {
        var (connection, channel, account) = (transaction.Connection!, ticket.Channel, ticket.Account);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var taken = await connection.QueryAsync<string>(
            Command(
                TakeBack,
                new
                {
                    replyId,
                    Channel = channel,
                    Account = account,
                }
            )
        );
        foreach (var authorId in taken.AsList())
        {
            await connection.ExecuteAsync(
                Command(
                    PutBefore,
                    new
                    {
                        Channel = channel,
                        Account = account,
                        authorId,
                    }
                )
            );
        }
    }
}
