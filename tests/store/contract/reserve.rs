//! Finding or making the row of an attempt.

use std::time::Duration;

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{Attempt, CredentialMode, Credentials, Live, NewSession, Reservation, StoreError},
    domain::{
        evidence::{Evidence, Source, Trouble},
        ids::{AttemptId, OrganizationId},
        lifecycle::Lifecycle,
        phone::Phone,
        qr::{IssuedQr, QrPayload},
        state::SessionState,
    },
};

use crate::harness::{Db, NOW, account, attempt, connected_live, created, entry, existing, new_session};

pub async fn connect_makes_a_row_that_starts(db: &Db) {
    let organization = db.organization().await;
    let new = new_session(organization);
    let made = created(db.store.reserve(&new, Reservation::Connect).await.unwrap());

    assert_eq!(made.id, new.id);
    assert_eq!(made.organization, organization);
    assert_eq!(made.name, "WhatsApp");
    assert_eq!(account(&made), format!("org_{}", &organization.to_string()[..8]));
    assert_eq!(made.credentials, Credentials::Global);
    assert_eq!(made.webhook_key, new.webhook_key);
    assert!(!made.is_primary && made.is_enabled && !made.removing);
    assert_eq!(made.created_at, NOW);
    assert!(made.is_disposable());
    let open = Attempt { id: new.attempt, started_by: new.by, started_at: NOW, asked_at: NOW, before: None };
    let live = Live {
        lifecycle: Lifecycle::new(SessionState::Starting),
        evidence: Evidence::default(),
        qr: None,
        phone: None,
        first_connected_at: None,
        attempt: Some(open),
    };
    assert_eq!(made.live, live);

    assert_eq!(db.store.sessions(organization).await.unwrap(), std::slice::from_ref(&made));
    assert_eq!(db.audit(organization).await, [format!("connect:{}:{}:WhatsApp ({})", made.id, new.by, account(&made))]);
    let settings = db.raw.text(&format!("SELECT settings FROM messenger_integrations WHERE id = '{}'", made.id)).await;
    let settings: serde_json::Value = serde_json::from_str(&settings.unwrap()).unwrap();
    assert_eq!(settings, serde_json::json!({ "wppAccountNumber": account(&made) }));
}

pub async fn connect_shares_an_open_attempt_whatever_its_id(db: &Db) {
    let organization = db.organization().await;
    let first = db.added(organization, 0).await;
    let shared = existing(db.store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
    assert_eq!(shared, first);
    assert_eq!(db.audit(organization).await.len(), 1);
}

pub async fn connect_prefers_its_own_attempt(db: &Db) {
    let organization = db.organization().await;
    let connected = db.connected(organization, 0).await;
    let first = db.added(organization, 1).await;
    let second = db.added(organization, 2).await;
    assert!(connected.is_primary);

    let own = NewSession { attempt: second.live.attempt.as_ref().unwrap().id, ..new_session(organization) };
    assert_eq!(existing(db.store.reserve(&own, Reservation::Connect).await.unwrap()).id, second.id);
    let other = new_session(organization);
    assert_eq!(existing(db.store.reserve(&other, Reservation::Connect).await.unwrap()).id, first.id);
}

pub async fn connect_returns_the_session_that_is_there(db: &Db) {
    let organization = db.organization().await;
    let first = db.connected(organization, 0).await;
    let second = db.connected(organization, 1).await;
    let found = existing(db.store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
    assert_eq!(found.id, first.id, "the primary");

    let demote = "UPDATE messenger_integrations SET is_primary = FALSE";
    db.raw.run(demote).await.unwrap();
    let dropped = Live { lifecycle: Lifecycle::new(SessionState::Disconnected), ..first.live.clone() };
    db.saved(&first, &dropped).await;
    let found = existing(db.store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
    assert_eq!(found.id, second.id, "a connected one");

    let fallen = Live {
        lifecycle: Lifecycle { held: Some((SessionState::Disconnected, NOW)), ..second.live.lifecycle },
        ..second.live.clone()
    };
    db.saved(&second, &fallen).await;
    let later = NewSession { now: NOW.plus(Duration::from_secs(3)), ..new_session(organization) };
    let found = existing(db.store.reserve(&later, Reservation::Connect).await.unwrap());
    assert_eq!(found.id, first.id, "the oldest, once the held change is believed");
}

pub async fn connect_revives_what_a_failed_attempt_left(db: &Db) {
    let organization = db.organization().await;
    let made = db.added(organization, 0).await;
    let payload = QrPayload::Text("code".to_owned());
    let full = Live {
        lifecycle: Lifecycle { state: SessionState::AwaitingScan, held: Some((SessionState::Failed, NOW)) },
        evidence: Evidence {
            asked_at: Some(NOW),
            checked_at: Some(NOW),
            source: Some(Source::Probe),
            word: Some("qr".to_owned()),
            told_at: Some(NOW),
            trouble: Some((Trouble::Unwell, NOW)),
        },
        qr: Some(IssuedQr { payload, ordinal: 3, expires_at: NOW }),
        phone: Phone::parse("79990001122"),
        ..made.live.clone()
    };
    let left = db.saved(&made, &full).await;
    db.store.mark_removing(left.id, &entry(&left, "cancel")).await.unwrap();

    let later = NOW.plus(Duration::from_secs(60));
    let new = NewSession { now: later, ..new_session(organization) };
    let revived = created(db.store.reserve(&new, Reservation::Connect).await.unwrap());
    assert_eq!(revived.id, made.id);
    assert_eq!((&revived.account, &revived.webhook_key), (&made.account, &made.webhook_key));
    assert_eq!(revived.created_at, made.created_at);
    assert!(!revived.removing && revived.is_disposable());
    assert!(revived.revision > left.revision + 1, "a save by the one who removed must lose");
    let open = Attempt { id: new.attempt, started_by: new.by, started_at: later, asked_at: later, before: None };
    assert_eq!(
        revived.live,
        Live {
            lifecycle: Lifecycle::new(SessionState::Starting),
            evidence: Evidence::default(),
            qr: None,
            phone: None,
            first_connected_at: None,
            attempt: Some(open),
        }
    );
    assert_eq!(db.audit(organization).await.len(), 3);
    let again = NewSession { attempt: new.attempt, ..new_session(organization) };
    assert_eq!(existing(db.store.reserve(&again, Reservation::Add).await.unwrap()).id, made.id);
}

pub async fn connect_leaves_what_was_connected_to_its_removal(db: &Db) {
    let organization = db.organization().await;
    let old = db.connected(organization, 0).await;
    db.store.mark_removing(old.id, &entry(&old, "disconnect")).await.unwrap();
    let made = created(db.store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
    assert_ne!(made.id, old.id);
    assert!(db.fresh(&old).await.removing);
}

pub async fn connect_leaves_a_row_with_another_kind_of_key(db: &Db) {
    let organization = db.organization().await;
    let old = db.added(organization, 0).await;
    db.store.mark_removing(old.id, &entry(&old, "cancel")).await.unwrap();
    let new = NewSession { mode: CredentialMode::KeyPerClient, ..new_session(organization) };
    let made = created(db.store.reserve(&new, Reservation::Connect).await.unwrap());
    assert_eq!(made.id, new.id);
    db.store.mark_removing(made.id, &entry(&made, "cancel")).await.unwrap();
    let again = NewSession { mode: CredentialMode::KeyPerClient, ..new_session(organization) };
    assert_eq!(created(db.store.reserve(&again, Reservation::Connect).await.unwrap()).id, made.id);
}

pub async fn add_is_one_row_for_each_attempt_id(db: &Db) {
    let organization = db.organization().await;
    let new = new_session(organization);
    let made = created(db.store.reserve(&new, Reservation::Add).await.unwrap());
    let repeated = NewSession { attempt: new.attempt, ..new_session(organization) };
    assert_eq!(existing(db.store.reserve(&repeated, Reservation::Add).await.unwrap()), made);
    let other = created(db.store.reserve(&new_session(organization), Reservation::Add).await.unwrap());
    assert_ne!(other.id, made.id);

    let connected = db.saved(&made, &connected_live(&made)).await;
    assert_eq!(connected.live.attempt, None);
    assert_eq!(existing(db.store.reserve(&repeated, Reservation::Add).await.unwrap()), connected);

    // an attempt that only was begun on a row has not made it
    let begun = attempt(Some(SessionState::Connected));
    db.opened(&made, &begun).await;
    let new = NewSession { attempt: begun.id, ..new_session(organization) };
    assert_eq!(created(db.store.reserve(&new, Reservation::Add).await.unwrap()).id, new.id);
}

pub async fn add_does_not_bring_back_a_removed_row(db: &Db) {
    let organization = db.organization().await;
    let old = db.added(organization, 0).await;
    db.store.mark_removing(old.id, &entry(&old, "cancel")).await.unwrap();
    let same = NewSession { attempt: old.live.attempt.as_ref().unwrap().id, ..new_session(organization) };
    assert_eq!(created(db.store.reserve(&same, Reservation::Add).await.unwrap()).id, same.id);
}

pub async fn attempt_ids_of_two_organizations_do_not_meet(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let attempt = AttemptId(Uuid::new_v4());
    for what in [Reservation::Add, Reservation::Connect] {
        for organization in [ours, theirs] {
            let new = NewSession { attempt, ..new_session(organization) };
            let reserved = db.store.reserve(&new, what).await.unwrap();
            let session = if what == Reservation::Add { created(reserved) } else { existing(reserved) };
            assert_eq!(session.organization, organization);
        }
    }
}

pub async fn a_key_per_client_row_waits_for_its_number(db: &Db) {
    let organization = db.organization().await;
    let new = NewSession { mode: CredentialMode::KeyPerClient, ..new_session(organization) };
    let made = created(db.store.reserve(&new, Reservation::Connect).await.unwrap());
    assert_eq!(made.account, None);
    assert_eq!(made.credentials, Credentials::Client { sub_organization: new.sub_organization.clone(), api_key: None });
    assert_eq!(made.live.lifecycle.state, SessionState::Starting);
    assert_eq!(db.audit(organization).await, [format!("connect:{}:{}:WhatsApp", made.id, new.by)]);
}

pub async fn an_unknown_organization_is_refused(db: &Db) {
    let nobody = OrganizationId(Uuid::new_v4());
    let refused = db.store.reserve(&new_session(nobody), Reservation::Connect).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    assert_eq!(db.audit(nobody).await, Vec::<String>::new());
}

/// Over REST an attempt's id stands for a person: they may want another one once the first is connected.
pub async fn add_until_over_is_one_row_while_its_attempt_is_open(db: &Db) {
    let organization = db.organization().await;
    let new = new_session(organization);
    let made = created(db.store.reserve(&new, Reservation::AddUntilOver).await.unwrap());
    let repeated = NewSession { attempt: new.attempt, ..new_session(organization) };
    assert_eq!(existing(db.store.reserve(&repeated, Reservation::AddUntilOver).await.unwrap()), made);

    let connected = db.saved(&made, &connected_live(&made)).await;
    let next = created(db.store.reserve(&repeated, Reservation::AddUntilOver).await.unwrap());
    assert_ne!((next.id, &next.account), (connected.id, &connected.account));
}

/// Lesson 5: a client that repeats a request which failed is not to cost another client at the platform.
pub async fn lesson_05_add_until_over_takes_up_what_it_left(db: &Db) {
    let organization = db.organization().await;
    let new = new_session(organization);
    let made = created(db.store.reserve(&new, Reservation::AddUntilOver).await.unwrap());
    let other = db.added(organization, 1).await;
    for session in [&made, &other] {
        db.store.mark_removing(session.id, &entry(session, "failed")).await.unwrap();
    }
    let repeated = NewSession { attempt: new.attempt, ..new_session(organization) };
    let again = created(db.store.reserve(&repeated, Reservation::AddUntilOver).await.unwrap());
    assert_eq!((again.id, &again.account), (made.id, &made.account));
    assert!(db.fresh(&other).await.removing, "what somebody else's attempt left goes");
}
