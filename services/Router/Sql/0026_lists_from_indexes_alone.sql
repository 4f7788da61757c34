-- A list that is narrowed walks its index until a page is full. Where the index holds what it is narrowed by, what is passed over
-- is passed over there, and not in the table: of resolved tickets these are many, and so are a busy person's outside one's queues.
DROP INDEX router.tickets_resolved;
CREATE INDEX tickets_resolved ON router.tickets (queue_id, coalesce(resolved_at, 'infinity') DESC, ticket_id DESC)
  INCLUDE (resolved_at, label, priority, channel, account)
  WHERE status = 'resolved';

DROP INDEX router.tickets_all_of_assignee;
CREATE INDEX tickets_all_of_assignee ON router.tickets (assignee_id, (-ticket_id)) INCLUDE (ticket_id, queue_id)
  WHERE assignee_id IS NOT NULL;
