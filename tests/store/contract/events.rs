//! The inbox: kept once, passed on in order, forgotten in time.

use std::time::Duration;

use wpp_panel::{
    connect::ports::{EventCounts, NewEvent, Session, WaitingEvent},
    domain::{ids::IntegrationId, time::Timestamp},
};

use crate::harness::{Db, NOW, entry};

fn event(session: &Session, id: Option<&str>, raw: Option<&str>) -> NewEvent {
    NewEvent {
        session: session.id,
        organization: session.organization,
        account: session.account.clone(),
        event_id: id.map(str::to_owned),
        kind: "message.incoming".to_owned(),
        received_at: NOW,
        happened_at: None,
        told: None,
        raw: raw.map(|raw| raw.as_bytes().to_vec()),
    }
}

/// More than there are.
const MOST: u32 = 1_000;

async fn is_kept(db: &Db, event: &NewEvent) -> bool {
    db.store.keep_event(event).await.unwrap().is_some()
}

async fn has_event(db: &Db, session: IntegrationId) -> bool {
    let kept = db.store.events_of(session, None, 100).await.unwrap();
    kept.iter().any(|event| event.event_id.as_deref() == Some("evt_1"))
}

async fn keep(db: &Db, session: &Session, raw: &str) {
    assert!(is_kept(db, &event(session, None, Some(raw))).await);
}

async fn due(db: &Db, now: Timestamp) -> Vec<WaitingEvent> {
    db.store.events_to_forward(now, 100).await.unwrap()
}

/// The bodies of what is due now.
async fn bodies(db: &Db) -> Vec<String> {
    due(db, NOW).await.into_iter().map(|event| String::from_utf8(event.raw).unwrap()).collect()
}

async fn counts(db: &Db) -> (i64, i64) {
    let EventCounts { waiting, dead } = db.store.count_events().await.unwrap();
    (waiting, dead)
}

async fn number_of_rows(db: &Db) -> String {
    db.raw.text("SELECT CAST(count(*) AS TEXT) FROM events").await.unwrap()
}

pub async fn an_event_is_kept_once(db: &Db) {
    let organization = db.organization().await;
    let (first, second) = (db.added(organization, 0).await, db.added(organization, 1).await);
    assert!(!has_event(db, first.id).await);
    assert!(is_kept(db, &event(&first, Some("evt_1"), Some("one"))).await);
    assert!(!is_kept(db, &event(&first, Some("evt_1"), Some("again"))).await);
    assert!(has_event(db, first.id).await);
    assert_eq!(bodies(db).await, ["one"]);
    // ids are the platform's, and nobody says that it has one count for all accounts
    assert!(!has_event(db, second.id).await);
    assert!(is_kept(db, &event(&second, Some("evt_1"), None)).await);
    // known for as long as it is kept, passed on or not
    let number = due(db, NOW).await[0].number;
    db.store.event_forwarded(number).await.unwrap();
    assert!(!is_kept(db, &event(&first, Some("evt_1"), Some("again"))).await);
    assert_eq!((counts(db).await, number_of_rows(db).await.as_str()), ((0, 0), "2"));
}

pub async fn an_event_without_an_id_is_kept_each_time(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    for _ in 0..2 {
        assert!(is_kept(db, &event(&session, None, None)).await);
    }
    assert_eq!(number_of_rows(db).await, "2");
    assert_eq!(counts(db).await, (0, 0), "what has no body waits for nothing");
}

pub async fn what_has_a_body_waits_in_order_for_each_session(db: &Db) {
    let organization = db.organization().await;
    let (first, second) = (db.added(organization, 0).await, db.added(organization, 1).await);
    for (session, raw) in [(&first, "1"), (&second, "2"), (&first, "3"), (&second, "4")] {
        keep(db, session, raw).await;
    }
    assert_eq!(counts(db).await, (4, 0));
    let heads = due(db, NOW).await;
    assert_eq!(bodies(db).await, ["1", "2"], "the first of each, the oldest before the others");
    assert_eq!((heads[0].session, &heads[0].account, heads[0].tries), (first.id, &first.account, 0));
    assert_eq!(heads[0].webhook_key, Some(first.webhook_key.clone()));
    assert_eq!(db.store.events_to_forward(NOW, 1).await.unwrap().len(), 1);
    db.store.event_forwarded(heads[0].number).await.unwrap();
    assert_eq!(bodies(db).await, ["2", "3"]);
}

pub async fn a_time_that_has_not_come_holds_up_its_session_alone(db: &Db) {
    let organization = db.organization().await;
    let (first, second) = (db.added(organization, 0).await, db.added(organization, 1).await);
    for (session, raw) in [(&first, "1"), (&first, "2"), (&second, "3")] {
        keep(db, session, raw).await;
    }
    let head = due(db, NOW).await.remove(0);
    let again_at = NOW.plus(Duration::from_secs(5));
    db.store.event_not_forwarded(head.number, Some(again_at), "status 503").await.unwrap();
    assert_eq!(bodies(db).await, ["3"]);
    assert_eq!(due(db, Timestamp(again_at.0 - 1)).await.len(), 1);
    let again = due(db, again_at).await.remove(0);
    assert_eq!((again.number, again.tries), (head.number, 1));
    assert_eq!(counts(db).await, (3, 0));
}

pub async fn what_was_passed_on_loses_its_body(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    keep(db, &session, "somebody's words").await;
    assert_eq!(with_body(db).await, "1");
    let number = due(db, NOW).await[0].number;
    for _ in 0..2 {
        db.store.event_forwarded(number).await.unwrap();
        assert_eq!((counts(db).await, with_body(db).await.as_str()), ((0, 0), "0"));
    }
    db.store.event_not_forwarded(number, None, "late").await.unwrap();
    assert_eq!(counts(db).await, (0, 0), "it does not come back to life");
    assert_eq!(number_of_rows(db).await, "1", "that it was there is still known");
}

async fn with_body(db: &Db) -> String {
    db.raw.text("SELECT CAST(count(raw_sealed) AS TEXT) FROM events").await.unwrap()
}

pub async fn what_is_given_up_lets_the_next_one_pass(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    keep(db, &session, "1").await;
    keep(db, &session, "2").await;
    let number = due(db, NOW).await[0].number;
    db.store.event_not_forwarded(number, None, "status 422").await.unwrap();
    assert_eq!((bodies(db).await, counts(db).await), (vec!["2".to_owned()], (1, 1)));
    assert_eq!(with_body(db).await, "2", "what was given up keeps its body");
    assert_eq!(db.raw.text("SELECT why FROM events WHERE why IS NOT NULL").await.as_deref(), Some("status 422"));
}

pub async fn dead_events_come_back_in_their_place(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    keep(db, &session, "1").await;
    keep(db, &session, "2").await;
    let number = due(db, NOW).await[0].number;
    db.store.event_not_forwarded(number, Some(NOW), "status 503").await.unwrap();
    db.store.event_not_forwarded(number, None, "status 503").await.unwrap();
    assert_eq!(db.store.revive_dead_events(NOW).await.unwrap(), 1);
    assert_eq!(db.store.revive_dead_events(NOW).await.unwrap(), 0);
    let head = due(db, NOW).await.remove(0);
    assert_eq!((head.raw, head.tries), (b"1".to_vec(), 0), "it is older than what waits");
    assert_eq!(counts(db).await, (2, 0));
}

pub async fn only_what_waits_is_never_forgotten(db: &Db) {
    let organization = db.organization().await;
    let sessions = [db.added(organization, 0).await, db.added(organization, 1).await, db.added(organization, 2).await];
    for session in &sessions {
        keep(db, session, "body").await;
    }
    db.store.keep_event(&event(&sessions[0], Some("evt_1"), None)).await.unwrap();
    let waiting = due(db, NOW).await;
    db.store.event_forwarded(waiting[0].number).await.unwrap();
    db.store.event_not_forwarded(waiting[1].number, None, "status 400").await.unwrap();
    assert_eq!(db.store.forget_events(NOW, MOST).await.unwrap(), 0, "not older than that");
    assert_eq!(db.store.forget_events(Timestamp(NOW.0 + 1), MOST).await.unwrap(), 3);
    assert_eq!((counts(db).await, number_of_rows(db).await.as_str()), ((1, 0), "1"));
    assert!(!has_event(db, sessions[0].id).await);
}

pub async fn a_body_comes_back_byte_for_byte_and_is_sealed(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    let raw: Vec<u8> = (0..=255).cycle().take(100_000).chain(*b"MARKMARKMARK").collect();
    let new = NewEvent { raw: Some(raw.clone()), ..event(&session, None, None) };
    db.store.keep_event(&new).await.unwrap();
    assert_eq!(due(db, NOW).await[0].raw, raw);
    let kept = db.raw.text("SELECT raw_sealed FROM events").await.unwrap();
    assert!(kept.starts_with("v1:") && !kept.contains("MARKMARKMARK"));
    db.refuses("UPDATE events SET raw_sealed = 'plain'").await;
    db.refuses("UPDATE events SET raw_sealed = NULL").await;
    db.refuses("UPDATE events SET state = 'odd'").await;
}

pub async fn an_event_outlives_its_session(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    keep(db, &session, "last words").await;
    db.store.mark_removing(session.id, &entry(&session, "disconnect")).await.unwrap();
    assert_eq!(due(db, NOW).await[0].webhook_key, Some(session.webhook_key.clone()));
    db.store.remove(session.id, &entry(&session, "removed")).await.unwrap();
    let orphan = due(db, NOW).await.remove(0);
    assert_eq!((orphan.webhook_key, orphan.account, orphan.raw), (None, session.account, b"last words".to_vec()));
}

pub async fn a_body_that_cannot_be_unsealed_holds_nothing_up(db: &Db) {
    let organization = db.organization().await;
    let (first, second) = (db.added(organization, 0).await, db.added(organization, 1).await);
    for (session, raw) in [(&first, "1"), (&first, "2"), (&second, "3")] {
        keep(db, session, raw).await;
    }
    db.raw
        .run("UPDATE events SET raw_sealed = 'v1:forged' WHERE number = (SELECT min(number) FROM events)")
        .await
        .unwrap();
    assert_eq!(bodies(db).await, ["3"]);
    assert_eq!((bodies(db).await, counts(db).await), (vec!["2".to_owned(), "3".to_owned()], (2, 1)));
}

pub async fn keeping_one_event_at_once_keeps_one(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (store, event) = (db.store.clone(), event(&session, Some("evt_1"), Some("one")));
            tokio::spawn(async move { store.keep_event(&event).await.unwrap() })
        })
        .collect();
    let mut kept = 0;
    for task in tasks {
        kept += usize::from(task.await.unwrap().is_some());
    }
    assert_eq!((kept, counts(db).await), (1, (1, 0)));
}
