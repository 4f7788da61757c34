-- What is told to people, and how clocks follow when a calendar or a policy is edited.

-- What a person is told: a step of a clock, a word from a colleague. Written with the change that it tells of.
CREATE TABLE IF NOT EXISTS router.notifications (
  notification_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent_id        uuid        NOT NULL,
  kind            text        NOT NULL,
  ticket_id       bigint,
  at              timestamptz NOT NULL,
  read_at         timestamptz
);

ALTER TABLE router.notifications
  ADD COLUMN IF NOT EXISTS clock text,        -- for a step: which clock ...
  ADD COLUMN IF NOT EXISTS level text,        -- ... at which level ...
  ADD COLUMN IF NOT EXISTS reason text;       -- ... and as what one is told: assignee, queue_lead, ops, on_call

CREATE INDEX IF NOT EXISTS notifications_of_agent ON router.notifications (agent_id, notification_id DESC);
CREATE INDEX IF NOT EXISTS notifications_unread ON router.notifications (agent_id, notification_id DESC)
  WHERE read_at IS NULL;

-- Who is told as queue lead, ops or on call; without a queue, for all of them.
CREATE TABLE router.duties (
  duty     text NOT NULL CHECK (duty IN ('queue_lead', 'ops', 'on_call')),
  queue_id uuid REFERENCES router.queues ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES router.agents ON DELETE CASCADE,
  UNIQUE NULLS NOT DISTINCT (duty, queue_id, agent_id)
);

-- A clock's row moves with each of its steps; room in the page keeps the ticket's new version beside the old one, without a
-- word to its indexes, and what is left behind is cleared away before the head of the index grows long.
ALTER TABLE router.clocks SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE router.tickets SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
