//! Rows that somebody else made: what an adopted database is full of.

use wpp_panel::{
    connect::ports::{Credentials, Live, Reservation, Session},
    domain::{
        evidence::Evidence, ids::OrganizationId, lifecycle::Lifecycle, secret::Secret, state::SessionState,
        time::Timestamp,
    },
};

use crate::harness::{Db, account, attempt, entry, existing, new_session};

const MADE_AT: Timestamp = Timestamp(5_000);

async fn found(db: &Db, organization: OrganizationId, settings: &str) -> Session {
    let id = db.stranger(organization, "Старый", "key-of-the-old-webhook", settings, MADE_AT).await;
    db.store.session(organization, id).await.unwrap().unwrap()
}

fn is_listed_as_failed(session: &Session) -> bool {
    let live = Live {
        lifecycle: Lifecycle::new(SessionState::Failed),
        evidence: Evidence::default(),
        qr: None,
        phone: None,
        first_connected_at: Some(MADE_AT),
        attempt: None,
    };
    session.account.is_none() && session.access().is_none() && session.live == live
}

pub async fn a_row_with_a_number_becomes_a_session(db: &Db) {
    let organization = db.organization().await;
    let claim =
        r#"{"wppAccountNumber": 1000000000023, "wppApiKey": "wpp_live_0123456789abcdef", "wppJwtToken": "old"}"#;
    let strange = found(db, organization, claim).await;
    assert_eq!(account(&strange), "1000000000023");
    let Credentials::Client { api_key: Some(key), .. } = &strange.credentials else { panic!("no key") };
    assert_eq!(key.expose(), "wpp_live_0123456789abcdef");
    assert_eq!(strange.live.lifecycle, Lifecycle::new(SessionState::Disconnected));
    assert_eq!((&strange.live.evidence, strange.live.first_connected_at), (&Evidence::default(), Some(MADE_AT)));
    assert!(strange.is_primary && !strange.is_enabled && !strange.is_disposable());
    assert_eq!((strange.name.as_str(), strange.created_at), ("Старый", MADE_AT));
    // whoever has its address goes on reaching it
    let by_key = crate::harness::by_key(&db.store, &Secret::new("key-of-the-old-webhook")).await;
    assert_eq!(by_key.as_ref(), Some(&strange));
    assert_eq!(db.store.sessions(organization).await.unwrap(), [strange]);

    let global = found(db, db.organization().await, r#"{"wppAccountNumber": "org_3f2a91c7"}"#).await;
    assert_eq!((account(&global), &global.credentials), ("org_3f2a91c7", &Credentials::Global));
    assert_eq!(global.webhook_key.expose().len(), 64, "the key is somebody else's already");
}

pub async fn a_number_of_somebody_else_is_not_believed(db: &Db) {
    let ours = db.added(db.organization().await, 0).await;
    let organization = db.organization().await;
    let strange = found(db, organization, &format!(r#"{{"wppAccountNumber":"{}"}}"#, account(&ours))).await;
    assert!(is_listed_as_failed(&strange), "{strange:?}");
    assert_eq!(db.fresh(&ours).await, ours);
}

pub async fn a_row_that_cannot_be_understood_is_listed_as_failed(db: &Db) {
    for settings in
        ["{}", r#"{"wppAccountNumber":""}"#, r#"{"wppAccountNumber":"../a b"}"#, r#"{"wppAccountNumber":{}}"#]
    {
        let organization = db.organization().await;
        let strange = found(db, organization, settings).await;
        assert!(is_listed_as_failed(&strange), "{settings}: {strange:?}");
        assert_eq!(db.store.sessions(organization).await.unwrap(), [strange]);
    }
    assert_eq!(crate::harness::by_key(&db.store, &Secret::new("")).await, None);
}

pub async fn a_row_that_was_made_elsewhere_can_be_worked_with(db: &Db) {
    let organization = db.organization().await;
    let strange = found(db, organization, "{}").await;
    let chosen = existing(db.store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
    assert_eq!(chosen, strange);

    let begun = attempt(Some(SessionState::Failed));
    let opened = db.opened(&strange, &begun).await;
    assert_eq!(opened.live, Live { attempt: Some(begun), ..strange.live.clone() });
    assert!(!opened.is_disposable());
    let live = Live { lifecycle: Lifecycle::new(SessionState::Connected), ..opened.live.clone() };
    assert_eq!(db.saved(&opened, &live).await.live, live);
}

pub async fn a_row_that_was_made_elsewhere_can_be_removed(db: &Db) {
    let organization = db.organization().await;
    let strange = found(db, organization, "{}").await;
    let heir = db.added(organization, 0).await;
    db.store.mark_removing(strange.id, &entry(&strange, "disconnect")).await.unwrap();
    assert_eq!(db.primary(organization).await, [heir.id]);
    let unfinished = db.store.unfinished(Timestamp(0)).await.unwrap();
    assert_eq!(unfinished.iter().map(|one| one.id).collect::<Vec<_>>(), [strange.id]);
    db.store.remove(strange.id, &entry(&strange, "removed")).await.unwrap();
    assert_eq!(db.store.session_for_job(strange.id).await.unwrap(), None);
}
