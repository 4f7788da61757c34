-- What all rules are together has a version. Whoever works by rules that they have read asks for it first: what was saved at one
-- router holds for what any other does from then on.
CREATE TABLE router.rules (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  version  bigint  NOT NULL
);

INSERT INTO router.rules (version) VALUES (1);

CREATE FUNCTION router.rules_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE router.rules SET version = version + 1;
  RETURN NULL;
END
$$;

-- Deferred: the one row is the last that a transaction takes, so that two who save rules at once wait in no circle.
CREATE CONSTRAINT TRIGGER rules_changed AFTER INSERT OR UPDATE OR DELETE ON router.calendars
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION router.rules_changed();
CREATE CONSTRAINT TRIGGER rules_changed AFTER INSERT OR UPDATE OR DELETE ON router.policies
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION router.rules_changed();
CREATE CONSTRAINT TRIGGER rules_changed AFTER INSERT OR UPDATE OR DELETE ON router.queues
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION router.rules_changed();
CREATE CONSTRAINT TRIGGER rules_changed AFTER INSERT OR UPDATE OR DELETE ON router.order_patterns
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION router.rules_changed();
CREATE CONSTRAINT TRIGGER rules_changed AFTER INSERT OR UPDATE OR DELETE ON router.duties
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION router.rules_changed();
