-- Who saves what they have read before tells so, and a colleague's change in between is not overwritten.
ALTER TABLE router.queues ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE router.order_patterns ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE router.takedowns ADD COLUMN version bigint NOT NULL DEFAULT 1;

-- A list of people on duty is there, with its version, also while nobody stands on it.
CREATE TABLE router.duty_lists (
  duty     text   NOT NULL CHECK (duty IN ('ops', 'on_call')),
  queue_id uuid   REFERENCES router.queues,
  version  bigint NOT NULL DEFAULT 1,
  UNIQUE NULLS NOT DISTINCT (duty, queue_id)
);

INSERT INTO router.duty_lists (duty, queue_id) SELECT DISTINCT duty, queue_id FROM router.duties;
