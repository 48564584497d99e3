-- How somebody wants the panel to look. Also somebody of a CRM, who has no row in users.
CREATE TABLE looks (
    user_id  TEXT PRIMARY KEY NOT NULL,
    language TEXT,
    theme    TEXT CHECK (theme IN ('light', 'dark'))
) STRICT;
