//! The route of the server functions: each gets its caller and refuses on its own.

use axum::{
    body::Body,
    extract::{Request, State},
    response::Response,
};
use leptos::prelude::provide_context;

use crate::api::caller::Caller;

use super::{App, auth::MaybeActor};

/// `POST /api/…`
pub(super) async fn call(State(app): State<App>, MaybeActor(actor): MaybeActor, request: Request<Body>) -> Response {
    let caller = Caller { connect: app.connect.clone(), actor };
    let answer = leptos_axum::handle_server_fns_with_context(move || provide_context(caller.clone()), request);
    axum::response::IntoResponse::into_response(answer.await)
}
