//! People and their sign-ins.

use std::time::Duration;

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{CodeOwner, NewCode, NewUser, StoreError},
    domain::{
        actor::{Actor, Role},
        ids::{OrganizationId, UserId},
    },
};

use crate::harness::{Db, Engine, NOW};

const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA";

fn person(organization: OrganizationId, email: &str, role: Role) -> NewUser {
    NewUser {
        id: UserId(Uuid::new_v4()),
        organization,
        email: email.to_owned(),
        password_hash: HASH.to_owned(),
        role,
        now: NOW,
    }
}

pub async fn the_first_person_is_made_once(db: &Db) {
    assert!(!db.store.any_user().await.unwrap());
    let first = person(OrganizationId(Uuid::new_v4()), "admin@example.org", Role::Admin);
    assert!(db.store.create_first("Школа № 1", &first).await.unwrap());
    assert!(db.store.any_user().await.unwrap());
    let stored = db.store.user_by_email("admin@example.org").await.unwrap().unwrap();
    assert_eq!((stored.id, stored.password_hash.as_str()), (first.id, HASH));

    let second = person(OrganizationId(Uuid::new_v4()), "second@example.org", Role::Admin);
    assert!(!db.store.create_first("Школа № 2", &second).await.unwrap());
    assert!(!db.store.organization_exists(second.organization).await.unwrap());
    assert!(db.store.user_by_email("second@example.org").await.unwrap().is_none());
}

pub async fn an_address_is_taken_once(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    assert!(db.store.create_user(&person(ours, "a@example.org", Role::Admin)).await.unwrap());
    let again = person(theirs, "a@example.org", Role::Admin);
    assert!(!db.store.create_user(&again).await.unwrap());
    let profile = db.raw.text(&format!("SELECT 'there' FROM profiles WHERE id = '{}'", again.id)).await;
    assert_eq!(profile, None);
    assert!(db.store.create_user(&person(ours, "b@example.org", Role::Member)).await.unwrap());
}

pub async fn a_person_needs_an_organization(db: &Db) {
    let lost = person(OrganizationId(Uuid::new_v4()), "a@example.org", Role::Admin);
    let refused = db.store.create_user(&lost).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    assert!(!db.store.any_user().await.unwrap(), "nothing of them is left");
}

pub async fn organizations_are_known_by_id(db: &Db) {
    let organization = db.organization().await;
    assert!(db.store.organization_exists(organization).await.unwrap());
    assert!(!db.store.organization_exists(OrganizationId(Uuid::new_v4())).await.unwrap());
    let twice = db.store.create_organization(organization, "Другая", NOW).await;
    assert!(matches!(twice, Err(StoreError::Refused(_))), "{twice:?}");
}

pub async fn a_sign_in_tells_who_somebody_is(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let admin = person(ours, "admin@example.org", Role::Admin);
    let member = person(theirs, "member@example.org", Role::Member);
    let later = NOW.plus(Duration::from_secs(60));
    for (token, user) in [([1; 32], &admin), ([2; 32], &member)] {
        db.store.create_user(user).await.unwrap();
        db.sign_in(token, user.id, NOW, later).await;
    }
    for (token, user) in [([1; 32], &admin), ([2; 32], &member)] {
        let actor = Actor {
            user: user.id,
            organization: user.organization,
            organization_name: "Школа".to_owned(),
            email: user.email.clone(),
            role: user.role,
            address: None,
        };
        assert_eq!(db.store.signed_in(token, NOW).await.unwrap(), Some(actor));
    }
    assert_eq!(db.store.signed_in([3; 32], NOW).await.unwrap(), None);
}

pub async fn a_sign_in_ends(db: &Db) {
    let user = person(db.organization().await, "a@example.org", Role::Admin);
    db.store.create_user(&user).await.unwrap();
    let end = NOW.plus(Duration::from_secs(60));
    db.sign_in([1; 32], user.id, NOW, end).await;
    db.sign_in([2; 32], user.id, NOW, end).await;
    assert!(db.store.signed_in([1; 32], NOW.plus(Duration::from_millis(59_999))).await.unwrap().is_some());
    assert_eq!(db.store.signed_in([1; 32], end).await.unwrap(), None);

    db.store.end_sign_in([1; 32]).await.unwrap();
    db.store.end_sign_in([1; 32]).await.unwrap();
    assert_eq!(db.store.signed_in([1; 32], NOW).await.unwrap(), None);
    assert!(db.store.signed_in([2; 32], NOW).await.unwrap().is_some());
}

pub async fn who_has_no_role_or_profile_is_nobody(db: &Db) {
    let memberships: &[&str] = match db.engine {
        Engine::Sqlite => &["user_roles WHERE user_id", "profiles WHERE id"],
        Engine::Postgres => &["users WHERE id"],
    };
    for table in memberships {
        let user = person(db.organization().await, &format!("{}@example.org", Uuid::new_v4()), Role::Admin);
        let token = *Uuid::new_v4().as_bytes();
        let token: [u8; 32] = [token, token].concat().try_into().unwrap();
        db.store.create_user(&user).await.unwrap();
        db.sign_in(token, user.id, NOW, NOW.plus(Duration::from_secs(1))).await;
        assert!(db.store.signed_in(token, NOW).await.unwrap().is_some());
        db.raw.run(&format!("DELETE FROM {table} = '{}'", user.id)).await.unwrap();
        assert_eq!(db.store.signed_in(token, NOW).await.unwrap(), None);
    }
}

pub async fn a_code_opens_once(db: &Db) {
    let user = person(db.organization().await, "a@example.org", Role::Admin);
    db.store.create_user(&user).await.unwrap();
    let owner = CodeOwner { user: user.id, email: Some("a@crm.example.org".to_owned()) };
    let end = NOW.plus(Duration::from_secs(30));
    for hash in [[1; 32], [2; 32]] {
        let code = NewCode { hash, owner: owner.clone(), now: NOW, expires_at: end };
        db.store.keep_code(&code).await.unwrap();
    }
    let before_its_end = NOW.plus(Duration::from_millis(29_999));
    let (first, second) =
        tokio::join!(db.store.take_code([1; 32], before_its_end), db.store.take_code([1; 32], before_its_end));
    let mut taken = [first.unwrap(), second.unwrap()];
    taken.sort_by_key(Option::is_some);
    assert_eq!(taken, [None, Some(owner)]);
    assert_eq!(db.store.take_code([2; 32], end).await.unwrap(), None, "it is over");
    assert_eq!(db.store.take_code([3; 32], NOW).await.unwrap(), None, "it is unknown");
}

pub async fn a_person_is_known_by_id(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let admin = person(ours, "admin@example.org", Role::Admin);
    let member = person(theirs, "member@example.org", Role::Member);
    for user in [&admin, &member] {
        db.store.create_user(user).await.unwrap();
        let known = db.store.person(user.id).await.unwrap().unwrap();
        assert_eq!((known.organization, known.role, &known.email), (user.organization, user.role, &user.email));
    }
    assert_eq!(db.store.person(UserId(Uuid::new_v4())).await.unwrap(), None);
}

pub async fn sign_ins_that_are_over_are_cleared_away(db: &Db) {
    let user = person(db.organization().await, "a@example.org", Role::Admin);
    db.store.create_user(&user).await.unwrap();
    let second = Duration::from_secs(1);
    for token in 0..5_u8 {
        let now = NOW.plus(second * u32::from(token));
        db.sign_in([token; 32], user.id, now, now.plus(second)).await;
    }
    assert_eq!(db.raw.text("SELECT CAST(count(*) AS TEXT) FROM sign_ins").await.as_deref(), Some("1"));
}
