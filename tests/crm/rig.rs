//! A platform, a database, one or two panels, and people of two organizations.

use serde_json::json;
use tempfile::TempDir;
use wpp_panel::sim::{DEMO_CLIENT_SECRET, Placed, Sim, SimConfig};

use crate::{
    client::Crm,
    line::Line,
    panel::{Panel, Settings, run},
    support::{migrated, postgres},
    token,
};

const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

pub struct Rig {
    pub sim: Sim,
    pub panel: Panel,
    pub line: Line,
    pub settings: Settings,
    pub url: String,
    pub admin: String,
    pub member: String,
    pub stranger: String,
    /// The administrator's; there is none where the people are the CRM's.
    pub email: String,
    _database: Database,
}

/// Where the data lies; it goes with this.
enum Database {
    Sqlite(#[expect(dead_code, reason = "kept, not read")] TempDir),
    Postgres(#[expect(dead_code, reason = "kept, not read")] postgres::Database),
}

impl Rig {
    /// On a file of its own.
    pub async fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("panel.db");
        migrated::sqlite_at(&path).await;
        let url = format!("sqlite://{}", path.display());
        Self::on(url, Database::Sqlite(folder)).await
    }

    /// On a database of its own.
    pub async fn postgres() -> Self {
        let database = migrated::postgres().await;
        Self::on(database.url.clone(), Database::Postgres(database)).await
    }

    /// On a database of its own at that server.
    pub async fn postgres_on(server: &str) -> Self {
        let database = postgres::fresh_on(server).await;
        Self::on(database.url.clone(), Database::Postgres(database)).await
    }

    /// On the database of a CRM that has been at work for a year.
    pub async fn adopted() -> Self {
        let database = postgres::fresh().await;
        postgres::run(&database.url, include_str!("../store/postgres/fixture.sql")).await.unwrap();
        let sim = platform().await;
        for (number, key) in [("1000000000017", "first"), ("1000000000018", "second")] {
            let api_key = Some(format!("wpp_live_{key}_0123456789"));
            let placed = Placed { number: number.to_owned(), phone: None, api_key, webhook: None };
            sim.handle().place(placed).unwrap();
        }
        let person = |number: u8| format!("a0000000-0000-4000-8000-{number:012}");
        let people = (person(1), person(2), person(4));
        Self::with(database.url.clone(), Database::Postgres(database), sim, people).await
    }

    async fn on(url: String, database: Database) -> Self {
        let sim = platform().await;
        let settings = settings(url.clone(), &sim);
        let people = |name: &str| {
            let organization = run(&["admin", "create-organization", "--name", name], &settings, "");
            let email = format!("admin@{organization}.example.org");
            let person = |role: &str| {
                let email = format!("{role}@{organization}.example.org");
                let arguments = [
                    "admin",
                    "create-user",
                    "--organization",
                    &organization,
                    "--email",
                    &email,
                    "--role",
                    role,
                    "--password-stdin",
                ];
                run(&arguments, &settings, "a long enough password")
            };
            (person("admin"), person("member"), email)
        };
        let ((admin, member, email), (stranger, ..)) = (people("Школа"), people("Клиника"));
        Self { email, ..Self::with(url, database, sim, (admin, member, stranger)).await }
    }

    async fn with(
        url: String,
        database: Database,
        sim: Sim,
        (admin, member, stranger): (String, String, String),
    ) -> Self {
        let settings = settings(url.clone(), &sim);
        let panel = Panel::start(&settings);
        let line = Line::before(panel.address()).await;
        Self { sim, panel, line, settings, url, admin, member, stranger, email: String::new(), _database: database }
    }

    /// The CRM of somebody, behind the line that breaks.
    pub fn crm(&self, user: &str) -> Crm {
        Crm::new(self.line.address(), token::of(user))
    }

    /// One more panel on the same database.
    pub fn second_panel(&self) -> Panel {
        Panel::start(&self.settings)
    }

    /// How many accounts and keys for clients the platform has.
    pub fn at_the_platform(&self) -> (usize, usize) {
        let handle = self.sim.handle();
        (handle.accounts().len(), handle.keys().iter().filter(|key| key.id != "global").count())
    }
}

/// A platform whose codes come at once and whose events arrive.
pub async fn platform() -> Sim {
    let sim = Sim::start(SimConfig::default()).await.unwrap();
    sim.handle().patch(&json!({ "qr_delay_ms": 0, "link_ms": 0 })).unwrap();
    sim
}

pub fn settings(url: String, sim: &Sim) -> Settings {
    vec![
        ("DATABASE_URL", url),
        ("APP_SECRET_KEY", KEY.to_owned()),
        ("APP_ALLOWED_ORIGINS", "https://crm.example.org".to_owned()),
        ("SUPABASE_JWT_SECRET", token::SECRET.to_owned()),
        ("WPP_BASE_URL", sim.base_url()),
        ("WPP_SECRET", DEMO_CLIENT_SECRET.to_owned()),
        ("LEPTOS_SITE_ADDR", "127.0.0.1:0".to_owned()),
        ("APP_LOG", "json".to_owned()),
        ("RUST_LOG", std::env::var("PANEL_LOG").unwrap_or_else(|_| "info".to_owned())),
    ]
}
