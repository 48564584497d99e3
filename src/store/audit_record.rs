//! A line of the audit, as every database gives it.

use crate::{
    connect::ports::{AuditLine, StoreError},
    domain::time::Timestamp,
};

/// Number, time, actor, the actor's e-mail address, IP address, action, session, detail: text and whole numbers only, to
/// which a dialect's statement casts everything else.
pub(super) type AuditRow = (i64, i64, Option<String>, Option<String>, Option<String>, String, Option<String>, String);

/// The line.
///
/// # Errors
/// [`StoreError::Corrupt`] if an id is none.
pub(super) fn line(row: AuditRow) -> Result<AuditLine, StoreError> {
    let (number, at, actor, email, address, action, session, detail) = row;
    let corrupt = |column: &str| StoreError::Corrupt(format!("{column} of line {number} of the audit"));
    Ok(AuditLine {
        number,
        at: Timestamp(at),
        actor: actor.map(|id| id.parse().map_err(|_| corrupt("actor"))).transpose()?,
        email,
        address,
        action,
        session: session.map(|id| id.parse().map_err(|_| corrupt("session_id"))).transpose()?,
        detail,
    })
}
