using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Mentions;

namespace TriageMesh.Router.Tickets;

/// <summary>A ticket's history as people read it: posts, replies, notes and events, oldest first.</summary>
internal static class TicketTimeline
{
    /// <summary>Of each kind the newest so many, and so many in all.</summary>
    public const int MostItems = 200;

    internal const string Mentions = $"""
        SELECT {MentionRow.Columns}
          FROM router.mentions m
          JOIN router.authors a USING (channel, account, author_id)
          LEFT JOIN router.agents r ON r.agent_id = m.relabelled_by
         WHERE m.ticket_id = @ticketId
         ORDER BY m.posted_at DESC, m.mention_id DESC
         LIMIT @limit
        """;

    internal const string Replies = """
        SELECT r.reply_id, g.name AS agent_name, r.text, r.status, r.by_hand, r.by_program, r.created_at, r.sent_at, r.failure_reason
          FROM router.replies r
          JOIN router.agents g USING (agent_id)
         WHERE r.ticket_id = @ticketId
         ORDER BY r.created_at DESC, r.reply_id DESC
         LIMIT @limit
        """;

    internal const string Notes = """
        SELECT n.note_id, g.name AS agent_name, n.text, n.created_at
          FROM router.notes n
          JOIN router.agents g USING (agent_id)
         WHERE n.ticket_id = @ticketId
         ORDER BY n.created_at DESC, n.note_id DESC
         LIMIT @limit
        """;

    private const string Links = """
        SELECT coalesce(note_id, reply_id) AS owner, url, title
          FROM router.attachments
         WHERE ticket_id = @ticketId
         ORDER BY created_at DESC, attachment_id
         LIMIT 10 * @limit
        """;

    // Posts, replies and notes stand for themselves; their events would say everything twice.
    internal const string Events = """
        SELECT e.event_id, e.kind, e.actor, g.name AS agent_name, e.at, e.cause, e.data::text AS data
          FROM router.events e
          LEFT JOIN router.agents g ON g.agent_id::text = e.actor
         WHERE e.ticket_id = @ticketId AND e.kind NOT IN ('mention_attached', 'reply_requested', 'noted')
         ORDER BY e.event_id DESC
         LIMIT @limit
        """;

    /// <summary>The newest items.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="unansweredSince">The oldest customer post without an answer; null where there is none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<IReadOnlyList<TimelineItem>> ReadAsync(
        NpgsqlConnection connection,
        long ticketId,
        Instant? unansweredSince,
        CancellationToken cancellationToken
    )
    {
        Task<IEnumerable<T>> ReadAsync<T>(string sql) =>
            connection.QueryAsync<T>(
                new CommandDefinition(sql, new { ticketId, limit = MostItems }, cancellationToken: cancellationToken)
            );

        var mentions = (await ReadAsync<MentionRow>(Mentions)).AsList();
        var copies = mentions.ToLookup(mention => mention.FoldedInto);
        var replies = await ReadAsync<ReplyRow>(Replies);
        var notes = await ReadAsync<NoteRow>(Notes);
        var events = await ReadAsync<EventView>(Events);
        var links = (await ReadAsync<LinkRow>(Links)).ToLookup(link => link.Owner, link => link.ToView());
        return
        [
            .. mentions
                .Select(mention => ToItem(mention, unansweredSince) with { Copies = copies[mention.MentionId].Count() })
                .Concat(replies.Select(reply => reply.ToItem() with { Links = [.. links[reply.ReplyId]] }))
                .Concat(notes.Select(note => note.ToItem() with { Links = [.. links[note.NoteId]] }))
                // Read newest first; at one instant they stay in the order in which they happened.
                .Concat(events.Reverse().Select(change => change.ToItem()))
                .OrderBy(item => item.At)
                .ThenBy(item => Rank(item.Type))
                .TakeLast(MostItems),
        ];
    }

    /// <summary>At one instant the post comes before what it caused.</summary>
    private static int Rank(string type) =>
        type switch
        {
            "mention" => 0,
            "event" => 2,
            _ => 1,
        };

    private static TimelineItem ToItem(MentionRow row, Instant? unansweredSince) =>
        new()
        {
            Type = "mention",
            Id = row.MentionId.ToString(),
            At = row.PostedAt.ToDateTimeOffset(),
            By = row.AuthorName ?? row.Handle ?? row.AuthorId,
            Text = row.Text,
            Mention = row.ToMention(),
            Unanswered = unansweredSince is { } since && row.PostedAt >= since,
        };

    private sealed record ReplyRow
    {
        public Guid ReplyId { get; init; }
        public required string AgentName { get; init; }
        public required string Text { get; init; }
        public required string Status { get; init; }
        public bool ByHand { get; init; }
        public bool ByProgram { get; init; }
        public Instant CreatedAt { get; init; }
        public Instant? SentAt { get; init; }
        public string? FailureReason { get; init; }

        public TimelineItem ToItem() =>
            new()
            {
                Type = "reply",
                Id = ReplyId.ToString(),
                At = CreatedAt.ToDateTimeOffset(),
                By = AgentName,
                Text = Text,
                Reply = new ReplyView(
                    ReplyId,
                    WireName<ReplyStatus>.Parse(Status),
                    ByHand,
                    FailureReason,
                    SentAt?.ToDateTimeOffset()
                )
                {
                    ByProgram = ByProgram,
                },
            };
    }

    private sealed record NoteRow
    {
        public Guid NoteId { get; init; }
        public required string AgentName { get; init; }
        public required string Text { get; init; }
        public Instant CreatedAt { get; init; }

        public TimelineItem ToItem() =>
            new()
            {
                Type = "note",
                Id = NoteId.ToString(),
                At = CreatedAt.ToDateTimeOffset(),
                By = AgentName,
                Text = Text,
            };
    }

    private sealed record LinkRow(Guid Owner, string Url, string Title)
    {
        public LinkAttachment ToView() => new(Url, Title);
    }

    private sealed record EventView
    {
        public long EventId { get; init; }
        public required string Kind { get; init; }
        public required string Actor { get; init; }
        public string? AgentName { get; init; }
        public Instant At { get; init; }
        public string? Cause { get; init; }
        public string? Data { get; init; }

        public TimelineItem ToItem() =>
            new()
            {
                Type = "event",
                Id = EventId.ToString(),
                At = At.ToDateTimeOffset(),
                By = AgentName ?? Actor,
                Text = Cause,
                Event = Kind,
                Data = Data is null ? null : JsonElement.Parse(Data),
            };
    }
}
