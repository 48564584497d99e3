-- The inbox: what the platform has told us, and what is to be passed on.

-- An operator sent the webhook of an adopted session back: it stays there until somebody asks for it.
ALTER TABLE wpp_panel.sessions ADD COLUMN webhook_sent_back BOOLEAN NOT NULL DEFAULT FALSE;

-- Without foreign keys: what waits to be passed on outlives its session.
CREATE TABLE wpp_panel.events (
    number          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    integration_id  UUID NOT NULL,
    organization_id UUID NOT NULL,
    account_number  TEXT,
    event_id        TEXT CHECK (event_id <> ''),
    kind            TEXT NOT NULL CHECK (length(kind) <= 64),
    received_at     BIGINT NOT NULL,
    state           TEXT NOT NULL,
    raw_sealed      TEXT, -- people's messages: only while it waits or was given up
    tries           BIGINT NOT NULL DEFAULT 0,
    again_at        BIGINT,
    why             TEXT, -- what the receiver said last
    CONSTRAINT events_event_id_key UNIQUE (integration_id, event_id),
    CONSTRAINT events_state CHECK (state IN ('kept', 'waiting', 'forwarded', 'dead')),
    CONSTRAINT events_raw CHECK ((raw_sealed IS NOT NULL) = (state IN ('waiting', 'dead'))
        AND (raw_sealed IS NULL OR raw_sealed LIKE 'v1:%')),
    CONSTRAINT events_again CHECK ((again_at IS NOT NULL) = (state = 'waiting'))
);

CREATE INDEX events_waiting ON wpp_panel.events (integration_id, number) WHERE state = 'waiting';
CREATE INDEX events_dead ON wpp_panel.events (number) WHERE state = 'dead';
CREATE INDEX events_age ON wpp_panel.events (received_at);
