-- Tokens by which programs use the API through the desk. Only the hash of the secret is here; a revoked token stays as a row, so
-- that it is known who had made it and when it was last used.

CREATE TABLE desk.api_tokens (
  token_id     uuid        PRIMARY KEY,
  token_hash   bytea       NOT NULL UNIQUE,
  begins       text        NOT NULL,
  name         text        NOT NULL,
  roles        text[]      NOT NULL,
  scopes       text[]      NOT NULL,
  created_by   uuid        NOT NULL REFERENCES desk.accounts,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  revoked_by   uuid        REFERENCES desk.accounts
);
