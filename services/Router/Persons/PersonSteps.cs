namespace TriageMesh.Router.Persons;

/// <summary>What is done to which rows, in this order: the posts first, so that what is left on a ticket is what others wrote.</summary>
internal static class PersonSteps
{
    public static readonly (string What, string Sql)[] All =
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
            // By their words it would still be found.
            "likeness",
            """
            DELETE FROM router.likeness l
             USING router.tickets t
             WHERE l.ticket_id = ANY (@tickets) AND t.ticket_id = l.ticket_id
               AND t.channel = @channel AND t.account = ANY (@accounts) AND t.author_id = @authorId
            """
        ),
        (
            // Another customer's ticket on which they wrote stays that customer's. An order number stays where one who is left says it.
            "tickets",
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
        (
            "replies",
            """
            UPDATE router.replies SET text = '', external_id = NULL, failure_reason = NULL
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
            // Order numbers go as if they had never been told, unless one who is left says them; the words of people become empty.
            "events",
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
        (
            // What a clock's step told is the mesh's own word.
            "notifications",
            """
            UPDATE router.notifications SET reason = NULL
             WHERE ticket_id = ANY (@tickets) AND clock IS NULL AND reason IS NOT NULL
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
        (
            "praise_requests",
            """
            UPDATE router.praise_requests SET wording = '', external_id = NULL, failure_reason = NULL
             WHERE praise_id = ANY (@praise)
            """
        ),
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
        ("takedowns", "UPDATE router.takedowns SET note = NULL WHERE praise_id = ANY (@praise) AND note IS NOT NULL"),
        (
            // The command stays known, and is not done twice.
            "kept_answers",
            """
            UPDATE mesh.command_keys k
               SET body = NULL
             WHERE body IS NOT NULL
               AND EXISTS (SELECT FROM unnest(@answers) AS mark WHERE position(convert_to(mark, 'UTF8') IN k.body) > 0)
            """
        ),
        (
            "authors",
            "DELETE FROM router.authors WHERE channel = @channel AND account = ANY (@accounts) AND author_id = @authorId"
        ),
    ];
}
