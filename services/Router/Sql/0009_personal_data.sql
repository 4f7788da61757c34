-- Personal data: found by (channel, author id), exported, erased.

CREATE INDEX authors_of_person ON router.authors (channel, author_id);

-- An erasure is its own outbox: it is announced until every service has answered. Who was erased is kept no longer than that.
CREATE TABLE router.erasures (
  erasure_id   uuid        PRIMARY KEY,
  channel      text        NOT NULL,
  author_id    text,                              -- null once all is done
  requested_by uuid        NOT NULL,
  requested_at timestamptz NOT NULL,
  announced_at timestamptz,
  finished_at  timestamptz,
  CHECK ((author_id IS NULL) = (finished_at IS NOT NULL))
);

CREATE INDEX erasures_newest ON router.erasures (requested_at DESC, erasure_id DESC);
CREATE INDEX erasures_unfinished ON router.erasures (requested_at) WHERE finished_at IS NULL;

CREATE TABLE router.erasure_answers (
  erasure_id uuid        NOT NULL REFERENCES router.erasures,
  service    text        NOT NULL,
  erased     jsonb       NOT NULL,                -- rows, by what they were
  at         timestamptz NOT NULL,
  PRIMARY KEY (erasure_id, service)
);

-- Mentions that were on the way when their author was erased: they are taken for known and never routed. Numbers only.
CREATE TABLE router.erased_mentions (
  mention_id uuid        PRIMARY KEY,
  erased_at  timestamptz NOT NULL
);
