-- Programs act under a name like people, and have no tickets; what they write to customers answers nobody.
ALTER TABLE router.agents ADD COLUMN program boolean NOT NULL DEFAULT false;
ALTER TABLE router.replies ADD COLUMN by_program boolean NOT NULL DEFAULT false;

-- What the tier was before a platform last told of it: whoever routes the author's posts brings their open tickets in line.
ALTER TABLE router.authors ADD COLUMN tier_before text;

-- The report on pauses reads those that reach into a span of time, those that still last too, and not how clocks went on.
DROP INDEX router.events_of_pauses;
CREATE INDEX pauses_by_end ON router.pauses ((coalesce(to_at, 'infinity')));
