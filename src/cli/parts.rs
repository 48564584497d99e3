//! Where the concrete parts are opened and put together: the one file of the command line that knows what stands behind
//! the ports.

use std::{io, net::SocketAddr, path::Path, sync::Arc};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::stores::Stores;
use crate::{
    config::{self, Settings, SettingsError},
    connect::{
        Connect, Integrations, Patience,
        ports::{Clock, Gateway, Random, StoreError, SystemClock, SystemRandom},
    },
    domain::secret::Secret,
    gateway::{Measured, wpp::WppSetupError},
    http::{
        self, Watched,
        bearer::{Callers, Trust, TrustError},
        forward::ReceiverError,
        live::Rooms,
        site::Site,
    },
    live::Hub,
    metrics::Metrics,
    people::{People, PeopleError},
    sim::{Sim, SimError},
    store::{self, KeyError, OpenError, Options},
};

pub(crate) use super::gateways::{open_gateway, start_sim};
use super::{
    gateways::{demo_gateway, remember},
    jobs::Jobs,
    stop,
    watched::{Panel, count_calls},
};

/// Why a part could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum PartsError {
    /// The database.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// What is in the database.
    #[error(transparent)]
    Data(#[from] StoreError),
    /// What the settings lack.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The key under which secrets are sealed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The gateway's settings.
    #[error(transparent)]
    Gateway(#[from] WppSetupError),
    /// What tokens of the CRM are checked with.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The simulator.
    #[error(transparent)]
    Sim(#[from] SimError),
    /// Where events go on to.
    #[error(transparent)]
    Receiver(#[from] ReceiverError),
    /// No gateway is set.
    #[error("no gateway is set: set WPP_API_KEY or WPP_SECRET")]
    NoGateway,
    /// The address is taken, or may not be used.
    #[error("LEPTOS_SITE_ADDR: cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The address of metrics is taken, or may not be used.
    #[error("APP_METRICS_ADDR: cannot listen on {0}: {1}")]
    ListenForMetrics(SocketAddr, #[source] io::Error),
    /// The server ended by itself.
    #[error("the server failed: {0}")]
    Serve(#[source] io::Error),
    /// Whether anybody can sign in could not be found out.
    #[error(transparent)]
    People(#[from] PeopleError),
}

/// Opens the database and brings it up to date. Makes its folder, and the key file beside it where no key is set.
///
/// # Errors
/// [`PartsError`]
pub(crate) async fn open_store(settings: &Settings) -> Result<Stores, PartsError> {
    let key_was_there = super::keys::is_there(settings);
    let sealer = super::keys::sealer(settings)?;
    let options = Options {
        admin_roles: settings.crm.admin_roles.clone(),
        seal_shared: settings.database.seal_shared,
        ..Options::default()
    };
    let opened = store::open_with(settings.database.url.expose(), sealer, options).await;
    if matches!(opened, Err(OpenError::WrongKey { .. })) {
        super::keys::take_back(settings, key_was_there);
    }
    let whole = opened?;
    Ok(Stores {
        sessions: whole.clone(),
        people: whole.clone(),
        integrations: whole.clone(),
        alerts: whole.clone(),
        whole,
    })
}

async fn listen_for_metrics(addr: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(addr).await?;
    tracing::info!(address = %listener.local_addr()?, "metrics are at /metrics");
    Ok(listener)
}

/// What the edge needs to know.
fn edge_settings(settings: &Settings, public_url: &str, demo: bool) -> http::Settings {
    let edge = http::Settings::new(public_url, demo).allow(settings.crm.allowed_origins.clone());
    http::Settings { behind_proxy: settings.server.behind_proxy, drain: settings.server.drain, ..edge }
}

/// Whose tokens count.
fn trust(crm: &config::Crm) -> Trust {
    Trust {
        jwt_secret: crm.jwt_secret.clone(),
        jwks_url: crm.jwks_url.as_deref().map(Secret::new),
        jwt_issuer: crm.jwt_issuer.clone(),
        ..Trust::default()
    }
}

/// The use cases on the database and gateway of these settings, for a command that needs no server.
///
/// # Errors
/// [`PartsError`]
pub(crate) async fn open_connect(settings: &Settings) -> Result<(Stores, Connect), PartsError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let stores = open_store(settings).await?;
    let gateway = open_gateway(settings, clock.clone(), Some(&stores), None)?;
    let public_url = settings.public_url_at(settings.site.addr).to_string();
    let public_url = public_url.trim_end_matches('/').to_owned();
    let (random, patience) = (Arc::new(SystemRandom), Patience::default());
    // nobody looks at it here, and maybe at a server
    let hub = Arc::new(Hub::among(stores.sessions.clone()));
    let connect = Connect::new(stores.sessions.clone(), gateway, clock, random, hub, public_url, patience);
    Ok((stores, connect))
}

/// Serves the panel until the process is asked to end; then finishes what it began.
///
/// # Errors
/// [`PartsError`]
pub(crate) async fn serve(settings: Settings) -> Result<(), PartsError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let addr = settings.site.addr;
    let listener = http::listen(addr).map_err(|error| PartsError::Listen(addr, error))?;
    let bound = listener.local_addr().map_err(|error| PartsError::Listen(addr, error))?;

    let metrics_listener = match settings.server.metrics_addr {
        Some(addr) => Some(listen_for_metrics(addr).await.map_err(|error| PartsError::ListenForMetrics(addr, error))?),
        None => None,
    };
    let mut asked_to_stop = Box::pin(stop::listen());
    let stores = tokio::select! {
        opened = open_store(&settings) => opened?,
        // a database that lets one wait; nothing is begun yet
        () = &mut asked_to_stop => return Ok(()),
    };
    let demo = settings.gateway == Some(config::Gateway::Demo);
    let (gateway, sim) = if demo {
        let (gateway, sim) = demo_gateway(clock.clone()).await?;
        remember(&*stores.sessions, &sim, clock.now()).await?;
        (gateway, Some(sim))
    } else {
        (open_gateway(&settings, clock.clone(), Some(&stores), None)?, None)
    };
    let metrics = Arc::new(Metrics::new());
    let gateway: Arc<dyn Gateway> = Arc::new(Measured::new(gateway, clock.clone(), count_calls(metrics.clone())));
    let public_url = settings.public_url_at(bound).to_string();
    let public_url = public_url.trim_end_matches('/').to_owned();

    let patience = Patience::default();
    let hub = Arc::new(Hub::among(stores.sessions.clone()));
    let connect = Connect::new(
        stores.sessions.clone(),
        gateway,
        clock.clone(),
        random.clone(),
        hub.clone(),
        public_url.clone(),
        patience,
    );
    let stopping = CancellationToken::new();
    let rooms = Rooms::new(hub.clone(), connect.clone());
    let people = Arc::new(People::new(stores.people.clone(), clock.clone(), random.clone()));
    let alerts = super::alerts::open(&settings, &stores, &connect, hub.clone(), &public_url.to_string());
    let app = http::App {
        connect: connect.clone(),
        rooms: rooms.clone(),
        leaving: CancellationToken::new(),
        stopping: stopping.clone(),
        integrations: Integrations::new(connect.clone(), stores.integrations.clone()),
        sim: sim.as_ref().map(Sim::handle),
        people: people.clone(),
        alerts: alerts.clone(),
        callers: Arc::new(Callers::new(trust(&settings.crm), people.clone(), clock.clone())?),
        clock: clock.clone(),
        metrics: metrics.clone(),
        random,
        settings: Arc::new(edge_settings(&settings, &public_url, demo)),
        site: Arc::new(if settings.site.root_chosen {
            Site::load(Path::new(&settings.site.root))
        } else {
            Site::of_binary()
        }),
    };
    tracing::info!(address = %bound, %public_url, demo, "listening");
    announce(&people, &public_url, bound, demo).await?;

    if let Some(listener) = metrics_listener {
        let look = Arc::new(Panel { stores: stores.clone(), connect: connect.clone(), rooms });
        tokio::spawn(http::serve_metrics(listener, Watched { metrics, look }, stopping));
    }
    let jobs = Jobs::start(&settings, &stores, &connect, alerts, hub, &clock).await?;
    let served = http::serve(listener, app, asked_to_stop).await.map_err(PartsError::Serve);
    // a gateway that hangs must not keep the process: what is under way is written down, and a job goes on with it
    let ((), finished) = tokio::join!(jobs.end(), tokio::time::timeout(http::DRAIN, connect.finish()));
    if finished.is_err() {
        tracing::warn!("calls to the gateway were still open and are cut");
    }
    if let Some(sim) = sim {
        sim.stop().await;
    }
    stores.close().await;
    tracing::info!("stopped");
    served
}

/// Says on the terminal where to go, and the first time how to get in.
async fn announce(people: &People, public_url: &str, bound: SocketAddr, demo: bool) -> Result<(), PartsError> {
    let setup = people.setup_token().await?;
    let here = if demo { format!("http://{bound}") } else { public_url.to_owned() };
    // the terminal and not the log: a log is kept, and the link opens the panel
    match setup {
        Some(token) => eprintln!(
            "\n  Первый запуск: откройте в браузере (ссылка действует 30 минут)\n  {here}/setup?token={}\n",
            token.expose()
        ),
        None => eprintln!("\n  Панель: {here}/\n"),
    }
    Ok(())
}
