//! The history of states: written with the changes, read newest first, forgotten in time.

use std::time::Duration;

use wpp_panel::{
    connect::ports::CredentialMode,
    connect::ports::{Cause, NewAccount, NewSession, Reservation, Session, StateChange},
    domain::state::SessionState,
    domain::time::Timestamp,
};

use crate::harness::{Db, NOW, attempt, connected_live, created, entry, new_session};

const MADE: StateChange =
    StateChange { at: NOW, before: None, after: SessionState::Starting, cause: Cause::Attempt, word: None };

fn line(seconds: u64, before: SessionState, after: SessionState, cause: Cause, word: Option<&str>) -> StateChange {
    let at = NOW.plus(Duration::from_secs(seconds));
    StateChange { at, before: Some(before), after, cause, word: word.map(str::to_owned) }
}

async fn lines(db: &Db, session: &Session) -> Vec<StateChange> {
    db.store.state_changes(session.id, 100).await.unwrap()
}

pub async fn changes_are_written_with_the_state(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    assert_eq!(lines(db, &session).await, [MADE]);
    let first = line(1, SessionState::Starting, SessionState::Disconnected, Cause::Probe, Some("offline"));
    let second = line(2, SessionState::Disconnected, SessionState::Connected, Cause::Webhook, Some("подключено"));
    let news = [first.clone(), second.clone()];
    let saved = db.store.save_live(session.id, session.revision, &connected_live(&session), &news).await.unwrap();
    assert_eq!(lines(db, &session).await, [second.clone(), first, MADE], "the newest first");
    assert_eq!(db.store.state_changes(session.id, 1).await.unwrap(), [second]);
    // who was too slow changes nothing, and leaves no line
    let stale = db.store.save_live(session.id, session.revision, &session.live, &news).await.unwrap();
    assert_eq!((stale, lines(db, &session).await.len()), (None, 3));
    assert!(saved.is_some());
}

pub async fn a_row_that_begins_anew_says_so(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let new = NewAccount {
        mode: CredentialMode::GlobalKey,
        sub_organization: String::new(),
        attempt: Some(attempt(None)),
        audit: entry(&session, "replace_account"),
    };
    db.store.replace_account(session.id, &new).await.unwrap().unwrap();
    let again = line(0, SessionState::Connected, SessionState::Starting, Cause::Attempt, None);
    assert_eq!(lines(db, &session).await, [again, MADE]);

    // a row that a failed attempt left behind is taken up again
    let left = created(db.store.reserve(&new_session(db.organization().await), Reservation::Connect).await.unwrap());
    let mut live = left.live.clone();
    live.lifecycle.state = SessionState::Failed;
    let left = db.saved(&left, &live).await;
    db.store.mark_removing(left.id, &entry(&left, "failed")).await.unwrap();
    let press = NewSession { now: NOW.plus(Duration::from_secs(9)), ..new_session(left.organization) };
    assert_eq!(created(db.store.reserve(&press, Reservation::Connect).await.unwrap()).id, left.id);
    let again = line(9, SessionState::Failed, SessionState::Starting, Cause::Attempt, None);
    assert_eq!(lines(db, &left).await, [again, MADE]);
}

pub async fn old_lines_and_too_many_are_forgotten(db: &Db) {
    let organization = db.organization().await;
    let (one, other) = (db.added(organization, 0).await, db.added(organization, 0).await);
    let many: Vec<_> =
        (1..=5).map(|second| line(second, SessionState::Starting, SessionState::Failed, Cause::Probe, None)).collect();
    db.store.save_live(one.id, one.revision, &one.live, &many).await.unwrap().unwrap();
    assert_eq!(db.store.forget_changes(NOW, 6).await.unwrap(), 0);
    assert_eq!(db.store.forget_changes(NOW, 4).await.unwrap(), 2);
    assert_eq!((lines(db, &one).await.len(), lines(db, &other).await.len()), (4, 1));
    assert_eq!(db.store.forget_changes(Timestamp(many[2].at.0), 4).await.unwrap(), 1 + 1);
    assert_eq!((lines(db, &one).await.len(), lines(db, &other).await.len()), (3, 0));
}

pub async fn history_goes_with_its_row(db: &Db) {
    let session = db.added(db.organization().await, 0).await;
    db.store.remove(session.id, &entry(&session, "removed")).await.unwrap();
    assert!(lines(db, &session).await.is_empty());
}

pub async fn the_changes_of_an_organization_begin_with_what_was_before(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let (session, other) = (db.added(ours, 0).await, db.added(ours, 1).await);
    db.added(theirs, 0).await;
    let down = line(10, SessionState::Starting, SessionState::Disconnected, Cause::Probe, None);
    let up = line(20, SessionState::Disconnected, SessionState::Connected, Cause::Webhook, None);
    let news = [down.clone(), up.clone()];
    db.store.save_live(session.id, session.revision, &connected_live(&session), &news).await.unwrap();
    let since = async |seconds| {
        let changes = db.store.changes_since(ours, NOW.plus(Duration::from_secs(seconds))).await.unwrap();
        changes.into_iter().filter(|(id, _)| *id == session.id).map(|(_, change)| change).collect::<Vec<_>>()
    };
    assert_eq!(since(0).await, [MADE, down.clone(), up.clone()]);
    assert_eq!(since(10).await, [MADE, down.clone(), up.clone()], "a change of that very moment is one since then");
    assert_eq!(since(15).await, [down, up.clone()]);
    assert_eq!(since(1_000).await, [up]);
    let all = db.store.changes_since(ours, NOW).await.unwrap();
    assert_eq!(all.iter().filter(|(id, _)| *id == other.id).count(), 1);
    assert_eq!(all.len(), 4, "nobody else's");
}
