-- What is ours lies in a schema of its own and is named with it everywhere: poolers forget the search path. Times are
-- milliseconds since the Unix epoch, UTC, unless they are only ever compared with the database's own clock.

-- Where the tables are that a CRM shares, and whose they are.
CREATE TABLE wpp_panel.shared (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    place TEXT NOT NULL, -- the schema
    ours  BOOLEAN NOT NULL -- FALSE: the CRM's; never altered, never dropped
);

-- Who was made here. People of the CRM stay where they are, in profiles and user_roles.
CREATE TABLE wpp_panel.users (
    id              UUID PRIMARY KEY,
    email           TEXT NOT NULL CONSTRAINT users_email_key UNIQUE,
    password_hash   TEXT NOT NULL,
    organization_id UUID NOT NULL,
    role            TEXT NOT NULL CONSTRAINT users_role CHECK (role IN ('admin', 'member')),
    created_at      BIGINT NOT NULL,
    CONSTRAINT users_email_is_normal CHECK (email <> '' AND email = lower(trim(email))),
    -- a password must never get here unhashed
    CONSTRAINT users_password_is_argon2id CHECK (password_hash LIKE '$argon2id$%')
);

-- What is known of a wpp row.
CREATE TABLE wpp_panel.sessions (
    integration_id     UUID PRIMARY KEY,
    -- the one place that says whose an account is: settings only repeats it for the CRM
    account_number     TEXT COLLATE "C" CONSTRAINT sessions_account_number_key UNIQUE,
    -- only where the shared row has none that can be used; sealed
    webhook_key        TEXT CONSTRAINT sessions_webhook_key CHECK (webhook_key LIKE 'v1:%'),
    webhook_key_hash   BYTEA CONSTRAINT sessions_webhook_key_hash_key UNIQUE CHECK (length(webhook_key_hash) = 32),
    made_by            UUID, -- the attempt that made or revived the row
    state              TEXT NOT NULL,
    held_state         TEXT,
    held_since         BIGINT,
    checked_at         BIGINT,
    checked_by         TEXT,
    checked_word       TEXT,
    trouble            TEXT,
    trouble_since      BIGINT,
    qr_sealed          TEXT,
    qr_ordinal         BIGINT,
    qr_expires_at      BIGINT,
    phone              TEXT,
    attempt_id         UUID,
    attempt_by         UUID,
    attempt_started_at BIGINT,
    attempt_asked_at   BIGINT,
    attempt_before     TEXT,
    first_connected_at BIGINT,
    removing           BOOLEAN NOT NULL DEFAULT FALSE,
    revision           BIGINT NOT NULL DEFAULT 0,
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
);

CREATE INDEX sessions_removing ON wpp_panel.sessions (integration_id) WHERE removing;
CREATE INDEX sessions_attempts ON wpp_panel.sessions (attempt_asked_at) WHERE attempt_asked_at IS NOT NULL;

-- Without a foreign key: somebody of the CRM has no row in users. A sign-in of nobody opens nothing.
CREATE TABLE wpp_panel.sign_ins (
    token_hash BYTEA PRIMARY KEY CHECK (length(token_hash) = 32),
    user_id    UUID NOT NULL,
    email      TEXT, -- what to call somebody of the CRM
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX sign_ins_expiry ON wpp_panel.sign_ins (expires_at);

-- Without foreign keys: a line outlives what it names.
CREATE TABLE wpp_panel.audit (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at              BIGINT NOT NULL,
    organization_id UUID NOT NULL,
    actor           UUID, -- NULL: the panel by itself
    action          TEXT NOT NULL,
    session_id      UUID,
    detail          TEXT NOT NULL
);

CREATE INDEX audit_organization ON wpp_panel.audit (organization_id, id);

CREATE FUNCTION wpp_panel.refuse_to_change_audit() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit is append-only';
END
$$;

CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON wpp_panel.audit
    EXECUTE FUNCTION wpp_panel.refuse_to_change_audit();

-- One known text under the installation's key: it shows at the start whether the key is the right one.
CREATE TABLE wpp_panel.key_check (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    sealed TEXT NOT NULL
);

-- The tables that a CRM shares. Where they are, nothing is added to them, no constraint, no index, no trigger; a foreign
-- key of ours would be a trigger of theirs. Where they are not, they are made here, as a CRM would look for them.
DO $$
DECLARE
    found TEXT := (SELECT n.nspname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                   WHERE c.oid = to_regclass('messenger_integrations'));
BEGIN
    IF found IS NOT NULL THEN
        INSERT INTO wpp_panel.shared (id, place, ours) VALUES (1, found, FALSE);
        RETURN;
    END IF;
    INSERT INTO wpp_panel.shared (id, place, ours) VALUES (1, 'public', TRUE);

    CREATE TABLE public.organizations (
        id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        name       TEXT NOT NULL CHECK (name <> ''),
        created_at TIMESTAMPTZ NOT NULL DEFAULT now()
    );

    CREATE TABLE public.profiles (
        id              UUID PRIMARY KEY,
        organization_id UUID NOT NULL REFERENCES public.organizations (id)
    );

    CREATE INDEX profiles_organization ON public.profiles (organization_id);

    CREATE TABLE public.user_roles (
        user_id UUID NOT NULL,
        role    TEXT NOT NULL,
        PRIMARY KEY (user_id, role)
    );

    CREATE TABLE public.messenger_integrations (
        id              UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id UUID NOT NULL REFERENCES public.organizations (id),
        messenger_type  TEXT NOT NULL,
        provider        TEXT NOT NULL,
        name            TEXT NOT NULL,
        is_primary      BOOLEAN NOT NULL DEFAULT FALSE,
        is_enabled      BOOLEAN NOT NULL DEFAULT TRUE,
        webhook_key     TEXT, -- sealed
        settings        JSONB NOT NULL DEFAULT '{}',
        created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
        updated_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
        CONSTRAINT messenger_integrations_settings_is_object CHECK (jsonb_typeof(settings) = 'object')
    );

    CREATE UNIQUE INDEX messenger_integrations_one_primary
        ON public.messenger_integrations (organization_id, messenger_type) WHERE is_primary;

    CREATE INDEX messenger_integrations_by_age ON public.messenger_integrations (organization_id, created_at, id);

    -- their owner sees every row; whoever else a platform lets into this schema by default sees none, without a policy
    ALTER TABLE public.organizations ENABLE ROW LEVEL SECURITY;
    ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
    ALTER TABLE public.user_roles ENABLE ROW LEVEL SECURITY;
    ALTER TABLE public.messenger_integrations ENABLE ROW LEVEL SECURITY;

    ALTER TABLE wpp_panel.sessions ADD CONSTRAINT sessions_integration_id_fkey
        FOREIGN KEY (integration_id) REFERENCES public.messenger_integrations (id) ON DELETE CASCADE;
    ALTER TABLE wpp_panel.users ADD CONSTRAINT users_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES public.organizations (id);
END
$$;
