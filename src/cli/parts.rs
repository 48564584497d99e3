//! Where the concrete parts are opened: the one file of the command line that knows what stands behind the ports.

use std::{any::Any, net::SocketAddr, sync::Arc};

use crate::{
    config::Settings,
    connect::ports::{Clock, Gateway, PeopleStore, SessionStore, StoreError},
};

/// Why a part could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum PartsError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// This build does not have the part.
    #[error("{0}: not put together yet")]
    Missing(&'static str),
}

/// The open database, through its ports.
#[derive(Clone)]
pub struct Stores {
    /// Sessions.
    pub sessions: Arc<dyn SessionStore>,
    /// People.
    pub people: Arc<dyn PeopleStore>,
}

/// A simulator that runs until this is dropped.
pub struct RunningSim {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Whatever keeps it running.
    pub guard: Box<dyn Any + Send>,
}

/// Opens the database and brings it up to date. Makes its folder, and the key file beside it where no key is set.
///
/// # Errors
/// [`PartsError`]
pub async fn open_store(_settings: &Settings) -> Result<Stores, PartsError> {
    Err(PartsError::Missing("the store"))
}

/// Opens the gateway; `settings.gateway` must be there.
///
/// # Errors
/// [`PartsError`]
pub async fn open_gateway(_settings: &Settings, _clock: Arc<dyn Clock>) -> Result<Arc<dyn Gateway>, PartsError> {
    Err(PartsError::Missing("the gateway"))
}

/// Starts the simulated platform.
///
/// # Errors
/// [`PartsError`]
pub async fn start_sim(_listen: SocketAddr) -> Result<RunningSim, PartsError> {
    Err(PartsError::Missing("the simulator"))
}

/// Serves the panel until the process is asked to end.
///
/// # Errors
/// [`PartsError`]
pub async fn serve(_settings: Settings) -> Result<(), PartsError> {
    Err(PartsError::Missing("the server"))
}
