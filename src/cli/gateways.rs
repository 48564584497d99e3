//! The gateway that is asked: the platform, or a simulated one within this process.

use std::{net::SocketAddr, sync::Arc};

use super::{parts::PartsError, stores::Stores};
use crate::{
    config::{self, Settings},
    connect::ports::{AccountKey, Clock, Gateway, SessionStore},
    domain::{secret::Secret, state::SessionState, time::Timestamp},
    gateway::wpp::{Recorder, WppClient, WppCredentials, WppRoutes, WppSettings},
    sim::{DEMO_CLIENT_SECRET, Placed, Sim, SimConfig},
};

/// Opens the gateway, which shares its tokens through `stores` and shows what goes to and fro to `recorder`;
/// `settings.gateway` must be there, and be no demo: a demo's gateway is made with its simulator.
///
/// # Errors
/// [`PartsError`]
pub fn open_gateway(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    stores: Option<&Stores>,
    recorder: Option<Recorder>,
) -> Result<Arc<dyn Gateway>, PartsError> {
    let (platform, credentials) = match &settings.gateway {
        Some(config::Gateway::Global { platform, api_key }) => (platform, WppCredentials::GlobalKey(api_key.clone())),
        Some(config::Gateway::PerClient { platform, secret }) => {
            (platform, WppCredentials::ClientSecret(secret.clone()))
        }
        Some(config::Gateway::Demo) | None => return Err(PartsError::NoGateway),
    };
    let routes = match platform.routes {
        config::Routes::Auto => WppRoutes::Auto,
        config::Routes::Plan => WppRoutes::Plan,
        config::Routes::Internal => WppRoutes::Internal,
    };
    let settings = WppSettings { base_url: platform.base_url.to_string(), credentials, routes };
    let client = WppClient::new(settings, clock)?;
    let client = match recorder {
        Some(recorder) => client.recorded(recorder),
        None => client,
    };
    Ok(Arc::new(match stores {
        Some(stores) => client.together(stores.whole.clone()),
        None => client,
    }))
}

/// Starts the simulated platform.
///
/// # Errors
/// [`PartsError`]
pub(crate) async fn start_sim(listen: SocketAddr) -> Result<Sim, PartsError> {
    Ok(Sim::start(SimConfig { listen, ..SimConfig::default() }).await?)
}

/// A gateway that is a simulator inside this process. It is spoken to over HTTP like the real one.
pub(super) async fn demo_gateway(clock: Arc<dyn Clock>) -> Result<(Arc<dyn Gateway>, Sim), PartsError> {
    let sim = start_sim(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let settings = WppSettings {
        base_url: sim.base_url(),
        credentials: WppCredentials::ClientSecret(Secret::new(DEMO_CLIENT_SECRET)),
        routes: WppRoutes::Auto,
    };
    Ok((Arc::new(WppClient::new(settings, clock)?), sim))
}

/// The simulator begins empty at every start; what was linked in an earlier demo is linked still.
pub(super) async fn remember(sessions: &dyn SessionStore, sim: &Sim, now: Timestamp) -> Result<(), PartsError> {
    for session in sessions.every_session().await? {
        let (SessionState::Connected, Some(access)) = (session.live.lifecycle.shown(now), session.access()) else {
            continue;
        };
        let api_key = match &access.key {
            AccountKey::Client(key) => Some(key.expose().to_owned()),
            AccountKey::Global => None,
        };
        let phone = session.live.phone.as_ref().map(|phone| phone.digits().to_owned());
        let number = access.number.to_string();
        if sim.handle().place(Placed { number, phone, api_key, webhook: None }).is_err() {
            tracing::warn!(session = %session.id, "the simulator does not take an earlier session back");
        }
    }
    Ok(())
}
