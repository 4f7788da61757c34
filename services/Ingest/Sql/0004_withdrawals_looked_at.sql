-- When a withdrawal is looked at next: after as long again as it has waited. A post that never comes costs a few looks, and posts
-- that stay unknown are in nobody's way however many they are.
ALTER TABLE ingest.withdrawals ADD COLUMN look_at timestamptz NOT NULL DEFAULT now();

DROP INDEX ingest.withdrawals_to_publish;
CREATE INDEX withdrawals_to_publish ON ingest.withdrawals (look_at) WHERE published_at IS NULL;
