-- A sign-in, as its owner recognises it: when it was used last, from where, by which browser.
ALTER TABLE sign_ins ADD COLUMN seen_at INTEGER;
ALTER TABLE sign_ins ADD COLUMN address TEXT;
ALTER TABLE sign_ins ADD COLUMN agent TEXT;

-- Links that set a new password once. Only the hash of what is in the link.
CREATE TABLE resets (
    token_hash BLOB PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX resets_user ON resets (user_id);
