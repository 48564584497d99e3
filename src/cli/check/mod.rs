//! `wpp-panel check`: is everything there that a start needs? A line for each thing that is looked at; what cannot be is
//! passed over. `--report` shows more: `report.rs`.

pub mod around;

use std::{
    fmt,
    io::{self, Write as _},
    sync::Arc,
};

use super::{arguments::CheckArguments, failure::Failure, parts, report, settings, stores::Stores};
use crate::{
    config::{self, Purpose, Settings, SettingsError},
    connect::ports::{Clock as _, Gateway, GatewayFault, SessionStore, SystemClock},
    gateway::wpp::Recorder,
};

/// What came out of one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is fine.
    Fine,
    /// It works, and the operator should know.
    Note,
    /// The panel would not start, or not work.
    Failed,
    /// It could not be looked at, since an earlier one failed.
    Skipped,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `settings`, `database`, `gateway`, …
    pub what: &'static str,
    /// What came out.
    pub outcome: Outcome,
    /// One sentence, without secrets.
    pub detail: String,
}

impl Line {
    fn new<T: fmt::Display, E: fmt::Display>(what: &'static str, result: &Result<T, E>) -> Self {
        match result {
            Ok(detail) => Self { what, outcome: Outcome::Fine, detail: detail.to_string() },
            Err(error) => Self { what, outcome: Outcome::Failed, detail: error.to_string() },
        }
    }

    fn fine(what: &'static str, detail: impl Into<String>) -> Self {
        Self { what, outcome: Outcome::Fine, detail: detail.into() }
    }

    fn note(what: &'static str, detail: String) -> Self {
        Self { what, outcome: Outcome::Note, detail }
    }

    fn failed(what: &'static str, detail: String) -> Self {
        Self { what, outcome: Outcome::Failed, detail }
    }

    fn skipped(what: &'static str, first: &str) -> Self {
        Self { what, outcome: Outcome::Skipped, detail: format!("{first} first") }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.outcome {
            Outcome::Fine => "ok",
            Outcome::Note => "note",
            Outcome::Failed => "FAILED",
            Outcome::Skipped => "-",
        };
        write!(f, "{:<8}  {outcome:<6}  {}", self.what, self.detail)
    }
}

/// What the settings say, or what is wrong with them; missing credentials are wrong too.
#[must_use]
pub fn settings_line(loaded: &Result<Settings, SettingsError>) -> Line {
    let summary = loaded.as_ref().map_err(ToString::to_string).and_then(|settings| {
        let gateway = match settings.required_gateway().map_err(|error| error.to_string())? {
            config::Gateway::Demo => "a simulated gateway".to_owned(),
            config::Gateway::Global { platform, .. } => format!("{}, one key for all", platform.base_url),
            config::Gateway::PerClient { platform, .. } => format!("{}, a key per connection", platform.base_url),
        };
        let address = settings.public_url_at(settings.site.addr);
        Ok(format!("{address}, {}, {gateway}", settings.database))
    });
    Line::new("settings", &summary)
}

/// Whether the database answers.
pub async fn database_line<E: fmt::Display>(opened: Result<Arc<dyn SessionStore>, E>) -> Line {
    match opened {
        Ok(store) => Line::new("database", &store.ping().await.map(|()| "it answers")),
        Err(error) => Line::new("database", &Err::<&str, E>(error)),
    }
}

/// Whether the gateway answers and takes the credentials.
pub async fn gateway_line<E: fmt::Display>(opened: Result<Arc<dyn Gateway>, E>) -> Line {
    match opened {
        Ok(gateway) => match gateway.ping().await {
            Ok(()) => Line::fine("gateway", "it answers and takes the credentials"),
            Err(error) => Line::failed("gateway", format!("{error}: {}", advice(&error.fault))),
        },
        Err(error) => Line::new("gateway", &Err::<&str, E>(error)),
    }
}

/// What to do about a gateway that fails.
fn advice(fault: &GatewayFault) -> &'static str {
    match fault {
        GatewayFault::Unreachable => "look at WPP_BASE_URL, at the name, the network and the firewall",
        GatewayFault::TimedOut => "it is there and says nothing: ask its operator, try again later",
        GatewayFault::Unwell { .. } => "it has trouble of its own: ask its operator, try again later",
        GatewayFault::KeyRefused => "it does not take WPP_API_KEY or WPP_SECRET: copy it anew, without blanks",
        GatewayFault::Rejected => "it does not know this call: look at WPP_BASE_URL and WPP_ROUTES",
        GatewayFault::Nonsense => "that is no WPP Platform: look at WPP_BASE_URL; `check --report` shows what it said",
    }
}

/// All lines; writes each when it is known, since a gateway may take its time. With `--report` what the gateway answered
/// follows.
pub(super) async fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    let loaded = Settings::load(arguments.config.config.as_deref(), Purpose::Real);
    if arguments.report {
        print(&report::head(SystemClock.now()))?;
    }
    let mut all_fine = show(&settings_line(&loaded))?;
    // not a setting that is wrong, but one that is not there
    all_fine &= show(&around::names_line(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())))?;
    let Ok(loaded) = loaded else {
        for what in ["listen", "address", "site", "database", "people", "events", "gateway"] {
            show(&Line::skipped(what, "the settings come"))?;
        }
        return Err(Failure::Check);
    };
    settings::start_log(&loaded.log)?;
    all_fine &= show(&around::listen_line(loaded.site.addr).await)?;
    all_fine &= show(&around::address_line(&loaded).await)?;
    all_fine &= show(&around::site_line(&loaded))?;
    let stores = parts::open_store(&loaded).await;
    let opened = stores.as_ref().map(|stores| stores.sessions.clone());
    all_fine &= show(&database_line(opened).await)?;
    let mut sessions = vec![];
    if let Ok(stores) = stores {
        all_fine &= show_inside(&stores, &loaded).await?;
        if arguments.report {
            // a database that fails has just said so
            sessions = stores.sessions.every_session().await.unwrap_or_default();
        }
        stores.close().await;
    } else {
        for what in ["people", "events"] {
            show(&Line::skipped(what, "the database comes"))?;
        }
    }
    if loaded.gateway.is_none() {
        show(&Line::skipped("gateway", "the settings come"))?;
        return Err(Failure::Check);
    }
    let recorder = Recorder::default();
    let gateway = parts::open_gateway(&loaded, Arc::new(SystemClock), None, Some(recorder.clone()));
    let asked = gateway.as_ref().ok().cloned();
    all_fine &= show(&gateway_line(gateway).await)?;
    if arguments.report {
        print(&report::sessions(&sessions, SystemClock.now()))?;
        if let Some(gateway) = asked {
            report::ask(&*gateway, &sessions).await;
        }
        print(&report::answers(&recorder.exchanges()))?;
    }
    if all_fine { Ok(()) } else { Err(Failure::Check) }
}

/// What only the database knows.
async fn show_inside(stores: &Stores, settings: &Settings) -> Result<bool, Failure> {
    let people = show(&around::people_line(stores.people.any_user().await, &settings.crm))?;
    Ok(people & show(&around::events_line(stores.backlog().await, settings))?)
}

fn print(text: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{text}").map_err(Failure::Output)
}

fn show(line: &Line) -> Result<bool, Failure> {
    writeln!(io::stdout(), "{line}").map_err(Failure::Output)?;
    Ok(matches!(line.outcome, Outcome::Fine | Outcome::Note))
}
