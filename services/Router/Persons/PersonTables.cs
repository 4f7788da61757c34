namespace TriageMesh.Router.Persons;

/// <summary>A table that holds what is a person's: how their rows are read, and how they are erased.</summary>
/// <param name="Name">What the rows are.</param>
/// <param name="Read">The statement that reads them, behind <see cref="PersonRows"/>' names; null for copies of what is read elsewhere.</param>
/// <param name="Erase">The statement that takes the person out of them.</param>
internal sealed record PersonTable(string Name, string? Read, string Erase);

/// <summary>What is kept of a person: one list for counting, exporting and erasing, so that none of them forgets what another knows.</summary>
/// <remarks>Erased in this order: the posts first, so that what is left on a ticket is what others wrote.</remarks>
internal static class PersonTables
{
    public static readonly PersonTable[] All =
    [
        new(
            "mentions",
            "SELECT * FROM posts",
            """
            UPDATE router.mentions
               SET author_id = @pseudonym, external_id = mention_id::text, parent_external_id = NULL, conversation_id = NULL,
                   text = '', permalink = NULL, media = '{}', terms = '[]'
             WHERE mention_id = ANY (@posts)
            """
        ),
        new(
            // By their words it would still be found.
            "likeness",
            "SELECT l.* FROM who JOIN router.tickets t USING (channel, account, author_id) JOIN router.likeness l USING (ticket_id)",
            """
            DELETE FROM router.likeness l
             USING router.tickets t
             WHERE l.ticket_id = ANY (@tickets) AND t.ticket_id = l.ticket_id
               AND t.channel = @channel AND t.account = ANY (@accounts) AND t.author_id = @authorId
            """
        ),
        new(
            // Another customer's ticket on which they wrote stays that customer's. An order number stays where one who is left says it.
            "tickets",
            "SELECT * FROM work",
            """
            UPDATE router.tickets t
               SET author_id = CASE WHEN channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
                                    THEN @pseudonym ELSE author_id END,
                   first_line = '', opening_line = '',
                   order_number = CASE WHEN EXISTS (
                                           SELECT FROM router.mentions m
                                            WHERE m.ticket_id = t.ticket_id AND strpos(upper(m.text), upper(t.order_number)) > 0)
                                       THEN order_number END
             WHERE ticket_id = ANY (@tickets)
            """
        ),
        new(
            "replies",
            "SELECT r.* FROM work JOIN router.replies r USING (ticket_id)",
            """
            UPDATE router.replies SET text = '', external_id = NULL, failure_reason = NULL
             WHERE ticket_id = ANY (@tickets)
            """
        ),
        new(
            "notes",
            "SELECT n.* FROM work JOIN router.notes n USING (ticket_id)",
            "UPDATE router.notes SET text = '' WHERE ticket_id = ANY (@tickets)"
        ),
        new(
            "attachments",
            "SELECT l.* FROM work JOIN router.attachments l USING (ticket_id)",
            "DELETE FROM router.attachments WHERE ticket_id = ANY (@tickets)"
        ),
        new(
            "pauses",
            "SELECT p.* FROM work JOIN router.pauses p USING (ticket_id)",
            "UPDATE router.pauses SET reason = '' WHERE ticket_id = ANY (@tickets)"
        ),
        new(
            "clocks",
            "SELECT c.* FROM work JOIN router.clocks c USING (ticket_id) WHERE c.paused_reason IS NOT NULL",
            """
            UPDATE router.clocks SET paused_reason = '' WHERE ticket_id = ANY (@tickets) AND paused_reason IS NOT NULL
            """
        ),
        new(
            // Order numbers go as if they had never been told, unless one who is left says them; the words of people become empty.
            "events",
            "SELECT e.* FROM work JOIN router.events e USING (ticket_id)",
            """
            UPDATE router.events e
               SET cause = CASE WHEN actor IN ('customer', 'system') THEN cause END,
                   data = data
                          - ARRAY(SELECT d.key
                                    FROM jsonb_each_text(e.data) AS d (key, number)
                                   WHERE (d.key = 'order_number' OR (e.kind = 'order_number' AND d.key IN ('from', 'to')))
                                     AND NOT EXISTS (
                                         SELECT FROM router.mentions m
                                          WHERE m.ticket_id = e.ticket_id AND strpos(upper(m.text), upper(d.number)) > 0))
                          || CASE WHEN data ? 'reason' THEN '{"reason": ""}'::jsonb ELSE '{}' END
                          || CASE WHEN data ? 'promised' THEN '{"promised": ""}'::jsonb ELSE '{}' END
             WHERE ticket_id = ANY (@tickets)
               AND (cause IS NOT NULL OR kind = 'order_number' OR data ?| ARRAY['reason', 'promised', 'order_number'])
            """
        ),
        new(
            // What a clock's step told is the mesh's own word.
            "notifications",
            "SELECT n.* FROM work JOIN router.notifications n USING (ticket_id) WHERE n.clock IS NULL AND n.reason IS NOT NULL",
            """
            UPDATE router.notifications SET reason = NULL
             WHERE ticket_id = ANY (@tickets) AND clock IS NULL AND reason IS NOT NULL
            """
        ),
        new(
            "relabels",
            "SELECT r.* FROM posts JOIN router.relabels r USING (mention_id)",
            """
            UPDATE router.relabels SET reason = NULL, published_at = coalesce(published_at, @now)
             WHERE mention_id = ANY (@posts)
            """
        ),
        new(
            "last_answers",
            "SELECT l.* FROM who JOIN router.last_answers l USING (channel, account, author_id)",
            """
            UPDATE router.last_answers SET author_id = @pseudonym
             WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
            """
        ),
        new(
            "author_changes",
            "SELECT c.* FROM who JOIN router.author_changes c USING (channel, account, author_id)",
            """
            UPDATE router.author_changes SET author_id = @pseudonym, reason = ''
             WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId
            """
        ),
        new(
            "praise",
            "SELECT p.* FROM board JOIN router.praise p USING (praise_id)",
            "UPDATE router.praise SET credit_line = NULL, reach = 0 WHERE praise_id = ANY (@praise)"
        ),
        new(
            "praise_requests",
            "SELECT q.* FROM board JOIN router.praise_requests q USING (praise_id)",
            """
            UPDATE router.praise_requests SET wording = '', external_id = NULL, failure_reason = NULL
             WHERE praise_id = ANY (@praise)
            """
        ),
        new(
            "praise_grants",
            "SELECT g.* FROM board JOIN router.praise_grants g USING (praise_id)",
            "UPDATE router.praise_grants SET answer = '', answer_link = NULL, post_hash = '' WHERE praise_id = ANY (@praise)"
        ),
        new(
            // Where a post was shown is what has to be taken down.
            "praise_events",
            "SELECT e.* FROM board JOIN router.praise_events e USING (praise_id)",
            """
            UPDATE router.praise_events
               SET data = CASE WHEN data ? 'link' THEN jsonb_build_object('link', data -> 'link') ELSE '{}' END
             WHERE praise_id = ANY (@praise)
            """
        ),
        new(
            "takedowns",
            "SELECT d.* FROM board JOIN router.takedowns d USING (praise_id)",
            "UPDATE router.takedowns SET note = NULL WHERE praise_id = ANY (@praise) AND note IS NOT NULL"
        ),
        new(
            // Copies of what stands elsewhere, others' beside it. The command stays known, and is not done twice.
            "kept_answers",
            Read: null,
            """
            UPDATE mesh.command_keys k
               SET body = NULL
             WHERE body IS NOT NULL
               AND EXISTS (SELECT FROM unnest(@answers) AS mark WHERE position(convert_to(mark, 'UTF8') IN k.body) > 0)
            """
        ),
        new(
            "authors",
            "SELECT a.* FROM who JOIN router.authors a USING (channel, account, author_id)",
            "DELETE FROM router.authors WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId"
        ),
    ];
}
