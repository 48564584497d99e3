//! Sign-ins as their owner sees them, passwords, and links that set one.

use std::time::Duration;

use wpp_panel::{
    connect::ports::{IDLE, NOTED_EVERY, NewSignIn, NewUser},
    domain::{
        actor::Role,
        ids::{OrganizationId, UserId},
        time::Timestamp,
    },
};

use crate::harness::{Db, NOW};

const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g";
const OTHER_HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$b3RoZXJoYXNo";

async fn person(db: &Db, email: &str) -> UserId {
    let organization: OrganizationId = db.organization().await;
    let id = UserId(uuid::Uuid::new_v4());
    let (password_hash, role) = (HASH.to_owned(), Role::Member);
    let user = NewUser { id, organization, email: email.to_owned(), password_hash, role, now: NOW };
    assert!(db.store.create_user(&user).await.unwrap());
    id
}

async fn sign_in(db: &Db, token: u8, user: UserId, at: Timestamp) {
    let sign_in = NewSignIn {
        token_hash: [token; 32],
        user,
        email: None,
        address: Some("203.0.113.7".parse().unwrap()),
        agent: Some("Firefox «145»".to_owned()),
        now: at,
        expires_at: at.plus(IDLE * 4),
    };
    db.store.create_sign_in(&sign_in).await.unwrap();
}

async fn tokens(db: &Db, user: UserId, now: Timestamp) -> Vec<u8> {
    db.store.sign_ins(user, now).await.unwrap().iter().map(|known| known.token_hash[0]).collect()
}

pub async fn own_sign_ins_are_listed_the_last_used_first(db: &Db) {
    let (user, other) = (person(db, "anna@example.org").await, person(db, "boris@example.org").await);
    sign_in(db, 1, user, NOW).await;
    sign_in(db, 2, user, NOW.plus(Duration::from_secs(60))).await;
    sign_in(db, 3, other, NOW).await;
    let later = NOW.plus(Duration::from_secs(90));
    assert_eq!(tokens(db, user, later).await, [2, 1]);
    let known = db.store.sign_ins(user, later).await.unwrap().remove(1);
    assert_eq!((known.created_at, known.seen_at), (NOW, NOW));
    assert_eq!((known.address.as_deref(), known.agent.as_deref()), (Some("203.0.113.7"), Some("Firefox «145»")));

    let used = NOW.plus(NOTED_EVERY);
    assert!(db.store.signed_in([1; 32], used).await.unwrap().is_some());
    assert_eq!(tokens(db, user, used).await, [1, 2], "its use was noted");
    let soon = used.plus(NOTED_EVERY / 2);
    db.store.signed_in([1; 32], soon).await.unwrap();
    assert_eq!(db.store.sign_ins(user, soon).await.unwrap()[0].seen_at, used, "but not each time");
}

pub async fn a_sign_in_that_is_not_used_is_over(db: &Db) {
    let user = person(db, "anna@example.org").await;
    sign_in(db, 1, user, NOW).await;
    sign_in(db, 2, user, NOW).await;
    let almost = Timestamp(NOW.plus(IDLE).0 - 1);
    assert!(db.store.signed_in([1; 32], almost).await.unwrap().is_some());
    let after = NOW.plus(IDLE);
    assert!(db.store.signed_in([1; 32], after).await.unwrap().is_some(), "it was used a moment ago");
    assert!(db.store.signed_in([2; 32], after).await.unwrap().is_none());
    assert_eq!(tokens(db, user, after).await, [1]);
    let end = NOW.plus(IDLE * 4);
    assert!(db.store.signed_in([1; 32], end).await.unwrap().is_none(), "its own end comes all the same");
}

pub async fn all_sign_ins_but_one_can_be_ended(db: &Db) {
    let (user, other) = (person(db, "anna@example.org").await, person(db, "boris@example.org").await);
    for token in 1..=3 {
        sign_in(db, token, user, NOW).await;
    }
    sign_in(db, 4, other, NOW).await;
    assert_eq!(db.store.end_sign_ins(user, Some([2; 32])).await.unwrap(), 2);
    assert_eq!((tokens(db, user, NOW).await, tokens(db, other, NOW).await), (vec![2], vec![4]));
    assert_eq!(db.store.end_sign_ins(user, None).await.unwrap(), 1);
    assert_eq!(db.store.end_sign_ins(user, None).await.unwrap(), 0);
}

pub async fn a_password_is_replaced(db: &Db) {
    let user = person(db, "anna@example.org").await;
    assert_eq!(db.store.password_hash(user).await.unwrap().as_deref(), Some(HASH));
    assert!(db.store.set_password(user, OTHER_HASH).await.unwrap());
    assert_eq!(db.store.password_hash(user).await.unwrap().as_deref(), Some(OTHER_HASH));
    let nobody = UserId(uuid::Uuid::new_v4());
    assert!(!db.store.set_password(nobody, HASH).await.unwrap());
    assert_eq!(db.store.password_hash(nobody).await.unwrap(), None);
    assert!(db.store.set_password(user, "no hash at all").await.is_err(), "the database refuses a password as it is");
}

pub async fn a_link_sets_a_password_once(db: &Db) {
    let user = person(db, "anna@example.org").await;
    let end = NOW.plus(Duration::from_secs(60));
    db.store.keep_reset(user, [1; 32], end).await.unwrap();
    db.store.keep_reset(user, [2; 32], end).await.unwrap();
    assert_eq!(db.store.reset_owner([1; 32], NOW).await.unwrap(), None, "a later one takes its place");
    assert_eq!(db.store.reset_owner([2; 32], NOW).await.unwrap(), Some(user));
    assert_eq!(db.store.reset_owner([2; 32], end).await.unwrap(), None);
    assert_eq!(db.store.reset([2; 32], OTHER_HASH, end).await.unwrap(), None, "it is over");
    sign_in(db, 5, user, NOW).await;

    let (one, two) = tokio::join!(db.store.reset([2; 32], OTHER_HASH, NOW), db.store.reset([2; 32], OTHER_HASH, NOW));
    let mut ends = [one.unwrap(), two.unwrap()];
    ends.sort();
    assert_eq!(ends, [None, Some(user)], "of two one sets it");
    assert_eq!(db.store.password_hash(user).await.unwrap().as_deref(), Some(OTHER_HASH));
    assert!(tokens(db, user, NOW).await.is_empty(), "every sign-in has ended");
}

pub async fn another_password_ends_the_links(db: &Db) {
    let user = person(db, "anna@example.org").await;
    db.store.keep_reset(user, [1; 32], NOW.plus(Duration::from_secs(60))).await.unwrap();
    db.store.set_password(user, OTHER_HASH).await.unwrap();
    assert_eq!(db.store.reset_owner([1; 32], NOW).await.unwrap(), None);
}

pub async fn a_look_is_kept_for_everybody(db: &Db) {
    use wpp_panel::domain::look::{Look, Theme};
    // somebody of a CRM has no row in users
    for user in [person(db, "anna@example.org").await, UserId(uuid::Uuid::new_v4())] {
        assert_eq!(db.store.look(user).await.unwrap(), Look::default());
        for look in [
            Look { language: Some("en".to_owned()), theme: Some(Theme::Dark) },
            Look { language: None, theme: Some(Theme::Light) },
            Look::default(),
        ] {
            db.store.set_look(user, &look).await.unwrap();
            assert_eq!(db.store.look(user).await.unwrap(), look);
        }
    }
}
