//! What whoever watches the process is told.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::timeout,
};
use wpp_panel::connect::ports::Clock as _;

use crate::panel::{HTTP, Panel};

async fn ready(panel: &Panel) -> (StatusCode, Value) {
    let answer = panel.get("/readyz").await;
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

#[tokio::test]
async fn people_are_sent_here_while_the_database_answers() {
    let panel = Panel::new(HTTP).await;
    let fine = json!({ "status": "ready", "database": "ok", "gateway": "ok" });
    assert_eq!(ready(&panel).await, (StatusCode::OK, fine));

    panel.close_store().await;
    let (status, body) = ready(&panel).await;
    assert_eq!(
        (status, &body["status"], &body["database"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("unready"), &json!("fails"))
    );
    assert_eq!(panel.get("/healthz").await.status, StatusCode::OK, "killing it would bring no database back");
}

/// No other server would have a better gateway.
#[tokio::test]
async fn a_gateway_that_fails_is_named_and_decides_nothing() {
    let mut panel = Panel::new(HTTP).await;
    panel.meet_bad_gateway().await;
    let (status, body) = ready(&panel).await;
    assert_eq!((status, body), (StatusCode::OK, json!({ "status": "ready", "database": "ok", "gateway": "fails" })));
}

/// From the moment when it was asked to stop, and before it lets nobody in.
#[tokio::test]
async fn nobody_is_sent_to_who_is_about_to_leave() {
    let panel = Panel::new(HTTP).await;
    panel.app.leaving.cancel();
    let (status, body) = ready(&panel).await;
    assert_eq!((status, &body["status"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("stopping")));
    assert_eq!(panel.get("/login").await.status, StatusCode::OK);
}

#[tokio::test]
async fn requests_are_counted_by_their_route() {
    let panel = Panel::new(HTTP).await;
    panel.get("/healthz").await;
    panel.get("/help/gateway-slow").await;
    panel.get("/help/no-such-topic").await;
    panel.get("/made/up?key=secret").await;
    let text = panel.app.metrics.write(&wpp_panel::metrics::Moment::default());
    for line in [
        r#"wpp_panel_http_requests_total{method="GET",route="/healthz",status="200"} 1"#,
        r#"wpp_panel_http_requests_total{method="GET",route="/help/{topic}",status="200"} 1"#,
        r#"wpp_panel_http_requests_total{method="GET",route="/help/{topic}",status="404"} 1"#,
        r#"wpp_panel_http_requests_total{method="GET",route="none",status="404"} 1"#,
    ] {
        assert!(text.lines().any(|written| written == line), "{line}\n{text}");
    }
    assert!(!text.contains("made") && !text.contains("secret"), "{text}");
}

/// The stop waits for as long as it was told, by the clock.
#[tokio::test]
async fn a_server_drains_before_it_closes() {
    let mut panel = Panel::new(HTTP).await;
    let settings = wpp_panel::http::Settings { drain: Duration::from_secs(5), ..(*panel.app.settings).clone() };
    panel.app.settings = settings.into();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let app = panel.app.clone();
    let server = tokio::spawn(wpp_panel::http::serve(listener, app, async move { stopped.await.unwrap_or(()) }));
    let before = panel.clock.now();
    assert!(!panel.app.leaving.is_cancelled());
    stop.send(()).unwrap();
    timeout(Duration::from_secs(20), server).await.unwrap().unwrap().unwrap();
    assert!(panel.app.leaving.is_cancelled() && panel.app.stopping.is_cancelled());
    assert!(
        panel.clock.now().since(before) >= Duration::from_secs(5),
        "it waited by the clock, which takes no time here"
    );
    assert!(TcpStream::connect(address).await.is_err());
}
