//! Which session is meant: callers of REST name it by its row's id, by its account number, or not at all.

use crate::domain::actor::Actor;

use super::{Connect, ConnectError, ports::Session};

impl Connect {
    /// The session that `names` name, each the id of a row or an account number; without any, the primary one, else a
    /// connected one, else the oldest. Never a row of another provider.
    ///
    /// # Errors
    /// [`ConnectError::NotFound`] if a name is of no session of the organization or there is none at all,
    /// [`ConnectError::BadInput`] if the names are of different sessions.
    pub async fn meant(&self, actor: &Actor, names: &[&str]) -> Result<Session, ConnectError> {
        let sessions = self.list(actor).await?;
        let meant = match named(&sessions, names)? {
            Some(session) => session,
            None => Session::chosen(&sessions, self.now()).ok_or(ConnectError::NotFound)?,
        };
        Ok(meant.clone())
    }

    /// [`Connect::meant`] where something is about to be removed: without a name only the primary session is meant, or
    /// the only one there is.
    ///
    /// # Errors
    /// As [`Connect::meant`]; [`ConnectError::BadInput`] also if no name is given and several could be meant.
    pub(super) async fn meant_for_removal(&self, actor: &Actor, names: &[&str]) -> Result<Session, ConnectError> {
        let sessions = self.list(actor).await?;
        let meant = match (named(&sessions, names)?, sessions.as_slice()) {
            (Some(session), _) => session,
            (None, []) => return Err(ConnectError::NotFound),
            (None, [only]) => only,
            (None, several) => several.iter().find(|session| session.is_primary).ok_or(SEVERAL)?,
        };
        Ok(meant.clone())
    }
}

const SEVERAL: ConnectError = ConnectError::BadInput("there are several sessions and none is primary: name one");

fn named<'s>(sessions: &'s [Session], names: &[&str]) -> Result<Option<&'s Session>, ConnectError> {
    let mut named: Option<&Session> = None;
    for name in names {
        let id = name.parse().ok();
        let by_number = |session: &&Session| session.account.as_ref().is_some_and(|number| number.as_str() == *name);
        // an id has the form of an account number too, and is the stronger name
        let by_id = sessions.iter().find(|session| Some(session.id) == id);
        let found = by_id.or_else(|| sessions.iter().find(by_number)).ok_or(ConnectError::NotFound)?;
        if named.is_some_and(|before| before.id != found.id) {
            return Err(ConnectError::BadInput("the names in the request are of different sessions"));
        }
        named = Some(found);
    }
    Ok(named)
}
