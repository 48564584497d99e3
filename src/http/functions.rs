//! The route of the server functions: each gets its caller and refuses on its own.

use axum::{
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use leptos::{prelude::provide_context, server_fn::axum::server_fn_paths};

use crate::api::caller::Caller;

use super::{App, auth::MaybeActor};

/// `POST /api/…`
pub(super) async fn call(State(app): State<App>, MaybeActor(actor): MaybeActor, request: Request<Body>) -> Response {
    if !server_fn_paths().any(|(known, _)| known == request.uri().path()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let caller = Caller { connect: app.connect.clone(), actor };
    let answer = leptos_axum::handle_server_fns_with_context(move || provide_context(caller.clone()), request);
    answer.await.into_response()
}
