-- Lists begin with the primary one, then go by age: the first fifty of a long list are read without sorting all of it.
CREATE INDEX messenger_integrations_listed ON messenger_integrations (organization_id, is_primary DESC, created_at, id);
DROP INDEX messenger_integrations_by_age;
