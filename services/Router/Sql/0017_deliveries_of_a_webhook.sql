-- What is due of each webhook is asked for by itself: one receiver that hangs does not stand before the others.
DROP INDEX router.webhook_deliveries_due;
CREATE INDEX webhook_deliveries_due ON router.webhook_deliveries (webhook_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
