//! The platform's side: its seven calls, and the gate that all of them pass.

mod ask;
mod create;
mod message;
mod qr;
mod route;
mod start;
mod status;
mod stop;
mod token;
mod webhook;

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, request::Parts},
    response::Response,
};
use serde_json::{Value, json};

use self::{
    ask::Ask,
    route::{Form, Route},
};
use super::{
    answer::{Answer, Refusal, error_response, json_response},
    broken, code,
    line::Line,
    record::{Call, CallRecord},
    settings::{Routes, Settings},
    shared::Shared,
};

/// The most that a call may send.
const BODY_LIMIT: usize = 1024 * 1024;

/// Answers a call, unless the platform is down or goes down meanwhile.
pub(crate) async fn serve(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
) -> Response {
    let mut down = shared.down.subscribe();
    tokio::select! {
        biased;
        _ = down.wait_for(|down| *down) => line.cut(),
        response = pass(&shared, &line, request) => response,
    }
}

async fn pass(shared: &Arc<Shared>, line: &Line, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let route = Route::parse(parts.method.as_str(), parts.uri.path());
    let Ok(body) = read(body).await else { return error_response(413, "Payload too large") };
    let number = route.number.clone().or_else(|| ask::number_in(route.call, body.as_ref()));
    let (record, delay) = shared.enter(|world, now| {
        let record = CallRecord::new(now, parts.method.as_str(), route.call, parts.uri.path(), number.clone());
        (world.calls.push(record), world.settings.delay_ms.draw())
    });
    if delay > 0 {
        shared.clock.sleep(delay).await;
    }
    let (absent, fault) = shared.enter(|world, _| {
        let absent = absent_route(&route, &world.settings);
        (absent, if absent.is_none() { world.faults.take(route.call, number.as_deref()) } else { None })
    });
    let (status, response) = match (absent, fault) {
        (Some(status), _) => (Some(status), error_response(status, "Not Found")),
        (None, Some(fault)) => {
            if fault.carried_out {
                carry_out(shared, &route, &parts, body.as_ref(), record);
            } else if let Some(late) = fault.late_ms {
                let (shared, route, parts, body) = (shared.clone(), route.clone(), parts.clone(), body.clone());
                tokio::spawn(async move {
                    shared.clock.sleep(late).await;
                    carry_out(&shared, &route, &parts, body.as_ref(), record);
                });
            }
            let response = broken::respond(&fault, line, shared.down.subscribe()).await;
            (broken::logged_status(&fault, &response), response)
        }
        (None, None) => {
            let response = carry_out(shared, &route, &parts, body.as_ref(), record);
            (Some(response.status().as_u16()), response)
        }
    };
    shared.enter(|world, _| {
        if let Some(record) = world.calls.get_mut(record) {
            record.status = status;
        }
    });
    response
}

/// The body: JSON, or `None` for none or for anything else.
async fn read(body: Body) -> Result<Option<Value>, axum::Error> {
    Ok(serde_json::from_slice(&to_bytes(body, BODY_LIMIT).await?).ok())
}

fn absent_route(route: &Route, settings: &Settings) -> Option<u16> {
    let absent = matches!(
        (settings.routes, route.form),
        (Routes::Plan, Some(Form::Internal)) | (Routes::Internal, Some(Form::Plan))
    );
    absent.then_some(settings.absent_route)
}

fn carry_out(shared: &Shared, route: &Route, parts: &Parts, body: Option<&Value>, record: u64) -> Response {
    let (answer, settings) = shared.enter(|world, now| {
        let bearer = bearer(&parts.headers);
        let path_number = route.number.as_deref();
        let answer = answer(route.call, Ask { world, config: &shared.config, now, bearer, path_number, body, record });
        (answer, world.settings.clone())
    });
    match answer {
        Ok(mut done) => {
            // Drawn here, out of the lock: a picture takes a while.
            if let Some(text) = done.code {
                code::put(&mut done.body, &settings, json!(code::value(&text, settings.qr_form)));
            }
            json_response(200, done.body)
        }
        Err(refusal) => error_response(refusal.status, refusal.words),
    }
}

fn answer(call: Call, ask: Ask<'_>) -> Answer {
    match call {
        Call::Token => token::answer(ask),
        Call::Create => create::answer(ask),
        Call::Start => start::answer(ask),
        Call::Status => status::answer(ask),
        Call::Qr => qr::answer(ask),
        Call::Webhook => webhook::answer(ask),
        Call::Stop => stop::answer(ask),
        Call::Message => message::answer(ask),
        Call::Redirected => Ok(json!({ "success": true, "status": "connected" }).into()),
        Call::Unknown => Err(Refusal::new(404, "Not Found")),
    }
}

/// What follows `Bearer`, whatever its letter case.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get("authorization")?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
