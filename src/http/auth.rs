//! Who is asking, as extractors: a handler that takes one of them cannot forget to check.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, StatusCode, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{domain::actor::Actor, people::PeopleError};

use super::{App, client::ClientAddress, cookie, error, next};

/// Who sent these headers; `None` if nobody is signed in.
///
/// # Errors
/// [`PeopleError`] if the store did not answer: not knowing is not the same as nobody.
pub(crate) async fn actor(app: &App, headers: &HeaderMap) -> Result<Option<Actor>, PeopleError> {
    match cookie::token(headers, app.settings.secure_cookies) {
        Some(token) => app.people.signed_in(&token).await,
        None => Ok(None),
    }
}

/// A signed-in person, or nobody.
#[derive(Clone, Debug)]
pub struct MaybeActor(pub Option<Actor>);

/// A signed-in person. Nobody is sent to the sign-in page and back again, or answered 401 outside of pages.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Actor);

/// A signed-in administrator. A member is answered 403.
#[derive(Clone, Debug)]
pub struct Admin(pub Actor);

impl FromRequestParts<App> for MaybeActor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(parts, app).await;
        let found = actor(app, &parts.headers).await.map_err(|error| error::people(&error).into_response())?;
        Ok(Self(found.map(|actor| actor.from(address))))
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let MaybeActor(actor) = MaybeActor::from_request_parts(parts, app).await?;
        actor.map(Self).ok_or_else(|| {
            if error::speaks_json(parts.uri.path()) {
                return StatusCode::UNAUTHORIZED.into_response();
            }
            // what was posted cannot be repeated after the sign-in
            let shows = matches!(parts.method, Method::GET | Method::HEAD);
            let path = parts.uri.path_and_query().filter(|_| shows).map_or("/", |path| path.as_str());
            Redirect::to(&next::login_for(path)).into_response()
        })
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, app).await?;
        if actor.is_admin() { Ok(Self(actor)) } else { Err(StatusCode::FORBIDDEN.into_response()) }
    }
}
