//! A database that cannot be used now: an answer, never a panic, and work goes on when it is back.

use std::time::Duration;

use sqlx::{AssertSqlSafe, ConnectOptions as _, postgres::PgConnectOptions};
use uuid::Uuid;
use wpp_panel::{
    connect::ports::{Reservation, StoreError},
    domain::ids::OrganizationId,
    store::{OpenError, Sealer, open},
};

use crate::{
    harness::{KEY, NOW, created, entry, new_session, postgres as fresh},
    support::postgres::{self, Server},
};

fn is_unavailable<T: std::fmt::Debug>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Unavailable(_)))
}

/// Everything that a request can meet while the database is gone.
#[tokio::test]
async fn a_database_that_stops_is_unavailable_until_it_is_back() {
    let server = Server::start();
    let database = postgres::fresh_on(&server.url).await;
    let store = open(&database.url, Sealer::new(KEY)).await.unwrap();
    let organization = OrganizationId(Uuid::new_v4());
    store.create_organization(organization, "Школа", NOW).await.unwrap();
    let session = created(store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());

    server.stop();
    // connections that were cut, then ones that cannot be made
    for _ in 0..2 {
        let listed = store.sessions(organization).await;
        assert!(is_unavailable(&listed), "{listed:?}");
        let saved = store.save_live(session.id, session.revision, &session.live, &[]).await;
        assert!(is_unavailable(&saved), "{saved:?}");
        let reserved = store.reserve(&new_session(organization), Reservation::Add).await;
        assert!(is_unavailable(&reserved), "{reserved:?}");
        let removed = store.remove(session.id, &entry(&session, "disconnect")).await;
        assert!(is_unavailable(&removed), "{removed:?}");
        let taken = store.take("sweep").await;
        assert!(is_unavailable(&taken), "{taken:?}");
        let ping = store.ping().await;
        assert!(is_unavailable(&ping), "{ping:?}");
    }
    let opened = open(&database.url, Sealer::new(KEY)).await.err();
    assert!(matches!(opened, Some(OpenError::Store(StoreError::Unavailable(_)))), "{opened:?}");

    server.start_again();
    store.ping().await.unwrap();
    assert_eq!(store.sessions(organization).await.unwrap(), std::slice::from_ref(&session));
    let saved = store.save_live(session.id, session.revision, &session.live, &[]).await.unwrap();
    assert!(saved.is_some(), "nothing of what failed was done by halves");
    store.close().await;
}

#[tokio::test]
async fn a_database_that_may_only_be_read_says_so() {
    let db = postgres::fresh().await;
    open(&db.url, Sealer::new(KEY)).await.unwrap().close().await;
    let read_only = format!("{}&options=-c%20default_transaction_read_only%3Don", db.url);
    let said = open(&read_only, Sealer::new(KEY)).await.err().unwrap();
    assert!(matches!(&said, OpenError::Store(StoreError::Unavailable(why)) if why.contains("read-only")), "{said}");
}

/// Another server hangs with a lock.
#[tokio::test]
async fn a_lock_that_is_held_too_long_is_unavailable() {
    let db = fresh().await;
    let organization = db.organization().await;
    db.added(organization, 0).await;
    db.raw.run("BEGIN; LOCK TABLE wpp_panel.called_off IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let reserved = db.store.reserve(&new_session(organization), Reservation::Add).await;
    assert!(is_unavailable(&reserved), "{reserved:?}");
    db.raw.run("ROLLBACK").await.unwrap();
    created(db.store.reserve(&new_session(organization), Reservation::Add).await.unwrap());
}

/// A request that is dropped while it waits leaves no lock and no open transaction.
#[tokio::test]
async fn a_dropped_request_leaves_no_trace() {
    let db = fresh().await;
    let organization = db.organization().await;
    db.raw.run("BEGIN; LOCK TABLE wpp_panel.called_off IN ACCESS EXCLUSIVE MODE").await.unwrap();
    for step in 0..40 {
        let new = new_session(organization);
        let reserving = db.store.reserve(&new, Reservation::Add);
        let _ = tokio::time::timeout(Duration::from_millis(step), reserving).await;
    }
    db.raw.run("ROLLBACK").await.unwrap();
    created(db.store.reserve(&new_session(organization), Reservation::Add).await.unwrap());
    assert_eq!(db.store.sessions(organization).await.unwrap().len(), 1);
    let open = "SELECT count(*)::text FROM pg_stat_activity
                WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    // what was dropped is rolled back in the background
    for _ in 0..200 {
        if db.raw.text(open).await.as_deref() == Some("0") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{:?} transactions were left open", db.raw.text(open).await);
}

#[tokio::test]
async fn a_closed_store_is_unavailable() {
    let db = fresh().await;
    db.store.close().await;
    db.store.close().await;
    let user = db.store.any_user().await;
    assert!(is_unavailable(&user), "{user:?}");
    let ended = db.store.end_sign_in([1; 32]).await;
    assert!(is_unavailable(&ended), "{ended:?}");
    let taken = db.store.take("sweep").await;
    assert!(is_unavailable(&taken), "{taken:?}");
}

/// PostgreSQL's own words hold values in many places.
#[tokio::test]
async fn no_value_is_in_an_error() {
    let database = postgres::fresh().await;
    postgres::run(
        &database.url,
        "CREATE TYPE word AS ENUM ('a');
         CREATE TABLE t (id text CONSTRAINT t_id UNIQUE, n integer NOT NULL CHECK (n > 0), w word, s varchar(3), j jsonb);
         CREATE TABLE child (id text CONSTRAINT child_id REFERENCES t (id));
         INSERT INTO t VALUES ('hunter2', 1);
         CREATE FUNCTION grumble() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RAISE EXCEPTION 'no % here', NEW.id; END $$;
         CREATE TRIGGER grumble BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION grumble()",
    )
    .await
    .unwrap();
    let mut connection = database.url.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
    for (sql, words) in [
        ("INSERT INTO t VALUES ('hunter2', 1)", "it exists already (t.t_id)"),
        ("INSERT INTO child VALUES ('hunter2!')", "what it belongs to is gone (child.child_id)"),
        ("INSERT INTO t VALUES ('hunter2!', -1)", "a value is not allowed (t.t_n_check)"),
        ("INSERT INTO t VALUES ('hunter2!', NULL)", "a value is wanted (t.n)"),
        ("INSERT INTO t VALUES ('hunter2!', 1, 'hunter2')", "error 22P02"),
        ("INSERT INTO t VALUES ('hunter2!', 1, 'a', 'hunter2')", "error 22001"),
        ("INSERT INTO t VALUES ('hunter2!', 1, 'a', 'h', '{\"hunter2\":')", "error 22P02"),
        ("SELECT 'hunter2'::uuid", "error 22P02"),
        ("UPDATE t SET n = 2", "error P0001"),
    ] {
        let error = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap_err();
        let error = StoreError::from(error);
        assert!(matches!(&error, StoreError::Refused(said) if said == words), "{sql}: {error}");
    }
}
