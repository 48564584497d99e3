//! Rows that somebody else made: what an adopted database will be full of.

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{Credentials, Live, Reservation, Session},
    domain::{
        evidence::Evidence,
        ids::{IntegrationId, OrganizationId},
        lifecycle::Lifecycle,
        secret::Secret,
        state::SessionState,
        time::Timestamp,
    },
};

use crate::harness::{Db, attempt, entry, existing, new_session};

async fn stranger(db: &Db, organization: OrganizationId, settings: &str) -> Session {
    let id = IntegrationId(Uuid::new_v4());
    db.raw
        .run(&format!(
            "INSERT INTO messenger_integrations (id, organization_id, messenger_type, provider, name, is_primary,
                                                 is_enabled, webhook_key, settings, created_at, updated_at)
             VALUES ('{id}', '{organization}', 'whatsapp', 'wpp', 'Старый', TRUE, FALSE, 'plain', '{settings}', 5, 5)"
        ))
        .await
        .unwrap();
    Session {
        id,
        organization,
        name: "Старый".to_owned(),
        account: None,
        credentials: Credentials::Global,
        webhook_key: Secret::new(""),
        is_primary: true,
        is_enabled: false,
        created_at: Timestamp(5),
        live: Live {
            lifecycle: Lifecycle::new(SessionState::Failed),
            evidence: Evidence::default(),
            qr: None,
            phone: None,
            first_connected_at: Some(Timestamp(5)),
            attempt: None,
        },
        removing: false,
        revision: 0,
    }
}

pub async fn a_row_without_session_is_listed_as_failed(db: &Db) {
    let organization = db.organization().await;
    let ours = db.added(organization, 0).await;
    // its number is a claim that nobody has checked, and its key is not ours to unseal
    let claim = format!(r#"{{"wppAccountNumber":"{}","wppApiKey":"plain"}}"#, ours.account.clone().unwrap());
    let strange = stranger(db, organization, &claim).await;
    assert_eq!(db.store.sessions(organization).await.unwrap(), [strange.clone(), ours]);
    assert_eq!(db.store.session(organization, strange.id).await.unwrap(), Some(strange.clone()));
    assert!(!strange.is_disposable());
    assert_eq!(db.store.session_by_webhook_key(&Secret::new("plain")).await.unwrap(), None);
    assert_eq!(db.store.session_by_webhook_key(&Secret::new("")).await.unwrap(), None);
}

pub async fn a_row_without_session_can_be_worked_with(db: &Db) {
    let organization = db.organization().await;
    let strange = stranger(db, organization, "{}").await;
    let found = existing(db.store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
    assert_eq!(found, strange);

    let begun = attempt(Some(SessionState::Failed));
    let opened = db.store.begin_attempt(strange.id, &begun).await.unwrap().unwrap();
    assert_eq!(opened.live, Live { attempt: Some(begun), ..strange.live.clone() });
    assert!(!opened.is_disposable());
    assert_eq!(opened.webhook_key.expose().len(), 64, "it has a key of ours now");
    let by_key = db.store.session_by_webhook_key(&opened.webhook_key).await.unwrap();
    assert_eq!(by_key, Some(opened));

    db.raw.run("UPDATE messenger_integrations SET is_primary = FALSE").await.unwrap();
    let second = stranger(db, organization, "{}").await;
    let live = Live { lifecycle: Lifecycle::new(SessionState::Connected), ..second.live.clone() };
    assert_eq!(db.saved(&second, &live).await.live, live);
}

pub async fn a_row_without_session_can_be_removed(db: &Db) {
    let organization = db.organization().await;
    let strange = stranger(db, organization, "{}").await;
    let heir = db.added(organization, 0).await;
    db.store.mark_removing(strange.id, &entry(&strange, "disconnect")).await.unwrap();
    assert_eq!(db.primary(organization).await, [heir.id]);
    let unfinished = db.store.unfinished(Timestamp(0)).await.unwrap();
    assert_eq!(unfinished.iter().map(|one| one.id).collect::<Vec<_>>(), [strange.id]);
    db.store.remove(strange.id, &entry(&strange, "removed")).await.unwrap();
    assert_eq!(db.store.session_for_job(strange.id).await.unwrap(), None);
}
