-- Boards: where and how often they are asked, and what is wrong with them. Hosts: one request at a time over all
-- workers, not before the host wants it, and what its robots.txt allows.

ALTER TABLE boards ADD COLUMN host TEXT NOT NULL DEFAULT '';
-- When it was added, or taken up again after it had been retired.
ALTER TABLE boards ADD COLUMN watched_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE boards ADD COLUMN interval_seconds INTEGER NOT NULL DEFAULT 0;
-- What its last whole answer was, by the rules that read it: the same again needs no reading.
ALTER TABLE boards ADD COLUMN content_hash TEXT;
ALTER TABLE boards ADD COLUMN checked_at BIGINT;
ALTER TABLE boards ADD COLUMN complete_at BIGINT;
ALTER TABLE boards ADD COLUMN confirmed_at BIGINT NOT NULL DEFAULT 0;
-- How many postings its last complete runs listed, a JSON list.
ALTER TABLE boards ADD COLUMN sizes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE boards ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE boards ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE boards ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
-- How many of them said what, as JSON.
ALTER TABLE boards ADD COLUMN filled TEXT NOT NULL DEFAULT '{}';
ALTER TABLE boards ADD COLUMN trouble TEXT;
ALTER TABLE boards ADD COLUMN trouble_since BIGINT;
ALTER TABLE boards ADD COLUMN doubted_since BIGINT;
ALTER TABLE boards ADD COLUMN retired_at BIGINT;
-- The last posting whose own page was asked, because the list does not say whether it is still there.
ALTER TABLE boards ADD COLUMN asked_after TEXT;

CREATE TABLE hosts (
    host TEXT NOT NULL PRIMARY KEY,
    leased_by TEXT,
    leased_until BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    failures INTEGER NOT NULL,
    robots TEXT,
    robots_until BIGINT
);

-- The time of the first complete run without it says more than their number.
ALTER TABLE postings ADD COLUMN missed_since BIGINT;
ALTER TABLE postings DROP COLUMN missed_runs;

ALTER TABLE sources ADD COLUMN access TEXT NOT NULL DEFAULT 'offered';

CREATE INDEX runs_by_finish ON runs (finished_at);
