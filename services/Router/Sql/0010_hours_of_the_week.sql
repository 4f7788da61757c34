-- When customers write, by the hour of the week; clocks_breached (0008) has when promises break.
CREATE INDEX tickets_by_first_post ON router.tickets (first_post_at) INCLUDE (queue_id, misrouted, ticket_id);
