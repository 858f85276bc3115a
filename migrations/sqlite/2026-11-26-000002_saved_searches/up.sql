-- Saved searches with what they brought, and bookmarks.

CREATE TABLE saved_searches (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    query_version SMALLINT NOT NULL,
    cadence TEXT NOT NULL,
    hour SMALLINT NOT NULL,
    time_zone TEXT NOT NULL,
    channels TEXT NOT NULL,
    per_company SMALLINT,
    -- SHA-256 of the secret in the feed's address; none until a feed is asked for.
    feed_token_hash TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX saved_searches_by_user ON saved_searches (user_id, id);
CREATE UNIQUE INDEX saved_searches_by_feed ON saved_searches (feed_token_hash) WHERE feed_token_hash IS NOT NULL;

-- A listing meets a saved search once.
CREATE TABLE matches (
    saved_search_id TEXT NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
    listing_id TEXT NOT NULL,
    matched_at BIGINT NOT NULL,
    PRIMARY KEY (saved_search_id, listing_id)
);
CREATE INDEX matches_by_time ON matches (saved_search_id, matched_at, listing_id);

CREATE TABLE bookmarks (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    listing_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, listing_id)
);
CREATE INDEX bookmarks_by_time ON bookmarks (user_id, created_at, listing_id);
