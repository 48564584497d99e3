//! Alerts, put together.

use std::sync::Arc;

use super::stores::Stores;
use crate::{
    alerts::Alerts,
    config::Settings,
    connect::{
        Connect,
        ports::{SystemClock, SystemRandom},
    },
    http::outlets::{OutletSettings, Outlets},
};

/// Alerts over HTTP. Asks nothing yet.
pub(super) fn open(settings: &Settings, stores: &Stores, connect: &Connect, public_url: &str) -> Alerts {
    let outlets = Outlets::new(OutletSettings {
        telegram: settings.alerts.telegram_url.clone(),
        private_addresses: settings.alerts.private_addresses,
        public_url: public_url.to_owned(),
    });
    let kept = (stores.alerts.clone(), stores.sessions.clone(), stores.people.clone());
    Alerts::new(kept, connect.clone(), Arc::new(outlets), Arc::new(SystemClock), Arc::new(SystemRandom))
}
