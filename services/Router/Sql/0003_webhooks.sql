-- Webhooks out: programs that are told of changes to tickets.
--
-- A delivery is one event for one webhook. It is written in the transaction that marks the event as published, so that no event
-- is told of twice or not at all; its row is its own timer (next_attempt_at) and its own log.

CREATE TABLE router.webhooks (
  webhook_id      uuid        PRIMARY KEY,
  url             text        NOT NULL,
  description     text,
  kinds           text[]      NOT NULL DEFAULT '{}',  -- event kinds such as assigned or clock.breach; empty: all
  secret          bytea       NOT NULL,               -- sealed; signs what is sent
  former_secret   bytea,                              -- sealed; signs too until former_until
  former_until    timestamptz,
  active          boolean     NOT NULL DEFAULT true,
  inactive_reason text,                               -- why the mesh itself switched it off
  failing_since   timestamptz,                        -- no attempt has gone well since
  created_by      uuid        NOT NULL,
  created_at      timestamptz NOT NULL,
  version         bigint      NOT NULL DEFAULT 1
);

CREATE TABLE router.webhook_deliveries (
  delivery_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook_id      uuid        NOT NULL REFERENCES router.webhooks ON DELETE CASCADE,
  event_id        bigint,                             -- null: a test
  body            text        NOT NULL,               -- what is sent, the same with each attempt
  status          text        NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
  attempts        integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,                        -- null: none to come
  answer_status   integer,                            -- of the last attempt, where there was an answer
  answer_error    text,
  answer_ms       integer,
  created_at      timestamptz NOT NULL,
  finished_at     timestamptz,
  UNIQUE (webhook_id, event_id)
);

CREATE INDEX webhook_deliveries_due ON router.webhook_deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_deliveries_log ON router.webhook_deliveries (webhook_id, delivery_id DESC);
CREATE INDEX webhook_deliveries_done ON router.webhook_deliveries (finished_at) WHERE finished_at IS NOT NULL;
