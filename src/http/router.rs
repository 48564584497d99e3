//! Every route and every layer.

use any_spawner::Executor;
use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use tower_http::limit::RequestBodyLimitLayer;

use super::{
    App, assets, cors, error, exchange, functions, health, home, live, login, logout, origin, phone, providers, rest,
    security, sessions, setup, trace,
};

/// The largest body of any request, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// The largest body of a form, in bytes.
const MAX_FORM: usize = 16 * 1024;

/// The whole panel as one service.
pub fn router(app: App) -> Router {
    edge(&app, routes(&app)).with_state(app)
}

fn routes(app: &App) -> Router<App> {
    let forms = Router::new()
        .route("/login", get(login::show).post(login::submit))
        .route("/logout", post(logout::submit))
        .route("/setup", get(setup::show).post(setup::submit))
        .route(origin::EXCHANGE, post(exchange::exchange))
        .route("/auth/enter", get(exchange::enter).head(exchange::look))
        .route("/sim/phone", get(phone::show))
        .route("/sim/phone/scan", post(phone::scan))
        .route("/sim/phone/unlink", post(phone::unlink))
        .route("/providers", get(providers::list::show).post(providers::add::submit))
        .route("/providers/{id}", get(providers::change::show).post(providers::change::submit))
        .route("/providers/{id}/delete", get(providers::delete::show).post(providers::delete::submit))
        .route("/sessions/{id}", get(sessions::show::show))
        .route("/sessions/{id}/events/{number}/replay", post(sessions::replay::submit))
        .route("/sessions/{id}/webhook-key", get(sessions::key::show).post(sessions::key::submit))
        .layer(RequestBodyLimitLayer::new(MAX_FORM));
    Router::new()
        .route("/", get(home::show))
        .route("/api/live", get(live::open))
        .route("/api/{function}", post(functions::call))
        .route("/healthz", get(health::alive))
        .merge(forms)
        .merge(rest::routes())
        .merge(assets::routes(&app.site))
}

/// Puts every layer of the edge around `routes`. The last one is the outermost.
pub fn edge(app: &App, routes: Router<App>) -> Router<App> {
    // views spawn through it; a second call finds it there already
    let _ = Executor::init_tokio();
    routes
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(from_fn_with_state(app.clone(), origin::same_origin))
        .layer(from_fn_with_state(app.clone(), error::dress))
        .layer(from_fn_with_state(cors::Sharing::with(&app.settings.allowed_origins), cors::share))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn_with_state(app.clone(), trace::request))
}
