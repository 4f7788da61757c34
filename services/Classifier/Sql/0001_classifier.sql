-- The classifier's schema: what people corrected, the models, the retrainings, the rules.
--
-- Labelling touches none of it. A process follows the champion and the rules by LISTEN classifier and by looking now and then.
-- Words such as state or label are spelled as in contracts/Vocabulary.cs and contracts/LearningVocabulary.cs.

CREATE SCHEMA IF NOT EXISTS classifier;

-- One relabelling by a person, with the text: nobody reads another's schema.
CREATE TABLE classifier.corrections (
  correction_id bigint      PRIMARY KEY,           -- the router's number of the relabelling: delivered twice, it is one row
  mention_id    uuid        NOT NULL,
  channel       text        NOT NULL,
  account       text        NOT NULL,
  author_id     text        NOT NULL,
  text          text        NOT NULL,
  language      text        NOT NULL,
  from_label    text        NOT NULL,
  to_label      text        NOT NULL,
  model_label   text        NOT NULL,
  model_version text        NOT NULL,
  made_by       uuid        NOT NULL,
  made_by_name  text,
  reason        text,
  made_at       timestamptz NOT NULL,
  state         text        NOT NULL,              -- against the mention's other corrections: the latest stands
  received_at   timestamptz NOT NULL
);

CREATE INDEX corrections_of_mention ON classifier.corrections (mention_id, correction_id DESC);
CREATE INDEX corrections_of_author ON classifier.corrections (channel, account, author_id);
CREATE INDEX corrections_by_language ON classifier.corrections (language, correction_id DESC);
CREATE INDEX corrections_by_label ON classifier.corrections (to_label, correction_id DESC);
CREATE INDEX corrections_by_model ON classifier.corrections (model_version, correction_id DESC);
CREATE INDEX corrections_by_time ON classifier.corrections (made_at);
CREATE INDEX corrections_standing ON classifier.corrections (correction_id) WHERE state = 'stands';

-- Erased corrections do not come back when their message is delivered again. Numbers only.
CREATE TABLE classifier.erased_corrections (
  correction_id bigint      PRIMARY KEY,
  erased_at     timestamptz NOT NULL
);

CREATE TABLE classifier.models (
  model_id    bigint      GENERATED ALWAYS AS IDENTITY,  -- order of registration: the list's keyset
  version     text        PRIMARY KEY,             -- the start of the hash: the same content has the same version
  origin      text        NOT NULL,
  state       text        NOT NULL,
  sha256      text        NOT NULL,
  bytes       bytea       NOT NULL,                -- here, so that every classifier has it
  languages   jsonb       NOT NULL,                -- what training saw and reached: contracts ModelLanguageView
  trained_on  jsonb,                               -- contracts TrainedOnView; null for what came with the program
  comparison  jsonb,                               -- against the champion of the time: contracts ComparisonView
  card        text        NOT NULL,                -- markdown
  reason      text,                                -- why it was refused
  created_at  timestamptz NOT NULL,
  created_by  text        NOT NULL,
  promoted_at timestamptz,
  promoted_by text,
  predecessor text        REFERENCES classifier.models  -- the champion before it: where a rollback leads
);

CREATE UNIQUE INDEX one_champion ON classifier.models (state) WHERE state = 'champion';
CREATE UNIQUE INDEX models_in_order ON classifier.models (model_id);

-- Who did what to which model, never changed.
CREATE TABLE classifier.model_events (
  event_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version  text        NOT NULL REFERENCES classifier.models,
  kind     text        NOT NULL CHECK (kind IN ('registered', 'promoted', 'rolled_back', 'retired', 'refused')),
  actor    text        NOT NULL,
  at       timestamptz NOT NULL,
  reason   text
);

CREATE INDEX events_of_model ON classifier.model_events (version, event_id);

CREATE TABLE classifier.retrainings (
  number       bigint      GENERATED ALWAYS AS IDENTITY,
  job_id       uuid        PRIMARY KEY,
  state        text        NOT NULL,
  step         text,                               -- what it is doing
  promote      boolean     NOT NULL,               -- put the challenger in place if it is not worse
  dev_sets     jsonb       NOT NULL,               -- labelled texts given with the request: contracts DevSet
  requested_by text        NOT NULL,
  requested_at timestamptz NOT NULL,
  attempt      integer     NOT NULL DEFAULT 0,     -- one more each time a process takes it up
  started_at   timestamptz,
  finished_at  timestamptz,
  champion     text,
  challenger   text,
  comparison   jsonb,
  reason       text
);

CREATE UNIQUE INDEX one_retraining ON classifier.retrainings ((true)) WHERE state IN ('queued', 'running');
CREATE UNIQUE INDEX retrainings_in_order ON classifier.retrainings (number);

-- A row is one version of a rule and never changes: editing, switching on or off and taking away write the next.
CREATE TABLE classifier.rules (
  revision   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- the newest names the state of the whole list
  rule_id    uuid        NOT NULL,
  version    integer     NOT NULL,
  definition jsonb       NOT NULL,                 -- contracts RuleDefinition
  enabled    boolean     NOT NULL,
  removed    boolean     NOT NULL DEFAULT false,
  changed_by text        NOT NULL,
  changed_at timestamptz NOT NULL,
  UNIQUE (rule_id, version)
);
