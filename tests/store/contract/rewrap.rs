//! Another key for the secrets at rest, while everything goes on.

use std::{sync::Arc, time::Duration};

use wpp_panel::{
    connect::ports::{CredentialMode, Credentials, Live, NewEvent, NewSession, Reservation, SharedToken},
    domain::{
        qr::{IssuedQr, QrPayload},
        secret::Secret,
        time::Timestamp,
    },
    store::{OpenError, Rewrapped, Sealer, Store, open},
};

use crate::{
    contract::alerts,
    harness::{Db, NOW, attempt, created, new_session},
};

const NEW: [u8; 32] = [9; 32];

fn both(db: &Db) -> Sealer {
    Sealer::new(NEW).also_opening(db.sealer())
}

async fn rewrap(store: &Arc<dyn Store>) -> Rewrapped {
    store.rewrap(&|_| ()).await.unwrap()
}

/// Every kind of secret there is: a key, a webhook key, a code, an event that waits, a token between servers,
/// a channel of alerts.
pub async fn every_secret_is_read_meanwhile_and_afterwards(db: &Db) {
    let organization = db.organization().await;
    let new = NewSession { mode: CredentialMode::KeyPerClient, ..new_session(organization) };
    let made = created(db.store.reserve(&new, Reservation::Add).await.unwrap());
    let number = "1795744735995".to_owned().try_into().unwrap();
    let kept = db.store.keep_client(made.id, &number, &Secret::new("wpp_live_secret")).await.unwrap().unwrap();
    let payload = QrPayload::classify("2@a code").unwrap().unwrap();
    let qr = IssuedQr { payload, ordinal: 1, expires_at: NOW.plus(Duration::from_secs(60)) };
    let live = Live { qr: Some(qr), attempt: Some(attempt(None)), ..kept.live.clone() };
    let session = db.saved(&kept, &live).await;
    let event = NewEvent {
        session: session.id,
        organization,
        account: session.account.clone(),
        event_id: None,
        kind: "message.incoming".to_owned(),
        received_at: NOW,
        happened_at: None,
        told: None,
        raw: Some(b"the text of a message".to_vec()),
    };
    db.store.keep_event(&event).await.unwrap();
    let token = SharedToken { value: Secret::new("a token"), renew_at: Timestamp(NOW.0 + 1) };
    db.store.share_token([3; 32], &token).await.unwrap();

    let channel = alerts::channel(organization, NOW);
    assert!(alerts::add(db, &channel).await);

    let holds = async |store: &Arc<dyn Store>, when: &str| {
        let found = store.session_for_job(session.id).await.unwrap().unwrap();
        assert_eq!(found, session, "{when}");
        let Credentials::Client { api_key: Some(key), .. } = &found.credentials else { panic!("{when}") };
        assert_eq!(key.expose(), "wpp_live_secret", "{when}");
        assert!(store.addressee(&session.webhook_key, NOW).await.unwrap().is_some(), "{when}");
        let waiting = store.events_to_forward(NOW, 10).await.unwrap();
        assert_eq!(waiting[0].raw, b"the text of a message", "{when}");
        assert_eq!(store.channels(organization).await.unwrap(), std::slice::from_ref(&channel), "{when}");
        if store.shares() {
            assert_eq!(store.shared_token([3; 32]).await.unwrap().as_ref(), Some(&token), "{when}");
        }
    };

    let alone = open(&db.url, Sealer::new(NEW)).await;
    assert!(matches!(alone, Err(OpenError::WrongKey { .. })), "the new key alone reads nothing yet");
    let server = open(&db.url, both(db)).await.unwrap();
    holds(&server, "with both keys").await;
    let rewrapped = rewrap(&server).await;
    // where the CRM reads them its keys are plain
    let least = if db.seals { 5 } else { 3 };
    assert!(rewrapped.done >= least && rewrapped.unreadable == 0, "{rewrapped:?}");
    holds(&server, "sealed anew").await;
    assert_eq!(rewrap(&server).await, Rewrapped::default(), "there is nothing left");
    server.close().await;

    let alone = open(&db.url, Sealer::new(NEW)).await.unwrap();
    holds(&alone, "with the new key alone").await;
    alone.close().await;
    let before = open(&db.url, db.sealer()).await;
    let Err(OpenError::WrongKey { .. }) = before else { panic!("the key before is needed no more") };
}

/// A server that seals under the new key, one that has not been told of it, and the command, all at once.
pub async fn what_is_written_meanwhile_is_not_lost(db: &Db) {
    let organization = db.organization().await;
    for seconds in 0..20 {
        db.added(organization, seconds).await;
    }
    let server = open(&db.url, both(db)).await.unwrap();
    let writes = async {
        for seconds in 20..40 {
            let new = NewSession { now: NOW.plus(Duration::from_secs(seconds)), ..new_session(organization) };
            created(server.reserve(&new, Reservation::Add).await.unwrap());
        }
    };
    let first = tokio::join!(rewrap(&server), writes).0;
    assert_eq!(first.unreadable, 0);
    // cut off or not, the next run finds what is left
    rewrap(&server).await;
    server.close().await;
    let alone = open(&db.url, Sealer::new(NEW)).await.unwrap();
    assert_eq!(alone.sessions(organization).await.unwrap().len(), 40);
    alone.close().await;
}

/// Neither key opens it: it stays as it is and is counted.
pub async fn a_secret_under_a_third_key_is_counted(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let strange = "v1:00000000:AAAA";
    let text = format!(
        "UPDATE messenger_integrations SET settings = '{{\"token\":\"{strange}\"}}' WHERE id = '{}'",
        session.id
    );
    db.raw.run(&text).await.unwrap();
    let server = open(&db.url, both(db)).await.unwrap();
    assert_eq!(rewrap(&server).await.unreadable, 1);
    let read = format!("SELECT CAST(settings AS TEXT) FROM messenger_integrations WHERE id = '{}'", session.id);
    assert!(db.raw.text(&read).await.unwrap().contains(strange));
    server.close().await;
}
