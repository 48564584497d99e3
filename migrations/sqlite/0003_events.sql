-- The inbox: what the platform has told us, and what is to be passed on.

-- An operator sent the webhook of an adopted session back: it stays there until somebody asks for it.
ALTER TABLE sessions ADD COLUMN webhook_sent_back INTEGER NOT NULL DEFAULT FALSE CHECK (webhook_sent_back IN (FALSE, TRUE));

-- Without foreign keys: what waits to be passed on outlives its session.
CREATE TABLE events (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    integration_id  TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    account_number  TEXT,
    event_id        TEXT CHECK (event_id <> ''),
    kind            TEXT NOT NULL CHECK (length(kind) <= 64),
    received_at     INTEGER NOT NULL,
    state           TEXT NOT NULL,
    raw_sealed      TEXT, -- people's messages: only while it waits or was given up
    tries           INTEGER NOT NULL DEFAULT 0,
    again_at        INTEGER,
    why             TEXT, -- what the receiver said last
    CONSTRAINT events_event_id_key UNIQUE (integration_id, event_id),
    CONSTRAINT events_state CHECK (state IN ('kept', 'waiting', 'forwarded', 'dead')),
    CONSTRAINT events_raw CHECK ((raw_sealed IS NOT NULL) = (state IN ('waiting', 'dead'))
        AND (raw_sealed IS NULL OR raw_sealed LIKE 'v1:%')),
    CONSTRAINT events_again CHECK ((again_at IS NOT NULL) = (state = 'waiting'))
) STRICT;

CREATE INDEX events_waiting ON events (integration_id, number) WHERE state = 'waiting';
CREATE INDEX events_dead ON events (number) WHERE state = 'dead';
CREATE INDEX events_age ON events (received_at);
