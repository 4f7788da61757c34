-- Whose promises were kept within a span is read from the index alone too, as those broken are since 0013.
DROP INDEX router.promises_stopped;
CREATE INDEX promises_stopped ON router.promises (clock, stopped_at)
  INCLUDE (ticket_id, used_seconds, in_time, stopped_queue, stopped_agent, stopped_policy) WHERE stopped_at IS NOT NULL;
