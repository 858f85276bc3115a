-- Times are microseconds since 1970 in UTC; nested values are JSON; identifiers sort as text.

CREATE TABLE change_counter (
    id SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO change_counter (id, number) VALUES (1, 0);

CREATE TABLE listings (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    text_of TEXT COLLATE "C" NOT NULL,
    text_hash TEXT NOT NULL,
    title TEXT NOT NULL,
    company_slug TEXT,
    company_name TEXT,
    role TEXT NOT NULL,
    seniority TEXT NOT NULL,
    work_mode TEXT NOT NULL,
    employment_type TEXT NOT NULL,
    eligibility TEXT NOT NULL,
    sponsorship TEXT NOT NULL,
    language TEXT,
    salary TEXT,
    salary_words TEXT,
    annual_usd_min BIGINT,
    annual_usd_max BIGINT,
    skills TEXT NOT NULL,
    score SMALLINT NOT NULL,
    score_version SMALLINT NOT NULL,
    rescore_at BIGINT,
    posted_at BIGINT,
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    closed_at BIGINT,
    close_reason TEXT,
    apply_url TEXT NOT NULL,
    sources TEXT NOT NULL
);
CREATE UNIQUE INDEX listings_by_number ON listings (number);
CREATE INDEX listings_by_rescore ON listings (rescore_at) WHERE rescore_at IS NOT NULL;

CREATE TABLE postings (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    listing_id TEXT COLLATE "C" NOT NULL,
    merge_rule TEXT NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    board TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    url TEXT NOT NULL,
    apply_url TEXT NOT NULL,
    requisition TEXT,
    title TEXT NOT NULL,
    company_slug TEXT,
    company_name TEXT,
    location TEXT,
    salary_text TEXT,
    description_html TEXT NOT NULL,
    description_text TEXT NOT NULL,
    posted_at BIGINT,
    expires_at BIGINT,
    reading TEXT NOT NULL,
    reading_version SMALLINT NOT NULL,
    content_hash TEXT NOT NULL,
    canonical_url TEXT COLLATE "C" NOT NULL,
    opening_key TEXT COLLATE "C",
    text_fingerprint TEXT,
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    closed_at BIGINT,
    close_reason TEXT,
    missed_runs INTEGER NOT NULL
);
CREATE UNIQUE INDEX postings_by_source ON postings (source, board, external_id);
CREATE INDEX postings_by_listing ON postings (listing_id);
CREATE INDEX postings_by_canonical_url ON postings (canonical_url);
CREATE INDEX postings_by_opening_key ON postings (opening_key) WHERE opening_key IS NOT NULL;
CREATE INDEX postings_by_expiry ON postings (expires_at) WHERE expires_at IS NOT NULL AND closed_at IS NULL;

CREATE TABLE sources (
    slug TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    terms TEXT NOT NULL,
    attribution TEXT,
    pace_seconds INTEGER NOT NULL,
    cadence_seconds INTEGER NOT NULL,
    delay_seconds INTEGER NOT NULL
);

CREATE TABLE boards (
    source TEXT COLLATE "C" NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    next_run_at BIGINT NOT NULL,
    leased_by TEXT COLLATE "C",
    leased_until BIGINT NOT NULL,
    watermark BIGINT,
    etag TEXT,
    last_modified TEXT,
    failures INTEGER NOT NULL,
    PRIMARY KEY (source, slug)
);
CREATE INDEX boards_by_next_run ON boards (next_run_at);

CREATE TABLE runs (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    source TEXT COLLATE "C" NOT NULL,
    board TEXT COLLATE "C" NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    seen BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    report TEXT NOT NULL
);
CREATE INDEX runs_by_source ON runs (source, finished_at);

-- How often people went on to apply: a number a day, no person.
CREATE TABLE clicks (
    listing_id TEXT COLLATE "C" NOT NULL,
    day INTEGER NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (listing_id, day)
);

-- Secrets and other single values that all processes share.
CREATE TABLE meta (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
