-- What people are told by themselves, and the sending of it.

-- Numbers by name: the last change of a saved search, how far matching has come, and what was counted.
CREATE TABLE counters (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO counters (name, number) VALUES ('saved_searches', 0), ('matched', 0), ('leases', 0);

-- The number of a saved search's last change, in the order of commits.
ALTER TABLE saved_searches ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
CREATE INDEX saved_searches_by_number ON saved_searches (number);

-- When a match is told; none once it was, and where nothing is told.
ALTER TABLE matches ADD COLUMN due_at BIGINT;
CREATE INDEX matches_by_due ON matches (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX matches_due_by_search ON matches (saved_search_id, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE alerts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX alerts_once ON alerts (user_id, due_at) WHERE kind = 'digest';
CREATE INDEX alerts_by_user ON alerts (user_id, id);
CREATE INDEX alerts_by_time ON alerts (created_at);

-- What an alert tells, by saved search. Without a position a listing is counted only.
CREATE TABLE alert_items (
    alert_id TEXT COLLATE "C" NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    saved_search_id TEXT COLLATE "C" NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
    listing_id TEXT COLLATE "C" NOT NULL,
    position INTEGER,
    PRIMARY KEY (alert_id, saved_search_id, listing_id)
);
CREATE INDEX alert_items_by_search ON alert_items (saved_search_id, alert_id);

-- A listing is told to a person once, whatever saved searches it meets.
CREATE TABLE told (
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    listing_id TEXT COLLATE "C" NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, listing_id)
);
CREATE INDEX told_by_time ON told (told_at);

-- The sending of an alert over one channel, or of a test of a webhook endpoint, which has no alert.
CREATE TABLE deliveries (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    alert_id TEXT COLLATE "C" REFERENCES alerts (id) ON DELETE CASCADE,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel TEXT COLLATE "C" NOT NULL,
    endpoint_id TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_status INTEGER,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX deliveries_by_due ON deliveries (channel, due_at, id) WHERE finished_at IS NULL;
CREATE INDEX deliveries_leased ON deliveries (leased_until) WHERE finished_at IS NULL;
CREATE INDEX deliveries_by_alert ON deliveries (alert_id);
CREATE INDEX deliveries_by_user ON deliveries (user_id, id);
CREATE INDEX deliveries_by_endpoint ON deliveries (endpoint_id, id) WHERE endpoint_id IS NOT NULL;
CREATE INDEX deliveries_failing ON deliveries (endpoint_id) WHERE finished_at IS NULL AND last_error IS NOT NULL;
CREATE INDEX deliveries_by_time ON deliveries (created_at);
