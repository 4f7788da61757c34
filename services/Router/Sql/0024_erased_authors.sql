-- Who looks at what is left of a person's tickets is told that there is nobody to answer.
ALTER TABLE router.authors ADD COLUMN erased boolean NOT NULL DEFAULT false;

UPDATE router.authors SET erased = true WHERE author_id ~ '^erased-[0-9a-f]{32}$' AND handle IS NULL AND name IS NULL;
