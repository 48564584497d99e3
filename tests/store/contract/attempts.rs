//! Attempts on rows that are there.

use std::time::Duration;

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{Begun, Live, NewSession, Reservation, Reserved, Session},
    domain::{ids::IntegrationId, state::SessionState},
};

use crate::harness::{Db, NOW, attempt, connected_live, entry, new_session};

pub async fn an_attempt_opens_on_a_row_that_has_none(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let begun = attempt(Some(SessionState::Connected));
    let opened = db.opened(&session, &begun).await;
    assert_eq!(
        opened,
        Session {
            live: Live { attempt: Some(begun), ..session.live.clone() },
            revision: session.revision + 1,
            ..session.clone()
        }
    );
    assert!(!opened.is_disposable());
    assert_eq!(db.fresh(&session).await, opened);
}

pub async fn an_open_attempt_stays(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    assert_eq!(
        db.store.begin_attempt(session.id, &attempt(None)).await.unwrap(),
        Begun::Open(Box::new(session.clone()))
    );

    assert_eq!(db.store.begin_attempt(IntegrationId(Uuid::new_v4()), &attempt(None)).await.unwrap(), Begun::Gone);
    let ended = db.saved(&session, &connected_live(&session)).await;
    db.store.mark_removing(ended.id, &entry(&ended, "disconnect")).await.unwrap();
    assert_eq!(db.store.begin_attempt(ended.id, &attempt(None)).await.unwrap(), Begun::Gone);
    assert_eq!(db.fresh(&ended).await.live.attempt, None);
}

pub async fn a_touch_changes_no_revision_and_is_not_turned_back(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    let later = NOW.plus(Duration::from_secs(30));
    db.store.touch_attempt(session.id, later).await.unwrap();
    db.store.touch_attempt(session.id, NOW).await.unwrap();
    let touched = db.fresh(&session).await;
    assert_eq!(touched.live.attempt.as_ref().unwrap().asked_at, later);
    assert_eq!(touched.revision, session.revision);

    // somebody who has read the row before the touch saves it after
    let saved = db.saved(&session, &session.live).await;
    assert_eq!(saved.live.attempt.as_ref().unwrap().asked_at, later);
    // another attempt has its own time
    let other = Live { attempt: Some(attempt(None)), ..session.live.clone() };
    let saved = db.saved(&saved, &other).await;
    assert_eq!(saved.live.attempt.as_ref().unwrap().asked_at, NOW);

    let ended = db.saved(&saved, &connected_live(&saved)).await;
    db.store.touch_attempt(session.id, later).await.unwrap();
    db.store.touch_attempt(IntegrationId(Uuid::new_v4()), later).await.unwrap();
    assert_eq!(db.fresh(&session).await, ended);
}

pub async fn unfinished_is_what_nobody_asks_for_or_is_being_removed(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let leaving = db.connected(ours, 0).await;
    db.store.mark_removing(leaving.id, &entry(&leaving, "disconnect")).await.unwrap();
    let abandoned = db.added(theirs, 1).await;
    let asked_for = db.added(ours, 2).await;
    db.store.touch_attempt(asked_for.id, NOW.plus(Duration::from_secs(10))).await.unwrap();
    db.connected(theirs, 3).await;

    let unfinished = |seconds| async move {
        let sessions = db.store.unfinished(NOW.plus(Duration::from_secs(seconds))).await.unwrap();
        sessions.iter().map(|session| session.id).collect::<Vec<_>>()
    };
    assert_eq!(unfinished(1).await, [leaving.id]);
    assert_eq!(unfinished(2).await, [leaving.id, abandoned.id]);
    assert_eq!(unfinished(10).await, [leaving.id, abandoned.id]);
    assert_eq!(unfinished(11).await, [leaving.id, abandoned.id, asked_for.id]);
}

pub async fn an_attempt_that_was_called_off_finds_that_out(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let begun = attempt(Some(SessionState::Connected));
    assert!(!db.store.was_called_off(begun.id).await.unwrap());
    db.store.call_off(organization, begun.id, NOW).await.unwrap();
    db.store.call_off(organization, begun.id, NOW).await.unwrap();
    assert!(db.store.was_called_off(begun.id).await.unwrap());
    assert_eq!(db.store.begin_attempt(session.id, &begun).await.unwrap(), Begun::CalledOff);
    assert_eq!(db.fresh(&session).await, session);
    for what in [Reservation::Connect, Reservation::Add, Reservation::AddUntilOver] {
        let new = NewSession { attempt: begun.id, ..new_session(organization) };
        assert!(matches!(db.store.reserve(&new, what).await.unwrap(), Reserved::CalledOff));
    }
    assert_eq!(db.store.sessions(organization).await.unwrap(), [session]);

    let two_days_later = NOW.plus(Duration::from_secs(2 * 24 * 60 * 60));
    db.store.call_off(organization, attempt(None).id, two_days_later).await.unwrap();
    assert!(!db.store.was_called_off(begun.id).await.unwrap(), "no request is under way for that long");
}
