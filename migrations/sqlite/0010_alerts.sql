-- Where an organization is told of a session that dropped. Address and secret are sealed.
CREATE TABLE alert_channels (
    id              TEXT PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    kind            TEXT NOT NULL,
    sealed          TEXT NOT NULL CHECK (sealed LIKE 'v1:%'),
    created_at      INTEGER NOT NULL
) STRICT;

CREATE INDEX alert_channels_organization ON alert_channels (organization_id, created_at);

CREATE TABLE alert_settings (
    organization_id TEXT PRIMARY KEY NOT NULL REFERENCES organizations (id),
    after_minutes   INTEGER NOT NULL CHECK (after_minutes BETWEEN 1 AND 1440)
) STRICT;

-- Sessions that are down, and whether that was told: once, until they are back.
CREATE TABLE alert_downs (
    session_id      TEXT PRIMARY KEY NOT NULL REFERENCES sessions (integration_id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    since           INTEGER NOT NULL,
    told_at         INTEGER
) STRICT;

CREATE INDEX alert_downs_organization ON alert_downs (organization_id);

CREATE TABLE alert_messages (
    id         TEXT PRIMARY KEY NOT NULL,
    channel_id TEXT NOT NULL REFERENCES alert_channels (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    session_id TEXT,
    name       TEXT NOT NULL,
    since      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    due_at     INTEGER,
    taken_at   INTEGER,
    why        TEXT
) STRICT;

CREATE INDEX alert_messages_due ON alert_messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX alert_messages_channel ON alert_messages (channel_id, created_at);
