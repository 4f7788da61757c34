using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>What has happened on a ticket: posts, replies, notes and events, oldest first.</summary>
internal static class Timeline
{
    private const int Newest = 200;

    private const string Posts = $"""
        SELECT {MentionRow.MentionColumns}
          FROM {MentionRow.From}
         WHERE m.ticket_id = @ticketId AND m.routed_at > @since
         ORDER BY m.posted_at DESC, m.mention_id DESC
         LIMIT @Newest
        """;

    private const string Replies = """
        SELECT r.reply_id, r.text, r.status, r.by_hand, r.failure_reason, r.sent_at, r.created_at, g.name
          FROM router.replies r
          JOIN router.agents g USING (agent_id)
         WHERE r.ticket_id = @ticketId AND r.created_at > @since
         ORDER BY r.created_at DESC, r.reply_id DESC
         LIMIT @Newest
        """;

    private const string Notes = """
        SELECT n.note_id, n.text, n.created_at, g.name
          FROM router.notes n
          JOIN router.agents g USING (agent_id)
         WHERE n.ticket_id = @ticketId
         ORDER BY n.created_at DESC, n.note_id DESC
         LIMIT @Newest
        """;

    // What a post, a reply or a note shows by itself is not told twice.
    private const string Events = """
        SELECT e.event_id, e.kind, e.at, e.cause, e.data::text AS data, coalesce(g.name, e.actor) AS name
          FROM router.events e
          LEFT JOIN router.agents g
            ON g.agent_id = CASE WHEN e.actor NOT IN ('customer', 'system') THEN e.actor::uuid END
         WHERE e.ticket_id = @ticketId
           AND e.kind NOT IN ('mention_attached', 'noted', 'reply_requested', 'reply_sent')
         ORDER BY e.event_id DESC
         LIMIT @Newest
        """;

    /// <summary>The newest part of the whole history.</summary>
    public static async Task<IReadOnlyList<TimelineItem>> LoadAsync(
        NpgsqlConnection connection,
        long ticketId,
        Instant? unansweredSince,
        CancellationToken cancellationToken
    )
    {
        var items = await ContentAsync(connection, ticketId, Instant.MinValue, unansweredSince, cancellationToken);
        CommandDefinition Command(string sql) =>
            new(sql, new { ticketId, Newest }, cancellationToken: cancellationToken);
        items.AddRange((await connection.QueryAsync<NoteRow>(Command(Notes))).Select(row => row.ToItem()));
        items.AddRange((await connection.QueryAsync<HistoryRow>(Command(Events))).Select(row => row.ToItem()));
        return [.. items.OrderBy(item => item.At).TakeLast(Newest)];
    }

    /// <summary>Posts and replies that came in after <paramref name="since"/>.</summary>
    public static async Task<List<TimelineItem>> ContentAsync(
        NpgsqlConnection connection,
        long ticketId,
        Instant since,
        Instant? unansweredSince,
        CancellationToken cancellationToken
    )
    {
        CommandDefinition Command(string sql) =>
            new(
                sql,
                new
                {
                    ticketId,
                    since = Instant.Max(since, Instant.FromUnixTimeTicks(0)),
                    Newest,
                },
                cancellationToken: cancellationToken
            );
        var posts = await connection.QueryAsync<MentionRow>(Command(Posts));
        var replies = await connection.QueryAsync<ReplyRow>(Command(Replies));
        return
        [
            .. posts
                .Select(row => ItemOf(row, unansweredSince))
                .Concat(replies.Select(row => row.ToItem()))
                .OrderBy(item => item.At),
        ];
    }

    private static TimelineItem ItemOf(MentionRow row, Instant? unansweredSince) =>
        new()
        {
            Type = "mention",
            Id = Seen.Mention(row.MentionId),
            At = row.PostedAt.ToDateTimeOffset(),
            By = row.AuthorName ?? row.Handle ?? row.AuthorId,
            Text = row.Text,
            Mention = row.ToView(),
            Unanswered = row.PostedAt >= unansweredSince,
        };

    private sealed record ReplyRow
    {
        public Guid ReplyId { get; init; }
        public required string Text { get; init; }
        public required string Status { get; init; }
        public bool ByHand { get; init; }
        public string? FailureReason { get; init; }
        public Instant? SentAt { get; init; }
        public Instant CreatedAt { get; init; }
        public required string Name { get; init; }

        public TimelineItem ToItem() =>
            new()
            {
                Type = "reply",
                Id = Seen.Reply(ReplyId),
                At = CreatedAt.ToDateTimeOffset(),
                By = Name,
                Text = Text,
                Reply = new ReplyView(
                    ReplyId,
                    WireName<ReplyStatus>.Parse(Status),
                    ByHand,
                    FailureReason,
                    SentAt?.ToDateTimeOffset()
                ),
            };
    }

    private sealed record NoteRow
    {
        public Guid NoteId { get; init; }
        public required string Text { get; init; }
        public Instant CreatedAt { get; init; }
        public required string Name { get; init; }

        public TimelineItem ToItem() =>
            new()
            {
                Type = "note",
                Id = $"n:{NoteId}",
                At = CreatedAt.ToDateTimeOffset(),
                By = Name,
                Text = Text,
            };
    }

    private sealed record HistoryRow
    {
        public long EventId { get; init; }
        public required string Kind { get; init; }
        public Instant At { get; init; }
        public string? Cause { get; init; }
        public string? Data { get; init; }
        public required string Name { get; init; }

        public TimelineItem ToItem() =>
            new()
            {
                Type = "event",
                Id = $"e:{EventId}",
                At = At.ToDateTimeOffset(),
                By = Name,
                Text = Cause,
                Event = Kind,
                Data = Data is null ? null : JsonElement.Parse(Data),
            };
    }
}
