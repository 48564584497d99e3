//! The page behind a link. A browser that took one has a cookie, which opens this page and nothing else.

use axum::{
    Form,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    api::views,
    domain::{guest::GuestLink, secret::Secret},
    http::{App, client::ClientAddress, cookie, error, page::Page},
    people::{GuestError, GuestView},
    ui::pages::guest::{Flow, GuestPage, Scene, SceneView},
};

const SCENE: HeaderName = HeaderName::from_static("x-scene");
const OVER: HeaderName = HeaderName::from_static("x-over");

#[derive(Deserialize)]
pub(in crate::http) struct TokenForm {
    #[serde(default)]
    token: String,
}

/// `GET /connect`: of a link that was not taken the server learns nothing, since its key is behind the `#`.
pub(in crate::http) async fn show(headers: HeaderMap, page: Page) -> Response {
    let link = match guest(page.app(), &headers).await {
        Ok(Some(link)) => link,
        Ok(None) => return render(page, StatusCode::OK, Flow::Ask),
        Err(response) => return response,
    };
    match scene(page.app(), &link).await {
        Ok(scene) => render(page, StatusCode::OK, Flow::Scene(Box::new(link), Box::new(scene))),
        Err(failure) => failed(&failure),
    }
}

/// `POST /connect`: the press. A messenger that looks at links does not press.
pub(in crate::http) async fn begin(
    page: Page,
    ClientAddress(address): ClientAddress,
    Form(form): Form<TokenForm>,
) -> Response {
    let app = page.app();
    match app.people.open_guest_link(&app.connect, &Secret::new(form.token), address).await {
        Ok((browser, link)) => {
            let left = link.expires_at.since(app.clock.now()).as_secs();
            let mut response = Redirect::to("/connect").into_response();
            if let Some(cookie) = cookie::guest(&browser, left, app.settings.secure_cookies) {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(GuestError::Unknown) => render(page, StatusCode::GONE, Flow::BadLink),
        Err(GuestError::TooOften(wait)) => {
            let seconds = wait.as_secs() + 1;
            let mut response = render(page, StatusCode::TOO_MANY_REQUESTS, Flow::TooOften(seconds));
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        Err(failure) => failed(&failure),
    }
}

/// `POST /connect/again`: «Новый код»
pub(in crate::http) async fn again(headers: HeaderMap, page: Page) -> Response {
    let app = page.app();
    let again = match guest(app, &headers).await {
        Ok(Some(link)) => app.people.guest_again(&app.connect, &link).await,
        Ok(None) => Ok(()),
        Err(response) => return response,
    };
    match again {
        Ok(()) | Err(GuestError::Unknown) => Redirect::to("/connect").into_response(),
        Err(failure) => failed(&failure),
    }
}

/// `GET /connect/scene`: the part of the page that changes, or 204 while it is what the page has.
pub(in crate::http) async fn changes(headers: HeaderMap, page: Page) -> Response {
    let link = match guest(page.app(), &headers).await {
        Ok(Some(link)) => link,
        // the page is of a link that was forgotten long ago
        Ok(None) => return StatusCode::GONE.into_response(),
        Err(response) => return response,
    };
    let scene = match scene(page.app(), &link).await {
        Ok(scene) => scene,
        Err(failure) => return failed(&failure),
    };
    let name = scene.name();
    if headers.get(SCENE).is_some_and(|has| has.as_bytes() == name.as_bytes()) {
        return StatusCode::NO_CONTENT.into_response();
    }
    let (over, now) = (scene.is_over(), page.app().clock.now());
    let view = move || view! { <SceneView scene now /> };
    let mut response = page.show(StatusCode::OK, view);
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(SCENE, name);
    }
    if over {
        response.headers_mut().insert(OVER, HeaderValue::from_static("1"));
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn guest(app: &App, headers: &HeaderMap) -> Result<Option<GuestLink>, Response> {
    let Some(token) = cookie::guest_token(headers, app.settings.secure_cookies) else { return Ok(None) };
    app.people.guest(&token).await.map_err(|failure| error::people(&failure).into_response())
}

async fn scene(app: &App, link: &GuestLink) -> Result<Scene, GuestError> {
    Ok(match app.people.guest_view(&app.connect, link).await? {
        GuestView::Preparing => Scene::Preparing,
        GuestView::Trouble => Scene::Trouble,
        GuestView::Connected => Scene::Connected,
        GuestView::Revoked => Scene::Revoked,
        GuestView::Expired => Scene::Expired,
        GuestView::Session(session) => Scene::Progress(views::progress(&session, app.clock.now(), 0, true)),
    })
}

fn render(page: Page, status: StatusCode, flow: Flow) -> Response {
    let (frame, now) = (page.frame(), page.app().clock.now());
    let mut response = page.show(status, move || view! { <GuestPage frame flow now /> });
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn failed(failure: &GuestError) -> Response {
    match failure {
        GuestError::Failed(failure) => error::people(failure).into_response(),
        GuestError::Connect(failure) => error::use_case(failure, "a guest's page"),
        _ => StatusCode::GONE.into_response(),
    }
}
