//! The use cases on real parts: a SQLite file, the platform's client over HTTP, and the simulator behind it.

use std::sync::Arc;

use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use wpp_panel::{
    alerts::Alerts,
    connect::{
        Connect, ConnectError, Integrations, Patience,
        ports::{AlertSender, Clock, Gateway, NewUser, Random, Session, SessionEvent, SystemClock},
    },
    domain::{
        actor::{Actor, Role},
        ids::{AttemptId, IntegrationId, OrganizationId, UserId},
        secret::Secret,
        time::Timestamp,
    },
    gateway::wpp::{WppClient, WppCredentials, WppRoutes, WppSettings},
    http::outlets::{OutletSettings, Outlets},
    live::Hub,
    sim::{Call, DEMO_CLIENT_SECRET, DEMO_GLOBAL_KEY, Handle, Placed, Sim, SimConfig},
    store::{Sealer, Store, open},
};

use super::{clock::CountingRandom, mailbox::Mailbox, migrated, postgres::Database};

pub struct World {
    pub sim: Handle,
    pub store: Arc<dyn Store>,
    pub gateway: Arc<dyn Gateway>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub connect: Connect,
    pub hub: Arc<Hub>,
    server: Option<Sim>,
    folder: tempfile::TempDir,
    _database: Option<Database>,
}

/// How the world differs from the usual one.
pub struct Shape {
    pub clock: Arc<dyn Clock>,
    pub key_per_client: bool,
    pub patience: Patience,
    pub public_url: String,
    /// A PostgreSQL in place of the SQLite file.
    pub database: Option<Database>,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            key_per_client: true,
            patience: Patience::default(),
            // nobody listens there: events are sent by the tests that are about events
            public_url: "http://127.0.0.1:9".to_owned(),
            database: None,
        }
    }
}

impl World {
    /// A key per client, the real clock, codes at once.
    pub async fn new() -> Self {
        Self::shaped(Shape::default()).await
    }

    pub async fn shaped(shape: Shape) -> Self {
        let server = Sim::start(SimConfig::default()).await.unwrap();
        server.handle().patch(&serde_json::json!({ "qr_delay_ms": 0, "link_ms": 0, "webhooks": false })).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test.db");
        let url = match &shape.database {
            Some(database) => database.url.clone(),
            None => {
                migrated::sqlite_at(&file).await;
                format!("sqlite://{}", file.display())
            }
        };
        let store = open(&url, Sealer::new([7; 32])).await.unwrap();
        let credentials = if shape.key_per_client {
            WppCredentials::ClientSecret(Secret::new(DEMO_CLIENT_SECRET))
        } else {
            WppCredentials::GlobalKey(Secret::new(DEMO_GLOBAL_KEY))
        };
        let settings = WppSettings { base_url: server.base_url(), credentials, routes: WppRoutes::Auto };
        let gateway: Arc<dyn Gateway> = Arc::new(WppClient::new(settings, shape.clock.clone()).unwrap());
        let random: Arc<dyn Random> = Arc::new(CountingRandom::default());
        let hub = Arc::new(Hub::default());
        let connect = Connect::new(
            store.clone(),
            gateway.clone(),
            shape.clock.clone(),
            random.clone(),
            hub.clone(),
            shape.public_url,
            shape.patience,
        );
        let sim = server.handle();
        Self {
            sim,
            store,
            gateway,
            clock: shape.clock,
            random,
            connect,
            hub,
            server: Some(server),
            folder,
            _database: shape.database,
        }
    }

    /// Alerts that may be sent to this machine.
    pub fn alerts(&self) -> Alerts {
        self.alerts_at("http://127.0.0.1:9")
    }

    /// The same, where Telegram is this.
    pub fn alerts_at(&self, telegram: &str) -> Alerts {
        let public_url = "https://panel.example.org".to_owned();
        // nobody takes mail there
        let mail = Some(Mailbox::server_at("127.0.0.1:9"));
        let settings = OutletSettings { telegram: telegram.to_owned(), private_addresses: true, public_url, mail };
        self.alerts_by(Arc::new(Outlets::new(settings, self.hub.clone())))
    }

    /// The same, by this sender.
    pub fn alerts_by(&self, sender: Arc<dyn AlertSender>) -> Alerts {
        let kept = (self.store.clone() as _, self.store.clone() as _, self.store.clone() as _);
        Alerts::new(kept, self.connect.clone(), sender, self.clock.clone(), self.random.clone())
    }

    /// A person of a new organization.
    pub async fn admin(&self) -> Actor {
        let organization = OrganizationId(self.random.uuid());
        self.store.create_organization(organization, "Академия «Окей»", Timestamp(0)).await.unwrap();
        self.person(organization, Role::Admin).await
    }

    /// One more person of an organization.
    pub async fn person(&self, organization: OrganizationId, role: Role) -> Actor {
        let id = UserId(self.random.uuid());
        let email = format!("{id}@example.org");
        let user = NewUser {
            id,
            organization,
            email: email.clone(),
            password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".to_owned(),
            role,
            now: Timestamp(0),
        };
        assert!(self.store.create_user(&user).await.unwrap());
        Actor {
            user: id, organization, organization_name: "Академия «Окей»".to_owned(), email, role, address: None
        }
    }

    /// A row that the CRM made, whose account is at the platform with its webhook going to the CRM.
    pub async fn adopted(&self, actor: &Actor, number: &str, webhook_key: &str, webhook: &str) -> Session {
        let (id, api_key) = (self.random.uuid(), format!("wpp_live_of_{number}"));
        let settings = serde_json::json!({ "wppAccountNumber": number, "wppApiKey": api_key }).to_string();
        let path = self.folder().join("test.db");
        let mut crm = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
        sqlx::query(
            "INSERT INTO messenger_integrations (id, organization_id, messenger_type, provider, name, webhook_key,
                                                 settings, created_at, updated_at)
             VALUES ($1, $2, 'whatsapp', 'wpp', 'WhatsApp (WPP)', $3, $4, 5, 5)",
        )
        .bind(id.to_string())
        .bind(actor.organization.to_string())
        .bind(webhook_key)
        .bind(settings)
        .execute(&mut crm)
        .await
        .unwrap();
        crm.close().await.unwrap();
        let (api_key, webhook) = (Some(api_key), Some(webhook.to_owned()));
        self.sim.place(Placed { number: number.to_owned(), phone: None, api_key, webhook }).unwrap();
        self.store.session(actor.organization, IntegrationId(id)).await.unwrap().unwrap()
    }

    /// An event arrives, is kept and believed.
    pub async fn tell(&self, key: &Secret, event: &SessionEvent, raw: &[u8]) -> Result<(), ConnectError> {
        let sender = self.connect.sender(key).await?;
        match self.connect.keep_event(&sender, event, raw).await? {
            Some(unsettled) => self.connect.settle(vec![unsettled]).await,
            None => Ok(()),
        }
    }

    /// Whether an event is kept.
    pub async fn has_event(&self, session: IntegrationId, event_id: &str) -> bool {
        let kept = self.store.events_of(session, None, 100).await.unwrap();
        kept.iter().any(|event| event.event_id.as_deref() == Some(event_id))
    }

    /// Returns when every event that was kept is believed.
    pub async fn settled(&self) {
        let settled = async {
            while !self.store.open_events(Timestamp(i64::MAX), 1).await.unwrap().is_empty() {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), settled).await.unwrap();
    }

    /// The store as the next process opens it.
    pub async fn reopened(&self) -> Arc<dyn Store> {
        self.store.close().await;
        let url = format!("sqlite://{}", self.folder().join("test.db").display());
        open(&url, Sealer::new([7; 32])).await.unwrap()
    }

    /// Rows of all providers.
    pub fn integrations(&self) -> Integrations {
        Integrations::new(self.connect.clone(), self.store.clone())
    }

    /// The id of a press.
    pub fn press(&self) -> AttemptId {
        AttemptId(self.random.uuid())
    }

    /// Whether the platform was asked about no session. A webhook may still be registered in the background, and that
    /// says nothing about a session.
    pub fn is_unasked(&self) -> bool {
        self.sim.calls().iter().all(|call| matches!(call.name, Call::Webhook | Call::Token))
    }

    /// The gateway is gone for good: connections are refused.
    pub async fn stop_gateway(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    /// The folder of the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}
