-- A database as the CRM has it on Supabase: people in a schema of their own, roles with words of their own, a trigger that
-- keeps updated_at, and rows that its earlier functions left.

CREATE SCHEMA auth;

CREATE TABLE auth.users (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email      varchar(255) UNIQUE,
    created_at timestamptz DEFAULT now()
);

CREATE TYPE public.app_role AS ENUM ('owner', 'admin', 'manager', 'viewer');

CREATE TABLE public.organizations (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL,
    slug       text UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.profiles (
    id              uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    organization_id uuid REFERENCES public.organizations (id) ON DELETE SET NULL,
    full_name       text,
    avatar_url      text
);

CREATE TABLE public.user_roles (
    id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    role    public.app_role NOT NULL,
    UNIQUE (user_id, role)
);

CREATE FUNCTION public.touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at = now();
    RETURN NEW;
END
$$;

CREATE FUNCTION public.is_member(organization uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM public.profiles WHERE organization_id = organization)
$$;

CREATE TABLE public.messenger_integrations (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL REFERENCES public.organizations (id) ON DELETE CASCADE,
    messenger_type  text NOT NULL CHECK (messenger_type IN ('whatsapp', 'telegram', 'max')),
    provider        text NOT NULL,
    name            text NOT NULL,
    is_primary      boolean NOT NULL DEFAULT FALSE,
    is_enabled      boolean NOT NULL DEFAULT TRUE,
    is_active       boolean NOT NULL DEFAULT TRUE,
    priority        integer DEFAULT 100,
    phone_label     text,
    webhook_key     text NOT NULL UNIQUE DEFAULT encode(sha256(random()::text::bytea), 'hex'),
    settings        jsonb NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE public.messenger_integrations IS 'Подключения мессенджеров';
CREATE INDEX idx_messenger_integrations_org ON public.messenger_integrations (organization_id, messenger_type);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.messenger_integrations
    FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TABLE public.messages (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    integration_id uuid REFERENCES public.messenger_integrations (id) ON DELETE SET NULL,
    body           text
);

ALTER TABLE public.messenger_integrations ENABLE ROW LEVEL SECURITY;
CREATE POLICY "members read" ON public.messenger_integrations FOR SELECT USING (public.is_member(organization_id));

INSERT INTO auth.users (id, email) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'owner@school.example.org'),
    ('a0000000-0000-4000-8000-000000000002', 'viewer@school.example.org'),
    ('a0000000-0000-4000-8000-000000000003', 'both@school.example.org'),
    ('a0000000-0000-4000-8000-000000000004', 'nowhere@example.org'),
    ('a0000000-0000-4000-8000-000000000005', 'plain@school.example.org');

INSERT INTO public.organizations (id, name, slug, created_at, updated_at) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'Школа «Окей»', 'okey', '2025-03-01 10:00+03', '2025-03-01 10:00+03'),
    ('b0000000-0000-4000-8000-000000000002', 'Клиника', 'clinic', '2025-04-01 10:00+03', '2025-04-01 10:00+03');

INSERT INTO public.profiles (id, organization_id, full_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'Анна'),
    ('a0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000001', 'Борис'),
    ('a0000000-0000-4000-8000-000000000003', 'b0000000-0000-4000-8000-000000000001', 'Вера'),
    ('a0000000-0000-4000-8000-000000000004', NULL, 'Глеб'),
    ('a0000000-0000-4000-8000-000000000005', 'b0000000-0000-4000-8000-000000000001', 'Дарья');

INSERT INTO public.user_roles (user_id, role) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'owner'),
    ('a0000000-0000-4000-8000-000000000002', 'viewer'),
    ('a0000000-0000-4000-8000-000000000003', 'manager'),
    ('a0000000-0000-4000-8000-000000000003', 'admin'),
    ('a0000000-0000-4000-8000-000000000004', 'owner');

-- c…1 and c…2: what the earlier functions made; c…3: one whose account was never made; c…4: settings that are no object;
-- c…5: another provider; c…6: the same account number in another organization; c…7: flags that disagree
INSERT INTO public.messenger_integrations
    (id, organization_id, messenger_type, provider, name, is_primary, is_enabled, is_active, priority, phone_label,
     webhook_key, settings, created_at, updated_at)
VALUES
    ('c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'whatsapp', 'wpp',
     'WhatsApp (WPP)', TRUE, TRUE, TRUE, 1, '+7 999 000-11-22', 'webhook-key-of-the-first',
     '{"wppAccountNumber": "1000000000017", "wppApiKey": "wpp_live_first_0123456789", "wppJwtToken": "eyJhbGciOi.first",
       "wppJwtExpiresAt": 1760000000000, "note": "не трогать"}', '2025-05-01 12:00+03', '2025-05-02 12:00+03'),
    ('c0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000001', 'whatsapp', 'wpp',
     'WhatsApp (WPP)', FALSE, TRUE, TRUE, 100, NULL, 'webhook-key-of-the-second',
     '{"wppAccountNumber": 1000000000018, "wppApiKey": "wpp_live_second_0123456789", "wppJwtToken": "eyJhbGciOi.second",
       "wppJwtExpiresAt": 1760000000001, "wppSubOrgId": "b0000000-0000-4000-8000-000000000001__wpp__0a1b2c3d"}',
     '2025-06-01 12:00+03', '2025-06-02 12:00+03'),
    ('c0000000-0000-4000-8000-000000000003', 'b0000000-0000-4000-8000-000000000001', 'whatsapp', 'wpp',
     'WhatsApp (WPP)', FALSE, TRUE, TRUE, 100, NULL, 'webhook-key-of-the-broken', '{"wppApiKey": null}',
     '2025-07-01 12:00+03', '2025-07-02 12:00+03'),
    ('c0000000-0000-4000-8000-000000000004', 'b0000000-0000-4000-8000-000000000001', 'whatsapp', 'wpp',
     'WhatsApp (WPP)', FALSE, TRUE, TRUE, 100, NULL, 'webhook-key-of-the-odd', '["{\"wppAccountNumber\":\"7\"}", 1]',
     '2025-08-01 12:00+03', '2025-08-02 12:00+03'),
    ('c0000000-0000-4000-8000-000000000005', 'b0000000-0000-4000-8000-000000000001', 'whatsapp', 'green_api',
     'Green', FALSE, TRUE, TRUE, 50, NULL, 'webhook-key-of-green', '{"idInstance": 1101000001, "apiTokenInstance": "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"}',
     '2025-09-01 12:00+03', '2025-09-02 12:00+03'),
    ('c0000000-0000-4000-8000-000000000006', 'b0000000-0000-4000-8000-000000000002', 'whatsapp', 'wpp',
     'Копия', TRUE, TRUE, TRUE, 100, NULL, 'webhook-key-of-the-copy',
     '{"wppAccountNumber": "1000000000017", "wppApiKey": "wpp_live_first_0123456789"}',
     '2025-10-01 12:00+03', '2025-10-02 12:00+03'),
    ('c0000000-0000-4000-8000-000000000007', 'b0000000-0000-4000-8000-000000000002', 'whatsapp', 'wpp',
     'Выключено', FALSE, TRUE, FALSE, 100, NULL, 'webhook-key-of-the-off', '{"wppAccountNumber": "org_b0000000"}',
     '2025-11-01 12:00+03', '2025-11-02 12:00+03');

INSERT INTO public.messages (integration_id, body) VALUES
    ('c0000000-0000-4000-8000-000000000001', 'Здравствуйте'), ('c0000000-0000-4000-8000-000000000002', 'Спасибо');
