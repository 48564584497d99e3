//! The rows of an organization.

use crate::{
    connect::{ConnectError, ports::Integration},
    domain::actor::Actor,
};

use super::Integrations;

impl Integrations {
    /// The rows of the actor's organization, of one messenger if it is named: primaries first, then by age. For
    /// everybody of the organization; whoever shows them masks their secrets.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn list(&self, actor: &Actor, messenger_type: Option<&str>) -> Result<Vec<Integration>, ConnectError> {
        Ok(self.store.integrations(actor.organization, messenger_type).await?)
    }
}
