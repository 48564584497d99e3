//! What happens at once.

use std::{collections::BTreeSet, future::Future, sync::Arc};

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{Credentials, NewSession, NewUser, Reservation, Reserved, Session},
    domain::{
        account::AccountNumber,
        actor::Role,
        ids::{AttemptId, OrganizationId, UserId},
        name::SessionName,
        secret::Secret,
    },
    store::Store,
};

use crate::harness::{Db, NOW, account, connected_live, entry, new_session};

const MANY: usize = 16;

/// Runs them on all threads and gives their results.
async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    db: &Db,
    count: usize,
    task: impl Fn(Arc<dyn Store>, usize) -> F,
) -> Vec<T> {
    let tasks: Vec<_> = (0..count).map(|index| tokio::spawn(task(db.store.clone(), index))).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

fn made(results: &[Reserved]) -> usize {
    results.iter().filter(|reserved| matches!(reserved, Reserved::Created(_))).count()
}

fn all(results: Vec<Reserved>) -> Vec<Session> {
    let session = |reserved| match reserved {
        Reserved::Created(session) | Reserved::Existing(session) => session,
        Reserved::CalledOff => panic!("nobody called it off"),
    };
    results.into_iter().map(session).collect()
}

pub async fn connecting_at_once_makes_one_row(db: &Db) {
    let organization = db.organization().await;
    let results = at_once(db, MANY, |store, _| async move {
        store.reserve(&new_session(organization), Reservation::Connect).await.unwrap()
    })
    .await;
    assert_eq!(made(&results), 1);
    assert_eq!(all(results).iter().map(|session| session.id).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(db.store.sessions(organization).await.unwrap().len(), 1);
}

pub async fn adding_at_once_with_one_id_makes_one_row(db: &Db) {
    let organization = db.organization().await;
    let attempt = AttemptId(Uuid::new_v4());
    let results = at_once(db, MANY, |store, _| async move {
        let new = NewSession { attempt, ..new_session(organization) };
        store.reserve(&new, Reservation::Add).await.unwrap()
    })
    .await;
    assert_eq!(made(&results), 1);
    assert_eq!(db.store.sessions(organization).await.unwrap().len(), 1);
}

pub async fn adding_at_once_with_many_ids_gives_many_numbers(db: &Db) {
    let organization = db.organization().await;
    let results = at_once(db, MANY, |store, _| async move {
        store.reserve(&new_session(organization), Reservation::Add).await.unwrap()
    })
    .await;
    assert_eq!(made(&results), MANY);
    let sessions = all(results);
    let numbers: BTreeSet<&str> = sessions.iter().map(account).collect();
    let names: BTreeSet<&str> = sessions.iter().map(|session| session.name.as_str()).collect();
    assert_eq!((numbers.len(), names.len()), (MANY, MANY));
}

pub async fn connected_at_once_makes_one_primary(db: &Db) {
    let organization = db.organization().await;
    let mut sessions = Vec::new();
    for seconds in 0..8 {
        sessions.push(db.added(organization, seconds).await);
    }
    let sessions = Arc::new(sessions);
    let saved = at_once(db, 8, |store, index| {
        let sessions = sessions.clone();
        async move {
            let session = &sessions[index];
            store.save_live(session.id, session.revision, &connected_live(session), &[]).await.unwrap()
        }
    })
    .await;
    assert!(saved.iter().all(Option::is_some));
    assert_eq!(db.primary(organization).await.len(), 1);
}

pub async fn of_many_saves_of_one_revision_one_wins(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    let (id, revision, live) = (session.id, session.revision, connected_live(&session));
    let saved = at_once(db, MANY, |store, _| {
        let live = live.clone();
        async move { store.save_live(id, revision, &live, &[]).await.unwrap() }
    })
    .await;
    assert_eq!(saved.iter().flatten().count(), 1);
    assert_eq!(db.fresh(&session).await.revision, revision + 1);
}

pub async fn lesson_12_renaming_and_keeping_a_client_at_once_loses_nothing(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    db.raw
        .run(&format!(
            "UPDATE messenger_integrations SET settings = '{{\"wppSubOrgId\":\"sub\",\"theirs\":1}}' WHERE id = '{}'",
            session.id
        ))
        .await
        .unwrap();
    let shared = Arc::new(session.clone());
    at_once(db, MANY, |store, index| {
        let session = shared.clone();
        async move {
            if index % 2 == 0 {
                let name = SessionName::parse(&format!("Имя {index}")).unwrap();
                assert!(store.rename(organization, session.id, &name, &entry(&session, "rename")).await.unwrap());
            } else {
                let number = AccountNumber::try_from(format!("100000000000{index}")).unwrap();
                let key = Secret::new(format!("key {index}"));
                assert!(store.keep_client(session.id, &number, &key).await.unwrap().is_some());
            }
        }
    })
    .await;
    let kept = db.fresh(&session).await;
    assert!(kept.name.starts_with("Имя "), "{}", kept.name);
    let index = account(&kept).strip_prefix("100000000000").unwrap().to_owned();
    assert_eq!(
        kept.credentials,
        Credentials::Client { sub_organization: "sub".to_owned(), api_key: Some(Secret::new(format!("key {index}"))) }
    );
    let settings =
        db.raw.text(&format!("SELECT settings FROM messenger_integrations WHERE id = '{}'", session.id)).await;
    let settings: serde_json::Value = serde_json::from_str(&settings.unwrap()).unwrap();
    assert_eq!(settings["theirs"], 1);
    assert_eq!(settings["wppAccountNumber"], account(&kept));
}

pub async fn leaving_at_once_leaves_one_primary(db: &Db) {
    let organization = db.organization().await;
    let mut sessions = Vec::new();
    for seconds in 0..8 {
        sessions.push(db.connected(organization, seconds).await);
    }
    let sessions = Arc::new(sessions);
    at_once(db, 7, |store, index| {
        let sessions = sessions.clone();
        async move {
            let session = &sessions[index];
            if index % 2 == 0 {
                store.remove(session.id, &entry(session, "disconnect")).await.unwrap();
            } else {
                store.mark_removing(session.id, &entry(session, "disconnect")).await.unwrap();
            }
        }
    })
    .await;
    assert_eq!(db.primary(organization).await, [sessions[7].id]);
}

fn person(organization: OrganizationId, email: &str) -> NewUser {
    NewUser {
        id: UserId(Uuid::new_v4()),
        organization,
        email: email.to_owned(),
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
        role: Role::Admin,
        now: NOW,
    }
}

pub async fn setting_up_at_once_makes_one_person(db: &Db) {
    let made = at_once(db, MANY, |store, index| async move {
        let organization = OrganizationId(Uuid::new_v4());
        let first = person(organization, &format!("admin{index}@example.org"));
        (store.create_first("Школа", &first).await.unwrap(), organization)
    })
    .await;
    assert_eq!(made.iter().filter(|(made, _)| *made).count(), 1);
    for (made, organization) in made {
        assert_eq!(db.store.organization_exists(organization).await.unwrap(), made);
    }
}

pub async fn one_address_at_once_makes_one_person(db: &Db) {
    let organization = db.organization().await;
    let made = at_once(db, MANY, |store, _| async move {
        store.create_user(&person(organization, "same@example.org")).await.unwrap()
    })
    .await;
    assert_eq!(made.into_iter().filter(|made| *made).count(), 1);
}
