//! What PostgreSQL says, in the port's words. Its detail holds values of rows and is never passed on; the message does not,
//! but for the errors that are named by their code alone here.

use sqlx::{
    error::{DatabaseError as _, ErrorKind},
    postgres::PgDatabaseError,
};

use crate::connect::ports::StoreError;

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
pub(in crate::store) fn from_postgres(error: &PgDatabaseError) -> StoreError {
    let place = [error.table(), error.column(), error.constraint()].into_iter().flatten().collect::<Vec<_>>().join(".");
    match error.kind() {
        ErrorKind::UniqueViolation => return StoreError::Refused(format!("it exists already ({place})")),
        ErrorKind::ForeignKeyViolation => return StoreError::Refused(format!("what it belongs to is gone ({place})")),
        ErrorKind::NotNullViolation => return StoreError::Refused(format!("a value is wanted ({place})")),
        ErrorKind::CheckViolation | ErrorKind::ExclusionViolation => {
            return StoreError::Refused(format!("a value is not allowed ({place})"));
        }
        _ => {}
    }
    let code = PgDatabaseError::code(error);
    let message = PgDatabaseError::message(error);
    match (code, &code[..code.len().min(2)]) {
        // lock not available, read-only
        ("55P03", _) => StoreError::Unavailable("it is locked".to_owned()),
        ("25006", _) => StoreError::Unavailable(format!("it is read-only ({message})")),
        // idle in a transaction for too long
        ("25P03", _) => StoreError::Unavailable(message.to_owned()),
        // connection, rolled back for others' sake, resources, operator, system
        (_, "08" | "40" | "53" | "57" | "58") => StoreError::Unavailable(message.to_owned()),
        (_, "XX") if matches!(code, "XX001" | "XX002") => StoreError::Corrupt(message.to_owned()),
        // a prepared statement that is there already, or no longer
        ("42P05" | "26000", _) => StoreError::Refused(format!(
            "{message}; behind a pooler that shares connections by the transaction, add ?statement-cache-capacity=0 to \
             DATABASE_URL"
        )),
        // who may do what, and names of databases, tables and columns
        (_, "28" | "3D" | "42") => StoreError::Refused(message.to_owned()),
        _ if place.is_empty() => StoreError::Refused(format!("error {code}")),
        _ => StoreError::Refused(format!("error {code} ({place})")),
    }
}

/// Whether somebody else was faster with the same value.
pub(super) fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.kind() == ErrorKind::UniqueViolation)
}
