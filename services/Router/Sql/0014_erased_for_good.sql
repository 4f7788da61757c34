-- What a person's erasure leaves behind, and what it must not.

-- The classifier keeps these corrections out even where it has not heard of them yet. Numbers only.
ALTER TABLE router.erasures ADD COLUMN relabel_ids bigint[] NOT NULL DEFAULT '{}';

-- Mentions that were on the way when their author was erased are known like any other: one key, so that whoever routes one and
-- whoever keeps it out wait for each other.
INSERT INTO router.mention_keys (mention_id, routed_at)
SELECT mention_id, erased_at FROM router.erased_mentions
    ON CONFLICT (mention_id) DO NOTHING;
DROP TABLE router.erased_mentions;

-- Why somebody waits is their word; it leaves the mesh with no webhook, and what has left stays in no log.
UPDATE router.webhook_deliveries
   SET body = (body::jsonb #- '{data,clock,reason}')::text
 WHERE body LIKE '%"ticket.clock.pause"%';
