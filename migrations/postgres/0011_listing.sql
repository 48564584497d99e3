-- Only SQLite gets an index here: messenger_integrations may be a CRM's, which is not altered.
SELECT 1;
