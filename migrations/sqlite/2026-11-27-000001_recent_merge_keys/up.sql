-- New keys under which postings meet, until they go over to merge_keys together.
CREATE TABLE recent_merge_keys (
    key BIGINT NOT NULL,
    listing_id TEXT NOT NULL,
    PRIMARY KEY (key, listing_id)
) WITHOUT ROWID;
