-- Hand-overs, splitting and merging, snoozing, presence, canned replies, notifications, attachments, order patterns.

-- How long a queue may take to accept what is handed to it; whether it works without an order number.
ALTER TABLE router.queues
  ADD acceptance_minutes integer CHECK (acceptance_minutes > 0),
  ADD needs_order_number boolean NOT NULL DEFAULT false;

-- handed_to: the queue that has been asked to take the ticket and has not answered. The ticket's own queue and assignee stay
-- those of the sender until then. snoozed_until is null for a snooze that only the customer's next post ends.
ALTER TABLE router.tickets
  ADD hand_overs    integer NOT NULL DEFAULT 0,
  ADD handed_to     uuid    REFERENCES router.queues,
  ADD snoozed       boolean NOT NULL DEFAULT false,
  ADD snoozed_until timestamptz,
  ADD merged_into   bigint  REFERENCES router.tickets,
  ADD CHECK (snoozed OR snoozed_until IS NULL),
  ADD CHECK ((status = 'handed_over') = (handed_to IS NOT NULL)),
  ADD CHECK (merged_into <> ticket_id);

CREATE INDEX tickets_handed_to ON router.tickets (handed_to, coalesce(next_due_at, 'infinity'), ticket_id)
  WHERE handed_to IS NOT NULL;
CREATE INDEX tickets_to_wake ON router.tickets (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX tickets_merged_into ON router.tickets (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX tickets_split_from ON router.tickets (split_from) WHERE split_from IS NOT NULL;

CREATE INDEX events_of_hand_overs ON router.events (event_id DESC) WHERE kind = 'handed_over';
CREATE INDEX events_of_reopenings ON router.events (event_id DESC) WHERE kind = 'reopened';

-- One row a link, from the side that made it; the other side reads it as the counterpart (Domain/Tickets Links).
CREATE TABLE router.links (
  ticket_id bigint      NOT NULL REFERENCES router.tickets,
  other_id  bigint      NOT NULL REFERENCES router.tickets,
  kind      text        NOT NULL,
  linked_by uuid        NOT NULL REFERENCES router.agents,
  at        timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, other_id),
  CHECK (ticket_id <> other_id)
);

CREATE INDEX links_to ON router.links (other_id);

-- A post whose text is nearly that of an earlier one on its ticket stands under it, as one line with a counter.
ALTER TABLE router.mentions ADD folded_into uuid;

CREATE INDEX mentions_loose ON router.mentions (channel, account, author_id, posted_at) WHERE ticket_id IS NULL;

-- Who looks at a ticket now. Gone after a crash, and old after half a minute: nobody misses it.
CREATE UNLOGGED TABLE router.presence (
  ticket_id bigint      NOT NULL,
  agent_id  uuid        NOT NULL,
  name      text        NOT NULL,
  typing    boolean     NOT NULL,
  seen_at   timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, agent_id)
);

CREATE INDEX presence_by_age ON router.presence (seen_at);

-- Texts that are written once and sent often; with actions it is a macro.
CREATE TABLE router.canned_replies (
  canned_id  uuid        PRIMARY KEY,
  name       text        NOT NULL,
  kind       text        NOT NULL,
  scope      text        NOT NULL,
  queue_id   uuid        REFERENCES router.queues,
  owner_id   uuid        REFERENCES router.agents,
  texts      jsonb       NOT NULL,             -- language to text, for example {"zh-CN": "...", "en": "..."}
  actions    jsonb       NOT NULL DEFAULT '[]',
  version    bigint      NOT NULL DEFAULT 1,
  updated_by uuid        REFERENCES router.agents,  -- null: came with the program
  updated_at timestamptz NOT NULL,
  CHECK ((scope = 'queue') = (queue_id IS NOT NULL)),
  CHECK ((scope = 'personal') = (owner_id IS NOT NULL))
);

CREATE INDEX canned_replies_by_name ON router.canned_replies (name, canned_id);

INSERT INTO router.canned_replies (canned_id, name, kind, scope, texts, updated_at)
VALUES ('00000000-0000-8000-8000-0000000000b1', 'Ask for the order number', 'ask_order_number', 'all',
        '{"zh-CN": "{{author}} 您好，为了尽快帮您处理，请私信我们您的订单号，谢谢！",
          "en": "Hello {{author}}, please send us your order number in a private message, so that we can look into it at once."}',
        '2000-01-01Z');

ALTER TABLE router.notifications ADD note_id uuid;  -- the note that calls the agent

-- A link that somebody gave; nobody here ever follows it.
CREATE TABLE router.attachments (
  attachment_id uuid        PRIMARY KEY,
  ticket_id     bigint      NOT NULL REFERENCES router.tickets,
  note_id       uuid        REFERENCES router.notes,
  reply_id      uuid        REFERENCES router.replies,
  url           text        NOT NULL,
  title         text        NOT NULL,
  created_at    timestamptz NOT NULL,
  CHECK ((note_id IS NULL) <> (reply_id IS NULL))
);

CREATE INDEX attachments_of_ticket ON router.attachments (ticket_id);

-- How an account's order numbers look; linear-time patterns only.
CREATE TABLE router.order_patterns (
  channel    text        NOT NULL,
  account    text        NOT NULL,
  pattern    text        NOT NULL,
  required   boolean     NOT NULL DEFAULT false, -- nothing is handed over without one
  updated_by uuid        NOT NULL REFERENCES router.agents,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (channel, account)
);

-- A tier that a person has given stands against whatever a platform says later.
ALTER TABLE router.authors ADD tier_by_person boolean NOT NULL DEFAULT false;

CREATE INDEX authors_of_tier ON router.authors (tier, channel, account, author_id) WHERE tier <> 'standard';

CREATE TABLE router.author_changes (
  change_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel   text        NOT NULL,
  account   text        NOT NULL,
  author_id text        NOT NULL,
  from_tier text        NOT NULL,
  to_tier   text        NOT NULL,
  reason    text        NOT NULL,
  agent_id  uuid        NOT NULL REFERENCES router.agents,
  at        timestamptz NOT NULL,
  FOREIGN KEY (channel, account, author_id) REFERENCES router.authors
);

CREATE INDEX author_changes_of ON router.author_changes (channel, account, author_id, change_id DESC);

-- Only the recalculation walks it, and says so by these words: for a list it would be the wrong way that looks cheapest.
DROP INDEX router.tickets_in_work;
CREATE INDEX tickets_in_work ON router.tickets (ticket_id) WHERE (status IN ('resolved', 'closed')) IS FALSE;
