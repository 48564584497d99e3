//! The main page.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::ui::pages::home::HomePage;

use super::{auth::SignedIn, page::Page};

/// The list of sessions, for everybody of the organization.
pub(super) async fn show(SignedIn(actor): SignedIn, page: Page) -> Response {
    let frame = page.frame();
    page.show(StatusCode::OK, move || view! { <HomePage frame=frame.clone() viewer=actor.clone() /> }).await
}
