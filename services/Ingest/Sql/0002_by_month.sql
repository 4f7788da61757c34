-- Mentions by the month in which they came in, so that retention drops whole months.
--
-- A mention's id says nothing about when it came, and PostgreSQL keeps nothing unique across partitions. So every id that was ever
-- taken in stands in ingest.mention_keys, with the instant that leads to its month. A key outlives its mention: a post that is
-- brought again after its month was dropped is still the same post.

CREATE TABLE ingest.mention_keys (
  mention_id  uuid        PRIMARY KEY,
  received_at timestamptz NOT NULL
);

ALTER TABLE ingest.mentions RENAME TO mentions_before;
INSERT INTO ingest.mention_keys SELECT mention_id, received_at FROM ingest.mentions_before;

CREATE TABLE ingest.mentions (
  mention_id         uuid        NOT NULL,
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
  media              jsonb       NOT NULL,
  source             text        NOT NULL,
  delivery           text,
  trace_parent       text,
  outbound           boolean     NOT NULL,
  received_at        timestamptz NOT NULL,
  published_at       timestamptz,
  publish_count      integer     NOT NULL DEFAULT 0,
  routed_at          timestamptz
) PARTITION BY RANGE (received_at);

CREATE TABLE ingest.mentions_other PARTITION OF ingest.mentions DEFAULT;
ALTER TABLE ingest.mentions_other SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);

-- Rows first, indexes after.
SELECT mesh.make_month('ingest.mentions', month)
  FROM (SELECT DISTINCT date_trunc('month', received_at AT TIME ZONE 'UTC')::date AS month FROM ingest.mentions_before) AS m;
INSERT INTO ingest.mentions OVERRIDING SYSTEM VALUE
SELECT mention_id, seq, channel, account, external_id, parent_external_id, conversation_id, kind, visibility, author_id,
       author_handle, author_name, author_followers, author_verified, author_tier, text, language, posted_at, permalink, rating,
       media, source, delivery, trace_parent, outbound, received_at, published_at, publish_count, routed_at
  FROM ingest.mentions_before
 ORDER BY seq;
SELECT setval(pg_get_serial_sequence('ingest.mentions', 'seq'), max(seq)) FROM ingest.mentions_before HAVING max(seq) IS NOT NULL;
DROP TABLE ingest.mentions_before;
ALTER SEQUENCE ingest.mentions_seq_seq1 RENAME TO mentions_seq_seq;

ALTER TABLE ingest.mentions ADD PRIMARY KEY (mention_id, received_at);
CREATE INDEX mentions_to_publish ON ingest.mentions (seq)
  WHERE published_at IS NULL AND routed_at IS NULL AND NOT outbound;
CREATE INDEX mentions_published_unrouted ON ingest.mentions (published_at)
  WHERE routed_at IS NULL AND published_at IS NOT NULL;
CREATE INDEX mentions_unrouted ON ingest.mentions (received_at) WHERE routed_at IS NULL AND NOT outbound;
