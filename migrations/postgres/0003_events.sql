-- The inbox: what the platform has told us, until everybody who must hear of it has.
CREATE TABLE wpp_panel.events (
    number          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- without foreign keys: an event outlives its session until it was passed on
    session_id      UUID NOT NULL,
    organization_id UUID NOT NULL,
    account_number  TEXT,
    event_id        TEXT, -- the platform's
    kind            TEXT NOT NULL,
    received_at     BIGINT NOT NULL,
    -- 'waiting': to be passed on; 'dead': given up; 'done': nothing is to happen to it any more
    state           TEXT NOT NULL CONSTRAINT events_state CHECK (state IN ('waiting', 'dead', 'done')),
    raw_sealed      TEXT, -- the body, while somebody may need it
    tries           INTEGER NOT NULL DEFAULT 0,
    again_at        BIGINT NOT NULL,
    why             TEXT, -- why it was not passed on the last time
    CONSTRAINT events_session_id_event_id_key UNIQUE (session_id, event_id),
    CONSTRAINT events_raw CHECK ((state = 'done') = (raw_sealed IS NULL) AND (raw_sealed IS NULL OR raw_sealed LIKE 'v1:%'))
);

CREATE INDEX events_waiting ON wpp_panel.events (session_id, number) WHERE state = 'waiting';
CREATE INDEX events_dead ON wpp_panel.events (number) WHERE state = 'dead';
CREATE INDEX events_done ON wpp_panel.events (received_at) WHERE state = 'done';
