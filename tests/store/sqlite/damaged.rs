//! Rows that were changed behind the store's back.

use wpp_panel::{
    connect::ports::{Credentials, Reservation, Session, StoreError},
    domain::{state::SessionState, time::Timestamp},
};

use crate::harness::{Db, entry, existing, new_session, sqlite};

fn is_failed_without_account(session: &Session) -> bool {
    session.account.is_none()
        && session.credentials == Credentials::Global
        && session.live.lifecycle.state == SessionState::Failed
}

/// Breaks rules on purpose, as a row from elsewhere may.
async fn force(db: &Db, sql: &str) {
    db.raw.run("PRAGMA ignore_check_constraints = ON").await.unwrap();
    db.raw.run(sql).await.unwrap();
}

#[tokio::test]
async fn settings_that_are_no_object_do_not_break_the_list() {
    for settings in ["not json", "[1, 2]", "null", ""] {
        let db = sqlite().await;
        let organization = db.organization().await;
        let broken = db.connected(organization, 0).await;
        let sound = db.connected(organization, 1).await;
        let sql = format!("UPDATE messenger_integrations SET settings = '{settings}' WHERE id = '{}'", broken.id);
        force(&db, &sql).await;
        let listed = db.store.sessions(organization).await.unwrap();
        assert_eq!(listed[1], sound);
        assert_eq!(listed[0].id, broken.id);
        assert!(is_failed_without_account(&listed[0]) && !listed[0].is_disposable(), "{settings}");
        assert_eq!(db.store.session(organization, broken.id).await.unwrap().as_ref(), Some(&listed[0]));
        db.store.remove(broken.id, &entry(&broken, "disconnect")).await.unwrap();
        assert_eq!(db.primary(organization).await, [sound.id]);
    }
}

#[tokio::test]
async fn a_row_without_account_number_is_listed() {
    let db = sqlite().await;
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    db.raw.run("UPDATE sessions SET account_number = NULL").await.unwrap();
    let listed = db.store.sessions(organization).await.unwrap();
    assert_eq!(listed, [Session { account: None, ..session }]);
}

#[tokio::test]
async fn a_secret_moved_to_another_row_is_noticed() {
    let db = sqlite().await;
    let organization = db.organization().await;
    let (first, second) = (db.connected(organization, 0).await, db.connected(organization, 1).await);
    db.raw
        .run(&format!(
            "UPDATE messenger_integrations SET webhook_key =
                 (SELECT webhook_key FROM messenger_integrations WHERE id = '{}') WHERE id = '{}'",
            second.id, first.id
        ))
        .await
        .unwrap();
    let direct = db.store.session(organization, first.id).await;
    assert!(matches!(direct, Err(StoreError::Corrupt(_))), "{direct:?}");
    let listed = db.store.sessions(organization).await.unwrap();
    assert_eq!((listed[0].id, &listed[1]), (first.id, &second));
    assert!(is_failed_without_account(&listed[0]));
    // a damaged row is still a row: connecting does not make another
    assert_eq!(existing(db.store.reserve(&new_session(organization), Reservation::Connect).await.unwrap()), listed[0]);

    db.store.mark_removing(first.id, &entry(&first, "disconnect")).await.unwrap();
    assert_eq!(db.store.unfinished(Timestamp(0)).await.unwrap(), [], "a job does not act on it");
}

#[tokio::test]
async fn unknown_words_are_damage_and_not_a_guess() {
    let db = sqlite().await;
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    force(&db, "UPDATE sessions SET state = 'online'").await;
    let direct = db.store.session(organization, session.id).await;
    assert!(matches!(direct, Err(StoreError::Corrupt(_))), "{direct:?}");
    assert!(is_failed_without_account(&db.store.sessions(organization).await.unwrap()[0]));
}
