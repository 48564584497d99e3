//! Keys and numbers that the platform made.

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{CredentialMode, Credentials, Live, NewAccount, NewSession, Reservation, Session, StoreError},
    domain::{
        account::AccountNumber, evidence::Evidence, ids::IntegrationId, ids::OrganizationId, lifecycle::Lifecycle,
        secret::Secret, state::SessionState,
    },
};

use crate::harness::{Db, account, attempt, created, entry, existing, new_session};

async fn waiting(db: &Db, organization: OrganizationId) -> Session {
    let new = NewSession { mode: CredentialMode::KeyPerClient, ..new_session(organization) };
    created(db.store.reserve(&new, Reservation::Add).await.unwrap())
}

fn number(text: &str) -> AccountNumber {
    AccountNumber::try_from(text.to_owned()).unwrap()
}

async fn settings(db: &Db, session: &Session) -> serde_json::Value {
    let text = db.raw.text(&format!("SELECT settings FROM messenger_integrations WHERE id = '{}'", session.id)).await;
    serde_json::from_str(&text.unwrap()).unwrap()
}

pub async fn a_client_is_kept_beside_other_settings(db: &Db) {
    let organization = db.organization().await;
    let session = waiting(db, organization).await;
    let Credentials::Client { sub_organization, api_key: None } = session.credentials.clone() else {
        panic!("a key before there is one");
    };
    db.raw
        .run(&format!(
            "UPDATE messenger_integrations SET settings = '{{\"wppSubOrgId\":\"{sub_organization}\",\"theirs\":[1]}}'
             WHERE id = '{}'",
            session.id
        ))
        .await
        .unwrap();
    let key = Secret::new("wpp_live_0123456789abcdef");
    let kept = db.store.keep_client(session.id, &number("1000000000017"), &key).await.unwrap().unwrap();
    assert_eq!(
        kept,
        Session {
            account: Some(number("1000000000017")),
            credentials: Credentials::Client { sub_organization: sub_organization.clone(), api_key: Some(key) },
            ..session.clone()
        }
    );
    assert!(kept.access().is_some());
    let stored = settings(db, &session).await;
    assert_eq!(stored["theirs"], serde_json::json!([1]));
    assert_eq!(stored["wppSubOrgId"], sub_organization);
    assert_eq!(stored["wppAccountNumber"], "1000000000017");
    let stands = stored["wppApiKey"].as_str().unwrap();
    assert_eq!(stands.starts_with("v1:"), db.seals);
    assert_eq!(stands == "wpp_live_0123456789abcdef", !db.seals);

    let newer = Secret::new("another");
    let kept = db.store.keep_client(session.id, &number("1000000000018"), &newer).await.unwrap().unwrap();
    assert_eq!(account(&kept), "1000000000018");
    assert_eq!(kept.credentials, Credentials::Client { sub_organization, api_key: Some(newer) });
}

pub async fn a_number_that_is_in_use_is_refused_whole(db: &Db) {
    let organization = db.organization().await;
    let (first, second) = (waiting(db, organization).await, waiting(db, organization).await);
    let key = Secret::new("key");
    db.store.keep_client(first.id, &number("1000000000017"), &key).await.unwrap().unwrap();
    let refused = db.store.keep_client(second.id, &number("1000000000017"), &key).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    assert_eq!(db.fresh(&second).await, second);
    assert_eq!(settings(db, &second).await["wppAccountNumber"], serde_json::Value::Null);

    let unknown = IntegrationId(Uuid::new_v4());
    assert_eq!(db.store.keep_client(unknown, &number("1000000000019"), &key).await.unwrap(), None);
}

pub async fn a_client_is_kept_while_its_row_is_being_removed(db: &Db) {
    let organization = db.organization().await;
    let session = waiting(db, organization).await;
    db.store.mark_removing(session.id, &entry(&session, "cancel")).await.unwrap();
    let kept = db.store.keep_client(session.id, &number("1000000000017"), &Secret::new("key")).await.unwrap().unwrap();
    assert!(kept.removing && kept.access().is_some());
}

pub async fn a_replaced_account_leaves_the_row(db: &Db) {
    let organization = db.organization().await;
    let old = db.connected(organization, 0).await;
    let attempt = attempt(Some(SessionState::Disconnected));
    let new = NewAccount {
        mode: CredentialMode::GlobalKey,
        sub_organization: "unused".to_owned(),
        attempt: Some(attempt.clone()),
        audit: entry(&old, "replace_account"),
    };
    let replaced = db.store.replace_account(old.id, &new).await.unwrap().unwrap();
    assert_ne!(replaced.account, old.account);
    assert_eq!(settings(db, &old).await["wppAccountNumber"], account(&replaced));
    let live = Live {
        lifecycle: Lifecycle::new(SessionState::Starting),
        evidence: Evidence::default(),
        phone: None,
        attempt: Some(attempt.clone()),
        ..old.live.clone()
    };
    let revision = replaced.revision;
    assert!(revision > old.revision);
    assert_eq!(replaced, Session { account: replaced.account.clone(), live, revision, ..old });
    let by_key = crate::harness::by_key(&db.store, &replaced.webhook_key).await;
    assert_eq!(by_key.as_ref(), Some(&replaced));
    let again = NewSession { attempt: attempt.id, ..new_session(organization) };
    assert_eq!(existing(db.store.reserve(&again, Reservation::Add).await.unwrap()).id, replaced.id);
    assert_eq!(db.audit(organization).await.len(), 2);
}

pub async fn a_replaced_client_waits_for_its_number_and_key(db: &Db) {
    let organization = db.organization().await;
    let session = waiting(db, organization).await;
    let key = Secret::new("wpp_live_0123456789abcdef");
    let kept = db.store.keep_client(session.id, &number("1000000000017"), &key).await.unwrap().unwrap();
    let new = NewAccount {
        mode: CredentialMode::KeyPerClient,
        sub_organization: "another".to_owned(),
        attempt: None,
        audit: entry(&kept, "replace_account"),
    };
    let replaced = db.store.replace_account(kept.id, &new).await.unwrap().unwrap();
    assert_eq!(replaced.account, None);
    assert_eq!(replaced.credentials, Credentials::Client { sub_organization: "another".to_owned(), api_key: None });
    assert_eq!(replaced.live.attempt, kept.live.attempt, "the attempt goes on");
    assert_eq!(settings(db, &kept).await, serde_json::json!({ "wppSubOrgId": "another" }));
    // the old number is free again
    let other = waiting(db, organization).await;
    assert!(db.store.keep_client(other.id, &number("1000000000017"), &key).await.unwrap().is_some());

    db.store.mark_removing(kept.id, &entry(&kept, "disconnect")).await.unwrap();
    assert_eq!(db.store.replace_account(kept.id, &new).await.unwrap(), None);
    assert_eq!(db.store.replace_account(IntegrationId(Uuid::new_v4()), &new).await.unwrap(), None);
}
