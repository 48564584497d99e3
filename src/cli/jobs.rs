//! What runs beside the server.

use std::sync::Arc;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{parts::PartsError, stores::Stores};
use crate::{
    alerts::Alerts,
    config::Settings,
    connect::{Connect, ports::Clock},
    http::forward::HttpReceiver,
    jobs::{
        self,
        forward::Forwarder,
        inbox, janitor,
        retention::{self, Keep},
        watch, webhooks,
    },
    live::Hub,
};

/// The jobs of a server.
pub(super) struct Jobs {
    running: JoinSet<()>,
    stop: CancellationToken,
}

impl Jobs {
    /// Starts them. Events are kept with their bodies from here on, if they are to be passed on.
    pub async fn start(
        settings: &Settings,
        stores: &Stores,
        connect: &Connect,
        alerts: Alerts,
        hub: Arc<Hub>,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, PartsError> {
        let (mut running, stop) = (JoinSet::new(), CancellationToken::new());
        let events = stores.sessions.count_events().await?;
        match &settings.crm.forward_webhook_url {
            Some(address) => {
                let receiver = Arc::new(HttpReceiver::new(address)?);
                let forwarding = connect.pass_events_on();
                let store = stores.sessions.clone();
                let forwarder = Forwarder::new(store, receiver, clock.clone(), forwarding.clone(), stop.clone());
                tracing::info!(waiting = events.waiting, given_up = events.dead, "events are passed on");
                running.spawn(forwarder.run());
                running.spawn(webhooks::run(connect.clone(), forwarding, clock.clone(), stop.clone()));
            }
            None if events.waiting > 0 => {
                tracing::warn!(
                    waiting = events.waiting,
                    "events wait to be passed on, and APP_FORWARD_WEBHOOK_URL is not set"
                );
            }
            None => {}
        }
        running.spawn(janitor::run(connect.clone(), clock.clone(), stop.clone()));
        running.spawn(jobs::alerts::run(alerts, clock.clone(), stop.clone()));
        running.spawn(watch::looked_at(connect.clone(), hub.clone(), clock.clone(), stop.clone()));
        let stopped = stop.clone();
        running.spawn(async move {
            stopped.run_until_cancelled(hub.hear_others()).await;
        });
        running.spawn(watch::reconcile(connect.clone(), settings.reconcile_every, clock.clone(), stop.clone()));
        running.spawn(inbox::run(connect.clone(), clock.clone(), stop.clone()));
        let keep = Keep { events_for: settings.events.keep_for, most_events: settings.events.keep_most };
        running.spawn(retention::run(stores.sessions.clone(), keep, clock.clone(), stop.clone()));
        Ok(Self { running, stop })
    }

    /// Ends them; returns when what was under way is finished.
    pub async fn end(mut self) {
        self.stop.cancel();
        while let Some(ended) = self.running.join_next().await {
            if ended.is_err() {
                tracing::error!("a job had panicked");
            }
        }
    }
}
