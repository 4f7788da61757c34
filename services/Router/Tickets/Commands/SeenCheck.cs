using NodaTime;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>Stops whoever acts on what they have not seen, and shows them what that is. The draft is theirs to keep.</summary>
internal static class SeenCheck
{
    private const string SeenAt = """
        SELECT at
          FROM (SELECT routed_at AS at FROM router.mentions WHERE ticket_id = @TicketId AND mention_id::text = @seen
                UNION ALL
                SELECT created_at FROM router.replies WHERE ticket_id = @TicketId AND reply_id::text = @seen) AS content
         ORDER BY at DESC
         LIMIT 1
        """;

    private const string ArrivedAfter = """
        SELECT mention_id::text FROM router.mentions WHERE ticket_id = @TicketId AND (@at::timestamptz IS NULL OR routed_at > @at)
        UNION ALL
        SELECT reply_id::text FROM router.replies WHERE ticket_id = @TicketId AND (@at::timestamptz IS NULL OR created_at > @at)
        UNION ALL
        SELECT note_id::text FROM router.notes
         WHERE ticket_id = @TicketId AND agent_id <> @me AND (@at::timestamptz IS NULL OR created_at > @at)
        UNION ALL
        SELECT event_id::text FROM router.events
         WHERE ticket_id = @TicketId AND actor <> @actor AND kind NOT LIKE 'clock.%' AND (@at::timestamptz IS NULL OR at > @at)
        """;

    private const string NameOf = """
        SELECT agent_id AS id, name FROM router.agents WHERE agent_id = @AssigneeId
        """;

    /// <summary>Null where the person has seen the newest post and reply, or does not say what they have seen.</summary>
    public static async Task<CommandStop?> CheckAsync(
        TicketSession session,
        string? seen,
        CancellationToken cancellationToken
    )
    {
        if (seen is null || seen == session.File.Stored.LastSeen)
        {
            return null;
        }

        var (file, state) = (session.File, session.File.State);
        var at = await session.FindAsync<Instant?>(SeenAt, new { file.TicketId, seen }, cancellationToken);
        var newer = (
            await session.ListAsync<string>(
                ArrivedAfter,
                new
                {
                    file.TicketId,
                    at,
                    me = session.Caller.Id,
                    actor = session.Actor,
                },
                cancellationToken
            )
        ).ToHashSet(StringComparer.Ordinal);
        var timeline = await TicketTimeline.ReadAsync(
            session.Connection,
            file.TicketId,
            state.UnansweredSince,
            cancellationToken
        );
        return new CommandStop(
            TicketProblems.Unseen(
                file.Stored.LastSeen,
                [.. timeline.Where(item => newer.Contains(item.Id))],
                state,
                await session.FindAsync<PersonView>(NameOf, new { state.AssigneeId }, cancellationToken)
            )
        );
    }
}
