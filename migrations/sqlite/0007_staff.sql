-- Owners: administrators who also say who is one. The first administrator of each organization becomes its owner.
CREATE TABLE new_user_roles (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role    TEXT NOT NULL CONSTRAINT user_roles_role CHECK (role IN ('owner', 'admin', 'member'))
) STRICT;

INSERT INTO new_user_roles (user_id, role)
SELECT r.user_id,
       CASE WHEN r.role = 'admin' AND NOT EXISTS (
           SELECT 1
           FROM profiles AS q
           JOIN users AS v ON v.id = q.id
           JOIN user_roles AS s ON s.user_id = q.id AND s.role = 'admin'
           WHERE q.organization_id = p.organization_id AND (v.created_at, v.id) < (u.created_at, u.id)
       ) THEN 'owner' ELSE r.role END
FROM user_roles AS r
JOIN users AS u ON u.id = r.user_id
JOIN profiles AS p ON p.id = r.user_id;

DROP TABLE user_roles;
ALTER TABLE new_user_roles RENAME TO user_roles;

-- Links by which somebody joins an organization. Only the hash of what is in the link.
CREATE TABLE invitations (
    id              TEXT PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    email           TEXT NOT NULL CHECK (email <> '' AND email = lower(trim(email))),
    role            TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    token_hash      BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    invited_by      TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    UNIQUE (organization_id, email)
) STRICT;

-- Who is gone, so that the audit can still name them.
CREATE TABLE former_users (
    id              TEXT PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    email           TEXT NOT NULL,
    removed_at      INTEGER NOT NULL
) STRICT;
