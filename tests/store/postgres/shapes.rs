//! Shapes that a CRM's tables can have, and those they cannot.

use wpp_panel::{
    connect::ports::Reservation,
    domain::{secret::Secret, state::SessionState},
};

use crate::harness::{NOW, account, connected_live, created, entry, new_session};

use super::kit::{Crm, organization, row};

const TABLE: &str = "public.messenger_integrations";

/// Reads what is there, makes one more, connects and removes it.
async fn works(more: &str) -> Crm {
    let crm = Crm::new(more).await;
    let schema = crm.schema();
    let store = crm.open().await;
    let school = organization(1);
    let found = store.sessions(school).await.unwrap();
    assert_eq!(found.iter().map(account).collect::<Vec<_>>(), ["1000000000017", "1000000000018", "", ""], "{more}");
    let new = created(store.reserve(&new_session(school), Reservation::Add).await.unwrap());
    assert!(new.is_enabled, "{more}");
    let by_key = crate::harness::by_key(&store, &new.webhook_key).await;
    assert_eq!(by_key.as_ref(), Some(&new), "{more}");
    let saved = store.save_live(new.id, new.revision, &connected_live(&new), &[]).await.unwrap().unwrap();
    assert_eq!(saved.live.lifecycle.state, SessionState::Connected);
    store.mark_removing(new.id, &entry(&new, "disconnect")).await.unwrap();
    store.remove(new.id, &entry(&new, "removed")).await.unwrap();
    assert_eq!(store.sessions(school).await.unwrap(), found, "{more}");
    assert_eq!(crm.schema(), schema);
    store.close().await;
    crm
}

#[tokio::test]
async fn one_flag_another_or_none() {
    for dropped in ["DROP COLUMN is_active", "DROP COLUMN is_enabled", "DROP COLUMN is_enabled, DROP COLUMN is_active"]
    {
        works(&format!("ALTER TABLE {TABLE} {dropped}")).await;
    }
}

#[tokio::test]
async fn webhook_keys_that_are_missing_or_made_by_the_table() {
    let crm = works(&format!("ALTER TABLE {TABLE} DROP COLUMN webhook_key")).await;
    let store = crm.open().await;
    let first = store.session(organization(1), row(1)).await.unwrap().unwrap();
    assert_eq!(first.webhook_key.expose().len(), 64, "one of ours");
    assert_eq!(crate::harness::by_key(&store, &first.webhook_key).await.as_ref(), Some(&first));

    let crm = works(&format!(
        "ALTER TABLE {TABLE} DROP COLUMN webhook_key;
         ALTER TABLE {TABLE} ADD COLUMN webhook_key uuid NOT NULL UNIQUE DEFAULT gen_random_uuid()"
    ))
    .await;
    let store = crm.open().await;
    let new = created(store.reserve(&new_session(organization(1)), Reservation::Add).await.unwrap());
    let stands = crm.one(&format!("SELECT webhook_key::text FROM {TABLE} WHERE id = '{}'", new.id)).await;
    assert_eq!(new.webhook_key, Secret::new(stands), "the one that the CRM knows");
}

/// A missing key is made here and kept here: the row stays as it is.
#[tokio::test]
async fn a_row_without_a_webhook_key_gets_one_of_ours() {
    let crm = Crm::new(&format!(
        "ALTER TABLE {TABLE} ALTER COLUMN webhook_key DROP NOT NULL; UPDATE {TABLE} SET webhook_key = NULL"
    ))
    .await;
    let before = crm.rows(&[]).await;
    let store = crm.open().await;
    let first = store.session(organization(1), row(1)).await.unwrap().unwrap();
    assert_eq!(first.webhook_key.expose().len(), 64);
    assert_eq!(crate::harness::by_key(&store, &first.webhook_key).await.as_ref(), Some(&first));
    assert_eq!(crm.rows(&[]).await, before);
    let sealed = "SELECT string_agg(DISTINCT left(webhook_key, 3), ' ') FROM wpp_panel.sessions";
    assert_eq!(crm.one(sealed).await, "v1:");
}

#[tokio::test]
async fn times_of_another_type_or_none() {
    for change in [
        "ALTER COLUMN created_at TYPE timestamp, ALTER COLUMN updated_at TYPE timestamp",
        "DROP COLUMN updated_at",
        "DROP COLUMN created_at, DROP COLUMN updated_at",
    ] {
        let trigger =
            if change.contains("DROP") { "DROP TRIGGER set_updated_at ON public.messenger_integrations;" } else { "" };
        let crm = Crm::new(&format!("{trigger} ALTER TABLE {TABLE} {change}")).await;
        let store = crm.open().await;
        let school = organization(1);
        let new = created(store.reserve(&new_session(school), Reservation::Add).await.unwrap());
        if !change.contains("created_at,") {
            assert_eq!(new.created_at, NOW, "{change}");
        }
        assert_eq!(store.sessions(school).await.unwrap().len(), 5, "{change}");
        store.remove(new.id, &entry(&new, "removed")).await.unwrap();
    }
}

#[tokio::test]
async fn enumerations_domains_and_json_that_keeps_its_spelling() {
    let crm = works(
        "ALTER TABLE public.messenger_integrations DROP CONSTRAINT messenger_integrations_messenger_type_check;
         CREATE TYPE public.\"Messenger\" AS ENUM ('whatsapp', 'telegram');
         CREATE TYPE public.provider AS ENUM ('green_api', 'wpp');
         CREATE DOMAIN public.title AS varchar(100);
         ALTER TABLE public.messenger_integrations
             ALTER COLUMN messenger_type TYPE public.\"Messenger\" USING messenger_type::public.\"Messenger\",
             ALTER COLUMN provider TYPE public.provider USING provider::public.provider,
             ALTER COLUMN name TYPE public.title,
             ALTER COLUMN settings DROP DEFAULT,
             ALTER COLUMN settings TYPE json USING settings::text::json",
    )
    .await;
    let settings = "SELECT settings::text FROM public.messenger_integrations
                    WHERE id = 'c0000000-0000-4000-8000-000000000001'";
    assert!(crm.one(settings).await.contains("не трогать"));
}

/// Tables that the search path finds elsewhere; it is remembered, since a pooler forgets the path.
#[tokio::test]
async fn tables_in_another_schema() {
    let crm = Crm::new("").await;
    crm.raw
        .run(
            "CREATE SCHEMA \"Crm data\";
             ALTER TABLE public.organizations SET SCHEMA \"Crm data\"; ALTER TABLE public.profiles SET SCHEMA \"Crm data\";
             ALTER TABLE public.user_roles SET SCHEMA \"Crm data\";
             ALTER TABLE public.messenger_integrations SET SCHEMA \"Crm data\"",
        )
        .await
        .unwrap();
    let with_path = format!("{}&options=-c%20search_path%3D%22Crm%5C%20data%22", crm.database.url);
    let sealer = || wpp_panel::store::Sealer::new(crate::harness::KEY);
    let store = wpp_panel::store::open(&with_path, sealer()).await.unwrap();
    assert_eq!(store.sessions(organization(1)).await.unwrap().len(), 4);
    store.close().await;
    assert_eq!(crm.open().await.sessions(organization(1)).await.unwrap().len(), 4);
}

#[tokio::test]
async fn what_cannot_be_is_one_sentence() {
    for (change, words) in [
        ("ALTER TABLE public.messenger_integrations DROP COLUMN settings", "has no column settings"),
        ("ALTER TABLE public.messenger_integrations DROP COLUMN is_primary", "has no column is_primary"),
        ("ALTER TABLE public.profiles ALTER COLUMN organization_id TYPE text", "organization_id is text"),
        ("DROP TABLE public.user_roles", "there is no table public.user_roles"),
        (
            "ALTER TABLE public.messenger_integrations ALTER COLUMN priority TYPE text,
              DROP COLUMN webhook_key, ADD COLUMN webhook_key integer",
            "webhook_key is integer",
        ),
        (
            "ALTER TABLE public.messenger_integrations DROP COLUMN is_active, ADD COLUMN is_active text",
            "is_active is text",
        ),
    ] {
        let constraint = "ALTER TABLE public.profiles DROP CONSTRAINT profiles_organization_id_fkey;
                          DROP POLICY \"members read\" ON public.messenger_integrations;
                          DROP FUNCTION public.is_member";
        let crm = Crm::new(&format!("{constraint}; {change}")).await;
        let schema = crm.schema();
        let said = crm.open_with(Default::default()).await.err().expect(change).to_string();
        assert!(said.contains("the CRM shares") && said.contains(words), "{said}");
        assert_eq!(crm.schema(), schema);
        assert_eq!(crm.one("SELECT to_regnamespace('wpp_panel') IS NULL").await, "t", "nothing is left behind");
    }
}

#[tokio::test]
async fn half_a_crm_is_not_completed() {
    let crm = Crm::of("CREATE TABLE public.organizations (id uuid PRIMARY KEY, name text)").await;
    let said = crm.open_with(Default::default()).await.err().unwrap().to_string();
    assert!(said.contains("organizations") && said.contains("messenger_integrations"), "{said}");
    assert_eq!(crm.one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").await, "1");
}
