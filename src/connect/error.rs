//! What can go wrong in a use case.

use super::ports::{GatewayError, StoreError};

/// Why a use case did not do it. `Display` is for the log.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConnectError {
    /// The person may not do that.
    #[error("only an administrator may do that")]
    Forbidden,
    /// Unknown, foreign, or gone.
    #[error("there is no such session")]
    NotFound,
    /// What was asked for makes no sense; the words are for whoever wrote the request.
    #[error("{0}")]
    BadInput(&'static str),
    /// The session has no account number and key: a row that was made elsewhere and cannot be understood.
    #[error("the session has no account number or key")]
    Incomplete,
    /// Somebody cancelled the attempt while it was being carried out.
    #[error("the attempt was cancelled")]
    Cancelled,
    /// Another server is working on the session and does not let go of it.
    #[error("another server is working on the session")]
    Busy,
    /// More comes than may.
    #[error("too many at once")]
    TooMany {
        /// When another try makes sense.
        retry_after: std::time::Duration,
    },
    /// The server is being stopped.
    #[error("the server is stopping")]
    Stopping,
    /// The gateway did not do it.
    #[error("gateway: {0}")]
    Gateway(#[from] GatewayError),
    /// The database did not do it.
    #[error("store: {0}")]
    Store(std::sync::Arc<StoreError>),
}

impl From<StoreError> for ConnectError {
    fn from(error: StoreError) -> Self {
        Self::Store(std::sync::Arc::new(error))
    }
}
