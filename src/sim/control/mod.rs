//! The control side: [`Handle`] in the same process, and the same over HTTP under `/control`.

mod accounts;
mod body;
mod error;
mod orders;
pub mod routes;
mod view;

use std::sync::Arc;

pub use self::{
    accounts::{Placed, Scan},
    error::ControlError,
    view::{AccountView, State},
};
use super::{account::Account, clock::Ms, shared::Shared, world::World};

/// The control side of a simulator, in the same process. Clones control the same one.
#[derive(Clone)]
pub struct Handle {
    pub(super) shared: Arc<Shared>,
}

impl Handle {
    fn with_account<T>(
        &self,
        number: &str,
        act: impl FnOnce(&mut Account, &super::settings::Settings, Ms) -> Result<T, ControlError>,
    ) -> Result<T, ControlError> {
        self.shared.enter(|world, now| {
            let World { accounts, settings, .. } = world;
            let account = accounts.get_mut(number).ok_or_else(|| ControlError::NoAccount(number.to_owned()))?;
            act(account, settings, now)
        })
    }
}
