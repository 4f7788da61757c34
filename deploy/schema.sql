-- Generated from the numbered scripts of the services; see tests/Conventions/The_schema.cs.

CREATE SCHEMA classifier;

CREATE SCHEMA desk;

CREATE SCHEMA ingest;

CREATE SCHEMA mesh;

CREATE SCHEMA router;

CREATE FUNCTION desk.keep_audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.status IS NULL AND NEW.status IS NOT NULL
       AND (NEW.audit_id, NEW.at, NEW.actor_kind, NEW.area, NEW.act)
         = (OLD.audit_id, OLD.at, OLD.actor_kind, OLD.area, OLD.act)
       AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id
       AND (OLD.target IS NULL OR NEW.target = OLD.target)
       AND (OLD.detail IS NULL OR NEW.detail = OLD.detail) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'desk.audit is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION mesh.drop_months(parents text[], month date, now timestamp with time zone) RETURNS TABLE(table_name text, rows bigint)
    LANGUAGE plpgsql
    SET lock_timeout TO '500ms'
    AS $$
DECLARE
  gone    record;
  counted jsonb := '{}';
  number  bigint;
BEGIN
  FOR gone IN SELECT m.table_name, m.partition FROM mesh.months m
               WHERE m.table_name = ANY (parents) AND m.month = drop_months.month LOOP
    EXECUTE format('SELECT count(*) FROM %s', gone.partition) INTO number;
    counted := counted || jsonb_build_object(gone.table_name, number);
  END LOOP;

  FOR gone IN SELECT m.table_name, m.partition FROM mesh.months m
               WHERE m.table_name = ANY (parents) AND m.month = drop_months.month
               ORDER BY array_position(parents, m.table_name) LOOP
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', gone.table_name, gone.partition);
    EXECUTE format('DROP TABLE %s', gone.partition);
  END LOOP;

  INSERT INTO mesh.dropped_months AS d (table_name, month, rows, dropped_at)
  SELECT c.key, drop_months.month, c.value::bigint, drop_months.now FROM jsonb_each_text(counted) AS c
      ON CONFLICT ON CONSTRAINT dropped_months_pkey DO UPDATE SET rows = d.rows + excluded.rows, dropped_at = excluded.dropped_at;
  RETURN QUERY SELECT c.key, c.value::bigint FROM jsonb_each_text(counted) AS c;
END
$$;

CREATE FUNCTION mesh.hold_month(parent text, month date) RETURNS void
    LANGUAGE plpgsql
    SET lock_timeout TO '500ms'
    AS $$
DECLARE
  held regclass := (SELECT m.partition FROM mesh.months m WHERE m.table_name = parent AND m.month = hold_month.month);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('mesh.months'));
  IF held IS NOT NULL THEN
    EXECUTE format('LOCK TABLE %s IN SHARE MODE', held);
  END IF;
END
$$;

CREATE FUNCTION mesh.make_month(parent regclass, month date) RETURNS boolean
    LANGUAGE plpgsql
    SET lock_timeout TO '500ms'
    SET "TimeZone" TO 'UTC'
    AS $_$
DECLARE
  begins  timestamptz := date_trunc('month', month);
  ends    timestamptz := begins + interval '1 month';
  other   regclass;
  space   text;
  name    text;
  key     text;
  options text;
  strays  boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('mesh.months'));
  SELECT k.partdefid, n.nspname, format('%s_%s', c.relname, to_char(begins, 'YYYY_MM')), a.attname,
         array_to_string(o.reloptions, ', ')
    INTO other, space, name, key, options
    FROM pg_partitioned_table k
    JOIN pg_class c ON c.oid = k.partrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = k.partrelid AND a.attnum = k.partattrs[0]
    JOIN pg_class o ON o.oid = k.partdefid
   WHERE k.partrelid = parent;
  IF to_regclass(format('%I.%I', space, name)) IS NOT NULL THEN
    RETURN false;
  END IF;

  EXECUTE format('CREATE TABLE %I.%I (LIKE %s INCLUDING ALL EXCLUDING IDENTITY)', space, name, other);
  IF options <> '' THEN
    EXECUTE format('ALTER TABLE %I.%I SET (%s)', space, name, options);
  END IF;

  EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I >= %L AND %2$I < %4$L)', other, key, begins, ends) INTO strays;
  IF strays THEN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', other);
    EXECUTE format(
      'WITH moved AS (DELETE FROM %s WHERE %I >= %L AND %2$I < %4$L RETURNING *) INSERT INTO %I.%I SELECT * FROM moved',
      other, key, begins, ends, space, name);
  END IF;

  EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I.%I FOR VALUES FROM (%L) TO (%L)', parent, space, name, begins, ends);
  RETURN true;
END
$_$;

CREATE FUNCTION mesh.missing_months(parent regclass, now timestamp with time zone, ahead integer) RETURNS SETOF date
    LANGUAGE plpgsql
    SET "TimeZone" TO 'UTC'
    AS $_$
DECLARE
  other regclass;
  key   text;
BEGIN
  SELECT k.partdefid, a.attname INTO other, key
    FROM pg_partitioned_table k
    JOIN pg_attribute a ON a.attrelid = k.partrelid AND a.attnum = k.partattrs[0]
   WHERE k.partrelid = parent;
  RETURN QUERY EXECUTE format(
    'SELECT date_trunc(''month'', $1 + n * interval ''1 month'')::date FROM generate_series(0, $2) AS n
      UNION
     SELECT date_trunc(''month'', %I)::date FROM %s
     EXCEPT
     (SELECT month FROM mesh.months WHERE table_name = $3
       UNION ALL
      SELECT month FROM mesh.dropped_months WHERE table_name = $3)
      ORDER BY 1', key, other)
    USING now, ahead, (SELECT format('%s.%s', n.nspname, c.relname)
                         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent);
END
$_$;

CREATE FUNCTION router.promises_follow() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM written
                  WHERE kind IN ('clock.meet', 'clock.breach', 'clock.resume', 'clock.skip', 'misrouted')) THEN
    RETURN NULL;
  END IF;

  INSERT INTO router.promises AS p (ticket_id, clock, round, broken_at, broken_queue, broken_agent, broken_policy)
  SELECT DISTINCT ON (ticket_id, data ->> 'clock', data ->> 'round')
         ticket_id, data ->> 'clock', (data ->> 'round')::int, at,
         router.queue_of_promise(ticket_id, data ->> 'clock', event_id, queue_id),
         CASE data ->> 'clock' WHEN 'acceptance' THEN NULL ELSE assignee_id END, (data ->> 'policy_id')::bigint
    FROM written
   WHERE kind IN ('clock.breach', 'clock.skip') AND data ->> 'level' = 'due'
   ORDER BY ticket_id, data ->> 'clock', data ->> 'round', event_id
      ON CONFLICT (ticket_id, clock, round) DO UPDATE
     SET broken_at = excluded.broken_at, broken_queue = excluded.broken_queue, broken_agent = excluded.broken_agent,
         broken_policy = excluded.broken_policy
   WHERE p.broken_at IS NULL;

  INSERT INTO router.promises (
         ticket_id, clock, round, stopped_at, used_seconds, in_time, stopped_queue, stopped_agent, stopped_policy)
  SELECT DISTINCT ON (ticket_id, data ->> 'clock', data ->> 'round')
         ticket_id, data ->> 'clock', (data ->> 'round')::int, at, (data ->> 'used_seconds')::bigint,
         (data ->> 'late')::boolean IS NOT TRUE,
         router.queue_of_promise(ticket_id, data ->> 'clock', event_id, queue_id),
         CASE data ->> 'clock' WHEN 'acceptance' THEN NULL ELSE assignee_id END, (data ->> 'policy_id')::bigint
    FROM written
   WHERE kind = 'clock.meet'
   ORDER BY ticket_id, data ->> 'clock', data ->> 'round', event_id DESC
      ON CONFLICT (ticket_id, clock, round) DO UPDATE
     SET stopped_at = excluded.stopped_at, used_seconds = excluded.used_seconds, in_time = excluded.in_time,
         stopped_queue = excluded.stopped_queue, stopped_agent = excluded.stopped_agent, stopped_policy = excluded.stopped_policy;

  -- A clock that runs on after it was stopped has its result only with the next stop.
  UPDATE router.promises p
     SET stopped_at = NULL, used_seconds = NULL, in_time = NULL, stopped_queue = NULL, stopped_agent = NULL, stopped_policy = NULL
    FROM written w
   WHERE w.kind = 'clock.resume' AND p.ticket_id = w.ticket_id AND p.clock = w.data ->> 'clock'
     AND p.round = (w.data ->> 'round')::int AND p.stopped_at IS NOT NULL
     AND NOT EXISTS (
           SELECT FROM written m
            WHERE m.kind = 'clock.meet' AND m.ticket_id = w.ticket_id AND m.event_id > w.event_id
              AND m.data ->> 'clock' = w.data ->> 'clock' AND m.data ->> 'round' = w.data ->> 'round');

  DELETE FROM router.promises p USING written w WHERE w.kind = 'misrouted' AND p.ticket_id = w.ticket_id;
  RETURN NULL;
END
$$;

CREATE FUNCTION router.queue_of_promise(ticket bigint, clock text, event bigint, holder uuid) RETURNS uuid
    LANGUAGE sql STABLE
    AS $$
  SELECT CASE clock WHEN 'acceptance' THEN coalesce((
           SELECT (e.data ->> 'to_queue_id')::uuid
             FROM router.events e
            WHERE e.ticket_id = ticket AND e.event_id < event AND e.kind = 'handed_over'
            ORDER BY e.event_id DESC
            LIMIT 1), holder)
         ELSE holder END
$$;

CREATE TABLE classifier.corrections (
    correction_id bigint NOT NULL,
    mention_id uuid NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    author_id text NOT NULL,
    text text NOT NULL,
    language text NOT NULL,
    from_label text NOT NULL,
    to_label text NOT NULL,
    model_label text NOT NULL,
    model_version text NOT NULL,
    made_by uuid NOT NULL,
    made_by_name text,
    reason text,
    made_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    received_at timestamp with time zone NOT NULL
);

CREATE TABLE classifier.erased_corrections (
    correction_id bigint NOT NULL,
    erased_at timestamp with time zone NOT NULL
);

CREATE TABLE classifier.model_events (
    event_id bigint NOT NULL,
    version text NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    reason text,
    CONSTRAINT model_events_kind_check CHECK ((kind = ANY (ARRAY['registered'::text, 'promoted'::text, 'rolled_back'::text, 'retired'::text, 'refused'::text])))
);

ALTER TABLE classifier.model_events ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME classifier.model_events_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE classifier.models (
    model_id bigint NOT NULL,
    version text NOT NULL,
    origin text NOT NULL,
    state text NOT NULL,
    sha256 text NOT NULL,
    bytes bytea NOT NULL,
    languages jsonb NOT NULL,
    trained_on jsonb,
    comparison jsonb,
    card text NOT NULL,
    reason text,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    promoted_at timestamp with time zone,
    promoted_by text,
    predecessor text
);

ALTER TABLE classifier.models ALTER COLUMN model_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME classifier.models_model_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE classifier.retrainings (
    number bigint NOT NULL,
    job_id uuid NOT NULL,
    state text NOT NULL,
    step text,
    promote boolean NOT NULL,
    dev_sets jsonb NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    champion text,
    challenger text,
    comparison jsonb,
    reason text
);

ALTER TABLE classifier.retrainings ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME classifier.retrainings_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE classifier.rules (
    revision bigint NOT NULL,
    rule_id uuid NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    enabled boolean NOT NULL,
    removed boolean DEFAULT false NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamp with time zone NOT NULL
);

ALTER TABLE classifier.rules ALTER COLUMN revision ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME classifier.rules_revision_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE desk.accounts (
    account_id uuid NOT NULL,
    user_name text NOT NULL,
    user_key text NOT NULL,
    display_name text NOT NULL,
    password_hash text,
    roles text[] NOT NULL,
    active boolean DEFAULT true NOT NULL,
    failed_attempts integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    security_stamp uuid NOT NULL,
    language text,
    theme text DEFAULT 'system'::text NOT NULL,
    agent_update jsonb,
    created_at timestamp with time zone NOT NULL,
    notices jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE desk.api_tokens (
    token_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    begins text NOT NULL,
    name text NOT NULL,
    roles text[] NOT NULL,
    scopes text[] NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_by uuid
);

CREATE TABLE desk.audit (
    audit_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    area text NOT NULL,
    act text NOT NULL,
    target text,
    detail text,
    status integer,
    CONSTRAINT audit_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'program'::text, 'nobody'::text])))
);

ALTER TABLE desk.audit ALTER COLUMN audit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME desk.audit_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE desk.openid_links (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id uuid NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone NOT NULL
);

CREATE TABLE desk.sessions (
    session_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    account_id uuid NOT NULL,
    security_stamp uuid NOT NULL,
    browser text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE ingest.deliveries (
    source text NOT NULL,
    webhook_id text NOT NULL,
    body_sha256 text NOT NULL,
    answer json NOT NULL,
    received_at timestamp with time zone NOT NULL
);

CREATE TABLE ingest.mention_keys (
    mention_id uuid NOT NULL,
    received_at timestamp with time zone NOT NULL
);

CREATE TABLE ingest.mentions (
    mention_id uuid NOT NULL,
    seq bigint NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    external_id text NOT NULL,
    parent_external_id text,
    conversation_id text,
    kind text NOT NULL,
    visibility text NOT NULL,
    author_id text NOT NULL,
    author_handle text,
    author_name text,
    author_followers bigint,
    author_verified boolean NOT NULL,
    author_tier text NOT NULL,
    text text NOT NULL,
    language text,
    posted_at timestamp with time zone NOT NULL,
    permalink text,
    rating integer,
    media jsonb NOT NULL,
    source text NOT NULL,
    delivery text,
    trace_parent text,
    outbound boolean NOT NULL,
    received_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    publish_count integer DEFAULT 0 NOT NULL,
    routed_at timestamp with time zone
)
PARTITION BY RANGE (received_at);

CREATE TABLE ingest.mentions_other (
    mention_id uuid NOT NULL,
    seq bigint NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    external_id text NOT NULL,
    parent_external_id text,
    conversation_id text,
    kind text NOT NULL,
    visibility text NOT NULL,
    author_id text NOT NULL,
    author_handle text,
    author_name text,
    author_followers bigint,
    author_verified boolean NOT NULL,
    author_tier text NOT NULL,
    text text NOT NULL,
    language text,
    posted_at timestamp with time zone NOT NULL,
    permalink text,
    rating integer,
    media jsonb NOT NULL,
    source text NOT NULL,
    delivery text,
    trace_parent text,
    outbound boolean NOT NULL,
    received_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    publish_count integer DEFAULT 0 NOT NULL,
    routed_at timestamp with time zone
)
WITH (autovacuum_vacuum_scale_factor='0.05', autovacuum_vacuum_cost_delay='1');

ALTER TABLE ingest.mentions ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ingest.mentions_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ingest.replies (
    reply_id uuid NOT NULL,
    ticket_id bigint NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    status text NOT NULL,
    by_hand boolean DEFAULT false NOT NULL,
    external_id text,
    reason text,
    attempted_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT replies_status_check CHECK ((status = ANY (ARRAY['sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text])))
);

CREATE TABLE ingest.withdrawals (
    mention_id uuid NOT NULL,
    source text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    look_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE mesh.command_keys (
    caller_id uuid NOT NULL,
    command_key text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer,
    content_type text,
    etag text,
    location text,
    body bytea,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE mesh.dropped_months (
    table_name text NOT NULL,
    month date NOT NULL,
    rows bigint NOT NULL,
    dropped_at timestamp with time zone NOT NULL
);

CREATE TABLE mesh.migrations (
    schema_name text NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE VIEW mesh.months AS
 SELECT format('%s.%s'::text, s.nspname, t.relname) AS table_name,
    to_date("right"((p.relname)::text, 7), 'YYYY_MM'::text) AS month,
    (i.inhrelid)::regclass AS partition
   FROM ((((pg_partitioned_table k
     JOIN pg_class t ON ((t.oid = k.partrelid)))
     JOIN pg_namespace s ON ((s.oid = t.relnamespace)))
     JOIN pg_inherits i ON (((i.inhparent = k.partrelid) AND (i.inhrelid <> k.partdefid))))
     JOIN pg_class p ON (((p.oid = i.inhrelid) AND (p.relname ~ '_\d{4}_\d{2}$'::text))));

CREATE TABLE mesh.parked (
    parked_id bigint NOT NULL,
    service text NOT NULL,
    message_type text,
    body text NOT NULL,
    reason text NOT NULL,
    parked_at timestamp with time zone NOT NULL,
    replay_requested_at timestamp with time zone,
    replay_requested_by text,
    replayed_at timestamp with time zone
);

ALTER TABLE mesh.parked ALTER COLUMN parked_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mesh.parked_parked_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.agents (
    agent_id uuid NOT NULL,
    name text NOT NULL,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    skills text[] DEFAULT '{}'::text[] NOT NULL,
    capacity integer NOT NULL,
    online boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL,
    open_tickets integer DEFAULT 0 NOT NULL,
    last_assigned_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    present_until timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    rate_limit integer,
    rate_minutes integer,
    program boolean DEFAULT false NOT NULL,
    CONSTRAINT agents_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT agents_check CHECK (((rate_limit IS NULL) = (rate_minutes IS NULL))),
    CONSTRAINT agents_open_tickets_check CHECK ((open_tickets >= 0)),
    CONSTRAINT agents_rate_limit_check CHECK ((rate_limit > 0)),
    CONSTRAINT agents_rate_minutes_check CHECK (((rate_minutes >= 1) AND (rate_minutes <= 1440)))
);

CREATE TABLE router.announcements (
    announcement_id bigint NOT NULL,
    event_ids bigint[] NOT NULL,
    since timestamp with time zone NOT NULL,
    ticket_ids bigint[] NOT NULL
);

ALTER TABLE router.announcements ALTER COLUMN announcement_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.announcements_announcement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.attachments (
    attachment_id uuid NOT NULL,
    ticket_id bigint NOT NULL,
    note_id uuid,
    reply_id uuid,
    url text NOT NULL,
    title text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT attachments_check CHECK (((note_id IS NULL) <> (reply_id IS NULL)))
);

CREATE TABLE router.author_changes (
    change_id bigint NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    author_id text NOT NULL,
    from_tier text NOT NULL,
    to_tier text NOT NULL,
    reason text NOT NULL,
    agent_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE router.author_changes ALTER COLUMN change_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.author_changes_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.authors (
    channel text NOT NULL,
    account text NOT NULL,
    author_id text NOT NULL,
    handle text,
    name text,
    followers bigint,
    verified boolean DEFAULT false NOT NULL,
    tier text DEFAULT 'standard'::text NOT NULL,
    tier_by_person boolean DEFAULT false NOT NULL,
    tier_before text,
    erased boolean DEFAULT false NOT NULL
);

CREATE TABLE router.calendars (
    calendar_id uuid NOT NULL,
    definition jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE router.canned_replies (
    canned_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    scope text NOT NULL,
    queue_id uuid,
    owner_id uuid,
    texts jsonb NOT NULL,
    actions jsonb DEFAULT '[]'::jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    updated_by uuid,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT canned_replies_check CHECK (((scope = 'queue'::text) = (queue_id IS NOT NULL))),
    CONSTRAINT canned_replies_check1 CHECK (((scope = 'personal'::text) = (owner_id IS NOT NULL)))
);

CREATE TABLE router.clock_steps (
    ticket_id bigint NOT NULL,
    clock text NOT NULL,
    round integer NOT NULL,
    level text NOT NULL,
    generation integer NOT NULL,
    kind text NOT NULL,
    outcome text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT clock_steps_outcome_check CHECK ((outcome = ANY (ARRAY['fired'::text, 'skipped'::text])))
);

CREATE TABLE router.clocks (
    ticket_id bigint NOT NULL,
    kind text NOT NULL,
    round integer NOT NULL,
    policy_id bigint NOT NULL,
    calendar_id uuid NOT NULL,
    state text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    target_seconds bigint NOT NULL,
    used_us bigint DEFAULT 0 NOT NULL,
    running_since timestamp with time zone,
    paused_us bigint DEFAULT 0 NOT NULL,
    paused_since timestamp with time zone,
    paused_by text,
    paused_reason text,
    paused_flagged boolean DEFAULT false NOT NULL,
    reopening boolean DEFAULT false NOT NULL,
    due_at timestamp with time zone,
    stopped_at timestamp with time zone,
    elapsed_seconds bigint,
    breached_at timestamp with time zone,
    met_by_reply uuid,
    fired text[] DEFAULT '{}'::text[] NOT NULL,
    generation integer DEFAULT 1 NOT NULL,
    next_fire_at timestamp with time zone,
    CONSTRAINT clocks_target_seconds_check CHECK ((target_seconds > 0))
)
WITH (fillfactor='60', autovacuum_vacuum_scale_factor='0.02');

CREATE TABLE router.duties (
    duty text NOT NULL,
    queue_id uuid,
    agent_id uuid NOT NULL,
    CONSTRAINT duties_duty_check CHECK ((duty = ANY (ARRAY['ops'::text, 'on_call'::text])))
);

CREATE TABLE router.duty_lists (
    duty text NOT NULL,
    queue_id uuid,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT duty_lists_duty_check CHECK ((duty = ANY (ARRAY['ops'::text, 'on_call'::text])))
);

CREATE TABLE router.erasure_answers (
    erasure_id uuid NOT NULL,
    service text NOT NULL,
    erased jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE router.erasures (
    erasure_id uuid NOT NULL,
    channel text NOT NULL,
    author_id text,
    requested_by uuid NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    announced_at timestamp with time zone,
    finished_at timestamp with time zone,
    relabel_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT erasures_check CHECK (((author_id IS NULL) = (finished_at IS NOT NULL)))
);

CREATE TABLE router.events (
    event_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    cause text,
    data jsonb,
    status text NOT NULL,
    queue_id uuid NOT NULL,
    assignee_id uuid,
    version bigint NOT NULL
)
PARTITION BY RANGE (at);

ALTER TABLE router.events ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.events_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.events_other (
    event_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    cause text,
    data jsonb,
    status text NOT NULL,
    queue_id uuid NOT NULL,
    assignee_id uuid,
    version bigint NOT NULL
);

CREATE TABLE router.given (
    agent_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    ticket_id bigint NOT NULL,
    queue_id uuid NOT NULL
);

CREATE TABLE router.lane_alerts (
    alert_id bigint NOT NULL,
    queue_id uuid NOT NULL,
    reason text NOT NULL,
    ticket_id bigint NOT NULL,
    waiting integer NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);

ALTER TABLE router.lane_alerts ALTER COLUMN alert_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.lane_alerts_alert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.last_answers (
    channel text NOT NULL,
    account text NOT NULL,
    author_id text NOT NULL,
    agent_id uuid NOT NULL,
    answered_at timestamp with time zone NOT NULL
);

CREATE TABLE router.likeness (
    band integer NOT NULL,
    ticket_id bigint NOT NULL
);

CREATE TABLE router.links (
    ticket_id bigint NOT NULL,
    other_id bigint NOT NULL,
    kind text NOT NULL,
    linked_by uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT links_check CHECK ((ticket_id <> other_id))
);

CREATE TABLE router.mention_keys (
    mention_id uuid NOT NULL,
    routed_at timestamp with time zone NOT NULL
);

CREATE TABLE router.mentions (
    seq bigint NOT NULL,
    mention_id uuid NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    external_id text NOT NULL,
    parent_external_id text,
    conversation_id text,
    kind text NOT NULL,
    visibility text NOT NULL,
    author_id text NOT NULL,
    text text NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    routed_at timestamp with time zone NOT NULL,
    permalink text,
    rating integer,
    media text[] DEFAULT '{}'::text[] NOT NULL,
    source text NOT NULL,
    language text NOT NULL,
    label text NOT NULL,
    model_label text NOT NULL,
    p_complaint real NOT NULL,
    p_praise real NOT NULL,
    p_question real NOT NULL,
    p_other real NOT NULL,
    needs_review boolean NOT NULL,
    model_version text NOT NULL,
    terms jsonb NOT NULL,
    relabelled_by uuid,
    relabelled_at timestamp with time zone,
    ticket_id bigint,
    folded_into uuid,
    withdrawn_at timestamp with time zone
)
PARTITION BY RANGE (routed_at);

CREATE TABLE router.mentions_other (
    seq bigint NOT NULL,
    mention_id uuid NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    external_id text NOT NULL,
    parent_external_id text,
    conversation_id text,
    kind text NOT NULL,
    visibility text NOT NULL,
    author_id text NOT NULL,
    text text NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    routed_at timestamp with time zone NOT NULL,
    permalink text,
    rating integer,
    media text[] DEFAULT '{}'::text[] NOT NULL,
    source text NOT NULL,
    language text NOT NULL,
    label text NOT NULL,
    model_label text NOT NULL,
    p_complaint real NOT NULL,
    p_praise real NOT NULL,
    p_question real NOT NULL,
    p_other real NOT NULL,
    needs_review boolean NOT NULL,
    model_version text NOT NULL,
    terms jsonb NOT NULL,
    relabelled_by uuid,
    relabelled_at timestamp with time zone,
    ticket_id bigint,
    folded_into uuid,
    withdrawn_at timestamp with time zone
);

ALTER TABLE router.mentions ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.mentions_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.notes (
    note_id uuid NOT NULL,
    ticket_id bigint NOT NULL,
    agent_id uuid NOT NULL,
    text text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE router.notifications (
    notification_id bigint NOT NULL,
    agent_id uuid NOT NULL,
    ticket_id bigint NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    reason text,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    clock text,
    level text,
    note_id uuid
);

ALTER TABLE router.notifications ALTER COLUMN notification_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.notifications_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.order_patterns (
    channel text NOT NULL,
    account text NOT NULL,
    pattern text NOT NULL,
    required boolean DEFAULT false NOT NULL,
    updated_by uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL
);

CREATE TABLE router.pauses (
    pause_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone,
    by_actor text NOT NULL,
    reason text NOT NULL,
    flagged boolean NOT NULL
);

ALTER TABLE router.pauses ALTER COLUMN pause_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.pauses_pause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.policies (
    policy_id bigint NOT NULL,
    policy_key uuid NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    retired_at timestamp with time zone
);

ALTER TABLE router.policies ALTER COLUMN policy_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.policies_policy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.praise (
    praise_id bigint NOT NULL,
    mention_id uuid NOT NULL,
    status text NOT NULL,
    score real NOT NULL,
    found_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    channel text NOT NULL,
    language text NOT NULL,
    has_media boolean DEFAULT false NOT NULL,
    reach bigint DEFAULT 0 NOT NULL,
    engagement bigint DEFAULT 0 NOT NULL,
    planned_for timestamp with time zone,
    credit_line text,
    request_id uuid,
    grant_id bigint,
    was_shown boolean DEFAULT false NOT NULL,
    queue_id uuid
);

CREATE TABLE router.praise_events (
    event_id bigint NOT NULL,
    praise_id bigint NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    data jsonb NOT NULL,
    status text NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE router.praise_events ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.praise_events_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.praise_grants (
    grant_id bigint NOT NULL,
    praise_id bigint NOT NULL,
    request_id uuid NOT NULL,
    recorded_by uuid NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    scopes text[] NOT NULL,
    territory text[] NOT NULL,
    expires_at timestamp with time zone,
    post_hash text NOT NULL,
    answer text NOT NULL,
    answer_link text,
    ended_at timestamp with time zone,
    ended_by text,
    next_fire_at timestamp with time zone
);

ALTER TABLE router.praise_grants ALTER COLUMN grant_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME router.praise_grants_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE router.praise ALTER COLUMN praise_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.praise_praise_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.praise_requests (
    request_id uuid NOT NULL,
    praise_id bigint NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    scopes text[] NOT NULL,
    territory text[] NOT NULL,
    wording text NOT NULL,
    template text NOT NULL,
    language text NOT NULL,
    status text NOT NULL,
    published_at timestamp with time zone,
    sent_at timestamp with time zone,
    external_id text,
    failure_reason text
);

CREATE UNLOGGED TABLE router.presence (
    ticket_id bigint NOT NULL,
    agent_id uuid NOT NULL,
    name text NOT NULL,
    typing boolean NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE router.promises (
    ticket_id bigint NOT NULL,
    clock text NOT NULL,
    round integer NOT NULL,
    stopped_at timestamp with time zone,
    used_seconds bigint,
    in_time boolean,
    stopped_queue uuid,
    stopped_agent uuid,
    stopped_policy bigint,
    broken_at timestamp with time zone,
    broken_queue uuid,
    broken_agent uuid,
    broken_policy bigint
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_insert_scale_factor='0.02');

CREATE TABLE router.queue_members (
    queue_id uuid NOT NULL,
    agent_id uuid NOT NULL
);

CREATE TABLE router.queues (
    queue_id uuid NOT NULL,
    name text NOT NULL,
    calendar_id uuid NOT NULL,
    channels text[] DEFAULT '{}'::text[] NOT NULL,
    accounts text[] DEFAULT '{}'::text[] NOT NULL,
    is_default boolean DEFAULT false NOT NULL,
    lead_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    skills text[] DEFAULT '{}'::text[] NOT NULL,
    rate_limit integer,
    rate_minutes integer,
    return_after_minutes integer DEFAULT 30,
    acceptance_minutes integer,
    needs_order_number boolean DEFAULT false NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT queues_acceptance_minutes_check CHECK ((acceptance_minutes > 0)),
    CONSTRAINT queues_check CHECK (((rate_limit IS NULL) = (rate_minutes IS NULL))),
    CONSTRAINT queues_rate_limit_check CHECK ((rate_limit > 0)),
    CONSTRAINT queues_rate_minutes_check CHECK (((rate_minutes >= 1) AND (rate_minutes <= 1440))),
    CONSTRAINT queues_return_after_minutes_check CHECK ((return_after_minutes > 0))
);

CREATE TABLE router.recalculations (
    recalculation_id uuid NOT NULL,
    policy_key uuid,
    calendar_id uuid,
    requested_by uuid NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    after_ticket bigint DEFAULT 0 NOT NULL,
    looked_at bigint DEFAULT 0 NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    finished_at timestamp with time zone
);

CREATE TABLE router.relabels (
    relabel_id bigint NOT NULL,
    mention_id uuid NOT NULL,
    from_label text NOT NULL,
    to_label text NOT NULL,
    agent_id uuid NOT NULL,
    reason text,
    at timestamp with time zone NOT NULL,
    published_at timestamp with time zone
);

ALTER TABLE router.relabels ALTER COLUMN relabel_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.relabels_relabel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.replies (
    reply_id uuid NOT NULL,
    ticket_id bigint NOT NULL,
    mention_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    text text NOT NULL,
    visibility text NOT NULL,
    status text NOT NULL,
    by_hand boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    sent_at timestamp with time zone,
    external_id text,
    failure_reason text,
    retried_as uuid,
    by_program boolean DEFAULT false NOT NULL
);

CREATE TABLE router.return_timers (
    ticket_id bigint NOT NULL,
    agent_id uuid NOT NULL,
    given_at timestamp with time zone NOT NULL,
    next_fire_at timestamp with time zone NOT NULL
);

CREATE TABLE router.returns (
    return_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    agent_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    given_at timestamp with time zone,
    returned_at timestamp with time zone NOT NULL,
    reason text NOT NULL
);

ALTER TABLE router.returns ALTER COLUMN return_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.returns_return_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.shifts (
    agent_id uuid NOT NULL,
    definition jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    updated_by uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE router.takedowns (
    takedown_id bigint NOT NULL,
    praise_id bigint NOT NULL,
    reason text NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    assignee_id uuid,
    done_at timestamp with time zone,
    done_by uuid,
    note text,
    version bigint DEFAULT 1 NOT NULL
);

ALTER TABLE router.takedowns ALTER COLUMN takedown_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.takedowns_takedown_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.tickets (
    ticket_id bigint NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    author_id text NOT NULL,
    status text NOT NULL,
    priority text NOT NULL,
    label text NOT NULL,
    confidence real NOT NULL,
    needs_review boolean NOT NULL,
    language text NOT NULL,
    queue_id uuid NOT NULL,
    assignee_id uuid,
    last_assignee_id uuid,
    policy_id bigint NOT NULL,
    calendar_id uuid NOT NULL,
    cycle integer DEFAULT 1 NOT NULL,
    spell integer DEFAULT 1 NOT NULL,
    mention_count integer DEFAULT 0 NOT NULL,
    burst boolean DEFAULT false NOT NULL,
    first_line text NOT NULL,
    order_number text,
    continuation_of bigint,
    split_from bigint,
    first_post_at timestamp with time zone NOT NULL,
    last_post_at timestamp with time zone NOT NULL,
    oldest_unanswered_at timestamp with time zone,
    answered_until timestamp with time zone,
    opened_at timestamp with time zone NOT NULL,
    assigned_at timestamp with time zone,
    accepted_at timestamp with time zone,
    first_replied_at timestamp with time zone,
    first_resolved_at timestamp with time zone,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    misrouted boolean DEFAULT false NOT NULL,
    last_seen text NOT NULL,
    next_due_at timestamp with time zone,
    next_due_kind text,
    version bigint DEFAULT 1 NOT NULL,
    hand_overs integer DEFAULT 0 NOT NULL,
    handed_to uuid,
    snoozed boolean DEFAULT false NOT NULL,
    snoozed_until timestamp with time zone,
    merged_into bigint,
    opening_line text,
    reopening_spell integer DEFAULT 0 NOT NULL,
    CONSTRAINT tickets_check CHECK (((status <> 'new'::text) OR (assignee_id IS NULL))),
    CONSTRAINT tickets_check1 CHECK ((snoozed OR (snoozed_until IS NULL))),
    CONSTRAINT tickets_check2 CHECK (((status = 'handed_over'::text) = (handed_to IS NOT NULL))),
    CONSTRAINT tickets_check3 CHECK ((merged_into <> ticket_id))
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0.05');

CREATE TABLE router.tickets_of_the_erased (
    ticket_id bigint NOT NULL
);

ALTER TABLE router.tickets ALTER COLUMN ticket_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME router.tickets_ticket_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.webhook_deliveries (
    delivery_id bigint NOT NULL,
    webhook_id uuid NOT NULL,
    event_id bigint,
    body text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone,
    answer_status integer,
    answer_error text,
    answer_ms integer,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);

ALTER TABLE router.webhook_deliveries ALTER COLUMN delivery_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME router.webhook_deliveries_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE router.webhooks (
    webhook_id uuid NOT NULL,
    url text NOT NULL,
    description text,
    kinds text[] DEFAULT '{}'::text[] NOT NULL,
    secret bytea NOT NULL,
    former_secret bytea,
    former_until timestamp with time zone,
    active boolean DEFAULT true NOT NULL,
    inactive_reason text,
    failing_since timestamp with time zone,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY ingest.mentions ATTACH PARTITION ingest.mentions_other DEFAULT;

ALTER TABLE ONLY router.events ATTACH PARTITION router.events_other DEFAULT;

ALTER TABLE ONLY router.mentions ATTACH PARTITION router.mentions_other DEFAULT;

ALTER TABLE ONLY classifier.corrections
    ADD CONSTRAINT corrections_pkey PRIMARY KEY (correction_id);

ALTER TABLE ONLY classifier.erased_corrections
    ADD CONSTRAINT erased_corrections_pkey PRIMARY KEY (correction_id);

ALTER TABLE ONLY classifier.model_events
    ADD CONSTRAINT model_events_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY classifier.models
    ADD CONSTRAINT models_pkey PRIMARY KEY (version);

ALTER TABLE ONLY classifier.retrainings
    ADD CONSTRAINT retrainings_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY classifier.rules
    ADD CONSTRAINT rules_pkey PRIMARY KEY (revision);

ALTER TABLE ONLY classifier.rules
    ADD CONSTRAINT rules_rule_id_version_key UNIQUE (rule_id, version);

ALTER TABLE ONLY desk.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY desk.accounts
    ADD CONSTRAINT accounts_user_key_key UNIQUE (user_key);

ALTER TABLE ONLY desk.api_tokens
    ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (token_id);

ALTER TABLE ONLY desk.api_tokens
    ADD CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY desk.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY desk.openid_links
    ADD CONSTRAINT openid_links_account_id_issuer_key UNIQUE (account_id, issuer);

ALTER TABLE ONLY desk.openid_links
    ADD CONSTRAINT openid_links_pkey PRIMARY KEY (issuer, subject);

ALTER TABLE ONLY desk.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY desk.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY ingest.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (source, webhook_id);

ALTER TABLE ONLY ingest.mention_keys
    ADD CONSTRAINT mention_keys_pkey PRIMARY KEY (mention_id);

ALTER TABLE ONLY ingest.mentions
    ADD CONSTRAINT mentions_pkey PRIMARY KEY (mention_id, received_at);

ALTER TABLE ONLY ingest.mentions_other
    ADD CONSTRAINT mentions_other_pkey PRIMARY KEY (mention_id, received_at);

ALTER TABLE ONLY ingest.replies
    ADD CONSTRAINT replies_pkey PRIMARY KEY (reply_id);

ALTER TABLE ONLY ingest.withdrawals
    ADD CONSTRAINT withdrawals_pkey PRIMARY KEY (mention_id);

ALTER TABLE ONLY mesh.command_keys
    ADD CONSTRAINT command_keys_pkey PRIMARY KEY (caller_id, command_key);

ALTER TABLE ONLY mesh.dropped_months
    ADD CONSTRAINT dropped_months_pkey PRIMARY KEY (table_name, month);

ALTER TABLE ONLY mesh.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (schema_name, number);

ALTER TABLE ONLY mesh.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (parked_id);

ALTER TABLE ONLY router.agents
    ADD CONSTRAINT agents_pkey PRIMARY KEY (agent_id);

ALTER TABLE ONLY router.announcements
    ADD CONSTRAINT announcements_pkey PRIMARY KEY (announcement_id);

ALTER TABLE ONLY router.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (attachment_id);

ALTER TABLE ONLY router.author_changes
    ADD CONSTRAINT author_changes_pkey PRIMARY KEY (change_id);

ALTER TABLE ONLY router.authors
    ADD CONSTRAINT authors_pkey PRIMARY KEY (channel, account, author_id);

ALTER TABLE ONLY router.calendars
    ADD CONSTRAINT calendars_pkey PRIMARY KEY (calendar_id);

ALTER TABLE ONLY router.canned_replies
    ADD CONSTRAINT canned_replies_pkey PRIMARY KEY (canned_id);

ALTER TABLE ONLY router.clock_steps
    ADD CONSTRAINT clock_steps_pkey PRIMARY KEY (ticket_id, clock, round, level, generation);

ALTER TABLE ONLY router.clocks
    ADD CONSTRAINT clocks_pkey PRIMARY KEY (ticket_id, kind, round);

ALTER TABLE ONLY router.duties
    ADD CONSTRAINT duties_duty_queue_id_agent_id_key UNIQUE NULLS NOT DISTINCT (duty, queue_id, agent_id);

ALTER TABLE ONLY router.duty_lists
    ADD CONSTRAINT duty_lists_duty_queue_id_key UNIQUE NULLS NOT DISTINCT (duty, queue_id);

ALTER TABLE ONLY router.erasure_answers
    ADD CONSTRAINT erasure_answers_pkey PRIMARY KEY (erasure_id, service);

ALTER TABLE ONLY router.erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (erasure_id);

ALTER TABLE ONLY router.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (event_id, at);

ALTER TABLE ONLY router.events_other
    ADD CONSTRAINT events_other_pkey PRIMARY KEY (event_id, at);

ALTER TABLE ONLY router.given
    ADD CONSTRAINT given_pkey PRIMARY KEY (agent_id, at, ticket_id);

ALTER TABLE ONLY router.lane_alerts
    ADD CONSTRAINT lane_alerts_pkey PRIMARY KEY (alert_id);

ALTER TABLE ONLY router.last_answers
    ADD CONSTRAINT last_answers_pkey PRIMARY KEY (channel, account, author_id);

ALTER TABLE ONLY router.likeness
    ADD CONSTRAINT likeness_pkey PRIMARY KEY (band, ticket_id);

ALTER TABLE ONLY router.links
    ADD CONSTRAINT links_pkey PRIMARY KEY (ticket_id, other_id);

ALTER TABLE ONLY router.mention_keys
    ADD CONSTRAINT mention_keys_pkey PRIMARY KEY (mention_id);

ALTER TABLE ONLY router.mentions
    ADD CONSTRAINT mentions_pkey PRIMARY KEY (mention_id, routed_at);

ALTER TABLE ONLY router.mentions_other
    ADD CONSTRAINT mentions_other_pkey PRIMARY KEY (mention_id, routed_at);

ALTER TABLE ONLY router.notes
    ADD CONSTRAINT notes_pkey PRIMARY KEY (note_id);

ALTER TABLE ONLY router.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (notification_id);

ALTER TABLE ONLY router.order_patterns
    ADD CONSTRAINT order_patterns_pkey PRIMARY KEY (channel, account);

ALTER TABLE ONLY router.pauses
    ADD CONSTRAINT pauses_pkey PRIMARY KEY (pause_id);

ALTER TABLE ONLY router.policies
    ADD CONSTRAINT policies_pkey PRIMARY KEY (policy_id);

ALTER TABLE ONLY router.policies
    ADD CONSTRAINT policies_policy_key_version_key UNIQUE (policy_key, version);

ALTER TABLE ONLY router.praise_events
    ADD CONSTRAINT praise_events_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY router.praise_grants
    ADD CONSTRAINT praise_grants_pkey PRIMARY KEY (grant_id);

ALTER TABLE ONLY router.praise
    ADD CONSTRAINT praise_mention_id_key UNIQUE (mention_id);

ALTER TABLE ONLY router.praise
    ADD CONSTRAINT praise_pkey PRIMARY KEY (praise_id);

ALTER TABLE ONLY router.praise_requests
    ADD CONSTRAINT praise_requests_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY router.presence
    ADD CONSTRAINT presence_pkey PRIMARY KEY (ticket_id, agent_id);

ALTER TABLE ONLY router.promises
    ADD CONSTRAINT promises_pkey PRIMARY KEY (ticket_id, clock, round);

ALTER TABLE ONLY router.queue_members
    ADD CONSTRAINT queue_members_pkey PRIMARY KEY (queue_id, agent_id);

ALTER TABLE ONLY router.queues
    ADD CONSTRAINT queues_name_key UNIQUE (name);

ALTER TABLE ONLY router.queues
    ADD CONSTRAINT queues_pkey PRIMARY KEY (queue_id);

ALTER TABLE ONLY router.recalculations
    ADD CONSTRAINT recalculations_pkey PRIMARY KEY (recalculation_id);

ALTER TABLE ONLY router.relabels
    ADD CONSTRAINT relabels_pkey PRIMARY KEY (relabel_id);

ALTER TABLE ONLY router.replies
    ADD CONSTRAINT replies_pkey PRIMARY KEY (reply_id);

ALTER TABLE ONLY router.return_timers
    ADD CONSTRAINT return_timers_pkey PRIMARY KEY (ticket_id);

ALTER TABLE ONLY router.returns
    ADD CONSTRAINT returns_pkey PRIMARY KEY (return_id);

ALTER TABLE ONLY router.shifts
    ADD CONSTRAINT shifts_pkey PRIMARY KEY (agent_id);

ALTER TABLE ONLY router.takedowns
    ADD CONSTRAINT takedowns_pkey PRIMARY KEY (takedown_id);

ALTER TABLE ONLY router.tickets_of_the_erased
    ADD CONSTRAINT tickets_of_the_erased_pkey PRIMARY KEY (ticket_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (ticket_id);

ALTER TABLE ONLY router.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (delivery_id);

ALTER TABLE ONLY router.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_webhook_id_event_id_key UNIQUE (webhook_id, event_id);

ALTER TABLE ONLY router.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (webhook_id);

CREATE INDEX corrections_by_label ON classifier.corrections USING btree (to_label, correction_id DESC);

CREATE INDEX corrections_by_language ON classifier.corrections USING btree (language, correction_id DESC);

CREATE INDEX corrections_by_model ON classifier.corrections USING btree (model_version, correction_id DESC);

CREATE INDEX corrections_by_time ON classifier.corrections USING btree (made_at);

CREATE INDEX corrections_of_author ON classifier.corrections USING btree (channel, account, author_id);

CREATE INDEX corrections_of_mention ON classifier.corrections USING btree (mention_id, correction_id DESC);

CREATE INDEX corrections_standing ON classifier.corrections USING btree (correction_id) WHERE (state = 'stands'::text);

CREATE INDEX events_of_model ON classifier.model_events USING btree (version, event_id);

CREATE UNIQUE INDEX models_in_order ON classifier.models USING btree (model_id);

CREATE UNIQUE INDEX one_champion ON classifier.models USING btree (state) WHERE (state = 'champion'::text);

CREATE UNIQUE INDEX one_retraining ON classifier.retrainings USING btree ((true)) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE UNIQUE INDEX retrainings_in_order ON classifier.retrainings USING btree (number);

CREATE INDEX accounts_to_tell ON desk.accounts USING btree (account_id) WHERE (agent_update IS NOT NULL);

CREATE INDEX audit_by_actor ON desk.audit USING btree (actor_id, at DESC, audit_id DESC);

CREATE INDEX audit_by_area ON desk.audit USING btree (area, at DESC, audit_id DESC);

CREATE INDEX audit_by_target ON desk.audit USING btree (target, at DESC, audit_id DESC) WHERE (target IS NOT NULL);

CREATE INDEX audit_by_time ON desk.audit USING btree (at DESC, audit_id DESC);

CREATE INDEX audit_not_done ON desk.audit USING btree (at DESC, audit_id DESC) WHERE ((status IS NULL) OR (status >= 400));

CREATE INDEX sessions_of_account ON desk.sessions USING btree (account_id, last_seen_at DESC);

CREATE INDEX sessions_to_end ON desk.sessions USING btree (expires_at);

CREATE INDEX deliveries_by_age ON ingest.deliveries USING btree (received_at);

CREATE INDEX mentions_published_unrouted ON ONLY ingest.mentions USING btree (published_at) WHERE ((routed_at IS NULL) AND (published_at IS NOT NULL));

CREATE INDEX mentions_other_published_at_idx ON ingest.mentions_other USING btree (published_at) WHERE ((routed_at IS NULL) AND (published_at IS NOT NULL));

CREATE INDEX mentions_unrouted ON ONLY ingest.mentions USING btree (received_at) WHERE ((routed_at IS NULL) AND (NOT outbound));

CREATE INDEX mentions_other_received_at_idx ON ingest.mentions_other USING btree (received_at) WHERE ((routed_at IS NULL) AND (NOT outbound));

CREATE INDEX mentions_to_publish ON ONLY ingest.mentions USING btree (seq) WHERE ((published_at IS NULL) AND (routed_at IS NULL) AND (NOT outbound));

CREATE INDEX mentions_other_seq_idx ON ingest.mentions_other USING btree (seq) WHERE ((published_at IS NULL) AND (routed_at IS NULL) AND (NOT outbound));

CREATE INDEX withdrawals_to_publish ON ingest.withdrawals USING btree (look_at) WHERE (published_at IS NULL);

CREATE INDEX command_keys_by_age ON mesh.command_keys USING btree (created_at);

CREATE INDEX parked_to_replay ON mesh.parked USING btree (service, parked_id) WHERE ((replay_requested_at IS NOT NULL) AND (replayed_at IS NULL));

CREATE INDEX parked_waiting ON mesh.parked USING btree (parked_id) WHERE (replayed_at IS NULL);

CREATE INDEX agents_present ON router.agents USING btree (present_until) WHERE online;

CREATE INDEX attachments_of_ticket ON router.attachments USING btree (ticket_id);

CREATE INDEX author_changes_of ON router.author_changes USING btree (channel, account, author_id, change_id DESC);

CREATE INDEX authors_by_handle ON router.authors USING btree (lower(handle) text_pattern_ops);

CREATE INDEX authors_by_name ON router.authors USING btree (lower(name) text_pattern_ops);

CREATE INDEX authors_of_person ON router.authors USING btree (channel, author_id);

CREATE INDEX authors_of_tier ON router.authors USING btree (tier, channel, account, author_id) WHERE (tier <> 'standard'::text);

CREATE INDEX canned_replies_by_name ON router.canned_replies USING btree (name, canned_id);

CREATE INDEX clocks_met_by_reply ON router.clocks USING btree (met_by_reply) WHERE (met_by_reply IS NOT NULL);

CREATE INDEX clocks_running_by_due ON router.clocks USING btree (due_at) WHERE (state = 'running'::text);

CREATE INDEX clocks_to_fire ON router.clocks USING btree (next_fire_at) WHERE (next_fire_at IS NOT NULL);

CREATE INDEX erasures_newest ON router.erasures USING btree (requested_at DESC, erasure_id DESC);

CREATE INDEX erasures_unfinished ON router.erasures USING btree (requested_at) WHERE (finished_at IS NULL);

CREATE INDEX events_of_hand_overs ON ONLY router.events USING btree (event_id DESC) WHERE (kind = 'handed_over'::text);

CREATE INDEX events_of_reopenings ON ONLY router.events USING btree (event_id DESC) WHERE (kind = 'reopened'::text);

CREATE INDEX events_of_ticket ON ONLY router.events USING btree (ticket_id, event_id);

CREATE INDEX events_of_waits ON ONLY router.events USING btree (at, event_id) WHERE (kind = 'waiting'::text);

CREATE INDEX events_other_at_event_id_idx ON router.events_other USING btree (at, event_id) WHERE (kind = 'waiting'::text);

CREATE INDEX events_other_event_id_idx1 ON router.events_other USING btree (event_id DESC) WHERE (kind = 'handed_over'::text);

CREATE INDEX events_other_event_id_idx2 ON router.events_other USING btree (event_id DESC) WHERE (kind = 'reopened'::text);

CREATE INDEX events_other_ticket_id_event_id_idx ON router.events_other USING btree (ticket_id, event_id);

CREATE INDEX given_by_age ON router.given USING btree (at);

CREATE INDEX links_to ON router.links USING btree (other_id);

CREATE INDEX mentions_in_order ON ONLY router.mentions USING btree (seq);

CREATE INDEX mentions_loose ON ONLY router.mentions USING btree (channel, account, author_id, posted_at) WHERE (ticket_id IS NULL);

CREATE INDEX mentions_of_author ON ONLY router.mentions USING btree (channel, account, author_id, posted_at DESC);

CREATE INDEX mentions_of_ticket ON ONLY router.mentions USING btree (ticket_id, posted_at, mention_id) WHERE (ticket_id IS NOT NULL);

CREATE INDEX mentions_other_channel_account_author_id_posted_at_idx ON router.mentions_other USING btree (channel, account, author_id, posted_at DESC);

CREATE INDEX mentions_other_channel_account_author_id_posted_at_idx1 ON router.mentions_other USING btree (channel, account, author_id, posted_at) WHERE (ticket_id IS NULL);

CREATE INDEX mentions_other_seq_idx ON router.mentions_other USING btree (seq);

CREATE INDEX mentions_other_ticket_id_posted_at_mention_id_idx ON router.mentions_other USING btree (ticket_id, posted_at, mention_id) WHERE (ticket_id IS NOT NULL);

CREATE INDEX notes_of_ticket ON router.notes USING btree (ticket_id, created_at, note_id);

CREATE INDEX notifications_of_agent ON router.notifications USING btree (agent_id, ((- notification_id)));

CREATE INDEX notifications_unread ON router.notifications USING btree (agent_id, ((- notification_id))) WHERE (read_at IS NULL);

CREATE UNIQUE INDEX one_case ON router.tickets USING btree (channel, account, author_id) WHERE ((status <> ALL (ARRAY['resolved'::text, 'closed'::text])) AND (split_from IS NULL));

CREATE UNIQUE INDEX one_default_queue ON router.queues USING btree (is_default) WHERE is_default;

CREATE UNIQUE INDEX one_lane_alert ON router.lane_alerts USING btree (queue_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_pause_at_a_time ON router.pauses USING btree (ticket_id) WHERE (to_at IS NULL);

CREATE INDEX pauses_by_end ON router.pauses USING btree (COALESCE(to_at, 'infinity'::timestamp with time zone));

CREATE INDEX pauses_of_ticket ON router.pauses USING btree (ticket_id, pause_id);

CREATE INDEX praise_by_score ON router.praise USING btree (status, score DESC, praise_id DESC) INCLUDE (channel, language, has_media, reach);

CREATE INDEX praise_events_of ON router.praise_events USING btree (praise_id, event_id);

CREATE INDEX praise_grants_of ON router.praise_grants USING btree (praise_id, grant_id);

CREATE INDEX praise_grants_to_fire ON router.praise_grants USING btree (next_fire_at) WHERE (next_fire_at IS NOT NULL);

CREATE INDEX praise_of_queue ON router.praise USING btree (queue_id, found_at DESC, praise_id DESC) INCLUDE (channel) WHERE (status <> 'revoked'::text);

CREATE INDEX praise_planned ON router.praise USING btree (planned_for, praise_id) WHERE (planned_for IS NOT NULL);

CREATE INDEX praise_requests_of ON router.praise_requests USING btree (praise_id, asked_at);

CREATE INDEX praise_requests_to_publish ON router.praise_requests USING btree (asked_at) WHERE (published_at IS NULL);

CREATE INDEX presence_by_age ON router.presence USING btree (seen_at);

CREATE INDEX promises_broken ON router.promises USING btree (clock, broken_at) INCLUDE (ticket_id, broken_queue, broken_agent, broken_policy) WHERE (broken_at IS NOT NULL);

CREATE INDEX promises_stopped ON router.promises USING btree (clock, stopped_at) INCLUDE (ticket_id, used_seconds, in_time, stopped_queue, stopped_agent, stopped_policy) WHERE (stopped_at IS NOT NULL);

CREATE INDEX queues_of_agent ON router.queue_members USING btree (agent_id);

CREATE INDEX recalculations_newest ON router.recalculations USING btree (requested_at DESC, recalculation_id DESC);

CREATE INDEX recalculations_to_run ON router.recalculations USING btree (requested_at) WHERE (finished_at IS NULL);

CREATE INDEX relabels_of_mention ON router.relabels USING btree (mention_id, relabel_id);

CREATE INDEX relabels_to_publish ON router.relabels USING btree (relabel_id) WHERE (published_at IS NULL);

CREATE INDEX replies_of_ticket ON router.replies USING btree (ticket_id, created_at, reply_id);

CREATE INDEX replies_to_publish ON router.replies USING btree (created_at) WHERE (published_at IS NULL);

CREATE INDEX return_timers_to_fire ON router.return_timers USING btree (next_fire_at);

CREATE INDEX returns_of_agent ON router.returns USING btree (agent_id, return_id);

CREATE INDEX returns_of_ticket ON router.returns USING btree (ticket_id, returned_at);

CREATE INDEX takedowns_done ON router.takedowns USING btree (takedown_id) WHERE (done_at IS NOT NULL);

CREATE INDEX takedowns_of ON router.takedowns USING btree (praise_id);

CREATE INDEX takedowns_open ON router.takedowns USING btree (takedown_id) WHERE (done_at IS NULL);

CREATE INDEX tickets_all_of_assignee ON router.tickets USING btree (assignee_id, ((- ticket_id))) INCLUDE (ticket_id, queue_id) WHERE (assignee_id IS NOT NULL);

CREATE INDEX tickets_by_author ON router.tickets USING btree (author_id, ticket_id DESC);

CREATE INDEX tickets_by_due ON router.tickets USING btree (queue_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE (status <> ALL (ARRAY['resolved'::text, 'closed'::text]));

CREATE INDEX tickets_by_first_post ON router.tickets USING btree (first_post_at) INCLUDE (queue_id, misrouted, ticket_id);

CREATE INDEX tickets_by_order ON router.tickets USING btree (order_number) WHERE (order_number IS NOT NULL);

CREATE INDEX tickets_counted ON router.tickets USING btree (queue_id) INCLUDE (assignee_id, status, next_due_at, needs_review, snoozed, handed_to) WHERE (status <> ALL (ARRAY['resolved'::text, 'closed'::text]));

CREATE INDEX tickets_handed_over ON router.tickets USING btree (queue_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE (status = 'handed_over'::text);

CREATE INDEX tickets_handed_to ON router.tickets USING btree (handed_to, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE (handed_to IS NOT NULL);

CREATE INDEX tickets_high ON router.tickets USING btree (queue_id, ((- ticket_id))) WHERE (priority = 'high'::text);

CREATE INDEX tickets_in_work ON router.tickets USING btree (ticket_id) WHERE ((status = ANY (ARRAY['resolved'::text, 'closed'::text])) IS FALSE);

CREATE INDEX tickets_low ON router.tickets USING btree (queue_id, ((- ticket_id))) WHERE (priority = 'low'::text);

CREATE INDEX tickets_merged_into ON router.tickets USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX tickets_misrouted ON router.tickets USING btree (ticket_id) WHERE misrouted;

CREATE INDEX tickets_of_account ON router.tickets USING btree (queue_id, channel, account, ((- ticket_id)));

CREATE INDEX tickets_of_assignee ON router.tickets USING btree (assignee_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE (status <> ALL (ARRAY['resolved'::text, 'closed'::text]));

CREATE INDEX tickets_of_author ON router.tickets USING btree (channel, account, author_id, ticket_id DESC);

CREATE INDEX tickets_of_queue ON router.tickets USING btree (queue_id, ((- ticket_id)));

CREATE INDEX tickets_of_rare_label ON router.tickets USING btree (queue_id, ((- ticket_id))) WHERE (label = ANY (ARRAY['praise'::text, 'other'::text]));

CREATE INDEX tickets_reopened ON router.tickets USING btree (queue_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE (status = 'reopened'::text);

CREATE INDEX tickets_resolved ON router.tickets USING btree (queue_id, COALESCE(resolved_at, 'infinity'::timestamp with time zone) DESC, ticket_id DESC) INCLUDE (resolved_at, label, priority, channel, account) WHERE (status = 'resolved'::text);

CREATE INDEX tickets_resolved_of_assignee ON router.tickets USING btree (assignee_id, COALESCE(resolved_at, 'infinity'::timestamp with time zone) DESC, ticket_id DESC) WHERE (status = 'resolved'::text);

CREATE INDEX tickets_snoozed ON router.tickets USING btree (queue_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE (snoozed AND (status <> ALL (ARRAY['resolved'::text, 'closed'::text])));

CREATE INDEX tickets_split_from ON router.tickets USING btree (split_from) WHERE (split_from IS NOT NULL);

CREATE INDEX tickets_to_close ON router.tickets USING btree (resolved_at) WHERE (status = 'resolved'::text);

CREATE INDEX tickets_to_review ON router.tickets USING btree (queue_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE (needs_review AND (status <> ALL (ARRAY['resolved'::text, 'closed'::text])));

CREATE INDEX tickets_to_wake ON router.tickets USING btree (snoozed_until) WHERE (snoozed_until IS NOT NULL);

CREATE INDEX tickets_unanswered ON router.tickets USING btree (oldest_unanswered_at, ticket_id) WHERE ((status <> ALL (ARRAY['resolved'::text, 'closed'::text])) AND (oldest_unanswered_at IS NOT NULL));

CREATE INDEX tickets_unassigned ON router.tickets USING btree (queue_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE ((assignee_id IS NULL) AND (status <> ALL (ARRAY['resolved'::text, 'closed'::text])));

CREATE INDEX tickets_urgent ON router.tickets USING btree (queue_id, ((- ticket_id))) WHERE (priority = 'urgent'::text);

CREATE INDEX tickets_waiting ON router.tickets USING btree (queue_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), ticket_id) WHERE (status = 'waiting_customer'::text);

CREATE INDEX webhook_deliveries_done ON router.webhook_deliveries USING btree (finished_at) WHERE (finished_at IS NOT NULL);

CREATE INDEX webhook_deliveries_due ON router.webhook_deliveries USING btree (webhook_id, next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX webhook_deliveries_log ON router.webhook_deliveries USING btree (webhook_id, ((- delivery_id)));

ALTER INDEX ingest.mentions_pkey ATTACH PARTITION ingest.mentions_other_pkey;

ALTER INDEX ingest.mentions_published_unrouted ATTACH PARTITION ingest.mentions_other_published_at_idx;

ALTER INDEX ingest.mentions_unrouted ATTACH PARTITION ingest.mentions_other_received_at_idx;

ALTER INDEX ingest.mentions_to_publish ATTACH PARTITION ingest.mentions_other_seq_idx;

ALTER INDEX router.events_of_waits ATTACH PARTITION router.events_other_at_event_id_idx;

ALTER INDEX router.events_of_hand_overs ATTACH PARTITION router.events_other_event_id_idx1;

ALTER INDEX router.events_of_reopenings ATTACH PARTITION router.events_other_event_id_idx2;

ALTER INDEX router.events_pkey ATTACH PARTITION router.events_other_pkey;

ALTER INDEX router.events_of_ticket ATTACH PARTITION router.events_other_ticket_id_event_id_idx;

ALTER INDEX router.mentions_of_author ATTACH PARTITION router.mentions_other_channel_account_author_id_posted_at_idx;

ALTER INDEX router.mentions_loose ATTACH PARTITION router.mentions_other_channel_account_author_id_posted_at_idx1;

ALTER INDEX router.mentions_pkey ATTACH PARTITION router.mentions_other_pkey;

ALTER INDEX router.mentions_in_order ATTACH PARTITION router.mentions_other_seq_idx;

ALTER INDEX router.mentions_of_ticket ATTACH PARTITION router.mentions_other_ticket_id_posted_at_mention_id_idx;

CREATE TRIGGER keep_audit BEFORE DELETE OR UPDATE ON desk.audit FOR EACH ROW EXECUTE FUNCTION desk.keep_audit();

CREATE TRIGGER keep_audit_whole BEFORE TRUNCATE ON desk.audit FOR EACH STATEMENT EXECUTE FUNCTION desk.keep_audit();

CREATE TRIGGER promises_follow AFTER INSERT ON router.events REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION router.promises_follow();

ALTER TABLE ONLY classifier.model_events
    ADD CONSTRAINT model_events_version_fkey FOREIGN KEY (version) REFERENCES classifier.models(version);

ALTER TABLE ONLY classifier.models
    ADD CONSTRAINT models_predecessor_fkey FOREIGN KEY (predecessor) REFERENCES classifier.models(version);

ALTER TABLE ONLY desk.api_tokens
    ADD CONSTRAINT api_tokens_created_by_fkey FOREIGN KEY (created_by) REFERENCES desk.accounts(account_id);

ALTER TABLE ONLY desk.api_tokens
    ADD CONSTRAINT api_tokens_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES desk.accounts(account_id);

ALTER TABLE ONLY desk.openid_links
    ADD CONSTRAINT openid_links_account_id_fkey FOREIGN KEY (account_id) REFERENCES desk.accounts(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY desk.sessions
    ADD CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES desk.accounts(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.attachments
    ADD CONSTRAINT attachments_note_id_fkey FOREIGN KEY (note_id) REFERENCES router.notes(note_id);

ALTER TABLE ONLY router.attachments
    ADD CONSTRAINT attachments_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES router.replies(reply_id);

ALTER TABLE ONLY router.attachments
    ADD CONSTRAINT attachments_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.author_changes
    ADD CONSTRAINT author_changes_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.author_changes
    ADD CONSTRAINT author_changes_channel_account_author_id_fkey FOREIGN KEY (channel, account, author_id) REFERENCES router.authors(channel, account, author_id);

ALTER TABLE ONLY router.canned_replies
    ADD CONSTRAINT canned_replies_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.canned_replies
    ADD CONSTRAINT canned_replies_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES router.queues(queue_id);

ALTER TABLE ONLY router.canned_replies
    ADD CONSTRAINT canned_replies_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.clocks
    ADD CONSTRAINT clocks_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES router.calendars(calendar_id);

ALTER TABLE ONLY router.clocks
    ADD CONSTRAINT clocks_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES router.policies(policy_id);

ALTER TABLE ONLY router.clocks
    ADD CONSTRAINT clocks_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.duties
    ADD CONSTRAINT duties_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.duties
    ADD CONSTRAINT duties_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES router.queues(queue_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.duty_lists
    ADD CONSTRAINT duty_lists_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES router.queues(queue_id);

ALTER TABLE ONLY router.erasure_answers
    ADD CONSTRAINT erasure_answers_erasure_id_fkey FOREIGN KEY (erasure_id) REFERENCES router.erasures(erasure_id);

ALTER TABLE ONLY router.given
    ADD CONSTRAINT given_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.lane_alerts
    ADD CONSTRAINT lane_alerts_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES router.queues(queue_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.last_answers
    ADD CONSTRAINT last_answers_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.links
    ADD CONSTRAINT links_linked_by_fkey FOREIGN KEY (linked_by) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.links
    ADD CONSTRAINT links_other_id_fkey FOREIGN KEY (other_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.links
    ADD CONSTRAINT links_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE router.mentions
    ADD CONSTRAINT mentions_relabelled_by_fkey FOREIGN KEY (relabelled_by) REFERENCES router.agents(agent_id);

ALTER TABLE router.mentions
    ADD CONSTRAINT mentions_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.notes
    ADD CONSTRAINT notes_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.notes
    ADD CONSTRAINT notes_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.order_patterns
    ADD CONSTRAINT order_patterns_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.pauses
    ADD CONSTRAINT pauses_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.praise_events
    ADD CONSTRAINT praise_events_praise_id_fkey FOREIGN KEY (praise_id) REFERENCES router.praise(praise_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.praise_grants
    ADD CONSTRAINT praise_grants_praise_id_fkey FOREIGN KEY (praise_id) REFERENCES router.praise(praise_id);

ALTER TABLE ONLY router.praise_grants
    ADD CONSTRAINT praise_grants_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.praise_grants
    ADD CONSTRAINT praise_grants_request_id_fkey FOREIGN KEY (request_id) REFERENCES router.praise_requests(request_id);

ALTER TABLE ONLY router.praise
    ADD CONSTRAINT praise_mention_id_fkey FOREIGN KEY (mention_id) REFERENCES router.mention_keys(mention_id);

ALTER TABLE ONLY router.praise_requests
    ADD CONSTRAINT praise_requests_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.praise_requests
    ADD CONSTRAINT praise_requests_praise_id_fkey FOREIGN KEY (praise_id) REFERENCES router.praise(praise_id);

ALTER TABLE ONLY router.promises
    ADD CONSTRAINT promises_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.queue_members
    ADD CONSTRAINT queue_members_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.queue_members
    ADD CONSTRAINT queue_members_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES router.queues(queue_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.queues
    ADD CONSTRAINT queues_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES router.calendars(calendar_id);

ALTER TABLE ONLY router.recalculations
    ADD CONSTRAINT recalculations_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES router.calendars(calendar_id);

ALTER TABLE ONLY router.relabels
    ADD CONSTRAINT relabels_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.relabels
    ADD CONSTRAINT relabels_mention_id_fkey FOREIGN KEY (mention_id) REFERENCES router.mention_keys(mention_id);

ALTER TABLE ONLY router.replies
    ADD CONSTRAINT replies_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.replies
    ADD CONSTRAINT replies_mention_id_fkey FOREIGN KEY (mention_id) REFERENCES router.mention_keys(mention_id);

ALTER TABLE ONLY router.replies
    ADD CONSTRAINT replies_retried_as_fkey FOREIGN KEY (retried_as) REFERENCES router.replies(reply_id);

ALTER TABLE ONLY router.replies
    ADD CONSTRAINT replies_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.return_timers
    ADD CONSTRAINT return_timers_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.return_timers
    ADD CONSTRAINT return_timers_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.returns
    ADD CONSTRAINT returns_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.returns
    ADD CONSTRAINT returns_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.shifts
    ADD CONSTRAINT shifts_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES router.agents(agent_id) ON DELETE CASCADE;

ALTER TABLE ONLY router.takedowns
    ADD CONSTRAINT takedowns_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.takedowns
    ADD CONSTRAINT takedowns_done_by_fkey FOREIGN KEY (done_by) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.takedowns
    ADD CONSTRAINT takedowns_praise_id_fkey FOREIGN KEY (praise_id) REFERENCES router.praise(praise_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES router.calendars(calendar_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_continuation_of_fkey FOREIGN KEY (continuation_of) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_handed_to_fkey FOREIGN KEY (handed_to) REFERENCES router.queues(queue_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_last_assignee_id_fkey FOREIGN KEY (last_assignee_id) REFERENCES router.agents(agent_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.tickets_of_the_erased
    ADD CONSTRAINT tickets_of_the_erased_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES router.policies(policy_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES router.queues(queue_id);

ALTER TABLE ONLY router.tickets
    ADD CONSTRAINT tickets_split_from_fkey FOREIGN KEY (split_from) REFERENCES router.tickets(ticket_id);

ALTER TABLE ONLY router.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES router.webhooks(webhook_id) ON DELETE CASCADE;
