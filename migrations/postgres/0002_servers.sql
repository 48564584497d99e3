-- What requests and servers must know of each other.

-- When the gateway was last asked, answered or not.
ALTER TABLE wpp_panel.sessions ADD COLUMN asked_at BIGINT;
-- Somebody else made the row; its webhook went to them.
ALTER TABLE wpp_panel.sessions ADD COLUMN adopted BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE wpp_panel.sessions ADD COLUMN webhook_ours_since BIGINT;

-- Attempts that were cancelled, for requests of theirs that arrive later.
CREATE TABLE wpp_panel.called_off (
    attempt_id UUID PRIMARY KEY,
    at         BIGINT NOT NULL
);

CREATE INDEX called_off_age ON wpp_panel.called_off (at);

-- Codes that open the panel once, for somebody whom the CRM has signed in.
CREATE TABLE wpp_panel.codes (
    hash       BYTEA PRIMARY KEY CHECK (length(hash) = 32),
    user_id    UUID NOT NULL,
    email      TEXT,
    expires_at BIGINT NOT NULL
);

CREATE INDEX codes_expiry ON wpp_panel.codes (expires_at);

-- The servers that work on this database, each with the end of its last sign of life by the database's clock.
CREATE TABLE wpp_panel.servers (
    id          UUID PRIMARY KEY,
    alive_until TIMESTAMPTZ NOT NULL
);

-- Who does what alone. Free when nobody has it, or a server that is not alive.
CREATE TABLE wpp_panel.leases (
    name       TEXT PRIMARY KEY,
    holder     UUID,
    asked_back BOOLEAN NOT NULL DEFAULT FALSE,
    said       TEXT, -- the last holder's word when it gave the lease back
    said_at    TIMESTAMPTZ
);

-- The platform's tokens, so that one renewal does for all servers.
CREATE TABLE wpp_panel.tokens (
    key_hash BYTEA PRIMARY KEY CHECK (length(key_hash) = 32),
    sealed   TEXT NOT NULL CHECK (sealed LIKE 'v1:%'),
    renew_at BIGINT NOT NULL
);
