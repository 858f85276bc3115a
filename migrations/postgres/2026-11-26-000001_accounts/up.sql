-- Accounts. Secrets stand here as SHA-256 only, passwords as argon2id; what belongs to a person goes with the person.

-- Sign-ups that wait for their address to be proven. A person exists once it is.
CREATE TABLE registrations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL,
    name TEXT,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX registrations_by_email ON registrations (email_key);
CREATE INDEX registrations_by_expiry ON registrations (expires_at);

CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL,
    name TEXT,
    password_hash TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_by_email ON users (email_key);

-- Networks from which a person has logged in, hashed: nobody else's failures can shut these out.
CREATE TABLE known_networks (
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    network TEXT COLLATE "C" NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, network)
);

-- expires_at moves on with every use, up to the longest life of a session.
CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Used ones stay until their session ends, so that a second use is noticed.
CREATE TABLE refresh_tokens (
    hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    used_at BIGINT,
    successor TEXT COLLATE "C"
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Tokens of mails. One that is used is deleted.
CREATE TABLE mail_tokens (
    hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
    registration_id TEXT COLLATE "C" REFERENCES registrations (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX mail_tokens_by_user ON mail_tokens (user_id);
CREATE INDEX mail_tokens_by_registration ON mail_tokens (registration_id);
CREATE INDEX mail_tokens_by_expiry ON mail_tokens (expires_at);

-- Mails about accounts, waiting to be sent. They hold no secret: the token of a link is made when the mail is.
CREATE TABLE mails (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    user_id TEXT COLLATE "C" REFERENCES users (id) ON DELETE CASCADE,
    registration_id TEXT COLLATE "C" REFERENCES registrations (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    dead_at BIGINT
);
CREATE INDEX mails_by_due ON mails (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX mails_by_user ON mails (user_id);
CREATE INDEX mails_by_registration ON mails (registration_id);

-- How far each limited action is booked out: one moment, by the generic cell rate algorithm.
CREATE TABLE throttles (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    booked_until BIGINT NOT NULL
);
CREATE INDEX throttles_by_booked ON throttles (booked_until);

-- Keys that access tokens are signed with. The newest that is not retired signs; retired ones verify for a while.
CREATE TABLE signing_keys (
    kid TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);

CREATE TABLE api_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    hint TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT
);
CREATE UNIQUE INDEX api_keys_by_hash ON api_keys (hash);
CREATE INDEX api_keys_by_user ON api_keys (user_id);

-- Answers to requests with an Idempotency-Key, written together with their effect.
CREATE TABLE idempotency_keys (
    principal TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    body_hash TEXT NOT NULL,
    status SMALLINT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (principal, operation, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);

-- What a person has removed: removing it again is no error for a while.
CREATE TABLE removals (
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    resource TEXT COLLATE "C" NOT NULL,
    removed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, resource)
);
CREATE INDEX removals_by_time ON removals (removed_at);
