-- Owners: administrators who also say who is one. The first administrator of each organization becomes its owner.
ALTER TABLE wpp_panel.users
    DROP CONSTRAINT users_role,
    ADD CONSTRAINT users_role CHECK (role IN ('owner', 'admin', 'member'));

UPDATE wpp_panel.users AS u SET role = 'owner'
WHERE u.role = 'admin' AND NOT EXISTS (
    SELECT 1 FROM wpp_panel.users AS v
    WHERE v.organization_id = u.organization_id AND v.role = 'admin' AND (v.created_at, v.id) < (u.created_at, u.id)
);

CREATE INDEX users_organization ON wpp_panel.users (organization_id);

-- Links by which somebody joins an organization. Only the hash of what is in the link.
CREATE TABLE wpp_panel.invitations (
    id              UUID PRIMARY KEY,
    organization_id UUID NOT NULL,
    email           TEXT NOT NULL CHECK (email <> '' AND email = lower(trim(email))),
    role            TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    token_hash      BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    invited_by      UUID NOT NULL, -- may be somebody of the CRM
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    UNIQUE (organization_id, email)
);

-- Who is gone, so that the audit can still name them.
CREATE TABLE wpp_panel.former_users (
    id              UUID PRIMARY KEY,
    organization_id UUID NOT NULL,
    email           TEXT NOT NULL,
    removed_at      BIGINT NOT NULL
);
