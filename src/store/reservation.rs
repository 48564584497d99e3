//! Which row a reservation means: the same for every database.

use crate::{
    connect::ports::{
        AuditEntry, Cause, CredentialMode, Credentials, NewSession, Reservation, Session, StateChange, StoreError,
    },
    domain::{account::AccountNumber, ids::IntegrationId, ids::OrganizationId, state::SessionState},
};

use super::{Sealer, listing::listed, record::SessionRecord};

/// The row that is there already and is meant. `records` are all rows of the organization.
pub(super) fn found(
    records: &[SessionRecord],
    sealer: &Sealer,
    new: &NewSession,
    what: Reservation,
) -> Result<Option<Session>, StoreError> {
    let mut present = records.iter().filter(|record| !record.removing);
    match what {
        Reservation::Add | Reservation::AddUntilOver => {
            let attempt = new.attempt.to_string();
            let is_it = |record: &&SessionRecord| {
                let until_over = what == Reservation::AddUntilOver;
                record.made_by.as_ref() == Some(&attempt) && (!until_over || record.is_open(&attempt))
            };
            present.find(is_it).map(|record| record.session(sealer)).transpose()
        }
        Reservation::Connect => {
            let sessions = listed(present, sealer);
            // of several open attempts the asker's own, else the one that began first
            let open = sessions
                .iter()
                .filter_map(|session| session.live.attempt.as_ref().map(|attempt| (attempt, session)))
                .min_by_key(|(attempt, session)| (attempt.id != new.attempt, attempt.started_at, session.id))
                .map(|(_, session)| session);
            Ok(open.or_else(|| Session::chosen(&sessions, new.now)).cloned())
        }
    }
}

/// The oldest row that is being removed and never was connected. One that is held by another kind of key is left to its
/// removal: it could not be opened any more.
pub(super) fn abandoned(
    records: &[SessionRecord],
    sealer: &Sealer,
    new: &NewSession,
    what: Reservation,
) -> Option<IntegrationId> {
    let attempt = new.attempt.to_string();
    let is_meant = |record: &&SessionRecord| match what {
        Reservation::Connect => true,
        // the same request again after it failed; an id that is made for one press is never pressed again
        Reservation::AddUntilOver => record.made_by.as_ref() == Some(&attempt),
        Reservation::Add => false,
    };
    let fits = |session: &Session| {
        let same_kind = match session.credentials {
            Credentials::Global => new.mode == CredentialMode::GlobalKey && session.account.is_some(),
            Credentials::Client { .. } => new.mode == CredentialMode::KeyPerClient,
        };
        same_kind && session.live.first_connected_at.is_none()
    };
    let leaving = records.iter().filter(|record| record.removing).filter(is_meant);
    leaving.filter_map(|record| record.session(sealer).ok()).find(fits).map(|session| session.id)
}

/// A number that is in none of `taken`, given as number and organization.
pub(super) fn allocate(
    organization: OrganizationId,
    taken: Vec<(String, String)>,
) -> Result<AccountNumber, StoreError> {
    let corrupt = || StoreError::Corrupt("account_number or organization_id of a session".to_owned());
    let taken = taken.into_iter().map(|(number, owner)| {
        Ok((AccountNumber::try_from(number).map_err(|_| corrupt())?, owner.parse().map_err(|_| corrupt())?))
    });
    let taken: Vec<_> = taken.collect::<Result<_, StoreError>>()?;
    Ok(AccountNumber::allocate(organization, &taken))
}

/// The first line of the history of a row.
pub(super) fn made(new: &NewSession) -> StateChange {
    StateChange { at: new.now, before: None, after: SessionState::Starting, cause: Cause::Attempt, word: None }
}

/// The line of a row that was made or revived.
pub(super) fn connected(new: &NewSession, session: &Session) -> AuditEntry {
    let number = session.account.as_ref().map(|number| format!(" ({number})")).unwrap_or_default();
    AuditEntry {
        at: new.now,
        organization: new.organization,
        actor: Some(new.by),
        address: new.address,
        action: "connect",
        session: Some(session.id),
        detail: format!("{}{number}", session.name),
    }
}
