-- Where third parties take webhooks. Secrets stand in plain text, because a hash signs nothing, and a key to them would stand beside them.
CREATE TABLE webhook_endpoints (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    description TEXT,
    secret TEXT NOT NULL,
    -- The secret before, good until a time.
    previous_secret TEXT,
    previous_secret_until BIGINT,
    -- Why nothing is sent; none while it is.
    disabled_reason TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX webhook_endpoints_by_user ON webhook_endpoints (user_id, id);
