//! The inbox: whose an event is, what is still to be believed, what people may see, what is forgotten.

use std::time::Duration;

use wpp_panel::{
    connect::ports::{EventFate, KeptEvent, NewEvent, OpenEvent, Session, Told},
    domain::{phone::Phone, secret::Secret, time::Timestamp, word::GatewayWord},
};

use crate::harness::{Db, NOW, entry};

const LATER: Timestamp = Timestamp(NOW.0 + 1);
const MOST: u32 = 1_000;

fn message(session: &Session) -> NewEvent {
    NewEvent {
        session: session.id,
        organization: session.organization,
        account: session.account.clone(),
        event_id: None,
        kind: "message.incoming".to_owned(),
        received_at: NOW,
        happened_at: Some(Timestamp(NOW.0 - 5_000)),
        told: None,
        raw: None,
    }
}

fn told(word: GatewayWord) -> Told {
    Told { word, phone: Phone::parse("+79990001122"), happened_at: Some(Timestamp(NOW.0 - 5_000)) }
}

fn news(session: &Session, word: GatewayWord) -> NewEvent {
    NewEvent { kind: word.as_str().to_owned(), told: Some(told(word)), ..message(session) }
}

async fn keep(db: &Db, event: NewEvent) -> i64 {
    db.store.keep_event(&event).await.unwrap().unwrap()
}

async fn open(db: &Db) -> Vec<OpenEvent> {
    db.store.open_events(LATER, 100).await.unwrap()
}

async fn seen(db: &Db, session: &Session) -> Vec<KeptEvent> {
    db.store.events_of(session.id, None, 100).await.unwrap()
}

pub async fn a_key_names_session_tenant_and_account(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    let found = db.store.addressee(&session.webhook_key, NOW).await.unwrap().unwrap();
    assert_eq!((found.session, found.organization), (session.id, session.organization));
    assert_eq!(found.account, session.account);
    assert_eq!(db.store.addressee(&Secret::new("another"), NOW).await.unwrap(), None);
    db.store.mark_removing(session.id, &entry(&session, "disconnect")).await.unwrap();
    assert_eq!(db.store.addressee(&session.webhook_key, NOW).await.unwrap(), None);
}

pub async fn what_says_something_of_a_state_is_open_until_it_is_settled(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    keep(db, message(&session)).await;
    let (up, odd) = (GatewayWord::Up, GatewayWord::Unknown("odd".to_owned()));
    let first = keep(db, news(&session, up.clone())).await;
    let second = keep(db, news(&session, odd.clone())).await;
    let expected = [(first, up), (second, odd)]
        .map(|(number, word)| OpenEvent { number, session: session.id, told: told(word) })
        .to_vec();
    assert_eq!(open(db).await, expected);
    assert_eq!(db.store.open_events(LATER, 1).await.unwrap().len(), 1);
    assert!(db.store.open_events(NOW, 100).await.unwrap().is_empty(), "it has only just arrived");
    db.store.settle_events(&[first]).await.unwrap();
    assert_eq!(open(db).await[..], expected[1..]);
    db.store.settle_events(&[first, second]).await.unwrap();
    db.store.settle_events(&[]).await.unwrap();
    assert!(open(db).await.is_empty());
}

pub async fn people_see_what_came_and_what_became_of_it(db: &Db) {
    let organization = db.organization().await;
    let (session, other) = (db.added(organization, 0).await, db.added(organization, 1).await);
    let raw = Some(b"{}".to_vec());
    let first = keep(db, NewEvent { event_id: Some("evt_1".to_owned()), ..news(&session, GatewayWord::Up) }).await;
    let second = keep(db, NewEvent { raw: raw.clone(), happened_at: None, ..message(&session) }).await;
    let third = keep(db, NewEvent { raw, ..message(&session) }).await;
    keep(db, message(&other)).await;
    db.store.event_forwarded(second).await.unwrap();
    db.store.event_not_forwarded(third, None, "status 422").await.unwrap();
    let plain = KeptEvent {
        number: third,
        event_id: None,
        kind: "message.incoming".to_owned(),
        is_about_state: false,
        received_at: NOW,
        happened_at: Some(Timestamp(NOW.0 - 5_000)),
        fate: EventFate::Dead,
        tries: 1,
        why: Some("status 422".to_owned()),
    };
    let forwarded =
        KeptEvent { number: second, happened_at: None, fate: EventFate::Forwarded, why: None, ..plain.clone() };
    let up = KeptEvent {
        number: first,
        event_id: Some("evt_1".to_owned()),
        kind: "connected".to_owned(),
        is_about_state: true,
        fate: EventFate::Kept,
        tries: 0,
        why: None,
        ..plain.clone()
    };
    assert_eq!(seen(db, &session).await, [plain, forwarded, up.clone()], "the newest first");
    assert_eq!(db.store.events_of(session.id, Some(second), 100).await.unwrap(), [up]);
    assert_eq!(db.store.events_of(session.id, None, 2).await.unwrap().len(), 2);
}

pub async fn an_event_can_be_taken_up_again(db: &Db) {
    let organization = db.organization().await;
    let (session, other) = (db.added(organization, 0).await, db.added(organization, 1).await);
    let up = keep(db, news(&session, GatewayWord::Up)).await;
    let dead = keep(db, NewEvent { raw: Some(b"words".to_vec()), ..message(&session) }).await;
    let plain = keep(db, message(&session)).await;
    db.store.settle_events(&[up]).await.unwrap();
    db.store.event_not_forwarded(dead, None, "status 422").await.unwrap();
    let audit = entry(&session, "replay_event");
    let replay = |session: &Session, number| {
        let (store, id, audit) = (db.store.clone(), session.id, audit.clone());
        async move { store.replay_event(id, number, LATER, &audit).await.unwrap() }
    };
    let lines = db.audit(organization).await.len();
    assert_eq!(replay(&other, up).await, None, "another session's");
    assert_eq!(replay(&session, plain + 1_000).await, None);
    assert_eq!(replay(&session, plain).await.map(|event| event.can_be_replayed()), Some(false));
    assert_eq!(db.audit(organization).await.len(), lines);

    assert_eq!(replay(&session, up).await.map(|event| event.number), Some(up));
    assert_eq!(open(db).await.iter().map(|event| event.number).collect::<Vec<_>>(), [up]);
    assert_eq!(replay(&session, dead).await.map(|event| event.fate), Some(EventFate::Dead));
    let waiting = db.store.events_to_forward(LATER, 10).await.unwrap().remove(0);
    assert_eq!((waiting.number, waiting.raw, waiting.tries), (dead, b"words".to_vec(), 0));
    assert_eq!(db.audit(organization).await.len(), lines + 2);
}

pub async fn of_each_session_the_newest_are_kept(db: &Db) {
    let organization = db.organization().await;
    let (many, few) = (db.added(organization, 0).await, db.added(organization, 1).await);
    let mut numbers = Vec::new();
    for _ in 0..6 {
        numbers.push(keep(db, message(&many)).await);
    }
    let waiting = keep(db, NewEvent { raw: Some(b"{}".to_vec()), ..message(&few) }).await;
    let unsettled = keep(db, news(&few, GatewayWord::Up)).await;
    let mut of_few = vec![waiting, unsettled];
    for _ in 0..3 {
        of_few.push(keep(db, message(&few)).await);
    }
    assert_eq!(db.store.forget_events(NOW, 6).await.unwrap(), 0);
    assert_eq!(db.store.forget_events(NOW, 2).await.unwrap(), 4 + 1);
    let kept = |session: Session| async move {
        seen(db, &session).await.into_iter().rev().map(|event| event.number).collect::<Vec<_>>()
    };
    assert_eq!(kept(many).await, numbers[4..]);
    assert_eq!(kept(few).await, [of_few[0], of_few[1], of_few[3], of_few[4]], "what waits or is open stays");
    assert_eq!(db.store.forget_events(NOW, 2).await.unwrap(), 0);
}

pub async fn what_is_open_is_never_forgotten(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    let number = keep(db, news(&session, GatewayWord::Up)).await;
    assert_eq!(db.store.forget_events(LATER, MOST).await.unwrap(), 0);
    db.store.settle_events(&[number]).await.unwrap();
    assert_eq!(db.store.forget_events(LATER, MOST).await.unwrap(), 1);
}

/// A code is a key to somebody's WhatsApp, and is over long before a receiver that is away comes back.
pub async fn a_code_is_not_kept_longer_than_it_lives(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    let raw = |text: &str| Some(text.as_bytes().to_vec());
    let code = keep(db, NewEvent { raw: raw("2@MARK"), ..news(&session, GatewayWord::QrNeeded) }).await;
    keep(db, NewEvent { raw: raw("a message"), ..message(&session) }).await;
    assert_eq!(db.store.forget_codes(NOW).await.unwrap(), 0);
    assert_eq!(db.store.forget_codes(LATER).await.unwrap(), 1);
    assert_eq!(db.store.forget_codes(LATER).await.unwrap(), 0);
    let left = db.store.events_to_forward(NOW.plus(Duration::from_secs(60)), 10).await.unwrap();
    assert_eq!(left.iter().map(|event| event.raw.as_slice()).collect::<Vec<_>>(), [b"a message".as_slice()]);
    let kept = seen(db, &session).await.into_iter().find(|event| event.number == code).unwrap();
    assert_eq!((kept.fate, kept.why.as_deref()), (EventFate::Kept, Some("its code is over")));
}

pub async fn many_at_once_are_all_kept(db: &Db) {
    let organization = db.organization().await;
    let (one, other) = (db.added(organization, 0).await, db.added(organization, 1).await);
    let tasks: Vec<_> = (0..200)
        .map(|turn| {
            let (store, session) = (db.store.clone(), if turn % 2 == 0 { one.clone() } else { other.clone() });
            let event = NewEvent { event_id: Some(format!("evt_{}", turn / 4)), ..message(&session) };
            tokio::spawn(async move { store.keep_event(&event).await.unwrap() })
        })
        .collect();
    let mut kept = 0;
    for task in tasks {
        kept += usize::from(task.await.unwrap().is_some());
    }
    // each id came twice for each of the two sessions
    assert_eq!((kept, seen(db, &one).await.len(), seen(db, &other).await.len()), (100, 50, 50));
}

/// What the database refuses does not take along what came at the same time.
pub async fn one_that_is_refused_keeps_no_other_out(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    let too_long = NewEvent { kind: "x".repeat(65), ..message(&session) };
    let (good, refused) = (message(&session), too_long);
    let (kept, not_kept, kept_too) =
        tokio::join!(db.store.keep_event(&good), db.store.keep_event(&refused), db.store.keep_event(&good));
    assert!(kept.unwrap().is_some() && kept_too.unwrap().is_some());
    assert!(not_kept.is_err());
    assert_eq!(seen(db, &session).await.len(), 2);
}
