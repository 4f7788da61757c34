-- That a hand-over is answered is promised by the queue that was asked, not by whoever asked: until somebody there accepts it, the
-- ticket is still the sender's, and what became of the promise would be charged to them.
CREATE FUNCTION router.queue_of_promise(ticket bigint, clock text, event bigint, holder uuid) RETURNS uuid
LANGUAGE sql STABLE AS $$
  SELECT CASE clock WHEN 'acceptance' THEN coalesce((
           SELECT (e.data ->> 'to_queue_id')::uuid
             FROM router.events e
            WHERE e.ticket_id = ticket AND e.event_id < event AND e.kind = 'handed_over'
            ORDER BY e.event_id DESC
            LIMIT 1), holder)
         ELSE holder END
$$;

CREATE OR REPLACE FUNCTION router.promises_follow() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM written
                  WHERE kind IN ('clock.meet', 'clock.breach', 'clock.resume', 'clock.skip', 'misrouted')) THEN
    RETURN NULL;
  END IF;

  INSERT INTO router.promises AS p (ticket_id, clock, round, broken_at, broken_queue, broken_agent, broken_policy)
  SELECT DISTINCT ON (ticket_id, data ->> 'clock', data ->> 'round')
         ticket_id, data ->> 'clock', (data ->> 'round')::int, at,
         router.queue_of_promise(ticket_id, data ->> 'clock', event_id, queue_id),
         CASE data ->> 'clock' WHEN 'acceptance' THEN NULL ELSE assignee_id END, (data ->> 'policy_id')::bigint
    FROM written
   WHERE kind IN ('clock.breach', 'clock.skip') AND data ->> 'level' = 'due'
   ORDER BY ticket_id, data ->> 'clock', data ->> 'round', event_id
      ON CONFLICT (ticket_id, clock, round) DO UPDATE
     SET broken_at = excluded.broken_at, broken_queue = excluded.broken_queue, broken_agent = excluded.broken_agent,
         broken_policy = excluded.broken_policy
   WHERE p.broken_at IS NULL;

  INSERT INTO router.promises (
         ticket_id, clock, round, stopped_at, used_seconds, in_time, stopped_queue, stopped_agent, stopped_policy)
  SELECT DISTINCT ON (ticket_id, data ->> 'clock', data ->> 'round')
         ticket_id, data ->> 'clock', (data ->> 'round')::int, at, (data ->> 'used_seconds')::bigint,
         (data ->> 'late')::boolean IS NOT TRUE,
         router.queue_of_promise(ticket_id, data ->> 'clock', event_id, queue_id),
         CASE data ->> 'clock' WHEN 'acceptance' THEN NULL ELSE assignee_id END, (data ->> 'policy_id')::bigint
    FROM written
   WHERE kind = 'clock.meet'
   ORDER BY ticket_id, data ->> 'clock', data ->> 'round', event_id DESC
      ON CONFLICT (ticket_id, clock, round) DO UPDATE
     SET stopped_at = excluded.stopped_at, used_seconds = excluded.used_seconds, in_time = excluded.in_time,
         stopped_queue = excluded.stopped_queue, stopped_agent = excluded.stopped_agent, stopped_policy = excluded.stopped_policy;

  -- A clock that runs on after it was stopped has its result only with the next stop.
  UPDATE router.promises p
     SET stopped_at = NULL, used_seconds = NULL, in_time = NULL, stopped_queue = NULL, stopped_agent = NULL, stopped_policy = NULL
    FROM written w
   WHERE w.kind = 'clock.resume' AND p.ticket_id = w.ticket_id AND p.clock = w.data ->> 'clock'
     AND p.round = (w.data ->> 'round')::int AND p.stopped_at IS NOT NULL
     AND NOT EXISTS (
           SELECT FROM written m
            WHERE m.kind = 'clock.meet' AND m.ticket_id = w.ticket_id AND m.event_id > w.event_id
              AND m.data ->> 'clock' = w.data ->> 'clock' AND m.data ->> 'round' = w.data ->> 'round');

  DELETE FROM router.promises p USING written w WHERE w.kind = 'misrouted' AND p.ticket_id = w.ticket_id;
  RETURN NULL;
END
$$;

-- Those of before; where the month of the hand-over is gone, they stay as they are.
UPDATE router.promises p
   SET stopped_queue = CASE WHEN p.stopped_at IS NOT NULL THEN coalesce(asked.queue_id, p.stopped_queue) END,
       broken_queue = CASE WHEN p.broken_at IS NOT NULL THEN coalesce(asked.queue_id, p.broken_queue) END,
       stopped_agent = NULL, broken_agent = NULL
  FROM router.promises q
  LEFT JOIN LATERAL (
       SELECT (e.data ->> 'to_queue_id')::uuid AS queue_id
         FROM router.events e
        WHERE e.ticket_id = q.ticket_id AND e.kind = 'handed_over' AND e.at <= least(q.stopped_at, q.broken_at)
        ORDER BY e.event_id DESC
        LIMIT 1) AS asked ON true
 WHERE q.clock = 'acceptance' AND (p.ticket_id, p.clock, p.round) = (q.ticket_id, q.clock, q.round);
