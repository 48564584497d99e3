//! A database as the CRM has it, and looking at it from outside.

use std::{process::Command, sync::Arc};

use sqlx::{AssertSqlSafe, Column as _, ConnectOptions as _, Row as _, postgres::PgConnectOptions};
use uuid::Uuid;
use wpp_panel::{
    domain::ids::{IntegrationId, OrganizationId, UserId},
    store::{OpenError, Options, Sealer, Store, open_with},
};

use crate::{
    harness::{Backdoor, KEY, postgres_backdoor},
    support::postgres::{self, Database},
};

pub const FIXTURE: &str = include_str!("fixture.sql");
/// The CRM's own rule for primaries, which not every one has.
pub const ONE_PRIMARY: &str = "CREATE UNIQUE INDEX one_primary_per_messenger
    ON public.messenger_integrations (organization_id, messenger_type) WHERE is_primary";

/// Row `c…{number}` of the fixture.
pub fn row(number: u8) -> IntegrationId {
    IntegrationId(Uuid::parse_str(&format!("c0000000-0000-4000-8000-00000000000{number}")).unwrap())
}

/// Organization `b…{number}`.
pub fn organization(number: u8) -> OrganizationId {
    OrganizationId(Uuid::parse_str(&format!("b0000000-0000-4000-8000-00000000000{number}")).unwrap())
}

/// Person `a…{number}`.
pub fn person(number: u8) -> UserId {
    UserId(Uuid::parse_str(&format!("a0000000-0000-4000-8000-00000000000{number}")).unwrap())
}

/// A database of a CRM.
pub struct Crm {
    pub database: Database,
    pub raw: Arc<dyn Backdoor>,
}

impl Crm {
    /// The fixture, and then `more`.
    pub async fn new(more: &str) -> Self {
        Self::of(&format!("{FIXTURE}\n{more}")).await
    }

    /// Whatever `sql` makes.
    pub async fn of(sql: &str) -> Self {
        let database = postgres::fresh().await;
        postgres::run(&database.url, sql).await.unwrap();
        let raw = postgres_backdoor(&database.url).await;
        Self { database, raw }
    }

    pub async fn open(&self) -> Arc<dyn Store> {
        self.open_with(Options::default()).await.unwrap()
    }

    pub async fn open_with(&self, options: Options) -> Result<Arc<dyn Store>, OpenError> {
        open_with(&self.database.url, Sealer::new(KEY), options).await
    }

    /// Everything that is the CRM's, but for its rows.
    pub fn schema(&self) -> String {
        let program =
            ["/usr/bin/pg_dump", "/usr/local/bin/pg_dump"].into_iter().find(|path| std::path::Path::new(path).exists());
        let dumped = Command::new(program.unwrap_or("pg_dump"))
            .args(["--schema-only", "--exclude-schema=wpp_panel", "--dbname", &self.database.url])
            .output()
            .unwrap();
        assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
        let text = String::from_utf8(dumped.stdout).unwrap();
        // newer versions guard their output with a random word
        text.lines().filter(|line| !line.contains("restrict ")).collect::<Vec<_>>().join("\n")
    }

    /// Every row of every table of the CRM as text, in order, but for the rows of `messenger_integrations` in `but`.
    pub async fn rows(&self, but: &[IntegrationId]) -> Vec<String> {
        let but: Vec<String> = but.iter().map(|id| format!("'{id}'::uuid")).collect();
        let but = format!("ARRAY[{}]::uuid[]", but.join(", "));
        let mut rows = Vec::new();
        for (table, only) in [
            ("auth.users", String::new()),
            ("public.organizations", String::new()),
            ("public.profiles", String::new()),
            ("public.user_roles", String::new()),
            ("public.messages", String::new()),
            ("public.messenger_integrations", format!("WHERE id <> ALL ({but})")),
        ] {
            rows.extend(self.all(&format!("SELECT t::text FROM {table} AS t {only} ORDER BY 1")).await);
        }
        rows
    }

    /// The first column of all rows, as text.
    pub async fn all(&self, sql: &str) -> Vec<String> {
        let mut connection = self.database.url.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
        let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await.unwrap();
        rows.iter()
            .map(|row| {
                let value: Option<String> = row.try_get_unchecked(0).unwrap();
                value.unwrap_or_else(|| format!("no {}", row.column(0).name()))
            })
            .collect()
    }

    /// One value as text.
    pub async fn one(&self, sql: &str) -> String {
        self.all(sql).await.remove(0)
    }
}
