-- Accounts of a provider (OpenID Connect), what was done by whom, and which notifications a person wants.

-- An account that only signs in through the provider has no password here.
ALTER TABLE desk.accounts ALTER COLUMN password_hash DROP NOT NULL;

-- Which notifications the person wants and how, by kind; a kind that is not named is shown and pops up.
ALTER TABLE desk.accounts ADD COLUMN notices jsonb NOT NULL DEFAULT '{}';

-- The provider's name for a person is issuer and subject together, and never changes; addresses and user names do.
CREATE TABLE desk.openid_links (
  issuer       text        NOT NULL,
  subject      text        NOT NULL,
  account_id   uuid        NOT NULL REFERENCES desk.accounts ON DELETE CASCADE,
  linked_at    timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject),
  UNIQUE (account_id, issuer)
);

-- Who did what to accounts, rules and personal data. A row is written before the act; how the act came out is added once; nothing
-- else is ever changed or taken away. Words of people are never in it: only ids, roles, scopes and the names of settings.
CREATE TABLE desk.audit (
  audit_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor_kind text        NOT NULL CHECK (actor_kind IN ('person', 'program', 'nobody')),
  actor_id   uuid,                                -- the account or the token; null for nobody
  area       text        NOT NULL,
  act        text        NOT NULL,
  target     text,                                -- the id in the address, or the id that was given to what was made
  detail     text,                                -- in fixed words: roles=agent,lead active=false
  status     integer                              -- the answer; null while there is none, or where the process ended before it
);

CREATE INDEX audit_by_time ON desk.audit (at DESC, audit_id DESC);
CREATE INDEX audit_by_area ON desk.audit (area, at DESC, audit_id DESC);
CREATE INDEX audit_by_actor ON desk.audit (actor_id, at DESC, audit_id DESC);
CREATE INDEX audit_by_target ON desk.audit (target, at DESC, audit_id DESC) WHERE target IS NOT NULL;
CREATE INDEX audit_not_done ON desk.audit (at DESC, audit_id DESC) WHERE status IS NULL OR status >= 400;

CREATE FUNCTION desk.keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE ON desk.audit FOR EACH ROW EXECUTE FUNCTION desk.keep_audit();
CREATE TRIGGER keep_audit_whole BEFORE TRUNCATE ON desk.audit FOR EACH STATEMENT EXECUTE FUNCTION desk.keep_audit();
