//! Who calls a server function, and how its failure is told.

use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

use crate::{
    connect::{
        Connect, ConnectError,
        ports::{GatewayFault, StoreError},
    },
    domain::actor::Actor,
};

use super::{ApiError, ErrorCode};

/// What the edge puts beside every server function.
#[derive(Clone)]
pub struct Caller {
    /// The use cases.
    pub connect: Connect,
    /// The person, if somebody is signed in.
    pub actor: Option<Actor>,
}

impl Caller {
    /// The caller of the server function that is running.
    ///
    /// # Errors
    /// 401 if nobody is signed in.
    pub fn signed_in() -> Result<(Connect, Actor), ApiError> {
        let caller = expect_context::<Self>();
        match caller.actor {
            Some(actor) => Ok((caller.connect, actor)),
            None => Err(told(ErrorCode::SignedOut, "", None)),
        }
    }
}

/// The code of a failed use case.
#[must_use]
pub fn code_of(error: &ConnectError) -> ErrorCode {
    match error {
        ConnectError::Forbidden => ErrorCode::Forbidden,
        ConnectError::NotFound => ErrorCode::NotFound,
        ConnectError::BadInput(_) => ErrorCode::BadInput,
        ConnectError::Incomplete => ErrorCode::GatewayRefused,
        ConnectError::Cancelled => ErrorCode::Cancelled,
        ConnectError::Stopping | ConnectError::Busy | ConnectError::TooMany { .. } => ErrorCode::Unavailable,
        ConnectError::Gateway(error) => match error.fault {
            GatewayFault::Unreachable => ErrorCode::GatewayDown,
            GatewayFault::TimedOut => ErrorCode::GatewaySlow,
            GatewayFault::Unwell { .. } => ErrorCode::GatewayUnwell,
            GatewayFault::Nonsense => ErrorCode::GatewayNonsense,
            GatewayFault::KeyRefused | GatewayFault::Rejected => ErrorCode::GatewayRefused,
        },
        ConnectError::Store(error) => match **error {
            StoreError::Unavailable(_) => ErrorCode::Unavailable,
            StoreError::Corrupt(_) | StoreError::Refused(_) => ErrorCode::Internal,
        },
    }
}

/// Turns a use case's failure into what the browser may know, and logs the rest once under the same ticket.
pub fn tell(error: ConnectError) -> ApiError {
    told(code_of(&error), "server function", Some(&error))
}

/// A value from the page that cannot be understood.
pub fn bad_input() -> ApiError {
    refused(ErrorCode::BadInput)
}

/// What ends before any use case begins.
pub fn refused(code: ErrorCode) -> ApiError {
    told(code, "", None)
}

fn told(code: ErrorCode, what: &str, error: Option<&ConnectError>) -> ApiError {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), code.status().try_into()) {
        response.set_status(status);
    }
    ticketed(code, what, error)
}

/// Logs a failure once, under the ticket that the caller gets. `what` says where it was asked for.
#[must_use]
pub fn ticketed(code: ErrorCode, what: &str, error: Option<&ConnectError>) -> ApiError {
    let ticket = ticket(code);
    match error {
        Some(error) if code.status() >= 500 => tracing::error!(%ticket, %error, "{what}"),
        Some(error) => tracing::info!(%ticket, %error, "{what}"),
        None => tracing::info!(%ticket, ?code, "server function refused"),
    }
    ApiError { code, ticket }
}

/// `GW-504-7K2`: the part of the system, the status, and three characters to tell two of them apart.
fn ticket(code: ErrorCode) -> String {
    // no 0/O, 1/I: it is read out on the phone
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut random = [0_u8; 3];
    crate::connect::ports::Random::fill(&crate::connect::ports::SystemRandom, &mut random);
    let tail: String = random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("{}-{}-{tail}", code.area(), code.status())
}
