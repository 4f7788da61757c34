-- When customers write, by the hour of the week; promises_broken has when promises break.
CREATE INDEX tickets_by_first_post ON router.tickets (first_post_at) INCLUDE (queue_id, misrouted, ticket_id);

-- Which tickets are about the same: a few numbers of each ticket's first line (Domain/Tickets Likeness). Two tickets that share a
-- number share much of their words, so the newest of each number are read and compared. Written once with the ticket. No foreign
-- key: a row whose ticket is gone leads nowhere, and the check would cost more than the row.
CREATE TABLE router.likeness (
  band      integer NOT NULL,
  ticket_id bigint  NOT NULL,
  PRIMARY KEY (band, ticket_id)
);
