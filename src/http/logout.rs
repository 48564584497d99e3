//! Signing out.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{App, client::ClientAddress, cookie, error};

/// Ends the sign-in here and in the browser.
pub(super) async fn submit(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
) -> Response {
    let secure = app.settings.secure_cookies;
    if let Some(token) = cookie::token(&headers, secure) {
        let actor = app.people.signed_in(&token).await;
        if let Err(failure) = app.people.sign_out(&token).await {
            // the cookie stays, so that the person sees that they are still signed in
            return error::people(&failure).into_response();
        }
        if let Ok(Some(actor)) = actor {
            // what this sign-in listens to ends with it
            app.rooms.signed_out(actor.organization);
            app.people.note_sign_out(&actor.from(address)).await;
        }
    }
    let mut response = Redirect::to("/login").into_response();
    if let Some(cookie) = cookie::clear(secure) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
