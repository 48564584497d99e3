//! The broken answers themselves.

use std::{convert::Infallible, io, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Response as HttpResponse, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::json;
use tokio::sync::watch;

use super::{
    answer::{error_response, json_response},
    fault::{Fault, FaultBody, HUGE},
    line::Line,
};

/// Where a simulated redirect points to.
pub const REDIRECT_TARGET: &str = "/redirected";

const HALF: &str = r#"{"success":true,"status":"conn"#;
const PAGE: &str = "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway\
                    </h1></center><hr><center>nginx</center></body></html>";
const CHUNK: u64 = 64 * 1024;
const DRIP: Duration = Duration::from_millis(100);

/// Answers as the order says; never returns for a hang.
pub(crate) async fn respond(fault: &Fault, line: &Line, down: watch::Receiver<bool>) -> Response {
    let status = fault.status.unwrap_or(match fault.body {
        FaultBody::Error => 500,
        FaultBody::Redirect => 307,
        _ => 200,
    });
    let mut response = match &fault.body {
        FaultBody::Error => error_response(status, "Simulated failure"),
        FaultBody::Html => typed(status, "text/html; charset=utf-8", PAGE),
        FaultBody::Truncated => typed(status, "application/json", HALF),
        FaultBody::Cut => typed(status, "application/json", cut()),
        FaultBody::Huge => typed(status, "application/json", huge(fault.bytes.unwrap_or(HUGE))),
        FaultBody::Drip => typed(status, "application/json", drip(down)),
        FaultBody::Redirect => redirect(status),
        FaultBody::WrongTypes => json_response(
            status,
            json!({
                "token": 12_345, "expiresIn": { "in": "a while" }, "apiKey": ["key"], "session": false, "status": 200,
                "state": ["connected"], "qr": { "width": 25 }, "data": "qr", "taskId": {}, "success": "yes",
            }),
        ),
        FaultBody::Empty => typed(status, "application/json", Body::empty()),
        FaultBody::Hang => std::future::pending().await,
        FaultBody::Close => line.cut(),
        FaultBody::Json(body) => json_response(status, body.clone()),
        FaultBody::Text(body) => typed(status, "application/json", body.clone()),
    };
    if let Some(seconds) = fault.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The status for the call log; `None` where no answer leaves.
pub fn logged_status(fault: &Fault, response: &Response) -> Option<u16> {
    (fault.body != FaultBody::Close).then(|| response.status().as_u16())
}

fn typed(status: u16, kind: &'static str, body: impl Into<Body>) -> Response {
    HttpResponse::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .body(body.into())
        .unwrap_or_else(|_| error_response(500, "Simulated failure"))
}

fn redirect(status: u16) -> Response {
    let mut response = typed(status, "text/plain", "");
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(REDIRECT_TARGET));
    response.into_response()
}

fn cut() -> Body {
    Body::from_stream(stream::unfold(true, |first| async move {
        if first {
            return Some((Ok(Bytes::from_static(HALF.as_bytes())), false));
        }
        // What is there is flushed while the body waits; an error at once would take it along.
        tokio::task::yield_now().await;
        Some((Err(reset()), false))
    }))
}

fn drip(down: watch::Receiver<bool>) -> Body {
    Body::from_stream(stream::unfold(down, |down| async {
        tokio::time::sleep(DRIP).await;
        let drop = if *down.borrow() { Err(reset()) } else { Ok(Bytes::from_static(b" ")) };
        Some((drop, down))
    }))
}

fn reset() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

fn huge(bytes: u64) -> Body {
    const HEAD: &str = r#"{"status":"connected","padding":""#;
    const TAIL: &str = r#""}"#;
    let padding = bytes.saturating_sub((HEAD.len() + TAIL.len()) as u64);
    let whole = Bytes::from(vec![b'x'; CHUNK as usize]);
    let last = usize::try_from(padding % CHUNK).unwrap_or(0);
    let parts = (0..padding / CHUNK).map({
        let whole = whole.clone();
        move |_| whole.clone()
    });
    let all = std::iter::once(Bytes::from_static(HEAD.as_bytes()))
        .chain(parts)
        .chain([whole.slice(..last), Bytes::from_static(TAIL.as_bytes())]);
    Body::from_stream(stream::iter(all.map(Ok::<_, Infallible>)))
}
