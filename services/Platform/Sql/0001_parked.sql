-- What a service could not process, kept with its reason until a person replays or discards it.
CREATE TABLE mesh.parked (
  parked_id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  service             text        NOT NULL,
  message_type        text,                  -- name of the contract; null where the body could not be read as one
  body                text        NOT NULL,  -- the message as JSON, or the raw bytes as text
  reason              text        NOT NULL,
  parked_at           timestamptz NOT NULL,
  replay_requested_at timestamptz,
  replay_requested_by text,
  replayed_at         timestamptz
);

CREATE INDEX parked_waiting ON mesh.parked (parked_id) WHERE replayed_at IS NULL;
CREATE INDEX parked_to_replay ON mesh.parked (service, parked_id)
  WHERE replay_requested_at IS NOT NULL AND replayed_at IS NULL;
