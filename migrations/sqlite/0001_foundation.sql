-- Shared with the CRM by name and meaning. Times are milliseconds since the Unix epoch, UTC; identifiers are
-- lower-case hyphenated UUIDs.

CREATE TABLE organizations (
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL CHECK (name <> ''),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id            TEXT PRIMARY KEY NOT NULL,
    email         TEXT NOT NULL CONSTRAINT users_email_key UNIQUE,
    password_hash TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    CONSTRAINT users_email_is_normal CHECK (email <> '' AND email = lower(trim(email))),
    -- a password must never get here unhashed
    CONSTRAINT users_password_is_argon2id CHECK (password_hash LIKE '$argon2id$%')
) STRICT;

CREATE TABLE profiles (
    id              TEXT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id)
) STRICT;

CREATE INDEX profiles_organization ON profiles (organization_id);

CREATE TABLE user_roles (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role    TEXT NOT NULL CONSTRAINT user_roles_role CHECK (role IN ('admin', 'member'))
) STRICT;

CREATE TABLE messenger_integrations (
    id              TEXT PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    messenger_type  TEXT NOT NULL,
    provider        TEXT NOT NULL,
    name            TEXT NOT NULL,
    is_primary      INTEGER NOT NULL DEFAULT FALSE CHECK (is_primary IN (FALSE, TRUE)),
    is_enabled      INTEGER NOT NULL DEFAULT TRUE CHECK (is_enabled IN (FALSE, TRUE)),
    webhook_key     TEXT, -- sealed
    settings        TEXT NOT NULL DEFAULT '{}',
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    CONSTRAINT messenger_integrations_settings_is_object
        CHECK (json_valid(settings) AND json_type(settings) = 'object')
) STRICT;

CREATE UNIQUE INDEX messenger_integrations_one_primary
    ON messenger_integrations (organization_id, messenger_type) WHERE is_primary;

CREATE INDEX messenger_integrations_by_age ON messenger_integrations (organization_id, created_at, id);

-- As in the CRM: no writer has to think of it. Recursive triggers are off, so this does not call itself.
CREATE TRIGGER messenger_integrations_updated_at AFTER UPDATE ON messenger_integrations
WHEN new.updated_at = old.updated_at
BEGIN
    UPDATE messenger_integrations SET updated_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE id = new.id;
END;

-- Ours: what is known of a wpp row.

CREATE TABLE sessions (
    integration_id     TEXT PRIMARY KEY NOT NULL REFERENCES messenger_integrations (id) ON DELETE CASCADE,
    -- the one place that says whose an account is: settings only repeats it for the CRM
    account_number     TEXT CONSTRAINT sessions_account_number_key UNIQUE,
    webhook_key_hash   BLOB CONSTRAINT sessions_webhook_key_hash_key UNIQUE CHECK (length(webhook_key_hash) = 32),
    made_by            TEXT, -- the attempt that made or revived the row
    state              TEXT NOT NULL,
    held_state         TEXT,
    held_since         INTEGER,
    checked_at         INTEGER,
    checked_by         TEXT,
    checked_word       TEXT,
    trouble            TEXT,
    trouble_since      INTEGER,
    qr_sealed          TEXT,
    qr_ordinal         INTEGER,
    qr_expires_at      INTEGER,
    phone              TEXT,
    attempt_id         TEXT,
    attempt_by         TEXT,
    attempt_started_at INTEGER,
    attempt_asked_at   INTEGER,
    attempt_before     TEXT,
    first_connected_at INTEGER,
    removing           INTEGER NOT NULL DEFAULT FALSE CHECK (removing IN (FALSE, TRUE)),
    revision           INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT sessions_state CHECK (state IN (
        'starting', 'awaiting_scan', 'linking', 'connected', 'reconnecting', 'disconnected', 'logged_out', 'failed')),
    CONSTRAINT sessions_held CHECK ((held_state IS NULL) = (held_since IS NULL) AND (held_state IS NULL OR held_state IN (
        'starting', 'awaiting_scan', 'linking', 'connected', 'reconnecting', 'disconnected', 'logged_out', 'failed'))),
    CONSTRAINT sessions_checked_by CHECK (checked_by IN ('webhook', 'probe')),
    CONSTRAINT sessions_trouble CHECK ((trouble IS NULL) = (trouble_since IS NULL)
        AND (trouble IS NULL OR trouble IN ('unreachable', 'unwell', 'nonsense', 'refused'))),
    CONSTRAINT sessions_qr CHECK ((qr_sealed IS NULL) = (qr_ordinal IS NULL)
        AND (qr_sealed IS NULL) = (qr_expires_at IS NULL) AND (qr_sealed IS NULL OR qr_sealed LIKE 'v1:%')),
    CONSTRAINT sessions_attempt CHECK ((attempt_id IS NULL) = (attempt_by IS NULL)
        AND (attempt_id IS NULL) = (attempt_started_at IS NULL) AND (attempt_id IS NULL) = (attempt_asked_at IS NULL)),
    CONSTRAINT sessions_attempt_before CHECK (attempt_before IS NULL OR (attempt_id IS NOT NULL AND attempt_before IN (
        'starting', 'awaiting_scan', 'linking', 'connected', 'reconnecting', 'disconnected', 'logged_out', 'failed')))
) STRICT;

CREATE INDEX sessions_removing ON sessions (integration_id) WHERE removing;
CREATE INDEX sessions_attempts ON sessions (attempt_asked_at) WHERE attempt_asked_at IS NOT NULL;

CREATE TABLE sign_ins (
    token_hash BLOB PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sign_ins_user ON sign_ins (user_id);
CREATE INDEX sign_ins_expiry ON sign_ins (expires_at);

-- Without foreign keys: a line outlives what it names.
CREATE TABLE audit (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    at              INTEGER NOT NULL,
    organization_id TEXT NOT NULL,
    actor           TEXT, -- NULL: the panel by itself
    action          TEXT NOT NULL,
    session_id      TEXT,
    detail          TEXT NOT NULL
) STRICT;

CREATE INDEX audit_organization ON audit (organization_id, id);

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

-- INSERT OR REPLACE deletes without asking the trigger above
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

-- One known text under the installation's key: it shows at the start whether the key is the right one.
CREATE TABLE key_check (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    sealed TEXT NOT NULL
) STRICT;
