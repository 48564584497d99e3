//! A CRM's database: its rows become sessions, are worked with, and nothing else of it changes.

use wpp_panel::{
    connect::ports::{Begun, CredentialMode, Credentials, Live, NewAccount, Reservation, Session},
    domain::{
        account::AccountNumber, evidence::Evidence, lifecycle::Lifecycle, name::SessionName, secret::Secret,
        state::SessionState, time::Timestamp,
    },
    store::Options,
};

use crate::harness::{NOW, account, attempt, connected_live, created, entry, new_session};

use super::kit::{Crm, ONE_PRIMARY, organization, row};

fn shown(sessions: &[Session]) -> Vec<(String, &str, SessionState, bool, bool)> {
    let one = |session: &Session| {
        let id = session.id.to_string();
        (id[35..].to_owned(), session.live.lifecycle.state, session.is_primary, session.is_enabled)
    };
    sessions
        .iter()
        .map(|session| {
            let (id, state, is_primary, is_enabled) = one(session);
            (id, account(session), state, is_primary, is_enabled)
        })
        .collect()
}

#[tokio::test]
async fn rows_of_the_crm_are_sessions_with_what_they_have() {
    let crm = Crm::new("").await;
    let store = crm.open().await;
    let school = store.sessions(organization(1)).await.unwrap();
    assert_eq!(
        shown(&school),
        [
            ("1".to_owned(), "1000000000017", SessionState::Disconnected, true, true),
            ("2".to_owned(), "1000000000018", SessionState::Disconnected, false, true),
            ("3".to_owned(), "", SessionState::Failed, false, true),
            ("4".to_owned(), "", SessionState::Failed, false, true),
        ]
    );
    let first = &school[0];
    let own = Credentials::Client {
        sub_organization: organization(1).to_string(),
        api_key: Some(Secret::new("wpp_live_first_0123456789")),
    };
    assert_eq!(first.credentials, own);
    let made_at = Timestamp(1_746_090_000_000);
    assert_eq!((first.created_at, first.live.first_connected_at), (made_at, Some(made_at)));
    assert_eq!(first.live.evidence, Evidence::default());
    for session in &school {
        assert!(!session.is_disposable());
    }
    // the platform goes on sending events to the key it knows
    assert_eq!(first.webhook_key.expose(), "webhook-key-of-the-first");
    let by_key = crate::harness::by_key(&store, &Secret::new("webhook-key-of-the-first")).await;
    assert_eq!(by_key.as_ref(), Some(first));

    // a number is whose row was there first, and flags that disagree mean off (lesson 19)
    let clinic = store.sessions(organization(2)).await.unwrap();
    assert_eq!(
        shown(&clinic),
        [
            ("6".to_owned(), "", SessionState::Failed, true, true),
            ("7".to_owned(), "org_b0000000", SessionState::Disconnected, false, false),
        ]
    );
    assert_eq!(clinic[1].credentials, Credentials::Global);
    assert!(store.shares());
}

/// The whole of moving over, and at the end the CRM's schema byte for byte as before, and so are the rows nobody touched.
#[tokio::test]
async fn what_is_not_ours_stays_byte_for_byte() {
    for index in ["", ONE_PRIMARY] {
        let crm = Crm::new(index).await;
        let schema = crm.schema();
        assert!(schema.contains("CREATE TYPE public.app_role") && schema.contains("set_updated_at"), "{schema}");
        let triggers = "SELECT count(*) FROM pg_trigger WHERE tgrelid::regclass::text NOT LIKE 'wpp_panel.%'";
        let (everything, triggers_before) = (crm.rows(&[]).await, crm.one(triggers).await);

        let store = crm.open().await;
        store.sessions(organization(1)).await.unwrap();
        store.every_session().await.unwrap();
        store.unfinished(NOW).await.unwrap();
        assert_eq!(crm.rows(&[]).await, everything, "looking changes nothing");

        let (first, second) = (row(1), row(2));
        let but = [first, second];
        let untouched = crm.rows(&but).await;
        work(&crm, &*store).await;
        // the first row was disconnected, so its message lost it, as the CRM has it
        let others =
            |rows: Vec<String>| rows.into_iter().filter(|row| !row.contains("Здравствуйте")).collect::<Vec<_>>();
        assert_eq!(others(crm.rows(&but).await), others(untouched));
        assert_eq!(crm.schema(), schema);
        assert_eq!(crm.one(triggers).await, triggers_before, "a foreign key of ours would be a trigger of theirs");
        store.close().await;
    }
}

async fn work(crm: &Crm, store: &dyn wpp_panel::store::Store) {
    let school = organization(1);
    let settings =
        |number: u8| format!("SELECT settings::text FROM public.messenger_integrations WHERE id = '{}'", row(number));
    let first = store.session(school, row(1)).await.unwrap().unwrap();
    let before = crm.one(&settings(1)).await;

    // reconnected: the same number, the same key
    let begun = attempt(Some(SessionState::Disconnected));
    let Begun::Open(open) = store.begin_attempt(first.id, &begun).await.unwrap() else { panic!("not open") };
    assert_eq!(open.live.attempt, Some(begun));
    let live = Live { attempt: None, ..connected_live(&open) };
    let connected = store.save_live(open.id, open.revision, &live, &[]).await.unwrap().unwrap();
    assert!(connected.is_primary);
    let name = SessionName::parse("Приёмная").unwrap();
    assert!(store.rename(school, first.id, &name, &entry(&first, "rename")).await.unwrap());
    assert_eq!(crm.one(&settings(1)).await, before, "not even their order changes");
    let kept = "SELECT concat_ws(' ', name, priority, phone_label, is_active, is_enabled, webhook_key,
                                 updated_at > now() - interval '1 hour')
                FROM public.messenger_integrations WHERE id = ";
    assert_eq!(
        crm.one(&format!("{kept} '{}'", first.id)).await,
        "Приёмная 1 +7 999 000-11-22 t t webhook-key-of-the-first t"
    );

    // a dead key: a new client in the same row, and nothing of the old one is left
    let second = store.session(school, row(2)).await.unwrap().unwrap();
    let new = NewAccount {
        mode: CredentialMode::KeyPerClient,
        sub_organization: "another".to_owned(),
        attempt: None,
        audit: entry(&second, "replace_account"),
    };
    store.replace_account(second.id, &new).await.unwrap().unwrap();
    assert_eq!(crm.one(&settings(2)).await, r#"{"wppSubOrgId": "another"}"#);
    let number = AccountNumber::try_from("1000000000099".to_owned()).unwrap();
    store.keep_client(second.id, &number, &Secret::new("wpp_live_new_0123456789")).await.unwrap().unwrap();
    // the CRM reads it to send
    assert_eq!(
        crm.one(&settings(2)).await,
        r#"{"wppApiKey": "wpp_live_new_0123456789", "wppSubOrgId": "another", "wppAccountNumber": "1000000000099"}"#
    );

    // one more, which the CRM can use at once, and which goes again
    let more = created(store.reserve(&new_session(school), Reservation::Add).await.unwrap());
    let stands = format!(
        "SELECT concat_ws(' ', name, is_enabled, is_active, is_primary, webhook_key)
         FROM public.messenger_integrations WHERE id = '{}'",
        more.id
    );
    assert_eq!(crm.one(&stands).await, format!("WhatsApp t t f {}", more.webhook_key.expose()));
    store.mark_removing(more.id, &entry(&more, "cancel")).await.unwrap();
    store.remove(more.id, &entry(&more, "removed")).await.unwrap();

    // the primary goes, a connected one follows
    let second = store.session(school, row(2)).await.unwrap().unwrap();
    store.save_live(second.id, second.revision, &connected_live(&second), &[]).await.unwrap().unwrap();
    store.mark_removing(first.id, &entry(&first, "disconnect")).await.unwrap();
    let primary = "SELECT string_agg(right(id::text, 1), ',') FROM public.messenger_integrations
                   WHERE is_primary AND organization_id = ";
    assert_eq!(crm.one(&format!("{primary} '{school}'")).await, "2");
    store.remove_if_removing(first.id, &entry(&first, "removed")).await.unwrap();
    assert_eq!(store.sessions(school).await.unwrap().len(), 3);
}

/// A string or an array where an object should be is kept whole beside what a new account needs.
#[tokio::test]
async fn settings_that_are_no_object_are_kept_beside_a_new_account() {
    let crm = Crm::new("").await;
    let store = crm.open().await;
    let odd = store.session(organization(1), row(4)).await.unwrap().unwrap();
    assert_eq!(odd.access(), None);
    let new = NewAccount {
        mode: CredentialMode::GlobalKey,
        sub_organization: String::new(),
        attempt: None,
        audit: entry(&odd, "replace_account"),
    };
    let replaced = store.replace_account(odd.id, &new).await.unwrap().unwrap();
    assert_eq!(account(&replaced), "org_b00000000000", "the clinic has the shorter one");
    let settings = format!("SELECT settings::text FROM public.messenger_integrations WHERE id = '{}'", odd.id);
    assert_eq!(
        crm.one(&settings).await,
        format!(
            r#"{{"settings_before": ["{{\"wppAccountNumber\":\"7\"}}", 1], "wppAccountNumber": "{}"}}"#,
            account(&replaced)
        )
    );
    assert_eq!(replaced.live.lifecycle, Lifecycle::new(SessionState::Starting));
    assert_eq!(store.session(organization(1), odd.id).await.unwrap(), Some(replaced));
}

/// The CRM deletes rows without asking us.
#[tokio::test]
async fn a_row_that_the_crm_deletes_is_gone_and_its_number_is_free_after_a_sweep() {
    let crm = Crm::new("").await;
    let store = crm.open().await;
    let school = organization(1);
    crm.raw.run(&format!("DELETE FROM public.messenger_integrations WHERE id = '{}'", row(1))).await.unwrap();
    assert_eq!(store.session(school, row(1)).await.unwrap(), None);
    assert_eq!(store.session_for_job(row(1)).await.unwrap(), None);
    assert_eq!(crate::harness::by_key(&store, &Secret::new("webhook-key-of-the-first")).await, None);
    assert_eq!(store.sessions(school).await.unwrap().len(), 3);
    let second = store.session(school, row(2)).await.unwrap().unwrap();
    let number = AccountNumber::try_from("1000000000017".to_owned()).unwrap();
    let key = Secret::new("key");
    assert!(store.keep_client(second.id, &number, &key).await.is_err(), "nobody has let go of the account");
    store.unfinished(NOW).await.unwrap();
    assert!(store.keep_client(second.id, &number, &key).await.unwrap().is_some());
}

/// A row that the CRM makes while we run.
#[tokio::test]
async fn a_row_that_the_crm_makes_is_a_session_when_it_is_seen() {
    let crm = Crm::new("").await;
    let store = crm.open().await;
    let make = |number: u8| {
        format!(
            "INSERT INTO public.messenger_integrations (id, organization_id, messenger_type, provider, name, settings)
             VALUES ('{}', '{}', 'whatsapp', 'wpp', 'Новая', '{{\"wppAccountNumber\": \"100000000020{number}\"}}')",
            row(number),
            organization(2)
        )
    };
    crm.raw.run(&make(8)).await.unwrap();
    let seen = store.session(organization(2), row(8)).await.unwrap().unwrap();
    assert_eq!((account(&seen), seen.live.lifecycle.state), ("1000000000208", SessionState::Disconnected));
    crm.raw.run(&make(9)).await.unwrap();
    assert!(store.every_session().await.unwrap().iter().any(|one| one.id == row(9) && account(one) == "1000000000209"));
}

/// Without an index the lock alone keeps one primary; with a stricter index than ours the CRM's choice stands.
#[tokio::test]
async fn an_index_of_the_crm_breaks_nothing() {
    let strict = "CREATE UNIQUE INDEX one_primary_at_all ON public.messenger_integrations (organization_id)
                  WHERE is_primary;
                  UPDATE public.messenger_integrations SET is_primary = FALSE;
                  UPDATE public.messenger_integrations SET is_primary = TRUE, messenger_type = 'telegram'
                  WHERE id = 'c0000000-0000-4000-8000-000000000005'";
    let crm = Crm::new(strict).await;
    let store = crm.open().await;
    let new = created(store.reserve(&new_session(organization(1)), Reservation::Add).await.unwrap());
    let saved = store.save_live(new.id, new.revision, &connected_live(&new), &[]).await.unwrap().unwrap();
    assert!(!saved.is_primary && saved.live.first_connected_at.is_some());
}

#[tokio::test]
async fn what_is_sealed_by_wish_is_sealed_in_the_shared_tables_too() {
    let crm = Crm::new("").await;
    let store = crm.open_with(Options { seal_shared: true, ..Options::default() }).await.unwrap();
    let school = organization(1);
    let sealed = "SELECT string_agg(DISTINCT left(webhook_key, 3) || left(settings ->> 'wppApiKey', 3), ' ')
                  FROM public.messenger_integrations WHERE provider = 'wpp' AND settings ->> 'wppApiKey' IS NOT NULL";
    assert_eq!(crm.one(sealed).await, "v1:v1:");
    let first = store.session(school, row(1)).await.unwrap().unwrap();
    assert!(first.access().is_some());
    assert_eq!(first.webhook_key.expose(), "webhook-key-of-the-first");
    // a key that the CRM writes afterwards is read all the same
    crm.raw
        .run(
            "UPDATE public.messenger_integrations SET settings = settings || '{\"wppApiKey\": \"plain\"}'
             WHERE id = 'c0000000-0000-4000-8000-000000000001'",
        )
        .await
        .unwrap();
    let first = store.session(school, row(1)).await.unwrap().unwrap();
    assert!(matches!(first.credentials, Credentials::Client { api_key: Some(key), .. } if key.expose() == "plain"));
    let new = created(store.reserve(&new_session(school), Reservation::Add).await.unwrap());
    assert_eq!(new.webhook_key.expose(), format!("webhook-key-of-{}", new.id));
    assert_eq!(
        crm.one(&format!("SELECT left(webhook_key, 3) FROM public.messenger_integrations WHERE id = '{}'", new.id))
            .await,
        "v1:"
    );
}
