//! Nothing of one organization, row or provider is taken for another's.

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{NewSession, Reservation},
    domain::{ids::IntegrationId, secret::Secret},
};

use crate::harness::{Db, created, entry, new_session};

pub async fn a_foreign_session_is_unknown(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let own = db.connected(ours, 0).await;
    let foreign = db.connected(theirs, 0).await;
    assert_eq!(db.store.sessions(ours).await.unwrap(), std::slice::from_ref(&own));
    assert_eq!(db.store.sessions(theirs).await.unwrap(), std::slice::from_ref(&foreign));
    assert_eq!(db.store.session(ours, foreign.id).await.unwrap(), None);
    assert_eq!(db.store.session(theirs, foreign.id).await.unwrap(), Some(foreign));
    assert_eq!(db.store.session(ours, IntegrationId(Uuid::new_v4())).await.unwrap(), None);
    assert_eq!(db.store.session_for_job(IntegrationId(Uuid::new_v4())).await.unwrap(), None);
}

pub async fn lesson_04_two_rows_do_not_confuse_lookups(db: &Db) {
    let organization = db.organization().await;
    let first = db.connected(organization, 0).await;
    let second = db.added(organization, 1).await;
    for one in [&first, &second] {
        assert_eq!(db.store.session(organization, one.id).await.unwrap().as_ref(), Some(one));
        assert_eq!(db.store.session_for_job(one.id).await.unwrap().as_ref(), Some(one));
        assert_eq!(crate::harness::by_key(&db.store, &one.webhook_key).await.as_ref(), Some(one));
    }
    assert_ne!(first.account, second.account);
    assert_ne!(first.webhook_key, second.webhook_key);
}

pub async fn a_webhook_key_finds_its_session(db: &Db) {
    let organization = db.organization().await;
    let new = NewSession { webhook_key: Secret::new("right key"), ..new_session(organization) };
    let session = created(db.store.reserve(&new, Reservation::Connect).await.unwrap());
    let by_key = |key: &'static str| async move { crate::harness::by_key(&db.store, &Secret::new(key)).await };
    assert_eq!(by_key("right key").await, Some(session.clone()));
    for wrong in ["wrong key", "right key ", "Right key", ""] {
        assert_eq!(by_key(wrong).await, None, "{wrong:?}");
    }
    // what stands in the database is the key only where a CRM must be able to read it
    let stands = format!("SELECT webhook_key FROM messenger_integrations WHERE id = '{}'", session.id);
    let stands = db.raw.text(&stands).await.unwrap();
    let found = crate::harness::by_key(&db.store, &Secret::new(stands)).await;
    assert_eq!(found.is_some(), !db.seals);

    db.store.mark_removing(session.id, &entry(&session, "cancel")).await.unwrap();
    assert_eq!(by_key("right key").await, None);
}

pub async fn rows_of_other_providers_are_no_sessions(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    let mut ids = Vec::new();
    for (messenger, provider) in [("whatsapp", "green_api"), ("telegram", "wpp")] {
        ids.push(db.row(organization, messenger, provider).await);
    }
    assert_eq!(db.store.sessions(organization).await.unwrap(), std::slice::from_ref(&session));
    for id in ids {
        assert_eq!(db.store.session(organization, id).await.unwrap(), None);
        assert_eq!(db.store.session_for_job(id).await.unwrap(), None);
        db.store.mark_removing(id, &entry(&session, "disconnect")).await.unwrap();
        db.store.remove(id, &entry(&session, "disconnect")).await.unwrap();
        let left = db.raw.text(&format!("SELECT name FROM messenger_integrations WHERE id = '{id}'")).await;
        assert_eq!(left.as_deref(), Some("n"));
    }
}
