-- What is told to people, and how clocks follow when a calendar or a policy is edited.

-- What a person is told: a step of a clock, a word from a colleague. Written with the change that it tells of.
CREATE TABLE IF NOT EXISTS router.notifications (
  notification_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent_id        uuid        NOT NULL REFERENCES router.agents,
  ticket_id       bigint      NOT NULL REFERENCES router.tickets,
  kind            text        NOT NULL,
  actor           text        NOT NULL,
  reason          text,                       -- for a step: as what one is told (assignee, queue_lead, ops, on_call)
  at              timestamptz NOT NULL,
  read_at         timestamptz
);

ALTER TABLE router.notifications ADD clock text, ADD level text;  -- for a step: which clock, at which level

CREATE INDEX IF NOT EXISTS notifications_of_agent ON router.notifications (agent_id, notification_id DESC);
CREATE INDEX IF NOT EXISTS notifications_unread ON router.notifications (agent_id, notification_id DESC)
  WHERE read_at IS NULL;

-- Who looks after a queue.
ALTER TABLE router.queues ADD COLUMN IF NOT EXISTS lead_ids uuid[] NOT NULL DEFAULT '{}';

-- Who is told as ops or on call; without a queue, for all of them.
CREATE TABLE router.duties (
  duty     text NOT NULL CHECK (duty IN ('ops', 'on_call')),
  queue_id uuid REFERENCES router.queues ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES router.agents ON DELETE CASCADE,
  UNIQUE NULLS NOT DISTINCT (duty, queue_id, agent_id)
);

-- Open tickets are counted anew in batches, each in a transaction of its own; after_ticket says how far it has come.
CREATE TABLE router.recalculations (
  recalculation_id uuid        PRIMARY KEY,
  policy_key       uuid,                      -- only what this policy loses or gains; null: any
  calendar_id      uuid        REFERENCES router.calendars,  -- only clocks counted by it; null: any
  requested_by     uuid        NOT NULL,
  requested_at     timestamptz NOT NULL,
  after_ticket     bigint      NOT NULL DEFAULT 0,
  looked_at        bigint      NOT NULL DEFAULT 0,
  changed          bigint      NOT NULL DEFAULT 0,
  finished_at      timestamptz
);

CREATE INDEX recalculations_to_run ON router.recalculations (requested_at) WHERE finished_at IS NULL;
CREATE INDEX recalculations_newest ON router.recalculations (requested_at DESC, recalculation_id DESC);
CREATE INDEX tickets_in_work ON router.tickets (ticket_id) WHERE status NOT IN ('resolved', 'closed');

-- The reports on promises and pauses read these kinds over a span of time.
CREATE INDEX events_of_promises ON router.events (at, event_id)
  WHERE kind IN ('clock.meet', 'clock.breach', 'clock.skip', 'clock.resume', 'clock.cancel', 'waiting');

-- A clock's row moves with each of its steps. Room in the page keeps a ticket's next version beside the one before, without a
-- word to its many indexes; and what is left behind is cleared away before the head of a timer's index grows long.
ALTER TABLE router.clocks SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE router.tickets SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
