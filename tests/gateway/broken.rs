//! Answers that are none, come too late, or never end.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpSocket},
};
use wpp_panel::{
    connect::ports::{Gateway, GatewayError, GatewayFault},
    gateway::wpp::Limits,
};

use crate::{
    kit::{Setup, account, kit},
    raw::Raw,
    stub::{Reply, Stub, TOKEN},
    support::clock::ManualClock,
};

/// Far more than any of these calls may take, and less than the limit for production.
const LONG: Duration = Duration::from_secs(25);

async fn ask(reply: impl Fn() -> Reply + Send + Sync + 'static) -> GatewayError {
    kit(move |_| reply()).await.client.status(&account()).await.unwrap_err()
}

async fn ask_raw(bytes: &'static [u8]) -> GatewayError {
    let raw = Raw::start(bytes).await;
    Setup::default().client(&raw.url, &Arc::new(ManualClock::default())).status(&account()).await.unwrap_err()
}

async fn ask_hasty(reply: impl Fn() -> Reply + Send + Sync + 'static) -> GatewayError {
    let begun = Instant::now();
    let kit = Setup::hasty().answering(move |_| reply()).await;
    let error = kit.client.status(&account()).await.unwrap_err();
    assert!(begun.elapsed() < LONG);
    error
}

#[tokio::test]
async fn what_is_not_json_is_nonsense() {
    for text in ["", "OK", "{\"status\":", "{\"status\":\"connected\"} trailing", "\u{0}\u{1}", "NaN"] {
        let error = ask(move || Reply::text(200, text)).await;
        assert_eq!((error.fault, error.status), (GatewayFault::Nonsense, Some(200)), "{text:?}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(ask(move || Reply::text(200, deep.clone())).await.fault, GatewayFault::Nonsense);
}

#[tokio::test]
async fn a_page_is_nonsense_even_if_it_says_that_it_is_json() {
    let error = ask(|| Reply::html(200)).await;
    assert_eq!((error.fault, error.detail.as_str()), (GatewayFault::Nonsense, "an HTML page instead of JSON"));
    let error = ask(|| Reply::text(200, "<html>").header("content-type", "application/json")).await;
    assert_eq!(error.fault, GatewayFault::Nonsense);
}

#[tokio::test]
async fn json_is_json_whatever_its_content_type_is() {
    let kit =
        kit(|_| Reply::text(200, "\u{feff}{\"status\":\"connected\"}\n").header("content-type", "text/html")).await;
    kit.client.status(&account()).await.unwrap();
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_nonsense() {
    for bytes in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 4096\r\n\r\n{\"status\":\"connected\"}"[..],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n16\r\n{\"status\":\"connected\"}",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"status\":\"connected\"}",
    ] {
        let error = ask_raw(bytes).await;
        assert_eq!(error.fault, GatewayFault::Nonsense, "{}", String::from_utf8_lossy(bytes));
        assert_eq!(error.call, "accounts/status");
    }
}

#[tokio::test]
async fn a_connection_that_closes_without_an_answer_is_unreachable() {
    for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\ncontent-le", b"SSH-2.0-OpenSSH_9.2\r\n"] {
        let error = ask_raw(bytes).await;
        assert_eq!(error.fault, GatewayFault::Unreachable, "{}", String::from_utf8_lossy(bytes));
    }
}

#[tokio::test]
async fn an_error_whose_body_breaks_off_is_still_that_error() {
    let error = ask_raw(b"HTTP/1.1 503 No\r\nretry-after: 9\r\ncontent-length: 4096\r\n\r\n{\"err").await;
    assert_eq!(error.fault, GatewayFault::Unwell { retry_after: Some(Duration::from_secs(9)) });
}

#[tokio::test]
async fn an_answer_over_the_limit_is_nonsense() {
    let huge = |size: usize| json!({"status": "connected", "filler": "x".repeat(size)});
    let error = ask(move || Reply::ok(huge(2 * 1024 * 1024))).await;
    assert_eq!((error.fault, error.detail.as_str()), (GatewayFault::Nonsense, "an answer over the size limit"));
    let error = ask(Reply::endless).await;
    assert_eq!((error.fault, error.detail.as_str()), (GatewayFault::Nonsense, "an answer over the size limit"));

    let kit = kit(move |_| Reply::ok(huge(1024 * 1024 - 100))).await;
    kit.client.status(&account()).await.unwrap();
}

#[tokio::test]
async fn an_error_with_a_huge_body_is_still_that_error() {
    let error = ask(|| Reply::text(500, "x".repeat(2 * 1024 * 1024))).await;
    assert_eq!(error.fault, GatewayFault::Unwell { retry_after: None });
}

#[tokio::test]
async fn a_redirect_is_nonsense_and_not_followed() {
    let target = Stub::start(|_| Reply::ok(json!({"status": "connected"}))).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/elsewhere", target.url);
        let error = ask(move || Reply::json(status, json!({})).header("location", location.clone())).await;
        assert_eq!((error.fault, error.status), (GatewayFault::Nonsense, Some(status)));
    }
    assert!(target.hits().is_empty());
}

#[tokio::test]
async fn silence_is_timed_out() {
    let error = ask_hasty(Reply::hang).await;
    assert_eq!((error.fault, error.status), (GatewayFault::TimedOut, None));
}

#[tokio::test]
async fn an_answer_that_drips_is_timed_out() {
    assert_eq!(ask_hasty(|| Reply::drip(200)).await.fault, GatewayFault::TimedOut);
}

#[tokio::test]
async fn an_error_whose_body_drips_is_known_by_its_status() {
    let limits = Limits { words: Duration::from_millis(30), ..Limits::default() };
    let begun = Instant::now();
    let kit = Setup { limits, ..Setup::default() }.answering(|_| Reply::drip(500)).await;
    let error = kit.client.status(&account()).await.unwrap_err();
    assert_eq!(error.fault, GatewayFault::Unwell { retry_after: None });
    assert!(begun.elapsed() < LONG);
}

#[tokio::test]
async fn the_time_limit_is_for_token_and_call_together() {
    let begun = Instant::now();
    let kit = Setup::hasty().scripted(|_| Reply::hang()).await;
    let error = kit.client.status(&account()).await.unwrap_err();
    assert_eq!((error.fault, error.call), (GatewayFault::TimedOut, TOKEN.trim_start_matches("POST /")));
    assert!(begun.elapsed() < LONG);
}

#[tokio::test]
async fn a_refused_connection_is_unreachable() {
    // taken, so that nobody else listens there either
    let silent = TcpSocket::new_v4().unwrap();
    silent.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client = Setup::default().client(&url, &Arc::new(ManualClock::default()));
    let error = client.status(&account()).await.unwrap_err();
    assert_eq!((error.fault.clone(), error.status), (GatewayFault::Unreachable, None));
    assert!(error.detail.contains("refused"), "{}", error.detail);
    assert!(error.may_pass());
}

#[tokio::test]
async fn a_connection_that_does_not_come_about_is_unreachable() {
    // takes the connection and never answers the TLS greeting
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let limits = Limits { connect: Duration::from_millis(50), ..Limits::default() };
    let client = Setup { limits, ..Setup::default() }.client(&url, &Arc::new(ManualClock::default()));
    let begun = Instant::now();
    let error = client.status(&account()).await.unwrap_err();
    assert_eq!(error.fault, GatewayFault::Unreachable);
    assert!(begun.elapsed() < LONG);
}

#[tokio::test]
async fn what_is_no_tls_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let client = Setup::default().client(&url, &Arc::new(ManualClock::default()));
    let access = account();
    let (result, ()) = tokio::join!(client.status(&access), async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    });
    assert_eq!(result.unwrap_err().fault, GatewayFault::Unreachable);
}
