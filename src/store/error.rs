//! What a database says, in the port's words.

use sqlx::{
    error::{DatabaseError, ErrorKind},
    postgres::PgDatabaseError,
};

use crate::connect::ports::StoreError;

use super::{postgres::from_postgres, sqlite::met_read_only};

impl From<sqlx::Error> for StoreError {
    /// Messages name tables, columns and constraints, never values: bound values are in no message of sqlx or SQLite, and
    /// of PostgreSQL's only what holds none is passed on.
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Database(database) => match database.try_downcast_ref::<PgDatabaseError>() {
                Some(said) => from_postgres(said),
                None => from_sqlite(database.as_ref()),
            },
            E::Io(_)
            | E::Tls(_)
            | E::Protocol(_)
            | E::PoolTimedOut
            | E::PoolClosed
            | E::WorkerCrashed
            | E::BeginFailed => Self::Unavailable(error.to_string()),
            E::ColumnDecode { .. } | E::Decode(_) => Self::Corrupt(error.to_string()),
            _ => Self::Refused(error.to_string()),
        }
    }
}

fn from_sqlite(error: &dyn DatabaseError) -> StoreError {
    let message = error.message();
    match error.kind() {
        ErrorKind::UniqueViolation => return StoreError::Refused(format!("it exists already ({message})")),
        ErrorKind::ForeignKeyViolation => {
            return StoreError::Refused(format!("what it belongs to is gone ({message})"));
        }
        ErrorKind::NotNullViolation | ErrorKind::CheckViolation => {
            return StoreError::Refused(format!("a value is not allowed ({message})"));
        }
        _ => {}
    }
    let code = error.code().and_then(|code| code.parse::<i32>().ok());
    // the low byte is the primary result code: https://www.sqlite.org/rescode.html
    match code.map(|code| code & 0xff) {
        Some(5 | 6) => StoreError::Unavailable(format!("it is locked ({message})")),
        Some(8) => {
            met_read_only();
            StoreError::Unavailable(format!("it is read-only ({message})"))
        }
        Some(13) => StoreError::Unavailable(format!("the disk is full ({message})")),
        // NOMEM, INTERRUPT, IOERR, CANTOPEN, PROTOCOL
        Some(7 | 9 | 10 | 14 | 15) => StoreError::Unavailable(message.to_owned()),
        // CORRUPT, NOTADB
        Some(11 | 26) => StoreError::Corrupt(format!("the file is damaged ({message})")),
        _ => StoreError::Refused(message.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

    use super::*;

    async fn connect(path: &std::path::Path) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        options.busy_timeout(Duration::ZERO).connect().await.unwrap()
    }

    async fn error(connection: &mut SqliteConnection, sql: &'static str) -> StoreError {
        sqlx::raw_sql(sql).execute(connection).await.unwrap_err().into()
    }

    #[tokio::test]
    async fn a_locked_database_may_work_later() {
        let folder = tempfile::tempdir().unwrap();
        let (mut holder, mut waiter) =
            (connect(&folder.path().join("a.db")).await, connect(&folder.path().join("a.db")).await);
        let lock = holder.begin_with("BEGIN EXCLUSIVE").await.unwrap();
        assert!(matches!(error(&mut waiter, "BEGIN IMMEDIATE").await, StoreError::Unavailable(_)));
        lock.rollback().await.unwrap();
    }

    #[tokio::test]
    async fn a_full_disk_may_work_later() {
        let folder = tempfile::tempdir().unwrap();
        let mut full = connect(&folder.path().join("a.db")).await;
        sqlx::raw_sql("CREATE TABLE t (x); PRAGMA max_page_count = 2").execute(&mut full).await.unwrap();
        let said = error(&mut full, "INSERT INTO t VALUES (randomblob(100000))").await;
        assert!(matches!(said, StoreError::Unavailable(_)), "{said}");
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.db"), "no database at all".repeat(100)).unwrap();
        let mut broken = connect(&folder.path().join("a.db")).await;
        assert!(matches!(error(&mut broken, "SELECT * FROM sqlite_schema").await, StoreError::Corrupt(_)));
    }

    #[tokio::test]
    async fn a_broken_rule_is_refused_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut own = connect(&folder.path().join("a.db")).await;
        sqlx::raw_sql("CREATE TABLE t (x UNIQUE); INSERT INTO t VALUES ('secret')").execute(&mut own).await.unwrap();
        let StoreError::Refused(words) = error(&mut own, "INSERT INTO t VALUES ('secret')").await else {
            panic!("not refused");
        };
        assert!(words.contains("t.x") && !words.contains("secret"), "{words}");
    }
}
