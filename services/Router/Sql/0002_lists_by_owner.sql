-- A page of a list comes from the index that begins with its queue or assignee. PostgreSQL does not know which queue it will be,
-- so where an index of everybody's tickets gives the same order it may walk that one instead, and for a small queue through all
-- tickets. Each order below is therefore written as an expression that no other index has.

DROP INDEX router.tickets_all_by_due;

DROP INDEX router.tickets_of_queue;
DROP INDEX router.tickets_all_of_assignee;
CREATE INDEX tickets_of_queue ON router.tickets (queue_id, (-ticket_id));
CREATE INDEX tickets_all_of_assignee ON router.tickets (assignee_id, (-ticket_id)) WHERE assignee_id IS NOT NULL;

DROP INDEX router.tickets_resolved;
DROP INDEX router.tickets_resolved_of_assignee;
CREATE INDEX tickets_resolved ON router.tickets (queue_id, coalesce(resolved_at, 'infinity') DESC, ticket_id DESC)
  WHERE status = 'resolved';
CREATE INDEX tickets_resolved_of_assignee
  ON router.tickets (assignee_id, coalesce(resolved_at, 'infinity') DESC, ticket_id DESC)
  WHERE status = 'resolved';
