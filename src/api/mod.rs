//! What crosses the wire between page and server: server functions, their values and their one error.
//!
//! Server functions are public HTTP. Each one takes the caller from the request and refuses on its own, through the use
//! case it calls; nothing here trusts the page.

#[cfg(feature = "ssr")]
pub mod caller;
#[expect(missing_docs, reason = "the argument structs that #[server] makes have the arguments' names")]
mod cancel;
#[expect(missing_docs, reason = "the argument structs that #[server] makes have the arguments' names")]
mod disconnect;
mod error;
#[expect(missing_docs, reason = "the argument structs that #[server] makes have the arguments' names")]
mod list;
#[cfg(feature = "ssr")]
mod picture;
#[expect(missing_docs, reason = "the argument structs that #[server] makes have the arguments' names")]
mod provision;
mod reading;
#[expect(missing_docs, reason = "the argument structs that #[server] makes have the arguments' names")]
mod rename;
#[expect(missing_docs, reason = "the argument structs that #[server] makes have the arguments' names")]
mod status;
#[cfg(feature = "ssr")]
pub mod views;
pub mod wire;

pub use cancel::{WppCancel, wpp_cancel};
pub use disconnect::{WppDisconnect, wpp_disconnect};
pub use error::{ApiError, ErrorCode};
pub use list::{ListIntegrations, list_integrations};
pub use provision::{WppCreate, WppProvision, WppReconnect, wpp_create, wpp_provision, wpp_reconnect};
pub use reading::read;
pub use rename::{WppRename, wpp_rename};
pub use status::{WppQr, WppStatus, wpp_qr, wpp_status};
