-- Where somebody was who did something, as far as it is known: an IP address. A column can be added to what only grows.
ALTER TABLE audit ADD COLUMN address TEXT;

CREATE INDEX audit_session ON audit (organization_id, session_id, id);
CREATE INDEX audit_actor ON audit (organization_id, actor, id);
