//! «Что делать».

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use crate::ui::pages::help::{Asked, HelpList, HelpPage};

use super::page::Page;

/// `GET /help`
pub(super) async fn list(page: Page) -> Response {
    let frame = page.frame();
    page.show(StatusCode::OK, move || view! { <HelpList frame /> })
}

/// `GET /help/{topic}`: a topic or the code of a failure.
pub(super) async fn show(Path(topic): Path<String>, page: Page) -> Response {
    let Some(asked) = Asked::parse(&topic) else { return StatusCode::NOT_FOUND.into_response() };
    let frame = page.frame();
    page.show(StatusCode::OK, move || view! { <HelpPage frame asked /> })
}
