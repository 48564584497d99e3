//! A client, its clock and the server it talks to.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use wpp_panel::{
    connect::ports::{AccountAccess, AccountKey, GatewayError},
    domain::{account::AccountNumber, secret::Secret},
    gateway::wpp::{Limits, WppClient, WppCredentials, WppRoutes, WppSettings},
};

use crate::{
    stub::{Hit, Reply, Stub, TOKEN},
    support::{clock::ManualClock, log},
};

pub const GLOBAL_KEY: &str = "gk-SECRET-9f31";
pub const CLIENT_SECRET: &str = "cs-SECRET-77ab";
pub const NUMBER: &str = "org_3f2a91c7";

pub struct Kit {
    pub stub: Stub,
    pub clock: Arc<ManualClock>,
    pub client: WppClient,
}

/// What differs from test to test.
pub struct Setup {
    pub credentials: WppCredentials,
    pub routes: WppRoutes,
    pub limits: Limits,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            credentials: WppCredentials::GlobalKey(Secret::new(GLOBAL_KEY)),
            routes: WppRoutes::Auto,
            limits: Limits::default(),
        }
    }
}

impl Setup {
    pub fn per_client() -> Self {
        Self { credentials: WppCredentials::ClientSecret(Secret::new(CLIENT_SECRET)), ..Self::default() }
    }

    /// A call may take 300 ms.
    pub fn hasty() -> Self {
        let limits = Limits { total: Duration::from_millis(300), ..Limits::default() };
        Self { limits, ..Self::default() }
    }

    pub fn client(self, url: &str, clock: &Arc<ManualClock>) -> WppClient {
        log::keep();
        let settings = WppSettings { base_url: url.to_owned(), credentials: self.credentials, routes: self.routes };
        WppClient::with_limits(settings, self.limits, clock.clone()).unwrap()
    }

    /// With a server that answers everything by the script, tokens included.
    pub async fn scripted(self, script: impl Fn(&Hit) -> Reply + Send + Sync + 'static) -> Kit {
        let stub = Stub::start(script).await;
        let clock = Arc::new(ManualClock::default());
        let client = self.client(&stub.url, &clock);
        Kit { stub, clock, client }
    }

    /// With a server that gives out tokens `token-1`, `token-2`, … for an hour and answers the rest by the script.
    pub async fn answering(self, script: impl Fn(&Hit) -> Reply + Send + Sync + 'static) -> Kit {
        self.scripted(move |hit| if hit.line == TOKEN { token(hit) } else { script(hit) }).await
    }
}

/// The usual kit: a global key, and a script for all but the tokens.
pub async fn kit(script: impl Fn(&Hit) -> Reply + Send + Sync + 'static) -> Kit {
    Setup::default().answering(script).await
}

pub fn token(hit: &Hit) -> Reply {
    Reply::ok(json!({"token": format!("token-{}", hit.nth + 1), "expiresIn": 3600}))
}

pub fn number() -> AccountNumber {
    AccountNumber::try_from(NUMBER.to_owned()).unwrap()
}

/// An account behind the global key.
pub fn account() -> AccountAccess {
    AccountAccess { number: number(), key: AccountKey::Global }
}

/// An account behind a key of its own.
pub fn account_with(key: &str) -> AccountAccess {
    AccountAccess { number: number(), key: AccountKey::Client(Secret::new(key)) }
}

/// Every way in which an error can be shown.
pub fn shown(error: &GatewayError) -> String {
    format!("{error} {error:?} {error:#?}")
}
