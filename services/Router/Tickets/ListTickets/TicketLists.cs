namespace TriageMesh.Router.Tickets;

/// <summary>The statements of the lists, each with the index that it walks.</summary>
/// <remarks>
/// Each queue gives its own first rows from an index in the order of the page, and so does what the caller has in hand outside
/// their queues; the page is merged from them.
/// </remarks>
internal static partial class TicketLists
{
    private const string Filters = """
           AND (@asked::uuid[] IS NULL OR t.queue_id = ANY (@asked))
           AND (@statuses::text[] IS NULL OR t.status = ANY (@statuses))
           AND (@labels::text[] IS NULL OR t.label = ANY (@labels))
           AND (@channels::text[] IS NULL OR t.channel = ANY (@channels))
           AND (@accounts::text[] IS NULL OR t.account = ANY (@accounts))
           AND (@priorities::text[] IS NULL OR t.priority = ANY (@priorities))
           AND (@assignees::uuid[] IS NULL OR t.assignee_id = ANY (@assignees))
           AND (@author::text IS NULL OR t.author_id = @author)
           AND (@unassigned IS FALSE OR t.assignee_id IS NULL)
           AND (@snoozed::boolean IS NULL OR t.snoozed = @snoozed)
           AND (@needsReview IS FALSE OR t.needs_review)
           AND (@dueFrom::timestamptz IS NULL OR coalesce(t.next_due_at, 'infinity') > @dueFrom)
           AND (@dueTo::timestamptz IS NULL OR t.next_due_at <= @dueTo)
        """;

    // The orders are those of the indexes, to the letter: Sql/0002 says why they are written so.
    private const string OpenAfter = $"""
           AND t.status NOT IN ('resolved', 'closed')
           AND (coalesce(t.next_due_at, 'infinity'), t.ticket_id) > (coalesce(@afterAt::timestamptz, 'infinity'), @afterId)
           AND coalesce(t.next_due_at, 'infinity') >= coalesce(@dueFrom::timestamptz, '-infinity')
           AND coalesce(t.next_due_at, 'infinity') <= coalesce(@dueTo::timestamptz, 'infinity')
        {Filters}
         ORDER BY coalesce(t.next_due_at, 'infinity'), t.ticket_id
         LIMIT @limit
        """;

    private const string ResolvedAfter = $"""
           AND t.status = 'resolved'
           AND (coalesce(t.resolved_at, 'infinity'), t.ticket_id) < (coalesce(@afterAt::timestamptz, 'infinity'), @afterId)
        {Filters}
         ORDER BY coalesce(t.resolved_at, 'infinity') DESC, t.ticket_id DESC
         LIMIT @limit
        """;

    private const string OlderThan = $"""
           AND -t.ticket_id > -@afterId
        {Filters}
         ORDER BY -t.ticket_id
         LIMIT @limit
        """;

    // What a search keeps to of the view it is made in.
    private const string WithinView = """
           AND (t.queue_id = ANY (@queues) OR t.handed_to = ANY (@queues) OR t.assignee_id = @elsewhere)
           AND (@mine IS FALSE OR t.assignee_id = @me)
           AND (@open IS FALSE OR t.status NOT IN ('resolved', 'closed'))
           AND (@resolved IS FALSE OR t.status = 'resolved')
        """;

    /// <summary>Open work, nearest due first, then oldest; infinity stands for "no clock runs".</summary>
    internal const string ByDue = $"""
        SELECT page.ticket_id, page.sort_at
          FROM unnest(@queues) AS q (queue_id)
         CROSS JOIN LATERAL (
        SELECT t.ticket_id, t.next_due_at AS sort_at
          FROM router.tickets t
         WHERE t.queue_id = q.queue_id
        {OpenAfter}) AS page
         UNION ALL
        (SELECT t.ticket_id, t.next_due_at AS sort_at
          FROM router.tickets t
         WHERE t.assignee_id = @elsewhere AND t.queue_id <> ALL (@queues)
        {OpenAfter})
         ORDER BY sort_at NULLS LAST, ticket_id
         LIMIT @limit
        """;

    /// <summary>The caller's own open work, in whichever queue.</summary>
    internal const string MineByDue = $"""
        SELECT t.ticket_id, t.next_due_at AS sort_at
          FROM router.tickets t
         WHERE t.assignee_id = @me
        {OpenAfter}
        """;

    /// <summary>What was resolved, latest first.</summary>
    internal const string ResolvedLatest = $"""
        SELECT page.ticket_id, page.sort_at
          FROM unnest(@queues) AS q (queue_id)
         CROSS JOIN LATERAL (
        SELECT t.ticket_id, t.resolved_at AS sort_at
          FROM router.tickets t
         WHERE t.queue_id = q.queue_id
        {ResolvedAfter}) AS page
         UNION ALL
        (SELECT t.ticket_id, t.resolved_at AS sort_at
          FROM router.tickets t
         WHERE t.assignee_id = @elsewhere AND t.queue_id <> ALL (@queues)
        {ResolvedAfter})
         ORDER BY sort_at DESC, ticket_id DESC
         LIMIT @limit
        """;

    /// <summary>Every ticket, newest first.</summary>
    internal const string Newest = $"""
        SELECT page.ticket_id, NULL::timestamptz AS sort_at
          FROM unnest(@queues) AS q (queue_id)
         CROSS JOIN LATERAL (
        SELECT t.ticket_id
          FROM router.tickets t
         WHERE t.queue_id = q.queue_id
        {OlderThan}) AS page
         UNION ALL
        (SELECT t.ticket_id, NULL::timestamptz
          FROM router.tickets t
         WHERE t.assignee_id = @elsewhere AND t.queue_id <> ALL (@queues)
        {OlderThan})
         ORDER BY ticket_id DESC
         LIMIT @limit
        """;

    /// <summary>Every ticket of some channels or accounts, newest first: from each queue's own of each account, however few those are.</summary>
    /// <remarks>The accounts that have tickets are found by steps from one to the next in the index.</remarks>
    internal const string NewestOfAccounts = $"""
        WITH RECURSIVE known AS (
        (SELECT channel, account FROM router.tickets ORDER BY channel, account LIMIT 1)
         UNION ALL
        SELECT step.channel, step.account
          FROM known
         CROSS JOIN LATERAL (
           SELECT t.channel, t.account FROM router.tickets t
            WHERE (t.channel, t.account) > (known.channel, known.account)
            ORDER BY t.channel, t.account
            LIMIT 1) AS step
        )
        SELECT page.ticket_id, NULL::timestamptz AS sort_at
          FROM unnest(@queues) AS q (queue_id)
         CROSS JOIN (
           SELECT channel, account FROM known
            WHERE (@channels::text[] IS NULL OR channel = ANY (@channels))
              AND (@accounts::text[] IS NULL OR account = ANY (@accounts))) AS a
         CROSS JOIN LATERAL (
        SELECT t.ticket_id
          FROM router.tickets t
         WHERE t.queue_id = q.queue_id AND t.channel = a.channel AND t.account = a.account
        {OlderThan}) AS page
         UNION ALL
        (SELECT t.ticket_id, NULL::timestamptz
          FROM router.tickets t
         WHERE t.assignee_id = @elsewhere AND t.queue_id <> ALL (@queues)
        {OlderThan})
         ORDER BY ticket_id DESC
         LIMIT @limit
        """;

    /// <summary>Every ticket of some people, newest first: from each person's own, however few lie in a queue.</summary>
    internal const string NewestOfPeople = $"""
        SELECT page.ticket_id, NULL::timestamptz AS sort_at
          FROM unnest(@people) AS w (assignee_id)
         CROSS JOIN LATERAL (
        SELECT t.ticket_id
          FROM router.tickets t
         WHERE t.assignee_id = w.assignee_id AND (t.queue_id = ANY (@queues) OR t.assignee_id = @elsewhere)
        {OlderThan}) AS page
         ORDER BY ticket_id DESC
         LIMIT @limit
        """;

    /// <summary>By what a person types: a number, or how an author's name or handle begins. Newest first.</summary>
    /// <remarks>Each way has its own index; as one condition they would be looked for in every ticket.</remarks>
    internal const string Search = $"""
        (SELECT t.ticket_id, NULL::timestamptz AS sort_at
          FROM router.tickets t
         WHERE (t.ticket_id = @number OR t.order_number = @text)
        {WithinView}
        {OlderThan})
         UNION
        SELECT page.ticket_id, NULL::timestamptz
          FROM (
            SELECT a.channel, a.account, a.author_id FROM router.authors a
             WHERE lower(a.name) LIKE @prefix OR lower(a.handle) LIKE @prefix
             LIMIT 500) AS a
         CROSS JOIN LATERAL (
        SELECT t.ticket_id
          FROM router.tickets t
         WHERE t.channel = a.channel AND t.account = a.account AND t.author_id = a.author_id
        {WithinView}
        {OlderThan}) AS page
         ORDER BY ticket_id DESC
         LIMIT @limit
        """;

    /// <summary>Customers who wait for an answer, longest first; a snooze does not hide them.</summary>
    internal const string UnansweredOldest = $"""
        SELECT t.ticket_id, t.oldest_unanswered_at AS sort_at
          FROM router.tickets t
         WHERE t.oldest_unanswered_at IS NOT NULL AND t.status NOT IN ('resolved', 'closed')
           AND (t.queue_id = ANY (@queues) OR t.assignee_id = @elsewhere)
           AND (t.oldest_unanswered_at, t.ticket_id) > (@afterAt::timestamptz, @afterId)
        {Filters}
         ORDER BY t.oldest_unanswered_at, t.ticket_id
         LIMIT @limit
        """;

    /// <summary>What the caller's queues are asked to take, in whichever queue it still is.</summary>
    internal const string HandedInByDue = $"""
        SELECT page.ticket_id, page.sort_at
          FROM unnest(@queues) AS q (queue_id)
         CROSS JOIN LATERAL (
        SELECT t.ticket_id, t.next_due_at AS sort_at
          FROM router.tickets t
         WHERE t.handed_to = q.queue_id
        {OpenAfter}) AS page
         ORDER BY sort_at NULLS LAST, ticket_id
         LIMIT @limit
        """;
}
