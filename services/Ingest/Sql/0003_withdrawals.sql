-- Posts that their platform says are gone. Told to the mesh once the router has the mention, so that nobody hears of the end
-- before the beginning; published_at null is still to be told. No word of the post is in it.
CREATE TABLE ingest.withdrawals (
  mention_id   uuid        PRIMARY KEY,
  source       text        NOT NULL,
  received_at  timestamptz NOT NULL,
  published_at timestamptz
);

CREATE INDEX withdrawals_to_publish ON ingest.withdrawals (received_at) WHERE published_at IS NULL;
