-- When a listing met a saved search as part of another, of which it was taken out: meeting it by itself is no news.
CREATE TABLE split_matches (
    listing_id TEXT COLLATE "C" NOT NULL,
    saved_search_id TEXT COLLATE "C" NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
    matched_at BIGINT NOT NULL,
    PRIMARY KEY (listing_id, saved_search_id)
);
CREATE INDEX split_matches_by_search ON split_matches (saved_search_id, listing_id);
