//! Misuse of the control side.

use super::State;

/// What is wrong with an order. `Display` is the sentence that HTTP answers with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ControlError {
    /// There is no account of that number.
    #[error("there is no account {0}; it exists from its start until it is deleted or forgotten")]
    NoAccount(String),
    /// There is no key of that name.
    #[error("there is no key {0}; GET /control/keys lists them")]
    NoKey(String),
    /// The account is not in a state where that can happen.
    #[error("account {number} is in state {state}, so it cannot {wish}")]
    WrongState {
        /// The account.
        number: String,
        /// What it is in.
        state: State,
        /// What was asked for.
        wish: &'static str,
    },
    /// The account has no webhook.
    #[error("account {0} has no webhook registered, so nothing can be sent")]
    NoWebhook(String),
    /// The key belongs to another account number.
    #[error("the key belongs to another account than {0}")]
    ForeignKey(String),
    /// The order itself cannot be carried out.
    #[error("{0}")]
    Unusable(String),
}

impl ControlError {
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::NoAccount(_) | Self::NoKey(_) => 404,
            Self::WrongState { .. } | Self::NoWebhook(_) | Self::ForeignKey(_) => 409,
            Self::Unusable(_) => 422,
        }
    }
}
