-- Mentions by the month in which they were routed and events by the month in which they happened, so that retention drops whole
-- months; how each promise ended, so that reports need not read the event log; and indexes for views of a few tickets among many.

-- A mention's id says nothing about when it came, and PostgreSQL keeps nothing unique across partitions. So every id that was ever
-- routed stands here, with the instant that leads to its month. Whatever points at a mention points here: a key outlives its
-- mention, and a mention that is delivered again after its month was dropped is still the same mention.
CREATE TABLE router.mention_keys (
  mention_id uuid        PRIMARY KEY,
  routed_at  timestamptz NOT NULL
);

ALTER TABLE router.mentions RENAME TO mentions_before;
INSERT INTO router.mention_keys SELECT mention_id, routed_at FROM router.mentions_before;

CREATE TABLE router.mentions (
  seq                bigint      GENERATED ALWAYS AS IDENTITY,   -- order of routing; the export's keyset
  mention_id         uuid        NOT NULL,
  channel            text        NOT NULL,
  account            text        NOT NULL,
  external_id        text        NOT NULL,
  parent_external_id text,
  conversation_id    text,
  kind               text        NOT NULL,
  visibility         text        NOT NULL,
  author_id          text        NOT NULL,
  text               text        NOT NULL,
  posted_at          timestamptz NOT NULL,
  received_at        timestamptz NOT NULL,
  routed_at          timestamptz NOT NULL,
  permalink          text,
  rating             integer,
  media              text[]      NOT NULL DEFAULT '{}',
  source             text        NOT NULL,
  language           text        NOT NULL,
  label              text        NOT NULL,
  model_label        text        NOT NULL,
  p_complaint        real        NOT NULL,
  p_praise           real        NOT NULL,
  p_question         real        NOT NULL,
  p_other            real        NOT NULL,
  needs_review       boolean     NOT NULL,
  model_version      text        NOT NULL,
  terms              jsonb       NOT NULL,
  relabelled_by      uuid,
  relabelled_at      timestamptz,
  ticket_id          bigint,
  folded_into        uuid
) PARTITION BY RANGE (routed_at);

CREATE TABLE router.mentions_other PARTITION OF router.mentions DEFAULT;

-- Rows first, indexes and foreign keys after.
SELECT mesh.make_month('router.mentions', month)
  FROM (SELECT DISTINCT date_trunc('month', routed_at AT TIME ZONE 'UTC')::date AS month FROM router.mentions_before) AS m;
INSERT INTO router.mentions OVERRIDING SYSTEM VALUE
SELECT seq, mention_id, channel, account, external_id, parent_external_id, conversation_id, kind, visibility, author_id, text,
       posted_at, received_at, routed_at, permalink, rating, media, source, language, label, model_label, p_complaint, p_praise,
       p_question, p_other, needs_review, model_version, terms, relabelled_by, relabelled_at, ticket_id, folded_into
  FROM router.mentions_before
 ORDER BY seq;
SELECT setval(pg_get_serial_sequence('router.mentions', 'seq'), max(seq)) FROM router.mentions_before HAVING max(seq) IS NOT NULL;
ALTER TABLE router.replies DROP CONSTRAINT replies_mention_id_fkey;
ALTER TABLE router.relabels DROP CONSTRAINT relabels_mention_id_fkey;
ALTER TABLE router.praise DROP CONSTRAINT praise_mention_id_fkey;
DROP TABLE router.mentions_before;
ALTER SEQUENCE router.mentions_seq_seq1 RENAME TO mentions_seq_seq;

ALTER TABLE router.mentions
  ADD PRIMARY KEY (mention_id, routed_at),
  ADD FOREIGN KEY (relabelled_by) REFERENCES router.agents,
  ADD FOREIGN KEY (ticket_id) REFERENCES router.tickets;
CREATE INDEX mentions_in_order ON router.mentions (seq);
CREATE INDEX mentions_of_ticket ON router.mentions (ticket_id, posted_at, mention_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX mentions_of_author ON router.mentions (channel, account, author_id, posted_at DESC);
CREATE INDEX mentions_loose ON router.mentions (channel, account, author_id, posted_at) WHERE ticket_id IS NULL;
ALTER TABLE router.replies ADD FOREIGN KEY (mention_id) REFERENCES router.mention_keys;
ALTER TABLE router.relabels ADD FOREIGN KEY (mention_id) REFERENCES router.mention_keys;
ALTER TABLE router.praise ADD FOREIGN KEY (mention_id) REFERENCES router.mention_keys;

-- event_id comes from one sequence over all months: it alone says which event is meant, and in which order they are.
ALTER TABLE router.events RENAME TO events_before;

CREATE TABLE router.events (
  event_id     bigint      GENERATED ALWAYS AS IDENTITY,
  ticket_id    bigint      NOT NULL,
  kind         text        NOT NULL,
  actor        text        NOT NULL,           -- an agent's id, 'customer' or 'system'
  at           timestamptz NOT NULL,
  cause        text,
  data         jsonb,
  status       text        NOT NULL,           -- the ticket after the event
  queue_id     uuid        NOT NULL,
  assignee_id  uuid,
  version      bigint      NOT NULL,
  published_at timestamptz
) PARTITION BY RANGE (at);

CREATE TABLE router.events_other PARTITION OF router.events DEFAULT;

SELECT mesh.make_month('router.events', month)
  FROM (SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date AS month FROM router.events_before) AS m;
INSERT INTO router.events OVERRIDING SYSTEM VALUE
SELECT event_id, ticket_id, kind, actor, at, cause, data, status, queue_id, assignee_id, version, published_at
  FROM router.events_before
 ORDER BY event_id;
SELECT setval(pg_get_serial_sequence('router.events', 'event_id'), max(event_id))
  FROM router.events_before HAVING max(event_id) IS NOT NULL;
DROP TABLE router.events_before;
ALTER SEQUENCE router.events_event_id_seq1 RENAME TO events_event_id_seq;

ALTER TABLE router.events
  ADD PRIMARY KEY (event_id, at),
  ADD FOREIGN KEY (ticket_id) REFERENCES router.tickets;
CREATE INDEX events_of_ticket ON router.events (ticket_id, event_id);
CREATE INDEX events_to_publish ON router.events (event_id) WHERE published_at IS NULL;
CREATE INDEX events_of_hand_overs ON router.events (event_id DESC) WHERE kind = 'handed_over';
CREATE INDEX events_of_reopenings ON router.events (event_id DESC) WHERE kind = 'reopened';
-- The report on pauses reads these over a span of time.
CREATE INDEX events_of_waits ON router.events (at, event_id) WHERE kind = 'waiting';
CREATE INDEX events_of_pauses ON router.events (at) WHERE data ? 'paused_by';

-- How each promise ended, as the event log has it: when its clock was last stopped and when it broke, under whom, and by which
-- policy. Misrouted tickets are outside. It follows the log by itself (promises_follow), in the transaction that writes the events,
-- and it outlives them: reports reach back further than the months that are kept.
CREATE TABLE router.promises (
  ticket_id      bigint      NOT NULL REFERENCES router.tickets,
  clock          text        NOT NULL,
  round          integer     NOT NULL,
  stopped_at     timestamptz,
  used_seconds   bigint,
  in_time        boolean,
  stopped_queue  uuid,
  stopped_agent  uuid,
  stopped_policy bigint,
  broken_at      timestamptz,
  broken_queue   uuid,
  broken_agent   uuid,
  broken_policy  bigint,
  PRIMARY KEY (ticket_id, clock, round)
);

INSERT INTO router.promises
SELECT ticket_id, clock, round, s.at, s.used_seconds, s.in_time, s.queue_id, s.assignee_id, s.policy_id,
       b.at, b.queue_id, b.assignee_id, b.policy_id
  FROM (SELECT *
          FROM (SELECT DISTINCT ON (ticket_id, data ->> 'clock', data ->> 'round')
                       ticket_id, data ->> 'clock' AS clock, (data ->> 'round')::int AS round, kind, at,
                       (data ->> 'used_seconds')::bigint AS used_seconds, (data ->> 'late')::boolean IS NOT TRUE AS in_time,
                       queue_id, assignee_id, (data ->> 'policy_id')::bigint AS policy_id
                  FROM router.events
                 WHERE kind IN ('clock.meet', 'clock.resume')
                 ORDER BY ticket_id, data ->> 'clock', data ->> 'round', event_id DESC) AS last
         WHERE kind = 'clock.meet') AS s
  FULL JOIN (
        SELECT DISTINCT ON (ticket_id, data ->> 'clock', data ->> 'round')
               ticket_id, data ->> 'clock' AS clock, (data ->> 'round')::int AS round, at, queue_id, assignee_id,
               (data ->> 'policy_id')::bigint AS policy_id
          FROM router.events
         WHERE kind IN ('clock.breach', 'clock.skip') AND data ->> 'level' = 'due'
         ORDER BY ticket_id, data ->> 'clock', data ->> 'round', event_id) AS b USING (ticket_id, clock, round)
 WHERE NOT EXISTS (SELECT FROM router.tickets t WHERE t.ticket_id = coalesce(s.ticket_id, b.ticket_id) AND t.misrouted);

-- Read from alone, whatever is asked.
CREATE INDEX promises_stopped ON router.promises (clock, stopped_at)
  INCLUDE (used_seconds, in_time, stopped_queue, stopped_agent, stopped_policy) WHERE stopped_at IS NOT NULL;
CREATE INDEX promises_broken ON router.promises (clock, broken_at)
  INCLUDE (broken_queue, broken_agent, broken_policy) WHERE broken_at IS NOT NULL;

-- The board counts from here too.
DROP INDEX router.clocks_stopped;
DROP INDEX router.clocks_breached;

CREATE FUNCTION router.promises_follow() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM written
                  WHERE kind IN ('clock.meet', 'clock.breach', 'clock.resume', 'clock.skip', 'misrouted')) THEN
    RETURN NULL;
  END IF;

  INSERT INTO router.promises AS p (ticket_id, clock, round, broken_at, broken_queue, broken_agent, broken_policy)
  SELECT DISTINCT ON (ticket_id, data ->> 'clock', data ->> 'round')
         ticket_id, data ->> 'clock', (data ->> 'round')::int, at, queue_id, assignee_id, (data ->> 'policy_id')::bigint
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
         (data ->> 'late')::boolean IS NOT TRUE, queue_id, assignee_id, (data ->> 'policy_id')::bigint
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

CREATE TRIGGER promises_follow AFTER INSERT ON router.events
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION router.promises_follow();

-- A row of promises is written once or twice, and a report is read from its index alone only where the page is known to be clean.
ALTER TABLE router.promises SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- Views that show a few of all the work: each from an index of its own, instead of from a walk past everything else.
CREATE INDEX tickets_waiting ON router.tickets (queue_id, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE status = 'waiting_customer';
CREATE INDEX tickets_reopened ON router.tickets (queue_id, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE status = 'reopened';
CREATE INDEX tickets_to_review ON router.tickets (queue_id, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE needs_review AND status NOT IN ('resolved', 'closed');
CREATE INDEX tickets_snoozed ON router.tickets (queue_id, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE snoozed AND status NOT IN ('resolved', 'closed');
CREATE INDEX tickets_handed_over ON router.tickets (queue_id, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE status = 'handed_over';
