//! The release server on a SQLite file, the simulated platform before it, and people who are signed in.

use std::{path::PathBuf, time::Duration};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use uuid::Uuid;
use wpp_panel::{
    connect::ports::{Clock as _, NewSignIn, NewUser, SystemClock},
    domain::{
        actor::Role,
        ids::{OrganizationId, UserId},
        time::Timestamp,
    },
    sim::{DEMO_GLOBAL_KEY, Handle, Placed, Sim, SimConfig},
    store::{Sealer, open},
};

use crate::{
    page::Page,
    panel::{Panel, Settings},
    rig, table,
};

/// When the sign-ins end, in milliseconds since 1970: 2100.
const NEVER: i64 = 4_102_444_800_000;

/// What there is before the server starts.
pub struct Plot {
    /// Organizations with an administrator each.
    pub organizations: usize,
    /// Sign-ins of each administrator: browsers that somebody sits before.
    pub sign_ins: usize,
    /// Connected sessions of the first organization.
    pub sessions: usize,
    /// Settings of the simulator that are not its own.
    pub platform: Value,
}

impl Default for Plot {
    /// One administrator, and a platform at 50 ms a call whose codes come after 300 to 700 ms.
    fn default() -> Self {
        let platform = json!({ "delay_ms": 50, "qr_delay_ms": [300, 700] });
        Self { organizations: 1, sign_ins: 1, sessions: 0, platform }
    }
}

/// Ends with everything that it started when it is dropped. What is connected here has the one key of the plan; what
/// was there before has a key for each session, as a CRM has it.
pub struct Stage {
    pub panel: Panel,
    pub settings: Settings,
    /// The cookies' values, those of an organization side by side.
    pub cookies: Vec<String>,
    /// The administrators, one of each organization.
    pub people: Vec<UserId>,
    pub database: PathBuf,
    sim: Sim,
    _folder: tempfile::TempDir,
}

impl Stage {
    pub async fn set(plot: &Plot) -> Self {
        let sim = Sim::start(SimConfig::default()).await.unwrap();
        sim.handle().patch(&plot.platform).unwrap();
        // beside what is built: a system's folder for temporary files may lie in memory
        let folder = tempfile::tempdir_in(table::folder()).unwrap();
        let database = folder.path().join("panel.db");
        let url = format!("sqlite://{}", database.display());
        let mut settings = rig::settings(url.clone(), &sim);
        settings.retain(|(name, _)| *name != "WPP_SECRET");
        settings.push(("WPP_API_KEY", DEMO_GLOBAL_KEY.to_owned()));
        settings.push(("LEPTOS_SITE_ROOT", concat!(env!("CARGO_MANIFEST_DIR"), "/target/site").to_owned()));

        let key = settings.iter().find(|(name, _)| *name == "APP_SECRET_KEY").unwrap();
        let key = STANDARD.decode(&key.1).unwrap().try_into().unwrap();
        let store = open(&url, Sealer::new(key)).await.unwrap();
        let (mut cookies, mut people, mut first) = (vec![], vec![], None);
        for _ in 0..plot.organizations {
            let (organization, user) = (OrganizationId(Uuid::new_v4()), UserId(Uuid::new_v4()));
            store.create_organization(organization, "Школа", Timestamp(0)).await.unwrap();
            let email = format!("{user}@example.org");
            let password_hash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".to_owned();
            let (role, now) = (Role::Admin, Timestamp(0));
            let person = NewUser { id: user, organization, email, password_hash, role, now };
            assert!(store.create_user(&person).await.unwrap());
            for _ in 0..plot.sign_ins {
                let token: [u8; 32] = Sha256::digest(Uuid::new_v4()).into();
                let now = SystemClock.now();
                let (token_hash, expires_at) = (Sha256::digest(token).into(), Timestamp(NEVER));
                store
                    .create_sign_in(&NewSignIn {
                        token_hash,
                        user,
                        email: None,
                        address: None,
                        agent: None,
                        now,
                        expires_at,
                    })
                    .await
                    .unwrap();
                cookies.push(URL_SAFE_NO_PAD.encode(token));
            }
            people.push(user);
            first.get_or_insert(organization);
        }
        store.close().await;
        let mut file = SqliteConnectOptions::new().filename(&database).connect().await.unwrap();
        for session in 0..plot.sessions {
            let (number, key) = (format!("org_{session}"), format!("wpp_live_{session:016}"));
            // the server takes a row over that a CRM made
            sqlx::query(
                "INSERT INTO messenger_integrations (id, organization_id, messenger_type, provider, name, settings,
                                                     created_at, updated_at)
                 VALUES ($1, $2, 'whatsapp', 'wpp', 'WhatsApp (WPP)', $3, 5, 5)",
            )
            .bind(Uuid::new_v4().to_string())
            .bind(first.unwrap().to_string())
            .bind(json!({ "wppAccountNumber": number, "wppApiKey": key }).to_string())
            .execute(&mut file)
            .await
            .unwrap();
            sim.handle().place(Placed { number, api_key: Some(key), ..Default::default() }).unwrap();
        }
        file.close().await.unwrap();
        let panel = Panel::start(&settings);
        Self { panel, settings, cookies, people, database, sim, _folder: folder }
    }

    pub fn handle(&self) -> Handle {
        self.sim.handle()
    }

    pub fn platform(&self) -> String {
        self.sim.base_url()
    }

    /// A page that the browser of this sign-in has open.
    pub fn page(&self, cookie: usize) -> Page {
        Page::of(self.panel.address(), &self.cookies[cookie])
    }

    /// Presses connect in this sign-in's organization and waits until the platform shows a code; the session's id and
    /// account number.
    pub async fn waiting(&self, cookie: usize) -> (Value, String) {
        let made = self.page(cookie).call("wpp_provision", &json!({ "attempt": Uuid::new_v4() })).await;
        let number = made["account"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        let ready = self.sim.handle();
        let coded = ready.until(|sim| {
            sim.account(&number).is_some_and(|account| account.code.is_some() && account.webhook.is_some())
        });
        tokio::time::timeout(Duration::from_secs(30), coded).await.unwrap();
        (made["id"].clone(), number)
    }
}
