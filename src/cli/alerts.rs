//! Alerts, put together.

use std::sync::Arc;

use super::stores::Stores;
use crate::{
    alerts::Alerts,
    config::{Mail, Settings},
    connect::{
        Connect,
        ports::{Publisher, SystemClock, SystemRandom},
    },
    http::outlets::{MailServer, OutletSettings, Outlets},
};

/// Alerts over HTTP. Asks nothing yet.
pub(super) fn open(
    settings: &Settings,
    stores: &Stores,
    connect: &Connect,
    publisher: Arc<dyn Publisher>,
    public_url: &str,
) -> Alerts {
    let outlets = OutletSettings {
        telegram: settings.alerts.telegram_url.clone(),
        private_addresses: settings.alerts.private_addresses,
        public_url: public_url.to_owned(),
        mail: settings.alerts.mail.clone().map(|Mail { url, from }| MailServer { url, from }),
    };
    let outlets = Outlets::new(outlets, publisher);
    let kept = (stores.alerts.clone(), stores.sessions.clone(), stores.people.clone());
    Alerts::new(kept, connect.clone(), Arc::new(outlets), Arc::new(SystemClock), Arc::new(SystemRandom))
}
