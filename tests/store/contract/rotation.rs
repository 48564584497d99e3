//! Another webhook key: both count until the platform has the new one, and the old one a little longer.

use std::time::Duration;

use wpp_panel::{
    connect::ports::Session,
    domain::{secret::Secret, time::Timestamp},
};

use crate::harness::{Db, NOW, entry};

const UNTIL: Timestamp = Timestamp(NOW.0 + 600_000);

async fn rotated(db: &Db, session: &Session, key: &str) -> Session {
    let audit = entry(session, "rotate_webhook_key");
    db.store.rotate_webhook_key(session.id, &Secret::new(key), &audit).await.unwrap().unwrap()
}

async fn counts(db: &Db, key: &Secret, now: Timestamp) -> bool {
    db.store.addressee(key, now).await.unwrap().is_some()
}

pub async fn both_keys_count_until_the_new_one_is_taken(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let old = session.webhook_key.clone();
    let after = rotated(db, &session, "another key").await;
    let new = after.webhook_key.clone();
    assert_ne!(new, old);
    assert_eq!(after, Session { webhook_key: new.clone(), ..session.clone() }, "nothing else has changed");
    let late = UNTIL.plus(Duration::from_secs(1_000_000));
    assert!(counts(db, &old, late).await && counts(db, &new, late).await);
    let untaken = db.store.untaken_webhook_keys().await.unwrap();
    assert_eq!(untaken.iter().map(|session| session.id).collect::<Vec<_>>(), [session.id]);
    assert!(db.audit(organization).await.iter().any(|line| line.starts_with("rotate_webhook_key:")));

    db.store.webhook_key_taken(session.id, UNTIL).await.unwrap();
    assert!(db.store.untaken_webhook_keys().await.unwrap().is_empty());
    let before = Timestamp(UNTIL.0 - 1);
    assert!(counts(db, &old, before).await && !counts(db, &old, UNTIL).await && counts(db, &new, late).await);
    db.store.webhook_key_taken(session.id, late).await.unwrap();
    assert!(!counts(db, &old, UNTIL).await, "an end that was set stays");
}

pub async fn an_untaken_key_is_not_replaced(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let first = rotated(db, &session, "the first").await;
    let lines = db.audit(organization).await.len();
    assert_eq!(rotated(db, &session, "the second").await, first);
    assert_eq!(db.audit(organization).await.len(), lines);
    assert!(counts(db, &session.webhook_key, NOW).await, "the platform may know this one alone");
    db.store.webhook_key_taken(session.id, UNTIL).await.unwrap();
    let third = rotated(db, &session, "the third").await;
    assert!(counts(db, &first.webhook_key, NOW).await && counts(db, &third.webhook_key, NOW).await);
    assert!(!counts(db, &session.webhook_key, NOW).await);
}

pub async fn the_key_of_somebody_else_is_theirs(db: &Db) {
    let organization = db.organization().await;
    let settings = r#"{"wppAccountNumber":"1000000000042","wppApiKey":"wpp_live_key"}"#;
    let id = db.stranger(organization, "WhatsApp (WPP)", "key-of-the-crm", settings, NOW).await;
    let session = db.store.session(organization, id).await.unwrap().unwrap();
    assert!(session.is_adopted);
    assert_eq!(rotated(db, &session, "ours").await, session);
    assert!(counts(db, &session.webhook_key, NOW).await);
}

pub async fn who_is_leaving_gets_no_key(db: &Db) {
    let session = db.connected(db.organization().await, 0).await;
    db.store.mark_removing(session.id, &entry(&session, "disconnect")).await.unwrap();
    let audit = entry(&session, "rotate_webhook_key");
    assert_eq!(db.store.rotate_webhook_key(session.id, &Secret::new("late"), &audit).await.unwrap(), None);
    db.store.remove(session.id, &entry(&session, "removed")).await.unwrap();
    assert_eq!(db.store.rotate_webhook_key(session.id, &Secret::new("late"), &audit).await.unwrap(), None);
    assert!(db.store.untaken_webhook_keys().await.unwrap().is_empty());
}
