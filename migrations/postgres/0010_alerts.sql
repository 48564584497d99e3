-- Where an organization is told of a session that dropped. Address and secret are sealed.
CREATE TABLE wpp_panel.alert_channels (
    id              UUID PRIMARY KEY,
    organization_id UUID NOT NULL,
    kind            TEXT NOT NULL,
    sealed          TEXT NOT NULL CHECK (sealed LIKE 'v1:%'),
    created_at      BIGINT NOT NULL
);

CREATE INDEX alert_channels_organization ON wpp_panel.alert_channels (organization_id, created_at);

CREATE TABLE wpp_panel.alert_settings (
    organization_id UUID PRIMARY KEY,
    after_minutes   BIGINT NOT NULL CHECK (after_minutes BETWEEN 1 AND 1440)
);

-- Sessions that are down, and whether that was told: once, until they are back.
CREATE TABLE wpp_panel.alert_downs (
    session_id      UUID PRIMARY KEY REFERENCES wpp_panel.sessions (integration_id) ON DELETE CASCADE,
    organization_id UUID NOT NULL,
    since           BIGINT NOT NULL,
    told_at         BIGINT
);

CREATE INDEX alert_downs_organization ON wpp_panel.alert_downs (organization_id);

CREATE TABLE wpp_panel.alert_messages (
    id         UUID PRIMARY KEY,
    channel_id UUID NOT NULL REFERENCES wpp_panel.alert_channels (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    session_id UUID,
    name       TEXT NOT NULL,
    since      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL DEFAULT 0,
    due_at     BIGINT,
    taken_at   BIGINT,
    why        TEXT
);

CREATE INDEX alert_messages_due ON wpp_panel.alert_messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX alert_messages_channel ON wpp_panel.alert_messages (channel_id, created_at);
