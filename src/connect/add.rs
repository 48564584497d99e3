//! «Подключить ещё один WhatsApp»: a new account beside the ones that are there.

use crate::domain::{actor::Actor, ids::AttemptId};

use super::{
    Connect, ConnectError, Provisioned,
    ports::{Reservation, Reserved},
    require_admin,
};

/// For how long the same attempt id means the same account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// As long as its row is there: the id was made for this one request.
    ForEver,
    /// Until its attempt is connected, cancelled or abandoned: the id stands for a person, and they may want another
    /// one later.
    UntilOver,
}

impl Connect {
    /// Connects one more. The same attempt id twice is one attempt and one account.
    ///
    /// # Errors
    /// As [`Connect::provision`].
    pub async fn add(&self, actor: &Actor, attempt: AttemptId) -> Result<Provisioned, ConnectError> {
        self.add_again(actor, attempt, Repeats::ForEver).await
    }

    /// [`Connect::add`], with the time for which the attempt's id counts.
    ///
    /// # Errors
    /// As [`Connect::provision`].
    pub async fn add_again(
        &self,
        actor: &Actor,
        attempt: AttemptId,
        repeats: Repeats,
    ) -> Result<Provisioned, ConnectError> {
        require_admin(actor)?;
        let what = match repeats {
            Repeats::ForEver => Reservation::Add,
            Repeats::UntilOver => Reservation::AddUntilOver,
        };
        let (session, made) = match self.reserve(actor, attempt, what).await? {
            Reserved::Created(session) => (self.drive(session.id).await?, true),
            Reserved::Existing(session) => (self.bring_up(actor, session, attempt).await?, false),
            Reserved::CalledOff => return Err(ConnectError::Cancelled),
        };
        Ok(Provisioned { made, ..Provisioned::of(session, self.now()) })
    }
}
