-- How somebody wants the panel to look. Also somebody of a CRM, who has no row in users.
CREATE TABLE wpp_panel.looks (
    user_id  UUID PRIMARY KEY,
    language TEXT,
    theme    TEXT CHECK (theme IN ('light', 'dark'))
);
