-- What requests and servers must know of each other.

-- When the gateway was last asked, answered or not.
ALTER TABLE sessions ADD COLUMN asked_at INTEGER;
-- Somebody else made the row; its webhook went to them.
ALTER TABLE sessions ADD COLUMN adopted INTEGER NOT NULL DEFAULT FALSE CHECK (adopted IN (FALSE, TRUE));
ALTER TABLE sessions ADD COLUMN webhook_ours_since INTEGER;

-- Attempts that were cancelled, for requests of theirs that arrive later.
CREATE TABLE called_off (
    attempt_id TEXT PRIMARY KEY NOT NULL,
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX called_off_age ON called_off (at);

-- Codes that open the panel once, for somebody whom the CRM has signed in.
CREATE TABLE codes (
    hash       BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
    user_id    TEXT NOT NULL,
    email      TEXT,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX codes_expiry ON codes (expires_at);
