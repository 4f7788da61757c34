-- The router's schema.
--
-- A ticket is the work that one author's complaint or question causes. Its row says where it stands now; router.events says
-- how it came there, and is written in the same transaction: the row can be rebuilt from the events. A clock is one promise of
-- one ticket; its row is also its timer (next_fire_at). A mention is in router.mentions once, whatever is delivered how often.
-- Words such as status, label or kind are spelled as in contracts/Vocabulary.cs.

CREATE SCHEMA IF NOT EXISTS router;

CREATE TABLE router.calendars (
  calendar_id uuid        PRIMARY KEY,
  definition  jsonb       NOT NULL,           -- Domain/Calendars CalendarDefinition
  version     bigint      NOT NULL DEFAULT 1,
  updated_at  timestamptz NOT NULL
);

-- A row is one version of a policy and never changes: editing writes the next version, and tickets stay pinned to theirs.
CREATE TABLE router.policies (
  policy_id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  policy_key     uuid        NOT NULL,        -- the policy, over all its versions
  version        integer     NOT NULL,
  definition     jsonb       NOT NULL,        -- Domain/Sla PolicyDefinition
  effective_from timestamptz NOT NULL,
  retired_at     timestamptz,                 -- no longer for new tickets
  UNIQUE (policy_key, version)
);

CREATE TABLE router.queues (
  queue_id    uuid    PRIMARY KEY,
  name        text    NOT NULL UNIQUE,
  calendar_id uuid    NOT NULL REFERENCES router.calendars,
  channels    text[]  NOT NULL DEFAULT '{}',  -- empty: any
  accounts    text[]  NOT NULL DEFAULT '{}',  -- empty: any
  is_default  boolean NOT NULL DEFAULT false
);

CREATE UNIQUE INDEX one_default_queue ON router.queues (is_default) WHERE is_default;

CREATE TABLE router.agents (
  agent_id         uuid    PRIMARY KEY,
  name             text    NOT NULL,
  languages        text[]  NOT NULL DEFAULT '{}',
  skills           text[]  NOT NULL DEFAULT '{}',
  capacity         integer NOT NULL CHECK (capacity >= 0),
  online           boolean NOT NULL DEFAULT false,
  active           boolean NOT NULL DEFAULT true,
  open_tickets     integer NOT NULL DEFAULT 0 CHECK (open_tickets >= 0),  -- assigned and not resolved; kept with each change
  last_assigned_at timestamptz,
  version          bigint  NOT NULL DEFAULT 1
);

CREATE TABLE router.queue_members (
  queue_id uuid NOT NULL REFERENCES router.queues ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES router.agents ON DELETE CASCADE,
  PRIMARY KEY (queue_id, agent_id)
);

CREATE INDEX queues_of_agent ON router.queue_members (agent_id);

-- The author's row is what is locked while an author's posts are routed: one author, one case, with any number of routers.
CREATE TABLE router.authors (
  channel         text    NOT NULL,
  account         text    NOT NULL,
  author_id       text    NOT NULL,
  handle          text,
  name            text,
  followers       bigint,
  verified        boolean NOT NULL DEFAULT false,
  tier            text    NOT NULL DEFAULT 'standard',
  last_agent_id   uuid    REFERENCES router.agents,   -- who answered last
  last_agent_at   timestamptz,
  PRIMARY KEY (channel, account, author_id)
);

CREATE TABLE router.tickets (
  ticket_id            bigint      GENERATED ALWAYS AS IDENTITY (START WITH 1001) PRIMARY KEY,
  channel              text        NOT NULL,
  account              text        NOT NULL,
  author_id            text        NOT NULL,
  status               text        NOT NULL,
  priority             text        NOT NULL,
  label                text        NOT NULL,
  confidence           real        NOT NULL,
  needs_review         boolean     NOT NULL,
  language             text        NOT NULL,
  queue_id             uuid        NOT NULL REFERENCES router.queues,
  assignee_id          uuid        REFERENCES router.agents,
  policy_id            bigint      NOT NULL REFERENCES router.policies,
  calendar_id          uuid        NOT NULL REFERENCES router.calendars,
  cycle                integer     NOT NULL DEFAULT 1,     -- 1, and one more with each reopening
  spell                integer     NOT NULL DEFAULT 1,     -- waiting spells of the customer so far
  mention_count        integer     NOT NULL DEFAULT 0,
  burst                boolean     NOT NULL DEFAULT false,
  first_line           text        NOT NULL,
  order_number         text,
  continuation_of      bigint      REFERENCES router.tickets,
  split_from           bigint      REFERENCES router.tickets,
  first_post_at        timestamptz NOT NULL,
  last_post_at         timestamptz NOT NULL,
  oldest_unanswered_at timestamptz,
  opened_at            timestamptz NOT NULL,
  assigned_at          timestamptz,
  accepted_at          timestamptz,
  first_replied_at     timestamptz,
  first_resolved_at    timestamptz,
  resolved_at          timestamptz,
  closed_at            timestamptz,
  misrouted            boolean     NOT NULL DEFAULT false, -- closed because the label was wrong: outside SLA statistics
  last_seen            text        NOT NULL,               -- newest customer post or reply: what a reply must have seen
  next_due_at          timestamptz,                        -- nearest due of the running clocks
  next_due_kind        text,
  version              bigint      NOT NULL DEFAULT 1,
  CHECK (status <> 'new' OR assignee_id IS NULL)
);

-- One author, one case. A ticket split off by a person stands beside it.
CREATE UNIQUE INDEX one_case ON router.tickets (channel, account, author_id)
  WHERE status NOT IN ('resolved', 'closed') AND split_from IS NULL;
CREATE INDEX tickets_of_author ON router.tickets (channel, account, author_id, ticket_id DESC);
-- Queue pages: nearest due first, then oldest. infinity stands for "no clock runs" so that one keyset serves all.
CREATE INDEX tickets_by_due ON router.tickets (queue_id, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE status NOT IN ('resolved', 'closed');
CREATE INDEX tickets_of_assignee ON router.tickets (assignee_id, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE status NOT IN ('resolved', 'closed');
CREATE INDEX tickets_all_by_due ON router.tickets (coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE status NOT IN ('resolved', 'closed');
CREATE INDEX tickets_unassigned ON router.tickets (queue_id, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE assignee_id IS NULL AND status NOT IN ('resolved', 'closed');
CREATE INDEX tickets_resolved ON router.tickets (resolved_at, ticket_id) WHERE status = 'resolved';

CREATE TABLE router.mentions (
  seq                bigint      GENERATED ALWAYS AS IDENTITY,   -- order of routing; the export's keyset
  mention_id         uuid        PRIMARY KEY,
  channel            text        NOT NULL,
  account            text        NOT NULL,
  external_id        text        NOT NULL,
  parent_external_id text,
  conversation_id    text,
  kind               text        NOT NULL,
  visibility         text        NOT NULL,
  author_id          text        NOT NULL,
  text               text        NOT NULL,
  posted_at          timestamptz NOT NULL,
  received_at        timestamptz NOT NULL,
  routed_at          timestamptz NOT NULL,
  permalink          text,
  rating             integer,
  media              text[]      NOT NULL DEFAULT '{}',
  source             text        NOT NULL,
  language           text        NOT NULL,
  label              text        NOT NULL,      -- as it stands: the model's, or a person's
  model_label        text        NOT NULL,
  p_complaint        real        NOT NULL,
  p_praise           real        NOT NULL,
  p_question         real        NOT NULL,
  p_other            real        NOT NULL,
  needs_review       boolean     NOT NULL,
  model_version      text        NOT NULL,
  terms              jsonb       NOT NULL,
  relabelled_by      uuid        REFERENCES router.agents,
  relabelled_at      timestamptz,
  ticket_id          bigint      REFERENCES router.tickets
);

CREATE UNIQUE INDEX mentions_in_order ON router.mentions (seq);
CREATE INDEX mentions_of_ticket ON router.mentions (ticket_id, posted_at, mention_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX mentions_of_author ON router.mentions (channel, account, author_id, posted_at DESC);

-- One promise. due_at is null while it stands still; next_fire_at is null when no step is left or it stands still.
CREATE TABLE router.clocks (
  clock_id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id      bigint      NOT NULL REFERENCES router.tickets,
  kind           text        NOT NULL,
  cycle          integer     NOT NULL,
  spell          integer     NOT NULL,
  policy_id      bigint      NOT NULL REFERENCES router.policies,
  calendar_id    uuid        NOT NULL REFERENCES router.calendars,
  state          text        NOT NULL,
  started_at     timestamptz NOT NULL,
  target_seconds bigint      NOT NULL CHECK (target_seconds > 0),
  paused_seconds bigint      NOT NULL DEFAULT 0,   -- working seconds inside the pauses that have ended
  paused_since   timestamptz,
  due_at         timestamptz,
  stopped_at     timestamptz,
  breached_at    timestamptz,                      -- the due instant that passed, once the breach has been told
  met_by_reply   uuid,
  next_fire_at   timestamptz,
  next_level     integer,
  UNIQUE (ticket_id, kind, cycle, spell)
);

CREATE INDEX clocks_to_fire ON router.clocks (next_fire_at) WHERE next_fire_at IS NOT NULL;
CREATE INDEX clocks_running_by_due ON router.clocks (due_at) WHERE state = 'running';
CREATE INDEX clocks_stopped ON router.clocks (stopped_at) WHERE stopped_at IS NOT NULL;
CREATE INDEX clocks_breached ON router.clocks (breached_at) WHERE breached_at IS NOT NULL;

-- Each step of each clock takes effect once, or is recorded as skipped.
CREATE TABLE router.clock_steps (
  clock_id bigint      NOT NULL REFERENCES router.clocks,
  level    integer     NOT NULL,
  due_at   timestamptz NOT NULL,              -- the instant it was for: a due that moves later makes it a new step
  kind     text        NOT NULL,
  outcome  text        NOT NULL CHECK (outcome IN ('fired', 'skipped')),
  at       timestamptz NOT NULL,
  PRIMARY KEY (clock_id, level, due_at)
);

CREATE TABLE router.pauses (
  pause_id  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id bigint      NOT NULL REFERENCES router.tickets,
  from_at   timestamptz NOT NULL,
  to_at     timestamptz,
  by_actor  text        NOT NULL,
  reason    text        NOT NULL,
  flagged   boolean     NOT NULL              -- a customer post was unanswered when it was set
);

CREATE INDEX pauses_of_ticket ON router.pauses (ticket_id, pause_id);

CREATE TABLE router.replies (
  reply_id       uuid        PRIMARY KEY,
  ticket_id      bigint      NOT NULL REFERENCES router.tickets,
  mention_id     uuid        NOT NULL REFERENCES router.mentions,
  agent_id       uuid        NOT NULL REFERENCES router.agents,
  text           text        NOT NULL,
  visibility     text        NOT NULL,
  status         text        NOT NULL,
  by_hand        boolean     NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL,
  published_at   timestamptz,                  -- when SendReply went to the bus: this row is its outbox
  sent_at        timestamptz,
  external_id    text,
  failure_reason text
);

CREATE INDEX replies_of_ticket ON router.replies (ticket_id, created_at, reply_id);
CREATE INDEX replies_to_publish ON router.replies (created_at) WHERE published_at IS NULL;

CREATE TABLE router.notes (
  note_id    uuid        PRIMARY KEY,
  ticket_id  bigint      NOT NULL REFERENCES router.tickets,
  agent_id   uuid        NOT NULL REFERENCES router.agents,
  text       text        NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE INDEX notes_of_ticket ON router.notes (ticket_id, created_at, note_id);

-- The record is the outbox: an event not yet announced on the bus is a row whose published_at is null.
CREATE TABLE router.events (
  event_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id    bigint      NOT NULL REFERENCES router.tickets,
  kind         text        NOT NULL,
  actor        text        NOT NULL,           -- an agent's id, 'customer' or 'system'
  at           timestamptz NOT NULL,
  cause        text,
  data         jsonb,
  status       text        NOT NULL,           -- the ticket after the event
  queue_id     uuid        NOT NULL,
  assignee_id  uuid,
  version      bigint      NOT NULL,
  published_at timestamptz
);

CREATE INDEX events_of_ticket ON router.events (ticket_id, event_id);
CREATE INDEX events_to_publish ON router.events (event_id) WHERE published_at IS NULL;

CREATE TABLE router.praise (
  praise_id  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mention_id uuid        NOT NULL UNIQUE REFERENCES router.mentions,
  status     text        NOT NULL,
  score      real        NOT NULL,
  found_at   timestamptz NOT NULL,
  version    bigint      NOT NULL DEFAULT 1
);

CREATE INDEX praise_by_score ON router.praise (status, score DESC, praise_id DESC);
