-- The desk's schema: who may sign in, and where they are signed in. Tickets, agents and queues are the router's.

CREATE SCHEMA IF NOT EXISTS desk;

CREATE TABLE desk.accounts (
  account_id      uuid        PRIMARY KEY,               -- the agent at the router has the same id
  user_name       text        NOT NULL,
  user_key        text        NOT NULL UNIQUE,           -- user_name without regard to case and width
  display_name    text        NOT NULL,
  password_hash   text        NOT NULL,                  -- PBKDF2-SHA512 with its salt and count
  roles           text[]      NOT NULL,
  active          boolean     NOT NULL DEFAULT true,
  failed_attempts integer     NOT NULL DEFAULT 0,
  locked_until    timestamptz,
  security_stamp  uuid        NOT NULL,                  -- a new one ends every session made under the old one
  language        text,                                  -- null follows the browser
  theme           text        NOT NULL DEFAULT 'system',
  agent_update    jsonb,                                 -- what the router has yet to be told; null when it knows
  created_at      timestamptz NOT NULL
);

CREATE INDEX accounts_to_tell ON desk.accounts (account_id) WHERE agent_update IS NOT NULL;

-- The browser holds a random secret; only its hash is here.
CREATE TABLE desk.sessions (
  session_id     uuid        PRIMARY KEY,
  token_hash     bytea       NOT NULL UNIQUE,
  account_id     uuid        NOT NULL REFERENCES desk.accounts ON DELETE CASCADE,
  security_stamp uuid        NOT NULL,
  browser        text        NOT NULL,
  created_at     timestamptz NOT NULL,
  last_seen_at   timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL                    -- moves with use, up to the longest life
);

CREATE INDEX sessions_of_account ON desk.sessions (account_id, last_seen_at DESC);
CREATE INDEX sessions_to_end ON desk.sessions (expires_at);
