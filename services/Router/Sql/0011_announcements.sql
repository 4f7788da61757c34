-- What a step of a clock costs, thousands of times a second.

-- The event log is only ever added to. Which of its events the bus has not heard of yet stands here as their numbers: one row for
-- each writing of events, however many there are in it, gone when they have been announced.
CREATE TABLE router.announcements (
  announcement_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_ids       bigint[]    NOT NULL,
  since           timestamptz NOT NULL         -- none of them is older
);

INSERT INTO router.announcements (event_ids, since)
SELECT array_agg(event_id ORDER BY event_id), min(at)
  FROM router.events
 WHERE published_at IS NULL
 GROUP BY event_id / 250
HAVING count(*) > 0
 ORDER BY min(event_id);

DROP INDEX router.events_to_publish;
ALTER TABLE router.events DROP COLUMN published_at;

-- Whoever writes these rows holds the row of their ticket, and tickets and agents stay for good: that they are there need not be
-- looked up again for each row, nor the row of an agent be locked by every router that tells them something.
ALTER TABLE router.events DROP CONSTRAINT events_ticket_id_fkey;
ALTER TABLE router.clock_steps DROP CONSTRAINT clock_steps_ticket_id_clock_round_fkey;
ALTER TABLE router.notifications
  DROP CONSTRAINT notifications_ticket_id_fkey,
  DROP CONSTRAINT notifications_agent_id_fkey;
