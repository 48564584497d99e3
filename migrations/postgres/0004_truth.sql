-- What happened, in order: events that are kept before they are believed, and what became of each session.

-- The platform's own time of the newest event that was believed: an older one that comes later changes nothing.
ALTER TABLE wpp_panel.sessions ADD COLUMN told_at BIGINT;
-- The webhook key before the present one, as a hash, and until when it still counts; without an end until the platform has
-- taken the new address.
ALTER TABLE wpp_panel.sessions ADD COLUMN old_key_hash BYTEA CHECK (length(old_key_hash) = 32);
ALTER TABLE wpp_panel.sessions ADD COLUMN old_key_until BIGINT CHECK (old_key_until IS NULL OR old_key_hash IS NOT NULL);
CREATE UNIQUE INDEX sessions_old_key ON wpp_panel.sessions (old_key_hash) WHERE old_key_hash IS NOT NULL;

-- Of an event that may change a state: its word, its time by the platform's clock, the phone it names.
ALTER TABLE wpp_panel.events ADD COLUMN word TEXT;
ALTER TABLE wpp_panel.events ADD COLUMN happened_at BIGINT;
ALTER TABLE wpp_panel.events ADD COLUMN phone TEXT;
-- It is still to be believed.
ALTER TABLE wpp_panel.events ADD COLUMN is_open BOOLEAN NOT NULL DEFAULT FALSE
    CHECK (NOT is_open OR word IS NOT NULL);
CREATE INDEX events_open ON wpp_panel.events (number) WHERE is_open;
CREATE INDEX events_session ON wpp_panel.events (integration_id, number);

CREATE TABLE wpp_panel.state_changes (
    number         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    integration_id UUID NOT NULL REFERENCES wpp_panel.sessions (integration_id) ON DELETE CASCADE,
    at             BIGINT NOT NULL,
    state_before   TEXT, -- NULL: the row was made
    state_after    TEXT NOT NULL,
    cause          TEXT NOT NULL,
    word           TEXT, -- what the platform said
    CONSTRAINT state_changes_before CHECK (state_before IN (
        'starting', 'awaiting_scan', 'linking', 'connected', 'reconnecting', 'disconnected', 'logged_out', 'failed')),
    CONSTRAINT state_changes_after CHECK (state_after IN (
        'starting', 'awaiting_scan', 'linking', 'connected', 'reconnecting', 'disconnected', 'logged_out', 'failed')),
    CONSTRAINT state_changes_cause CHECK (cause IN ('webhook', 'probe', 'attempt'))
);

CREATE INDEX state_changes_session ON wpp_panel.state_changes (integration_id, number);
