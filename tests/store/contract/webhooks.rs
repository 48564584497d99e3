//! Where events of adopted sessions go.

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{CredentialMode, NewAccount, Session},
    domain::ids::OrganizationId,
};

use crate::harness::{Db, NOW, entry};

const ADOPTED: &str = r#"{"wppAccountNumber": "1000000000023", "wppApiKey": "wpp_live_0123456789abcdef"}"#;

async fn adopted(db: &Db, organization: OrganizationId, settings: &str) -> Session {
    let key = format!("key-{}", Uuid::new_v4());
    let id = db.stranger(organization, "Старый", &key, settings, NOW).await;
    db.store.session(organization, id).await.unwrap().unwrap()
}

async fn is_here(db: &Db, session: &Session) -> bool {
    let (elsewhere, taken) =
        (db.store.webhooks_elsewhere(true).await.unwrap(), db.store.webhooks_taken().await.unwrap());
    assert_eq!(elsewhere.len() + taken.len(), 1);
    let here = !db.fresh(session).await.webhook_elsewhere;
    assert_eq!(taken.len(), usize::from(here));
    here
}

pub async fn a_session_of_ours_has_its_webhook_here(db: &Db) {
    let session = db.connected(db.organization().await, 0).await;
    assert!(!session.webhook_elsewhere);
    db.store.note_webhook(session.id, None, &entry(&session, "send_webhook_back")).await.unwrap();
    assert!(!db.fresh(&session).await.webhook_elsewhere);
    assert!(db.store.webhooks_elsewhere(true).await.unwrap().is_empty());
    assert!(db.store.webhooks_taken().await.unwrap().is_empty());
    let audit = db.audit(session.organization).await;
    assert!(!audit.iter().any(|line| line.contains("webhook")), "{audit:?}");
}

pub async fn an_adopted_webhook_is_elsewhere_until_it_is_brought(db: &Db) {
    let session = adopted(db, db.organization().await, ADOPTED).await;
    assert!(session.webhook_elsewhere && !is_here(db, &session).await);
    assert_eq!(db.store.webhooks_elsewhere(false).await.unwrap(), std::slice::from_ref(&session));
    db.store.note_webhook(session.id, Some(NOW), &entry(&session, "take_webhook")).await.unwrap();
    assert!(is_here(db, &session).await);
    let audit = db.audit(session.organization).await;
    assert_eq!(audit.last().unwrap(), &format!("take_webhook:{}:-:Старый", session.id));
}

pub async fn what_was_sent_back_comes_only_when_it_is_asked_for(db: &Db) {
    let session = adopted(db, db.organization().await, ADOPTED).await;
    db.store.note_webhook(session.id, Some(NOW), &entry(&session, "take_webhook")).await.unwrap();
    db.store.note_webhook(session.id, None, &entry(&session, "send_webhook_back")).await.unwrap();
    assert!(!is_here(db, &session).await);
    assert!(db.store.webhooks_elsewhere(false).await.unwrap().is_empty());
    db.store.note_webhook(session.id, Some(NOW), &entry(&session, "take_webhook")).await.unwrap();
    assert!(is_here(db, &session).await);
}

/// Nobody else has ever registered anything for it.
pub async fn a_new_account_is_ours(db: &Db) {
    let session = adopted(db, db.organization().await, ADOPTED).await;
    let new = NewAccount {
        mode: CredentialMode::GlobalKey,
        sub_organization: String::new(),
        attempt: None,
        audit: entry(&session, "replace_account"),
    };
    let replaced = db.store.replace_account(session.id, &new).await.unwrap().unwrap();
    assert!(!replaced.webhook_elsewhere);
    assert!(db.store.webhooks_elsewhere(true).await.unwrap().is_empty());
}

pub async fn what_cannot_be_registered_is_left_alone(db: &Db) {
    let organization = db.organization().await;
    let nameless = adopted(db, organization, "{}").await;
    db.raw.run("UPDATE messenger_integrations SET is_primary = FALSE").await.unwrap();
    let leaving = adopted(db, organization, ADOPTED).await;
    db.store.mark_removing(leaving.id, &entry(&leaving, "disconnect")).await.unwrap();
    assert!(db.store.webhooks_elsewhere(true).await.unwrap().is_empty());
    assert!(nameless.webhook_elsewhere && db.store.webhooks_taken().await.unwrap().is_empty());
}
