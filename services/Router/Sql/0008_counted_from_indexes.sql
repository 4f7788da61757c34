-- Counts, the board and promises kept are read from indexes alone, however many tickets there are.

-- All of a queue's work by which a view or a lane counts it.
CREATE INDEX tickets_counted ON router.tickets (queue_id)
  INCLUDE (assignee_id, status, next_due_at, needs_review, snoozed, handed_to)
  WHERE status NOT IN ('resolved', 'closed');
CREATE INDEX tickets_unanswered ON router.tickets (oldest_unanswered_at)
  WHERE status NOT IN ('resolved', 'closed') AND oldest_unanswered_at IS NOT NULL;
CREATE INDEX tickets_misrouted ON router.tickets (ticket_id) WHERE misrouted;

-- What the board says of today and this week.
DROP INDEX router.clocks_stopped;
DROP INDEX router.clocks_breached;
CREATE INDEX clocks_stopped ON router.clocks (stopped_at) INCLUDE (ticket_id, kind, state, elapsed_seconds, breached_at)
  WHERE stopped_at IS NOT NULL;
CREATE INDEX clocks_breached ON router.clocks (breached_at) INCLUDE (ticket_id, kind) WHERE breached_at IS NOT NULL;

-- One person's notifications, one webhook's log: as in 0002, an order that no index of everybody's gives.
DROP INDEX router.notifications_of_agent;
DROP INDEX router.notifications_unread;
DROP INDEX router.webhook_deliveries_log;
CREATE INDEX notifications_of_agent ON router.notifications (agent_id, (-notification_id));
CREATE INDEX notifications_unread ON router.notifications (agent_id, (-notification_id)) WHERE read_at IS NULL;
CREATE INDEX webhook_deliveries_log ON router.webhook_deliveries (webhook_id, (-delivery_id));
