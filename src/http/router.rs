//! Every route and every layer.

use std::sync::Arc;

use axum::{Router, middleware::from_fn_with_state};
use leptos::server_fn::axum::server_fn_paths;
use tower_http::limit::RequestBodyLimitLayer;

use super::{
    App, account, alerts, assets, audit, cors, error, exchange, functions, guests, health, help, home, live, login,
    logout, look, origin, overview, phone, providers, reset, rest, security, sessions, setup, staff, trace,
};

/// The largest body of any request, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// The largest body of a form, in bytes.
const MAX_FORM: usize = 16 * 1024;

/// The whole panel as one service.
pub fn router(app: App) -> Router {
    edge(&app, routes(&app)).with_state(app)
}

/// The server functions; which there are the functions themselves say.
const FUNCTIONS: &str = "/api/{function}";

/// Makes a router and the list of its routes, so that no route can be missing in the list.
macro_rules! routes {
    ($router:ident, $list:ident: $($method:ident $path:expr => $($segment:ident)::+;)+) => {
        fn $router() -> Router<App> {
            Router::new()$(.route($path, axum::routing::$method($($segment)::+)))+
        }

        const $list: &[(&str, &str)] = &[$((stringify!($method), $path)),+];
    };
}

routes! { plain, PLAIN:
    get "/" => home::show;
    get "/api/live" => live::open;
    post "/sessions" => sessions::bulk::submit;
    post FUNCTIONS => functions::call;
    get "/healthz" => health::alive;
    get "/readyz" => health::ready;
    get "/openapi.json" => rest::show;
    get "/docs" => rest::read;
}

routes! { forms, FORMS:
    get "/login" => login::show;
    post "/login" => login::submit;
    post "/logout" => logout::submit;
    get "/setup" => setup::show;
    post "/setup" => setup::submit;
    post origin::EXCHANGE => exchange::exchange;
    get "/auth/enter" => exchange::enter;
    head "/auth/enter" => exchange::look;
    get "/sim/phone" => phone::show;
    post "/sim/phone/scan" => phone::scan;
    post "/sim/phone/unlink" => phone::unlink;
    get "/providers" => providers::list::show;
    post "/providers" => providers::add::submit;
    get "/providers/{id}" => providers::change::show;
    post "/providers/{id}" => providers::change::submit;
    get "/providers/{id}/delete" => providers::delete::show;
    post "/providers/{id}/delete" => providers::delete::submit;
    get "/account" => account::show;
    post "/account/password" => account::change;
    post "/account/look" => look::submit;
    post "/account/sign-ins/end" => account::end_others;
    post "/account/sign-ins/{name}/end" => account::end_one;
    get "/reset" => reset::show;
    post "/reset" => reset::submit;
    get "/people" => staff::show;
    post "/people/invitations" => staff::invite::submit;
    post "/people/invitations/{id}/revoke" => staff::invite::revoke;
    post "/people/{id}/role" => staff::change::role;
    get "/people/{id}/remove" => staff::change::ask;
    post "/people/{id}/remove" => staff::change::remove;
    get "/invite" => staff::join::show;
    post "/invite" => staff::join::submit;
    get "/help" => help::list;
    get "/help/{topic}" => help::show;
    get "/overview" => overview::show;
    get "/links" => guests::links::show;
    post "/links" => guests::links::submit;
    post "/links/{id}/revoke" => guests::links::revoke;
    get "/connect" => guests::page::show;
    post "/connect" => guests::page::begin;
    post "/connect/again" => guests::page::again;
    get "/connect/scene" => guests::page::changes;
    get "/alerts" => alerts::show;
    post "/alerts/after" => alerts::after;
    post "/alerts/channels" => alerts::add;
    post "/alerts/channels/{id}/test" => alerts::test;
    get "/alerts/channels/{id}/remove" => alerts::ask;
    post "/alerts/channels/{id}/remove" => alerts::remove;
    post "/alerts/messages/{id}/retry" => alerts::retry;
    get "/audit" => audit::show;
    get "/audit.csv" => audit::export;
    get "/sessions" => sessions::list::show;
    get "/sessions/{id}" => sessions::show::show;
    post "/sessions/{id}/manage" => sessions::manage::submit;
    post "/sessions/{id}/events/{number}/replay" => sessions::replay::submit;
    get "/sessions/{id}/webhook-key" => sessions::key::show;
    post "/sessions/{id}/webhook-key" => sessions::key::submit;
}

fn routes(app: &App) -> Router<App> {
    plain()
        .merge(forms().layer(RequestBodyLimitLayer::new(MAX_FORM)))
        .merge(rest::routes())
        .merge(assets::routes(&app.site))
}

/// Every route, as method in capitals and path, but for the files for browsers.
#[must_use]
pub fn all_routes() -> Vec<(String, String)> {
    let of_functions = server_fn_paths().map(|(path, method)| (method.to_string(), path.to_owned()));
    let fixed = [PLAIN, FORMS, rest::ORDER].concat();
    let fixed = fixed.into_iter().filter(|(_, path)| *path != FUNCTIONS);
    fixed.map(|(method, path)| (method.to_uppercase(), path.to_owned())).chain(of_functions).collect()
}

/// Puts every layer of the edge around `routes`. The last one is the outermost.
pub fn edge(app: &App, routes: Router<App>) -> Router<App> {
    // each layer clones what it is given at each request: one counter goes up then, and not one for every part of the state
    let (whole, settings) = (Arc::new(app.clone()), app.settings.clone());
    routes
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(from_fn_with_state(settings.clone(), origin::same_origin))
        .layer(from_fn_with_state(whole.clone(), error::dress))
        .layer(from_fn_with_state(cors::Sharing::with(&app.settings.allowed_origins), cors::share))
        .layer(from_fn_with_state(settings, security::headers))
        .layer(from_fn_with_state(whole, trace::request))
}
