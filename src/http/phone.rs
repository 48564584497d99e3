//! «Телефон»: the simulated phone of demo mode. Scans what a real one would.

use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    domain::actor::Actor,
    sim::{Handle, Scan, State as AccountState},
    ui::pages::phone::{Line, PhonePage},
};

use super::{App, auth::Admin, page::Page};

#[derive(Deserialize)]
pub(super) struct Target {
    number: String,
}

/// The accounts of the organization's own sessions, as the simulator has them.
pub(super) async fn show(Admin(actor): Admin, page: Page) -> Response {
    let app = page.app().clone();
    let Some(sim) = app.sim.clone() else { return StatusCode::NOT_FOUND.into_response() };
    let lines = match own_lines(&app, &actor, &sim).await {
        Ok(lines) => lines,
        Err(status) => return status.into_response(),
    };
    let frame = page.frame();
    let view = move || view! { <PhonePage frame viewer=actor lines /> };
    page.show(StatusCode::OK, view)
}

pub(super) async fn scan(admin: Admin, app: State<App>, target: Form<Target>) -> Response {
    act(admin, app, target, |sim, number| sim.scan(number, Scan::default()).is_ok()).await
}

pub(super) async fn unlink(admin: Admin, app: State<App>, target: Form<Target>) -> Response {
    act(admin, app, target, |sim, number| sim.unlink(number).is_ok()).await
}

async fn act(
    Admin(actor): Admin,
    State(app): State<App>,
    Form(target): Form<Target>,
    act: impl FnOnce(&Handle, &str) -> bool,
) -> Response {
    let Some(sim) = &app.sim else { return StatusCode::NOT_FOUND.into_response() };
    match own_lines(&app, &actor, sim).await {
        Ok(lines) if lines.iter().any(|line| line.number == target.number) => {
            // a code that ran out meanwhile is no error: the page that follows shows what there is
            if !act(sim, &target.number) {
                tracing::info!(account = target.number, "the simulated phone came too late");
            }
            Redirect::to("/sim/phone").into_response()
        }
        Ok(_) => StatusCode::NOT_FOUND.into_response(),
        Err(status) => status.into_response(),
    }
}

async fn own_lines(app: &App, actor: &Actor, sim: &Handle) -> Result<Vec<Line>, StatusCode> {
    let sessions = app.connect.list(actor).await.map_err(|error| {
        tracing::error!(%error, "the list could not be read");
        StatusCode::SERVICE_UNAVAILABLE
    })?;
    let lines = sessions.iter().filter_map(|session| {
        let number = session.account.as_ref()?.as_str();
        let account = sim.account(number)?;
        Some(Line {
            name: session.name.clone(),
            number: number.to_owned(),
            seconds_left: account.code_left_ms.map(|ms| ms / 1_000),
            linking: account.state == AccountState::Linking,
            linked: account.linked,
        })
    });
    Ok(lines.collect())
}
