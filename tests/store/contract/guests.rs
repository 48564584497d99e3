//! Links for the person with the phone.

use std::time::Duration;

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{AuditEntry, AuditFilter, GuestNews, NewGuestLink},
    domain::{
        guest::{GuestLink, GuestState},
        ids::{AttemptId, GuestLinkId, IntegrationId, OrganizationId, UserId},
        time::Timestamp,
    },
};

use crate::harness::{Db, NOW};

const LIFE: Duration = Duration::from_secs(1_800);

fn entry(organization: OrganizationId, action: &'static str, at: Timestamp) -> AuditEntry {
    AuditEntry { at, organization, actor: None, address: None, action, session: None, detail: String::new() }
}

fn link(organization: OrganizationId, token: u8, now: Timestamp) -> NewGuestLink {
    NewGuestLink {
        id: GuestLinkId(Uuid::new_v4()),
        organization,
        token_hash: [token; 32],
        made_by: UserId(Uuid::new_v4()),
        session: None,
        attempt: AttemptId(Uuid::new_v4()),
        now,
        expires_at: now.plus(LIFE),
    }
}

async fn keep(db: &Db, link: &NewGuestLink) -> bool {
    let entry = entry(link.organization, "make_guest_link", link.now);
    db.store.keep_guest_link(link, 2, &entry).await.unwrap()
}

async fn take(db: &Db, token: u8, browser: u8, at: Timestamp) -> Option<GuestLink> {
    let entry = entry(OrganizationId(Uuid::nil()), "open_guest_link", at);
    db.store.take_guest_link([token; 32], [browser; 32], &entry).await.unwrap()
}

async fn actions(db: &Db, organization: OrganizationId) -> Vec<String> {
    let lines = db.store.audit_lines(organization, AuditFilter::default(), 10).await.unwrap();
    lines.into_iter().map(|line| line.action).collect()
}

pub async fn a_guest_link_is_taken_once(db: &Db) {
    let organization = db.organization().await;
    let new = link(organization, 1, NOW);
    assert!(keep(db, &new).await);
    let (one, other) = tokio::join!(take(db, 1, 8, NOW), take(db, 1, 9, NOW));
    let taken = one.as_ref().or(other.as_ref()).unwrap();
    assert!(one.is_none() || other.is_none(), "of two browsers one has it");
    assert_eq!((taken.id, taken.organization, taken.made_by), (new.id, organization, new.made_by));
    assert_eq!((taken.attempt, taken.taken_at, taken.session), (new.attempt, Some(NOW), None));
    assert!(!taken.organization_name.is_empty());
    let browser = if one.is_some() { 8 } else { 9 };
    assert_eq!(db.store.guest([browser; 32]).await.unwrap().as_ref(), Some(taken));
    assert_eq!(db.store.guest([17 - browser; 32]).await.unwrap(), None);
    assert!(take(db, 2, 7, NOW).await.is_none(), "an unknown one");
    assert_eq!(actions(db, organization).await, ["open_guest_link", "make_guest_link"]);
}

pub async fn a_guest_link_ends(db: &Db) {
    let organization = db.organization().await;
    let (late, revoked) = (link(organization, 1, NOW), link(organization, 2, NOW));
    assert!(keep(db, &late).await && keep(db, &revoked).await);
    assert!(!keep(db, &link(organization, 3, NOW)).await, "two are the most here");
    assert!(keep(db, &link(db.organization().await, 4, NOW)).await, "others have their own");
    let entry = entry(organization, "revoke_guest_link", NOW);
    let other = db.organization().await;
    assert!(db.store.revoke_guest_link(other, revoked.id, &entry).await.unwrap().is_none(), "not theirs");
    assert_eq!(db.store.revoke_guest_link(organization, revoked.id, &entry).await.unwrap().unwrap().id, revoked.id);
    assert!(db.store.revoke_guest_link(organization, revoked.id, &entry).await.unwrap().is_none());
    assert!(take(db, 2, 9, NOW).await.is_none());
    assert!(take(db, 1, 9, NOW.plus(LIFE)).await.is_none(), "its time is over");
    let states: Vec<_> = db.store.guest_links(organization, NOW).await.unwrap();
    let mut states: Vec<_> = states.iter().map(|link| link.state(NOW.plus(LIFE))).collect();
    states.sort_by_key(|state| *state == GuestState::Expired);
    assert_eq!(states, [GuestState::Revoked, GuestState::Expired]);
    assert!(db.store.guest_links(organization, NOW.plus(LIFE)).await.unwrap().is_empty());
    assert!(keep(db, &link(organization, 3, NOW)).await, "what is called back counts no more");
    assert_eq!(actions(db, other).await, Vec::<String>::new());
}

pub async fn what_is_learned_of_a_guest_is_about_their_attempt(db: &Db) {
    let organization = db.organization().await;
    let new = link(organization, 1, NOW);
    keep(db, &new).await;
    take(db, 1, 9, NOW).await.unwrap();
    let known = async || db.store.guest([9; 32]).await.unwrap().unwrap();
    let (again, session) = (AttemptId(Uuid::new_v4()), IntegrationId(Uuid::new_v4()));
    let note = async |news| db.store.note_guest(new.id, news).await.unwrap();
    assert!(note(GuestNews::Tries(new.attempt, NOW)).await && note(GuestNews::Failed(new.attempt, NOW)).await);
    assert_eq!((known().await.tried_at, known().await.failed_at), (Some(NOW), Some(NOW)));
    assert!(note(GuestNews::Tries(again, NOW.plus(LIFE))).await);
    assert_eq!((known().await.attempt, known().await.failed_at), (again, None));
    assert!(!note(GuestNews::Failed(new.attempt, NOW)).await && !note(GuestNews::Session(new.attempt, session)).await);
    assert!(note(GuestNews::Session(again, session)).await);
    assert_eq!((known().await.session, known().await.failed_at), (Some(session), None));

    let entry = entry(organization, "guest_connected", NOW);
    assert!(db.store.guest_connected(new.id, &entry).await.unwrap());
    assert!(!db.store.guest_connected(new.id, &entry).await.unwrap(), "once");
    assert_eq!(known().await.state(NOW.plus(LIFE * 2)), GuestState::Connected);
    assert!(db.store.revoke_guest_link(organization, new.id, &entry).await.unwrap().is_none());
}
