//! Secrets in the tables that a CRM shares: plain where the CRM reads them, sealed in what was made here.

use crate::{connect::ports::StoreError, store::sealer::Place};

use super::PostgresStore;

impl PostgresStore {
    /// A secret of a shared row as it is to stand there.
    pub(super) fn shared_secret(&self, row: &str, field: &str, plain: &str) -> Result<String, StoreError> {
        if self.seals { self.own_secret(row, field, plain) } else { Ok(plain.to_owned()) }
    }

    /// A secret for a table of ours.
    pub(super) fn own_secret(&self, row: &str, field: &str, plain: &str) -> Result<String, StoreError> {
        let place = Place { row, field };
        self.sealer.seal(place, plain).map_err(|error| place.failed(error))
    }
}
