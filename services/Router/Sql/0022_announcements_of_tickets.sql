-- Whoever announces events finds each by its ticket or by its number, whichever index the statement was planned with: such a plan
-- is kept, and may have been made when a month was empty and any index was as good as another.
ALTER TABLE router.announcements ADD COLUMN ticket_ids bigint[];

UPDATE router.announcements a
   SET ticket_ids = ARRAY (
         SELECT e.ticket_id
           FROM unnest(a.event_ids) WITH ORDINALITY AS u (event_id, place)
           LEFT JOIN LATERAL (
                SELECT ticket_id FROM router.events WHERE event_id = u.event_id AND at >= a.since LIMIT 1) AS e ON true
          ORDER BY u.place);

ALTER TABLE router.announcements ALTER COLUMN ticket_ids SET NOT NULL;
