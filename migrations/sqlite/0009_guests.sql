-- Links for the person with the phone. Only the hashes of what is in the link and in the browser that has taken it.
CREATE TABLE guest_links (
    id              TEXT PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    token_hash      BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    browser_hash    BLOB UNIQUE CHECK (length(browser_hash) = 32),
    made_by         TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    session_id      TEXT,
    attempt         TEXT NOT NULL,
    tried_at        INTEGER,
    failed_at       INTEGER,
    taken_at        INTEGER,
    revoked_at      INTEGER,
    connected_at    INTEGER
) STRICT;

CREATE INDEX guest_links_organization ON guest_links (organization_id, expires_at);
