using TriageMesh.Domain.Calendars;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Looks at everything after a step: what is kept beside the tickets, their histories, their clocks, and who waits for whom.</summary>
internal sealed class LifeLook(RouterWorld world, IReadOnlyCollection<BusinessCalendar> calendars)
{
    // Each of these finds nothing, ever.
    private static readonly (string Promise, string Broken)[] Books =
    [
        ("nobody is given more than they can take, nor anything while away", WatchedAssignments.Broken),
        (
            "every agent's load is the number of their open tickets",
            """
            SELECT a.name || ' has ' || a.open_tickets
              FROM router.agents a
             WHERE a.open_tickets <> (SELECT count(*) FROM router.tickets t
                                       WHERE t.assignee_id = a.agent_id AND t.status NOT IN ('resolved', 'closed'))
            """
        ),
        (
            "the nearest due is that of a running clock",
            """
            SELECT t.ticket_id::text
              FROM router.tickets t
             WHERE t.next_due_at IS DISTINCT FROM (SELECT min(c.due_at) FROM router.clocks c
                                                    WHERE c.ticket_id = t.ticket_id AND c.state = 'running')
            """
        ),
        (
            "a response clock runs exactly while a post is unanswered, since that post",
            """
            SELECT t.ticket_id || ' ' || t.status || ' ' || coalesce(t.oldest_unanswered_at::text, 'answered')
              FROM router.tickets t
             WHERE ARRAY(SELECT c.started_at FROM router.clocks c
                          WHERE c.ticket_id = t.ticket_id AND c.kind IN ('first_response', 'next_response')
                            AND c.state = 'running')
                   <> array_remove(ARRAY[t.oldest_unanswered_at], NULL)
            """
        ),
        (
            "the unanswered post is on the ticket, and newer than the last answer given there",
            // What came over with a merge waits on, although another post was answered meanwhile.
            """
            SELECT t.ticket_id || ' ' || t.oldest_unanswered_at
              FROM router.tickets t
             WHERE t.oldest_unanswered_at IS NOT NULL
               AND (t.oldest_unanswered_at <= t.answered_until
                    AND NOT EXISTS (SELECT FROM router.tickets f WHERE f.merged_into = t.ticket_id)
                    OR NOT EXISTS (SELECT FROM router.mentions m
                                    WHERE m.ticket_id = t.ticket_id AND m.posted_at = t.oldest_unanswered_at))
            """
        ),
        (
            "the resolution clocks run, stand and stop with the ticket",
            """
            SELECT t.ticket_id || ' ' || t.status || ': ' || c.kind || ' is ' || c.state
              FROM router.tickets t
              JOIN router.authors a USING (channel, account, author_id)
              JOIN router.clocks c USING (ticket_id)
             WHERE c.kind IN ('resolution', 'total_resolution')
               AND NOT (CASE WHEN t.status IN ('waiting_customer', 'waiting_third_party') THEN c.state = 'paused'
                             WHEN t.misrouted OR t.merged_into IS NOT NULL THEN c.state IN ('met', 'cancelled')
                             WHEN t.status = 'closed' AND a.erased THEN c.state IN ('met', 'cancelled')
                             WHEN t.status IN ('resolved', 'closed') THEN c.state = 'met'
                             ELSE c.state = 'running' END
                        OR (c.kind = 'resolution' AND t.first_resolved_at IS NOT NULL AND c.state = 'met'))
            """
        ),
        (
            "an acceptance clock runs exactly while a hand-over is not answered",
            """
            SELECT t.ticket_id::text
              FROM router.tickets t
             WHERE (SELECT count(*) FROM router.clocks c
                     WHERE c.ticket_id = t.ticket_id AND c.kind = 'acceptance' AND c.state = 'running')
                   <> (t.handed_to IS NOT NULL)::int
            """
        ),
        (
            "a pause lasts exactly while the ticket waits",
            """
            SELECT t.ticket_id::text
              FROM router.tickets t
             WHERE (t.status LIKE 'waiting%')
                   <> EXISTS (SELECT FROM router.pauses p WHERE p.ticket_id = t.ticket_id AND p.to_at IS NULL)
            """
        ),
        (
            "a ticket counts its posts, and knows the first and the last",
            """
            SELECT t.ticket_id || ' counts ' || t.mention_count || ' of ' || count(m.*)
              FROM router.tickets t
              LEFT JOIN router.mentions m USING (ticket_id)
             WHERE t.merged_into IS NULL
             GROUP BY t.ticket_id
            HAVING t.mention_count <> count(m.*) OR t.last_post_at <> max(m.posted_at) OR t.first_post_at <> min(m.posted_at)
            """
        ),
        (
            "every piece of work is on a ticket",
            """
            SELECT m.external_id
              FROM router.mentions m
              JOIN router.authors a USING (channel, account, author_id)
             WHERE (m.label IN ('complaint', 'question') OR m.needs_review) AND m.ticket_id IS NULL AND a.tier <> 'blocked'
               -- What was written by somebody blocked makes no work, whatever they are by now.
               AND NOT EXISTS (SELECT FROM router.author_changes b
                                WHERE (b.channel, b.account, b.author_id) = (m.channel, m.account, m.author_id)
                                  AND b.to_tier = 'blocked' AND b.at <= m.routed_at
                                  AND NOT EXISTS (SELECT FROM router.author_changes u
                                                   WHERE (u.channel, u.account, u.author_id) = (m.channel, m.account, m.author_id)
                                                     AND u.change_id > b.change_id AND u.at < m.routed_at))
            """
        ),
        (
            "a post is kept once, and on one ticket",
            """
            SELECT mention_id::text FROM router.mentions GROUP BY mention_id HAVING count(*) > 1
            """
        ),
        (
            "an author who has a ticket in work gets no second one by writing again",
            """
            SELECT e.ticket_id || ' beside ' || o.ticket_id
              FROM router.events e
              JOIN router.tickets t USING (ticket_id)
              JOIN router.tickets o ON (o.channel, o.account, o.author_id) = (t.channel, t.account, t.author_id) AND o.ticket_id < t.ticket_id
              JOIN LATERAL (SELECT b.status FROM router.events b
                             WHERE b.ticket_id = o.ticket_id AND b.event_id < e.event_id
                             ORDER BY b.event_id DESC LIMIT 1) AS stood ON stood.status NOT IN ('resolved', 'closed')
             WHERE e.kind = 'opened' AND e.actor = 'customer' AND e.data ->> 'split_from' IS NULL
            """
        ),
        (
            "nothing runs on a ticket that is done with",
            """
            SELECT t.ticket_id || ' ' || c.kind || ' ' || c.state
              FROM router.tickets t
              JOIN router.clocks c USING (ticket_id)
             WHERE t.status IN ('resolved', 'closed')
               AND (c.state IN ('running', 'paused') OR c.next_fire_at IS NOT NULL OR c.stopped_at IS NULL)
            """
        ),
        (
            "what was merged away has no posts, nobody and no way back to itself",
            """
            WITH RECURSIVE chain (first, ticket_id) AS (
              SELECT ticket_id, merged_into FROM router.tickets WHERE merged_into IS NOT NULL
               UNION
              SELECT c.first, t.merged_into FROM chain c JOIN router.tickets t USING (ticket_id) WHERE t.merged_into IS NOT NULL)
            SELECT t.ticket_id::text
              FROM router.tickets t
             WHERE t.merged_into IS NOT NULL
               AND (t.status NOT IN ('resolved', 'closed')
                    OR EXISTS (SELECT FROM router.mentions m WHERE m.ticket_id = t.ticket_id)
                    OR EXISTS (SELECT FROM chain c WHERE c.first = t.ticket_id AND c.ticket_id = t.ticket_id))
            """
        ),
        (
            "who has handed a ticket over waits for an answer, and nobody else does",
            """
            SELECT ticket_id || ' ' || status FROM router.tickets WHERE (status = 'handed_over') <> (handed_to IS NOT NULL)
            """
        ),
        (
            "whoever is told of a step is told once",
            """
            SELECT ticket_id || ' ' || clock || ' ' || level
              FROM router.notifications
             WHERE clock IS NOT NULL
             GROUP BY agent_id, ticket_id, clock, level, at
            HAVING count(*) > 1
            """
        ),
        ("nothing was set aside", "SELECT p::text FROM mesh.parked AS p"),
        (
            "what is handed back unopened is in the hands of whoever has not opened it",
            """
            SELECT r.ticket_id::text
              FROM router.return_timers r
              JOIN router.tickets t USING (ticket_id)
             WHERE t.status IN ('resolved', 'closed') OR t.accepted_at IS NOT NULL OR t.assignee_id IS DISTINCT FROM r.agent_id
            """
        ),
        (
            "what is done with is neither snoozed nor asked of anybody",
            """
            SELECT ticket_id::text FROM router.tickets
             WHERE status IN ('resolved', 'closed') AND (snoozed OR handed_to IS NOT NULL OR oldest_unanswered_at IS NOT NULL)
            """
        ),
        (
            "what is gone from its platform is for nobody to show",
            """
            SELECT p.mention_id || ' is ' || p.status
              FROM router.praise p
              JOIN router.mentions m USING (mention_id)
             WHERE m.withdrawn_at IS NOT NULL AND p.status <> 'revoked'
            """
        ),
        (
            "nothing is allowed for long of what was revoked",
            """
            SELECT g.praise_id::text
              FROM router.praise p
              JOIN router.praise_grants g USING (praise_id)
             WHERE p.status = 'revoked' AND (g.ended_at IS NULL OR g.next_fire_at IS NOT NULL)
            """
        ),
        (
            "what was shown and may not be any more is somebody's to take down",
            """
            SELECT p.praise_id::text
              FROM router.praise p
             WHERE p.status = 'revoked' AND p.was_shown
               AND NOT EXISTS (SELECT FROM router.takedowns t WHERE t.praise_id = p.praise_id)
            """
        ),
        (
            "what was revoked is planned no more",
            "SELECT praise_id::text FROM router.praise WHERE status = 'revoked' AND planned_for IS NOT NULL"
        ),
        (
            "what is posted when its grant ends is somebody's to take down, for that very end",
            """
            SELECT e.praise_id || ' ' || e.kind
              FROM router.praise_events e
              JOIN LATERAL (SELECT b.status FROM router.praise_events b
                             WHERE b.praise_id = e.praise_id AND b.event_id < e.event_id
                             ORDER BY b.event_id DESC LIMIT 1) AS stood ON stood.status = 'posted'
             WHERE e.kind IN ('expired', 'revoked')
               AND (SELECT count(*) FROM router.takedowns t WHERE t.praise_id = e.praise_id AND t.raised_at = e.at) <> 1
            """
        ),
        (
            "whoever took something down is known, and said what",
            """
            SELECT t.takedown_id::text
              FROM router.takedowns t
              JOIN router.praise p USING (praise_id)
              JOIN router.mentions m USING (mention_id)
              JOIN router.authors a ON (a.channel, a.account, a.author_id) = (m.channel, m.account, m.author_id)
             WHERE (t.done_at IS NULL) <> (t.done_by IS NULL)
                -- What was written about somebody goes with them.
                OR (t.done_at IS NULL AND t.note IS NOT NULL)
                OR (t.done_at IS NOT NULL AND t.note IS NULL AND NOT a.erased)
            """
        ),
        (
            "nothing is handed out or posted but under a grant that holds, for what it allows",
            """
            SELECT e.praise_id || ' ' || e.kind || ' ' || e.data
              FROM router.praise_events e
              LEFT JOIN LATERAL (SELECT g.kind, g.data FROM router.praise_events g
                                  WHERE g.praise_id = e.praise_id AND g.event_id < e.event_id
                                    AND g.kind IN ('granted', 'expired', 'revoked', 'declined')
                                  ORDER BY g.event_id DESC LIMIT 1) AS word ON true
             -- Of an author who was erased no more is told than where it can be seen; the rest was looked at when it was done.
             WHERE e.kind IN ('exported', 'posted')
               AND NOT (e.data - 'link' = '{}' AND EXISTS (
                     SELECT FROM router.authors a
                       JOIN router.mentions m USING (channel, account, author_id)
                       JOIN router.praise p ON p.mention_id = m.mention_id
                      WHERE p.praise_id = e.praise_id AND a.erased))
               AND (word.kind = 'granted'
                    AND (word.data #>> '{terms,expires_at}')::timestamptz > e.at
                    AND word.data #> '{terms,scopes}' ? (e.data ->> 'scope')) IS NOT TRUE
            """
        ),
        (
            "a post is revoked once, whoever says so and however often",
            """
            SELECT e.praise_id::text FROM router.praise_events e WHERE e.status = 'revoked' AND e.data IS NOT NULL
               AND e.kind = (SELECT r.kind FROM router.praise_events r WHERE r.praise_id = e.praise_id AND r.status = 'revoked'
                              ORDER BY r.event_id LIMIT 1)
             GROUP BY e.praise_id HAVING count(*) > 1
            """
        ),
        (
            "the last that was told of praise is how it stands",
            """
            SELECT p.praise_id || ' is ' || p.status || ', told ' || e.status
              FROM router.praise p
              JOIN LATERAL (SELECT l.status, l.version FROM router.praise_events l
                             WHERE l.praise_id = p.praise_id ORDER BY l.event_id DESC LIMIT 1) AS e ON true
             WHERE (p.status, p.version) <> (e.status, e.version)
            """
        ),
        (
            "a copy stands under a post of its own ticket",
            """
            SELECT m.external_id
              FROM router.mentions m
              LEFT JOIN router.mentions f ON f.mention_id = m.folded_into
             WHERE m.folded_into IS NOT NULL AND f.ticket_id IS DISTINCT FROM m.ticket_id
            """
        ),
    ];

    // What waits for another queue's word comes back first.
    private const string InNobodysHands = """
        SELECT t.ticket_id || ' of ' || a.name
          FROM router.tickets t
          JOIN router.agents a ON a.agent_id = t.assignee_id
         WHERE (NOT a.active OR a.program) AND t.status NOT IN ('resolved', 'closed') AND t.handed_to IS NULL
        """;

    private static readonly string All = string.Join(
        "\nUNION ALL\n",
        Books.Select((book, i) => $"SELECT {i} AS book, what FROM ({book.Broken}) AS book{i} (what)")
    );

    private readonly LifeHistories _histories = new(world);
    private readonly LifeClocks _clocks = new(world, calendars);
    private readonly LifeWaiting _waiting = new(world);
    private readonly LifePraise _praise = new(world);

    /// <summary>The next look reads every event there is.</summary>
    public void Forget() => _histories.Forget();

    public async Task CheckAsync(bool timersRan)
    {
        (await world.ListAsync<(int Book, string What)>(All))
            .Select(broken => $"{Books[broken.Book].Promise}: {broken.What}")
            .ShouldBeEmpty();
        await _histories.CheckAsync();
        await _praise.CheckAsync();
        await _clocks.CheckAsync(timersRan);
        if (timersRan)
        {
            (await world.ListAsync<string>(InNobodysHands)).ShouldBeEmpty(
                "whoever was switched off, or is a program, has nothing in hand"
            );
            await _waiting.CheckAsync();
        }
    }
}
