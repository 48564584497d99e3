//! The control side over HTTP.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{
        answer::{error_response, json_response},
        fault::Fault,
        shared::Shared,
    },
    ControlError, Handle, Placed, Scan,
    body::Order,
};

/// Everything under `/control`.
pub fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/health", get(|| async { Json(json!({ "ok": true })) }))
        .route("/accounts", get(|control: Control| async move { Json(control.0.accounts()) }))
        .route("/keys", get(|control: Control| async move { Json(control.0.keys()) }))
        .route("/scan", post(scan))
        .route(
            "/unlink",
            post(|control: Control, Order(it): Order<Number>| order(control, move |c| c.unlink(&it.number))),
        )
        .route("/offline", post(offline))
        .route(
            "/online",
            post(|control: Control, Order(it): Order<Number>| order(control, move |c| c.online(&it.number))),
        )
        .route(
            "/timeout",
            post(|control: Control, Order(it): Order<Number>| order(control, move |c| c.time_out(&it.number))),
        )
        .route(
            "/forget",
            post(|control: Control, Order(it): Order<Number>| order(control, move |c| c.forget(&it.number))),
        )
        .route("/say", post(say))
        .route("/message", post(message))
        .route("/event", post(event))
        .route("/place", post(|control: Control, Order(it): Order<Placed>| order(control, move |c| c.place(it))))
        .route("/kill_key", post(kill_key))
        .route("/fail", post(fail).delete(|control: Control| plain(control, Handle::clear_faults)))
        .route("/down", post(|control: Control| plain(control, Handle::down)))
        .route("/up", post(|control: Control| plain(control, Handle::up)))
        .route("/settings", get(|control: Control| async move { Json(control.0.settings()) }).post(settings))
        .route("/clock", get(|control: Control| async move { time(&control.0) }).post(clock))
        .route(
            "/calls",
            get(|control: Control| async move { Json(control.0.calls()) })
                .delete(|control: Control| plain(control, Handle::clear_calls)),
        )
        .route(
            "/deliveries",
            get(|control: Control| async move { Json(control.0.deliveries()) })
                .delete(|control: Control| plain(control, Handle::clear_deliveries)),
        )
        .route("/reset", post(|control: Control| plain(control, Handle::reset)))
        .fallback(|| async { error_response(404, "there is no such order; the table of all is in the module sim") })
        .method_not_allowed_fallback(|| async { error_response(405, "this order takes another HTTP method") })
        .with_state(Handle { shared })
}

type Control = State<Handle>;

async fn order(State(handle): Control, act: impl FnOnce(&Handle) -> Result<(), ControlError>) -> Response {
    answer(act(&handle).map(|()| json!({ "ok": true })))
}

async fn plain(State(handle): Control, act: impl FnOnce(&Handle)) -> Response {
    act(&handle);
    answer(Ok(json!({ "ok": true })))
}

fn answer(result: Result<Value, ControlError>) -> Response {
    match result {
        Ok(body) => json_response(200, body),
        Err(error) => error_response(error.status(), &error.to_string()),
    }
}

fn time(handle: &Handle) -> Response {
    Json(json!({ "now_ms": handle.now_ms() })).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScanOrder {
    number: String,
    phone: Option<String>,
    link_ms: Option<u64>,
}

async fn scan(control: Control, Order(it): Order<ScanOrder>) -> Response {
    order(control, |handle| handle.scan(&it.number, Scan { phone: it.phone, link_ms: it.link_ms })).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfflineOrder {
    number: String,
    linked: Option<bool>,
}

async fn offline(control: Control, Order(it): Order<OfflineOrder>) -> Response {
    order(control, |handle| handle.offline(&it.number, it.linked.unwrap_or(true))).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SayOrder {
    number: String,
    word: Option<String>,
}

async fn say(control: Control, Order(it): Order<SayOrder>) -> Response {
    order(control, |handle| handle.say(&it.number, it.word.as_deref())).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageOrder {
    number: String,
    from: Option<String>,
    text: Option<String>,
}

async fn message(control: Control, Order(it): Order<MessageOrder>) -> Response {
    let from = it.from.as_deref().unwrap_or("79990001122");
    order(control, |handle| handle.message(&it.number, from, it.text.as_deref().unwrap_or("Привет!"))).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventOrder {
    number: String,
    body: Value,
}

async fn event(control: Control, Order(it): Order<EventOrder>) -> Response {
    order(control, |handle| handle.raw_event(&it.number, it.body)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KillOrder {
    key: Option<String>,
    number: Option<String>,
}

async fn kill_key(control: Control, Order(it): Order<KillOrder>) -> Response {
    order(control, |handle| match (it.key, it.number) {
        (Some(key), None) => handle.kill_key(&key),
        (None, Some(number)) => handle.kill_key_of(&number),
        _ => Err(ControlError::Unusable("name either the key or the number it belongs to".to_owned())),
    })
    .await
}

async fn fail(control: Control, Order(fault): Order<Fault>) -> Response {
    order(control, |handle| handle.fail(fault)).await
}

async fn settings(State(handle): Control, Order(patch): Order<Value>) -> Response {
    match handle.patch(&patch) {
        Ok(settings) => Json(settings).into_response(),
        Err(error) => error_response(error.status(), &error.to_string()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockOrder {
    advance_ms: u64,
}

async fn clock(State(handle): Control, Order(it): Order<ClockOrder>) -> Response {
    handle.advance(Duration::from_millis(it.advance_ms));
    time(&handle)
}
