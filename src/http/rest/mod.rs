//! `/functions/v1`: what the customer's React front end calls, as it calls it. The same use cases as the page, in the
//! CRM's words; nothing is decided here.
//!
//! | file | what it does |
//! |---|---|
//! | a file per call | authorises, calls the use case, puts its answer into words |
//! | `caller` | who calls |
//! | `given` | what comes with the request |
//! | `wire`, `standing` | what goes over the wire, and where a session stands in its words |
//! | `refusal` | the one form of every refusal |
//! | `document`, `refusals`, `examples`, `page` | the OpenAPI document, and the page made of it |

mod caller;
mod create;
mod disconnect;
mod document;
mod examples;
mod given;
mod integrations;
mod page;
mod provision;
mod qr;
mod refusal;
mod refusals;
mod standing;
mod start;
mod status;
mod time;
mod wire;

use axum::Router;

use super::App;

pub use document::document;
pub(super) use document::show;
pub(super) use page::read;
pub(super) use refusals::OfBody;
pub(super) use wire::Failure;

/// What the document says of the header that names a request.
const KEY: &str = "Names the request: the same key again is the same request, whatever became of the first answer.";

/// Every call, once: the router and the document are made of this list.
macro_rules! calls {
    ($($method:ident $path:literal => $($segment:ident)::+;)+) => {
        fn calls() -> Router<App> {
            Router::new()$(.route($path, axum::routing::$method($($segment)::+)))+
        }

        /// The calls in this order: method and path.
        pub(super) const ORDER: &[(&str, &str)] = &[$((stringify!($method), $path)),+];

        #[derive(utoipa::OpenApi)]
        #[openapi(
            info(title = "wpp-panel"),
            paths($($($segment)::+),+),
            components(schemas(wire::Failure)),
        )]
        struct Document;
    };
}

calls! {
    post "/functions/v1/wpp-provision" => provision::provision;
    post "/functions/v1/wpp-create" => create::create;
    get "/functions/v1/wpp-qr" => qr::get;
    post "/functions/v1/wpp-qr" => qr::post;
    post "/functions/v1/wpp-status" => status::status;
    post "/functions/v1/wpp-start" => start::start;
    post "/functions/v1/wpp-disconnect" => disconnect::disconnect;
    get "/functions/v1/messenger-integrations" => integrations::list::list;
    post "/functions/v1/messenger-integrations" => integrations::create::create;
    put "/functions/v1/messenger-integrations" => integrations::change::change;
    delete "/functions/v1/messenger-integrations" => integrations::delete::delete;
    post "/functions/v1/wpp-webhook" => super::webhook::take;
}

/// The calls.
pub(super) fn routes() -> Router<App> {
    calls()
}
