//! The main page.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use crate::{
    api::views,
    ui::{
        pages::integrations::{Part, WhatsAppIntegrations},
        panel::start::{DRAWN, Start},
    },
};

use super::{auth::SignedIn, page::Page};

/// The list of sessions, for everybody of the organization: its beginning complete, from the database, without asking the gateway.
pub(super) async fn show(SignedIn(actor): SignedIn, page: Page) -> Response {
    let connect = page.app().connect.clone();
    let listing = match connect.beginning(&actor, DRAWN).await {
        Ok(listing) => listing,
        Err(error) => {
            tracing::error!(%error, "the list could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let panel = views::panel(&listing.first, connect.now());
    let part = Part::Sessions(Start::of(panel, listing.all, listing.connected, actor.is_admin()));
    let frame = page.frame();
    let view = move || view! { <WhatsAppIntegrations frame viewer=actor part /> };
    page.show(StatusCode::OK, view)
}
