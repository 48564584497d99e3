//! The one error that crosses to the browser: a code, and a short ticket that finds the log line.

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::Serialize;

use crate::domain::lean::{read_by_name, read_by_word};

/// What went wrong, coarsely. The words for it live with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// 401: nobody is signed in.
    SignedOut,
    /// 403: a member may not do that.
    Forbidden,
    /// 404: unknown, foreign or gone.
    NotFound,
    /// 409: somebody cancelled the attempt meanwhile.
    Cancelled,
    /// 400: the request cannot be understood.
    BadInput,
    /// 502: no connection to the gateway.
    GatewayDown,
    /// 504: the gateway does not answer in time.
    GatewaySlow,
    /// 502: the gateway answers with errors.
    GatewayUnwell,
    /// 502: the gateway answers what cannot be understood.
    GatewayNonsense,
    /// 422: the gateway refuses our key, or what we ask for.
    GatewayRefused,
    /// 503: the database does not answer, or the server is stopping.
    Unavailable,
    /// 500: a bug of ours.
    Internal,
    /// The request did not reach the server; only the browser says this.
    Offline,
}

impl ErrorCode {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::SignedOut,
        Self::Forbidden,
        Self::NotFound,
        Self::Cancelled,
        Self::BadInput,
        Self::GatewayDown,
        Self::GatewaySlow,
        Self::GatewayUnwell,
        Self::GatewayNonsense,
        Self::GatewayRefused,
        Self::Unavailable,
        Self::Internal,
        Self::Offline,
    ];

    /// The part of the system, the first part of the ticket: with the status it tells every code from the others.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn area(self) -> &'static str {
        match self {
            Self::GatewayDown | Self::GatewaySlow | Self::GatewayRefused => "GW",
            Self::GatewayUnwell => "GWE",
            Self::GatewayNonsense => "GWN",
            Self::Unavailable | Self::Internal => "SRV",
            _ => "REQ",
        }
    }

    /// The HTTP status, the second part of the ticket.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Cancelled => 409,
            Self::BadInput => 400,
            Self::GatewayDown | Self::GatewayUnwell | Self::GatewayNonsense => 502,
            Self::GatewaySlow => 504,
            Self::GatewayRefused => 422,
            Self::Unavailable => 503,
            Self::Internal => 500,
            Self::Offline => 0,
        }
    }
}

impl ErrorCode {
    /// Reads the word that is written.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "signed_out" => Self::SignedOut,
            "forbidden" => Self::Forbidden,
            "not_found" => Self::NotFound,
            "cancelled" => Self::Cancelled,
            "bad_input" => Self::BadInput,
            "gateway_down" => Self::GatewayDown,
            "gateway_slow" => Self::GatewaySlow,
            "gateway_unwell" => Self::GatewayUnwell,
            "gateway_nonsense" => Self::GatewayNonsense,
            "gateway_refused" => Self::GatewayRefused,
            "unavailable" => Self::Unavailable,
            "internal" => Self::Internal,
            "offline" => Self::Offline,
            _ => return None,
        })
    }
}

read_by_word!(ErrorCode);

/// An error with its ticket, `GW-504-7K2`: what the log line of the same moment carries. Empty where no server spoke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApiError {
    /// What went wrong.
    pub code: ErrorCode,
    /// For support.
    pub ticket: String,
}

read_by_name!(ApiError { code, ticket });

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self { code, ticket: String::new() }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.ticket)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = super::reading::Answer;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = match error {
            ServerFnErrorErr::Request(_) => ErrorCode::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => ErrorCode::BadInput,
            // the server cannot read what it was sent; the browser got a proxy's error page instead of ours
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => ErrorCode::BadInput,
            ServerFnErrorErr::Deserialization(_) => ErrorCode::Unavailable,
            _ => ErrorCode::Internal,
        };
        // without this every request that cannot be read would be a 500
        #[cfg(feature = "ssr")]
        {
            super::caller::refused(code)
        }
        #[cfg(not(feature = "ssr"))]
        {
            code.into()
        }
    }
}
