-- The role graph: what speaks for a posting to belong to its listing, and what keeps postings apart.

-- What merging compares; none until the posting is read by today's rules.
ALTER TABLE postings ADD COLUMN traits TEXT;
ALTER TABLE postings ADD COLUMN traits_version SMALLINT NOT NULL DEFAULT 0;
-- When what the source says last changed.
ALTER TABLE postings ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE postings SET changed_at = first_seen_at;
DROP INDEX postings_by_canonical_url;
DROP INDEX postings_by_opening_key;
ALTER TABLE postings DROP COLUMN canonical_url;
ALTER TABLE postings DROP COLUMN opening_key;
ALTER TABLE postings DROP COLUMN text_fingerprint;

-- The places of all postings in the sources' words.
ALTER TABLE listings ADD COLUMN locations TEXT NOT NULL DEFAULT '[]';

-- Keys under which postings of one job meet.
CREATE TABLE merge_keys (
    key BIGINT NOT NULL,
    listing_id TEXT NOT NULL,
    PRIMARY KEY (key, listing_id)
) WITHOUT ROWID;

CREATE TABLE edges (
    posting_id TEXT NOT NULL PRIMARY KEY,
    listing_id TEXT NOT NULL,
    with_posting TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence SMALLINT NOT NULL,
    evidence TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Postings that show two jobs, for good, whatever speaks for one. The lesser identifier stands first.
CREATE TABLE separations (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (one, other)
);
CREATE INDEX separations_by_other ON separations (other);

-- What readers report of listings: no words of theirs, no person.
CREATE TABLE reports (
    id TEXT NOT NULL PRIMARY KEY,
    listing_id TEXT NOT NULL,
    posting_id TEXT,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX reports_by_time ON reports (created_at);
CREATE INDEX reports_by_listing ON reports (listing_id);
