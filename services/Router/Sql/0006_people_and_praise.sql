-- Who may be given work, and what marketing may show.

-- Presence ends by itself: whoever is online is so until present_until, which every sign of life moves on. infinity stands for
-- somebody who was set online by hand in the database.
ALTER TABLE router.agents
  ADD COLUMN present_until timestamptz NOT NULL DEFAULT 'infinity',
  ADD COLUMN rate_limit    integer CHECK (rate_limit > 0),              -- tickets given automatically ...
  ADD COLUMN rate_minutes  integer CHECK (rate_minutes BETWEEN 1 AND 1440),  -- ... within so many minutes, over all queues
  ADD CHECK ((rate_limit IS NULL) = (rate_minutes IS NULL));

UPDATE router.agents SET present_until = now() + interval '2 minutes' WHERE online;

CREATE INDEX agents_present ON router.agents (present_until) WHERE online;

-- What a queue asks of whoever is given its tickets.
ALTER TABLE router.queues
  ADD COLUMN skills               text[] NOT NULL DEFAULT '{}',
  ADD COLUMN rate_limit           integer CHECK (rate_limit > 0),       -- for each member, from this queue
  ADD COLUMN rate_minutes         integer CHECK (rate_minutes BETWEEN 1 AND 1440),
  ADD COLUMN return_after_minutes integer DEFAULT 30 CHECK (return_after_minutes > 0),  -- open minutes; null: never
  ADD CHECK ((rate_limit IS NULL) = (rate_minutes IS NULL));

-- When somebody works. Who has no row works whenever they are present.
CREATE TABLE router.shifts (
  agent_id   uuid        PRIMARY KEY REFERENCES router.agents ON DELETE CASCADE,
  definition jsonb       NOT NULL,           -- Domain/Calendars CalendarDefinition
  version    bigint      NOT NULL DEFAULT 1,
  updated_by uuid        NOT NULL,
  updated_at timestamptz NOT NULL
);

-- What was given automatically, for as long as a rate may look back.
CREATE TABLE router.given (
  agent_id  uuid        NOT NULL REFERENCES router.agents ON DELETE CASCADE,
  at        timestamptz NOT NULL,
  ticket_id bigint      NOT NULL,
  queue_id  uuid        NOT NULL,
  PRIMARY KEY (agent_id, at, ticket_id)
);

CREATE INDEX given_by_age ON router.given (at);

-- Who has a ticket and has not opened it; when its time is up it goes back. Whoever writes a row holds its ticket.
CREATE TABLE router.return_timers (
  ticket_id    bigint      PRIMARY KEY REFERENCES router.tickets ON DELETE CASCADE,
  agent_id     uuid        NOT NULL REFERENCES router.agents,
  given_at     timestamptz NOT NULL,
  next_fire_at timestamptz NOT NULL
);

CREATE INDEX return_timers_to_fire ON router.return_timers (next_fire_at);

-- What was taken from somebody by the system: they are not given it again at once.
CREATE TABLE router.returns (
  return_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id   bigint      NOT NULL REFERENCES router.tickets ON DELETE CASCADE,
  agent_id    uuid        NOT NULL REFERENCES router.agents,
  queue_id    uuid        NOT NULL,
  given_at    timestamptz,
  returned_at timestamptz NOT NULL,
  reason      text        NOT NULL
);

CREATE INDEX returns_of_ticket ON router.returns (ticket_id, returned_at);
CREATE INDEX returns_of_agent ON router.returns (agent_id, return_id);

-- A queue's lane filled because nobody could take what came; open until nothing waits there.
CREATE TABLE router.lane_alerts (
  alert_id  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue_id  uuid        NOT NULL REFERENCES router.queues ON DELETE CASCADE,
  reason    text        NOT NULL,            -- Domain/Assignment WaitReason
  ticket_id bigint      NOT NULL,            -- the one that was nearest to its due
  waiting   integer     NOT NULL,            -- how many waited then
  began_at  timestamptz NOT NULL,
  ended_at  timestamptz
);

CREATE UNIQUE INDEX one_lane_alert ON router.lane_alerts (queue_id) WHERE ended_at IS NULL;

-- Marketing's board. What it is filtered by stands in the row, so that one index gives a page.
ALTER TABLE router.praise
  ADD COLUMN channel       text,
  ADD COLUMN language      text,
  ADD COLUMN has_media     boolean NOT NULL DEFAULT false,
  ADD COLUMN reach         bigint  NOT NULL DEFAULT 0,
  ADD COLUMN engagement    bigint  NOT NULL DEFAULT 0,
  ADD COLUMN planned_for   timestamptz,
  ADD COLUMN credit_line   text,             -- where a person wrote one
  ADD COLUMN request_id    uuid,             -- the newest request
  ADD COLUMN grant_id      bigint,           -- the newest grant
  ADD COLUMN was_shown     boolean NOT NULL DEFAULT false;  -- exported, reposted or posted at least once

UPDATE router.praise p
   SET channel = m.channel, language = m.language, has_media = cardinality(m.media) > 0,
       reach = coalesce((SELECT a.followers FROM router.authors a
                          WHERE a.channel = m.channel AND a.account = m.account AND a.author_id = m.author_id), 0)
  FROM router.mentions m
 WHERE m.mention_id = p.mention_id;

ALTER TABLE router.praise ALTER COLUMN channel SET NOT NULL, ALTER COLUMN language SET NOT NULL;

DROP INDEX router.praise_by_score;
CREATE INDEX praise_by_score ON router.praise (status, score DESC, praise_id DESC)
  INCLUDE (channel, language, has_media, reach);
CREATE INDEX praise_planned ON router.praise (planned_for, praise_id) WHERE planned_for IS NOT NULL;

-- How an item came to where it stands; written with each change.
CREATE TABLE router.praise_events (
  event_id  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  praise_id bigint      NOT NULL REFERENCES router.praise ON DELETE CASCADE,
  kind      text        NOT NULL,
  actor     text        NOT NULL,
  at        timestamptz NOT NULL,
  data      jsonb       NOT NULL,
  status    text        NOT NULL,            -- after the event
  version   bigint      NOT NULL
);

CREATE INDEX praise_events_of ON router.praise_events (praise_id, event_id);

-- A question to an author, and its own outbox: published_at is null until it is on the bus.
CREATE TABLE router.praise_requests (
  request_id     uuid        PRIMARY KEY,    -- the id of the reply that carries it
  praise_id      bigint      NOT NULL REFERENCES router.praise,
  asked_by       uuid        NOT NULL REFERENCES router.agents,
  asked_at       timestamptz NOT NULL,
  scopes         text[]      NOT NULL,
  territory      text[]      NOT NULL,       -- empty: everywhere
  wording        text        NOT NULL,
  template       text        NOT NULL,
  language       text        NOT NULL,
  status         text        NOT NULL,       -- ReplyStatus
  published_at   timestamptz,
  sent_at        timestamptz,
  external_id    text,
  failure_reason text
);

CREATE INDEX praise_requests_of ON router.praise_requests (praise_id, asked_at);
CREATE INDEX praise_requests_to_publish ON router.praise_requests (asked_at) WHERE published_at IS NULL;

CREATE TABLE router.praise_grants (
  grant_id     bigint      GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  praise_id    bigint      NOT NULL REFERENCES router.praise,
  request_id   uuid        NOT NULL REFERENCES router.praise_requests,
  recorded_by  uuid        NOT NULL REFERENCES router.agents,
  granted_at   timestamptz NOT NULL,
  scopes       text[]      NOT NULL,
  territory    text[]      NOT NULL,         -- empty: everywhere
  expires_at   timestamptz,
  post_hash    text        NOT NULL,         -- Domain/Praise PostHash
  answer       text        NOT NULL,         -- the author's words
  answer_link  text,
  ended_at     timestamptz,
  ended_by     text,                         -- expired, revoked, replaced
  next_fire_at timestamptz                   -- when it expires; null once it has ended
);

CREATE INDEX praise_grants_of ON router.praise_grants (praise_id, grant_id);
CREATE INDEX praise_grants_to_fire ON router.praise_grants (next_fire_at) WHERE next_fire_at IS NOT NULL;

-- What has to be taken down, and whether it was.
CREATE TABLE router.takedowns (
  takedown_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  praise_id   bigint      NOT NULL REFERENCES router.praise,
  reason      text        NOT NULL,
  raised_at   timestamptz NOT NULL,
  assignee_id uuid        REFERENCES router.agents,  -- null: marketing's to take
  done_at     timestamptz,
  done_by     uuid        REFERENCES router.agents,
  note        text
);

CREATE INDEX takedowns_open ON router.takedowns (takedown_id) WHERE done_at IS NULL;
CREATE INDEX takedowns_done ON router.takedowns (takedown_id) WHERE done_at IS NOT NULL;
CREATE INDEX takedowns_of ON router.takedowns (praise_id);
