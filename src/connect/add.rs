//! «Подключить ещё один WhatsApp»: a new account beside the ones that are there.

use crate::domain::{actor::Actor, ids::AttemptId};

use super::{
    Connect, ConnectError, Provisioned,
    ports::{Reservation, Reserved},
    require_admin,
};

impl Connect {
    /// Connects one more. The same attempt id twice is one attempt and one account.
    ///
    /// # Errors
    /// As [`Connect::provision`].
    pub async fn add(&self, actor: &Actor, attempt: AttemptId) -> Result<Provisioned, ConnectError> {
        require_admin(actor)?;
        let session = match self.reserve(actor, attempt, Reservation::Add).await? {
            Reserved::Created(session) => self.drive(session.id).await?,
            Reserved::Existing(session) => self.bring_up(actor, session, attempt).await?,
        };
        Ok(Provisioned::of(session, self.now()))
    }
}
