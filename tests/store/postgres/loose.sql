-- A CRM's tables at their loosest: enumerations and local times, settings that keep their spelling, flags that may be
-- missing, webhook keys that anybody may share, and nothing that keeps two rows from being primary.

CREATE TYPE messenger AS ENUM ('telegram', 'whatsapp');

CREATE TABLE organizations (id uuid PRIMARY KEY, name varchar(200));

CREATE TABLE profiles (id uuid PRIMARY KEY, organization_id uuid REFERENCES organizations, full_name text);

CREATE TABLE user_roles (user_id uuid, role text);

CREATE TABLE messenger_integrations (
    id              uuid PRIMARY KEY,
    organization_id uuid REFERENCES organizations,
    messenger_type  messenger,
    provider        varchar(40),
    name            varchar(200),
    is_primary      boolean,
    is_enabled      boolean,
    is_active       boolean DEFAULT TRUE,
    webhook_key     varchar(200),
    settings        json,
    created_at      timestamp,
    updated_at      timestamp
);
