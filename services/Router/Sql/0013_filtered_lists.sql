-- The list of all tickets, narrowed to what few of them have: the rows come from an index of those few, instead of from a walk past
-- a year of others. A ticket of the usual label and priority stands in none of them, so they cost the usual ticket nothing.
CREATE INDEX tickets_of_rare_label ON router.tickets (queue_id, (-ticket_id)) WHERE label IN ('praise', 'other');
CREATE INDEX tickets_urgent ON router.tickets (queue_id, (-ticket_id)) WHERE priority = 'urgent';
CREATE INDEX tickets_high ON router.tickets (queue_id, (-ticket_id)) WHERE priority = 'high';
CREATE INDEX tickets_low ON router.tickets (queue_id, (-ticket_id)) WHERE priority = 'low';

-- At which hours promises break is read from the index alone too: it needs the tickets.
DROP INDEX router.promises_broken;
CREATE INDEX promises_broken ON router.promises (clock, broken_at)
  INCLUDE (ticket_id, broken_queue, broken_agent, broken_policy) WHERE broken_at IS NOT NULL;

-- Whoever waits longest comes first, in the order of the page: it ends with its last row.
DROP INDEX router.tickets_unanswered;
CREATE INDEX tickets_unanswered ON router.tickets (oldest_unanswered_at, ticket_id)
  WHERE status NOT IN ('resolved', 'closed') AND oldest_unanswered_at IS NOT NULL;
