-- What happened, in order: events that are kept before they are believed, and what became of each session.

-- The platform's own time of the newest event that was believed: an older one that comes later changes nothing.
ALTER TABLE sessions ADD COLUMN told_at INTEGER;
-- The webhook key before the present one, as a hash, and until when it still counts; without an end until the platform has
-- taken the new address.
ALTER TABLE sessions ADD COLUMN old_key_hash BLOB CHECK (length(old_key_hash) = 32);
ALTER TABLE sessions ADD COLUMN old_key_until INTEGER CHECK (old_key_until IS NULL OR old_key_hash IS NOT NULL);
CREATE UNIQUE INDEX sessions_old_key ON sessions (old_key_hash) WHERE old_key_hash IS NOT NULL;

-- Of an event that may change a state: its word, its time by the platform's clock, the phone it names.
ALTER TABLE events ADD COLUMN word TEXT;
ALTER TABLE events ADD COLUMN happened_at INTEGER;
ALTER TABLE events ADD COLUMN phone TEXT;
-- It is still to be believed.
ALTER TABLE events ADD COLUMN is_open INTEGER NOT NULL DEFAULT FALSE
    CHECK (is_open IN (FALSE, TRUE) AND (NOT is_open OR word IS NOT NULL));
CREATE INDEX events_open ON events (number) WHERE is_open;
CREATE INDEX events_session ON events (integration_id, number);

CREATE TABLE state_changes (
    number         INTEGER PRIMARY KEY AUTOINCREMENT,
    integration_id TEXT NOT NULL REFERENCES sessions (integration_id) ON DELETE CASCADE,
    at             INTEGER NOT NULL,
    state_before   TEXT, -- NULL: the row was made
    state_after    TEXT NOT NULL,
    cause          TEXT NOT NULL,
    word           TEXT, -- what the platform said
    CONSTRAINT state_changes_before CHECK (state_before IN (
        'starting', 'awaiting_scan', 'linking', 'connected', 'reconnecting', 'disconnected', 'logged_out', 'failed')),
    CONSTRAINT state_changes_after CHECK (state_after IN (
        'starting', 'awaiting_scan', 'linking', 'connected', 'reconnecting', 'disconnected', 'logged_out', 'failed')),
    CONSTRAINT state_changes_cause CHECK (cause IN ('webhook', 'probe', 'attempt'))
) STRICT;

CREATE INDEX state_changes_session ON state_changes (integration_id, number);
