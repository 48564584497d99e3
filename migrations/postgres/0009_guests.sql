-- Links for the person with the phone. Only the hashes of what is in the link and in the browser that has taken it.
CREATE TABLE wpp_panel.guest_links (
    id              UUID PRIMARY KEY,
    organization_id UUID NOT NULL,
    token_hash      BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    browser_hash    BYTEA UNIQUE CHECK (length(browser_hash) = 32),
    made_by         UUID NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    session_id      UUID,
    attempt         UUID NOT NULL,
    tried_at        BIGINT,
    failed_at       BIGINT,
    taken_at        BIGINT,
    revoked_at      BIGINT,
    connected_at    BIGINT
);

CREATE INDEX guest_links_organization ON wpp_panel.guest_links (organization_id, expires_at);
