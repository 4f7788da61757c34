-- Which queue would have had the post as work: those who work there see what was said in praise too. Support reads the last days
-- only, so what is older needs none.
ALTER TABLE router.praise ADD COLUMN queue_id uuid;

UPDATE router.praise p
   SET queue_id = (
       SELECT q.queue_id
         FROM router.queues q
        WHERE q.is_default
           OR ((cardinality(q.channels) = 0 OR m.channel = ANY (q.channels))
               AND (cardinality(q.accounts) = 0 OR m.account = ANY (q.accounts))
               AND cardinality(q.channels) + cardinality(q.accounts) > 0)
        ORDER BY q.is_default, (cardinality(q.channels) > 0)::int + (cardinality(q.accounts) > 0)::int DESC, q.name COLLATE "C"
        LIMIT 1)
  FROM router.mention_keys k
  JOIN router.mentions m ON m.mention_id = k.mention_id AND m.routed_at = k.routed_at
 WHERE k.mention_id = p.mention_id AND p.found_at > now() - interval '8 days';

-- What was said lately, newest first, and how much; what its author took back is not shown to anybody.
CREATE INDEX praise_of_queue ON router.praise (queue_id, found_at DESC, praise_id DESC)
  INCLUDE (channel) WHERE status <> 'revoked';
