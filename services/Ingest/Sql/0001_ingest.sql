CREATE SCHEMA IF NOT EXISTS ingest;

-- Everything that came in. The record is the outbox: a mention that is not yet on the bus is a row whose published_at
-- is null, one that the router has not reported is a row whose routed_at is null. Channel, account and external id are
-- unique through mention_id, which is derived from them.
CREATE TABLE ingest.mentions (
  mention_id         uuid        PRIMARY KEY,
  seq                bigint      GENERATED ALWAYS AS IDENTITY,
  channel            text        NOT NULL,
  account            text        NOT NULL,
  external_id        text        NOT NULL,
  parent_external_id text,
  conversation_id    text,
  kind               text        NOT NULL,
  visibility         text        NOT NULL,
  author_id          text        NOT NULL,
  author_handle      text,
  author_name        text,
  author_followers   bigint,
  author_verified    boolean     NOT NULL,
  author_tier        text        NOT NULL,
  text               text        NOT NULL,
  language           text,
  posted_at          timestamptz NOT NULL,
  permalink          text,
  rating             integer,
  media              jsonb       NOT NULL,          -- links
  source             text        NOT NULL,
  delivery           text,                          -- webhook-id of the request that brought it first
  trace_parent       text,
  outbound           boolean     NOT NULL,          -- the account's own post: kept, never published
  received_at        timestamptz NOT NULL,
  published_at       timestamptz,                   -- null again when the reconciler wants it published once more
  publish_count      integer     NOT NULL DEFAULT 0,
  routed_at          timestamptz
);

-- The three indexes hold only what is on its way, so they stay small whatever the table holds.
CREATE INDEX mentions_to_publish ON ingest.mentions (seq)
  WHERE published_at IS NULL AND routed_at IS NULL AND NOT outbound;
CREATE INDEX mentions_published_unrouted ON ingest.mentions (published_at)
  WHERE routed_at IS NULL AND published_at IS NOT NULL;
CREATE INDEX mentions_unrouted ON ingest.mentions (received_at) WHERE routed_at IS NULL AND NOT outbound;

-- Rows are written three times within seconds: clean up early.
ALTER TABLE ingest.mentions SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);

-- What was answered to each delivery, so that a redelivered webhook gets the same answer.
CREATE TABLE ingest.deliveries (
  source      text        NOT NULL,
  webhook_id  text        NOT NULL,
  body_sha256 text        NOT NULL,  -- the answer is given again only for the same body
  answer      json        NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (source, webhook_id)
);

CREATE INDEX deliveries_by_age ON ingest.deliveries (received_at);

-- Each reply is attempted at most once: the row is there before the attempt.
CREATE TABLE ingest.replies (
  reply_id     uuid        PRIMARY KEY,
  ticket_id    bigint      NOT NULL,
  channel      text        NOT NULL,
  account      text        NOT NULL,
  status       text        NOT NULL CHECK (status IN ('sending', 'sent', 'failed', 'unknown')),
  by_hand      boolean     NOT NULL DEFAULT false,
  external_id  text,
  reason       text,
  attempted_at timestamptz NOT NULL,
  finished_at  timestamptz
);
