//! Sends events to webhooks, in order for each account, and repeats what failed twice.

use std::{collections::HashMap, net::IpAddr, sync::Arc, time::Duration};

use reqwest::{Client, Url, redirect::Policy};
use tokio::{sync::mpsc, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{config::SimError, record::DeliveryRecord, shared::Shared, world::Delivery};

/// How often an event is tried.
const ATTEMPTS: u32 = 3;
/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client for loopback addresses. It brings its own TLS settings, since the default ones need a provider that the
/// process may not have installed and load certificates that nothing here uses.
pub fn client() -> Result<Client, SimError> {
    let fault = |error: &dyn std::error::Error| SimError::Client(error.to_string());
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| fault(&error))?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .timeout(PATIENCE)
        .tls_backend_preconfigured(tls)
        .build()
        .map_err(|error| fault(&error))
}

/// Takes events from `outbox` until the simulator stops.
pub(crate) async fn run(
    shared: Arc<Shared>,
    client: Client,
    mut outbox: mpsc::UnboundedReceiver<Delivery>,
    stop: CancellationToken,
) {
    let mut lanes: HashMap<String, mpsc::UnboundedSender<Delivery>> = HashMap::new();
    // Dropped with this function, and all lanes with it.
    let mut tasks = JoinSet::new();
    loop {
        let delivery = tokio::select! {
            () = stop.cancelled() => return,
            delivery = outbox.recv() => delivery,
        };
        let Some(delivery) = delivery else { return };
        let lane = lanes.entry(delivery.number.clone()).or_insert_with(|| {
            let (sender, receiver) = mpsc::unbounded_channel();
            tasks.spawn(lane(shared.clone(), client.clone(), receiver));
            sender
        });
        // A lane ends only with this function.
        let _ = lane.send(delivery);
    }
}

async fn lane(shared: Arc<Shared>, client: Client, mut events: mpsc::UnboundedReceiver<Delivery>) {
    while let Some(delivery) = events.recv().await {
        deliver(&shared, &client, &delivery).await;
    }
}

async fn deliver(shared: &Shared, client: &Client, delivery: &Delivery) {
    let (word, body) = delivery.event.body(&delivery.number, delivery.at, &delivery.settings);
    for attempt in 1..=ATTEMPTS {
        if attempt > 1 {
            shared.clock.sleep(delivery.settings.retry_ms).await;
        }
        // A platform that is down sends nothing; its queue survives.
        let _ = shared.down.subscribe().wait_for(|down| !down).await;
        if shared.look(|world, _| world.era) != delivery.era {
            return;
        }
        let (status, error) = match send(client, &delivery.url, &body).await {
            Ok(status) => (Some(status), None),
            Err(words) => (None, Some(words)),
        };
        let delivered = status.is_some_and(|status| (200..300).contains(&status));
        shared.enter(|world, now| {
            if world.era == delivery.era {
                let (number, event) = (delivery.number.clone(), word.clone());
                world.deliveries.push(DeliveryRecord { at_ms: now, number, event, attempt, status, error });
            }
        });
        if delivered {
            return;
        }
    }
}

async fn send(client: &Client, url: &str, body: &serde_json::Value) -> Result<u16, String> {
    let url = Url::parse(url).map_err(|_| "the webhook's address cannot be read".to_owned())?;
    if !is_loopback(&url) {
        return Err("refused: a simulator sends events to loopback addresses only".to_owned());
    }
    match client.post(url).json(body).send().await {
        Ok(response) => Ok(response.status().as_u16()),
        // The address holds the receiver's secret.
        Err(error) => Err(error.without_url().to_string()),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.ends_with(".localhost") || address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}
