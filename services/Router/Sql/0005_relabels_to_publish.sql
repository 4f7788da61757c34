-- The classifier hears of each relabelling: the row is its outbox. Those made before are told too.

ALTER TABLE router.relabels ADD COLUMN published_at timestamptz;
CREATE INDEX relabels_to_publish ON router.relabels (relabel_id) WHERE published_at IS NULL;
