//! Starts and stops a simulator.

use std::{net::SocketAddr, sync::Arc};

use axum::Router;
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    calls,
    config::{SimConfig, SimError},
    control::{Handle, routes::routes},
    delivery,
    line::{Line, Lines},
    shared::Shared,
};

/// A running simulator. It stops when this is dropped; [`Sim::stop`] also waits until it has.
pub struct Sim {
    addr: SocketAddr,
    handle: Handle,
    tasks: Vec<JoinHandle<()>>,
    stop: DropGuard,
}

impl Sim {
    /// Starts a simulator.
    ///
    /// # Errors
    /// An address that is not loopback, one that cannot be listened on, or settings that cannot work.
    pub async fn start(config: SimConfig) -> Result<Self, SimError> {
        if !config.listen.ip().is_loopback() {
            return Err(SimError::NotLoopback(config.listen));
        }
        config.settings.check().map_err(SimError::Settings)?;
        let client = delivery::client()?;
        let failed = |error| SimError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).await.map_err(failed)?;
        let addr = listener.local_addr().map_err(failed)?;

        let (outbox, events) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::new(config, outbox));
        let stop = CancellationToken::new();
        let app = Router::new()
            .fallback(calls::serve)
            .with_state(shared.clone())
            .nest("/control", routes(shared.clone()))
            .into_make_service_with_connect_info::<Line>();
        let server = axum::serve(Lines { listener, stop: stop.clone() }, app)
            .with_graceful_shutdown(stop.clone().cancelled_owned());
        let tasks = vec![
            tokio::spawn(async move {
                // It never returns an error; the type is for the future.
                let _ = server.await;
            }),
            tokio::spawn(delivery::run(shared.clone(), client, events, stop.clone())),
            tokio::spawn({
                let (shared, stop) = (shared.clone(), stop.clone());
                async move { shared.tick(stop).await }
            }),
        ];
        Ok(Self { addr, handle: Handle { shared }, tasks, stop: stop.drop_guard() })
    }

    /// The address it listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// That address as a URL, without a slash at the end: `http://127.0.0.1:41234`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The control side.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Cuts all connections and waits until everything has ended.
    pub async fn stop(self) {
        drop(self.stop);
        for task in self.tasks {
            // A task that panicked has ended too.
            let _ = task.await;
        }
    }
}
