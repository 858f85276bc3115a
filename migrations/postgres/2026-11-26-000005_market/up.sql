-- How the market stood at the start of each day, in the form of the answer.
CREATE TABLE market_snapshots (
    -- Days since 1970 in UTC.
    day INTEGER NOT NULL PRIMARY KEY,
    taken_at BIGINT NOT NULL,
    body TEXT NOT NULL
);

-- When the listings of a company were first and last seen.
CREATE INDEX listings_by_company ON listings (company_slug) WHERE company_slug IS NOT NULL;
