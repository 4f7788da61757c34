-- Commands that were sent with an Idempotency-Key: what was answered, so that the same command sent again is answered alike and
-- not done again. A row without a status is being worked on, or its process died over it.

CREATE TABLE mesh.command_keys (
  caller_id    uuid        NOT NULL,
  command_key  text        NOT NULL,
  fingerprint  bytea       NOT NULL,   -- SHA-256 of method, address and body
  status       integer,
  content_type text,
  etag         text,
  location     text,
  body         bytea,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (caller_id, command_key)
);

CREATE INDEX command_keys_by_age ON mesh.command_keys (created_at);
