namespace TriageMesh.Database.Specs.Router;

/// <summary>The database watches who is given what, as each transaction ends, so that nothing passes between two looks.</summary>
/// <remarks>Whoever knows the author may be one over their capacity; a ticket that has come back too often is the lead's, whatever they have.</remarks>
internal static class WatchedAssignments
{
    /// <summary>What was given to somebody who was away, had no room, or works another queue.</summary>
    public const string Broken = "SELECT what FROM router.seen";

    private const string Watch = """
        CREATE TABLE IF NOT EXISTS router.seen (what text NOT NULL);
        TRUNCATE router.seen;

        CREATE OR REPLACE FUNCTION router.watch_given() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          a router.agents;
          over integer;
        BEGIN
          SELECT * INTO a FROM router.agents WHERE agent_id = NEW.assignee_id;
          SELECT count(*) INTO over FROM router.events e
           WHERE e.kind = 'assigned' AND e.assignee_id = a.agent_id AND e.at = NEW.at AND e.cause = 'answered this author last';
          IF NOT (a.active AND a.online AND a.present_until > NEW.at) THEN
            INSERT INTO router.seen VALUES (format('ticket %s was given to %s, who was away', NEW.ticket_id, a.name));
          END IF;
          IF a.open_tickets > a.capacity + least(over, 1) THEN
            INSERT INTO router.seen
            VALUES (format('ticket %s was given to %s, who has %s of %s', NEW.ticket_id, a.name, a.open_tickets, a.capacity));
          END IF;
          IF (SELECT count(*) FROM router.given g
               WHERE g.agent_id = a.agent_id AND g.at <= NEW.at AND g.at > NEW.at - make_interval(mins => a.rate_minutes))
             > a.rate_limit THEN
            INSERT INTO router.seen
            VALUES (format('ticket %s was given to %s, who takes %s in %s minutes', NEW.ticket_id, a.name, a.rate_limit, a.rate_minutes));
          END IF;
          IF (NEW.cause IN ('least load', 'answered this author last') OR NEW.cause LIKE 'nobody with the%') AND NOT EXISTS (
               SELECT FROM router.queue_members m WHERE m.queue_id = NEW.queue_id AND m.agent_id = a.agent_id) THEN
            INSERT INTO router.seen VALUES (format('ticket %s was given to %s, who does not work its queue', NEW.ticket_id, a.name));
          END IF;
          RETURN NULL;
        END $$;

        DROP TRIGGER IF EXISTS watch_given ON router.events;
        CREATE CONSTRAINT TRIGGER watch_given AFTER INSERT ON router.events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
          WHEN (NEW.kind = 'assigned' AND NEW.actor = 'system' AND NEW.cause IS NOT NULL)
          EXECUTE FUNCTION router.watch_given();
        """;

    public static Task BeginAsync(RouterWorld world) => world.SqlAsync(Watch);
}
