-- A sign-in, as its owner recognises it: when it was used last, from where, by which browser.
ALTER TABLE wpp_panel.sign_ins ADD COLUMN seen_at BIGINT;
ALTER TABLE wpp_panel.sign_ins ADD COLUMN address TEXT;
ALTER TABLE wpp_panel.sign_ins ADD COLUMN agent TEXT;

CREATE INDEX sign_ins_user ON wpp_panel.sign_ins (user_id);

-- Links that set a new password once. Only the hash of what is in the link.
CREATE TABLE wpp_panel.resets (
    token_hash BYTEA PRIMARY KEY CHECK (length(token_hash) = 32),
    user_id    UUID NOT NULL REFERENCES wpp_panel.users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

CREATE INDEX resets_user ON wpp_panel.resets (user_id);
