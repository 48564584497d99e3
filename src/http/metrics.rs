//! `/metrics`, on a listener of its own: what it says is for the operator and not for whoever can open the panel.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
    routing::get,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::metrics::{Look, Metrics};

/// As OpenMetrics has it; Prometheus reads it.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is asked at each scrape.
#[derive(Clone)]
pub struct Watched {
    /// What was counted.
    pub metrics: Arc<Metrics>,
    /// Who knows how things stand.
    pub look: Arc<dyn Look>,
}

/// Answers on `listener` until `stopping`.
pub(crate) async fn serve_metrics(listener: TcpListener, watched: Watched, stopping: CancellationToken) {
    let router = Router::new().route("/metrics", get(show)).with_state(watched);
    let served = axum::serve(listener, router).with_graceful_shutdown(stopping.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::error!(%error, "metrics are not served any more");
    }
}

async fn show(State(watched): State<Watched>) -> Response {
    let moment = watched.look.look().await;
    ([(header::CONTENT_TYPE, OPEN_METRICS)], watched.metrics.write(&moment)).into_response()
}
