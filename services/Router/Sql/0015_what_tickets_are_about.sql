-- The beginning of the post that opened a ticket: what it is about, whatever is said later. Tickets from before have none where
-- their first line is still that of the opening post.
ALTER TABLE router.tickets ADD COLUMN opening_line text;

UPDATE router.tickets t
   SET opening_line = btrim(left(regexp_replace(left(m.text, 1000), '\s+', ' ', 'g'), 160))
  FROM router.tickets o
 CROSS JOIN LATERAL (
       SELECT p.text FROM router.mentions p WHERE p.ticket_id = o.ticket_id ORDER BY p.posted_at, p.mention_id LIMIT 1) AS m
 WHERE o.ticket_id = t.ticket_id AND o.mention_count > 1;

-- Which spell of waiting began with a reopening, the last one that did: its answer has a target of its own. 0 for none.
ALTER TABLE router.tickets ADD COLUMN reopening_spell integer NOT NULL DEFAULT 0;

-- When its platform said that a post is gone: nobody shows it from then on.
ALTER TABLE router.mentions ADD COLUMN withdrawn_at timestamptz;
