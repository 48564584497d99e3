//! The lines of `wpp-panel check`.

use std::sync::Arc;

use wpp_panel::{
    cli::{
        check::{Outcome, database_line, gateway_line, settings_line},
        parts::PartsError,
    },
    config::{Environment, Purpose, Settings, file::SettingsFile},
    connect::ports::{Gateway, GatewayError, GatewayFault, SessionStore, StoreError},
};

use crate::fakes::{PingGateway, PingStore};

fn settings(values: &[(&str, &str)]) -> Result<Settings, wpp_panel::config::SettingsError> {
    Settings::from_parts(&SettingsFile::default(), &Environment::of(values), Purpose::Real)
}

#[test]
fn settings_in_a_line_without_secrets() {
    let line =
        settings_line(&settings(&[("WPP_SECRET", "s3cret-word"), ("APP_PUBLIC_URL", "https://panel.example.org")]));
    assert_eq!(
        line.to_string(),
        "settings  ok      https://panel.example.org, data/wpp-panel.db, https://msg.academyos.ru, a key per connection"
    );
}

#[test]
fn settings_without_credentials_and_wrong_settings_fail() {
    let line = settings_line(&settings(&[]));
    assert_eq!(line.outcome, Outcome::Failed);
    assert!(line.detail.contains("WPP_API_KEY"), "{}", line.detail);
    let line = settings_line(&settings(&[("WPP_ROUTES", "both")]));
    assert_eq!(line.to_string(), "settings  FAILED  WPP_ROUTES must be auto, plan or internal, not \"both\"");
}

#[tokio::test]
async fn a_database_that_answers_is_fine_and_any_other_is_not() {
    let open = |store| Ok::<Arc<dyn SessionStore>, PartsError>(Arc::new(store));
    let fine = database_line(open(PingStore(None))).await;
    assert_eq!(fine.to_string(), "database  ok      it answers");
    let locked = database_line(open(PingStore(Some(|| StoreError::Unavailable("locked".to_owned()))))).await;
    assert_eq!(locked.to_string(), "database  FAILED  the database is not available: locked");
    let closed = database_line(Err(PartsError::Store(StoreError::Refused("not a database".to_owned()).into()))).await;
    assert_eq!(closed.to_string(), "database  FAILED  the database refused: not a database");
}

#[tokio::test]
async fn a_gateway_that_takes_the_credentials_is_fine_and_any_other_is_not() {
    let open = |gateway| Ok::<Arc<dyn Gateway>, PartsError>(Arc::new(gateway));
    let fine = gateway_line(open(PingGateway(None))).await;
    assert_eq!(fine.to_string(), "gateway   ok      it answers and takes the credentials");
    let dead = GatewayError {
        fault: GatewayFault::KeyRefused,
        call: "auth/token",
        status: Some(401),
        detail: "Invalid API key".to_owned(),
    };
    let dead = gateway_line(open(PingGateway(Some(dead)))).await;
    assert_eq!(
        dead.to_string(),
        "gateway   FAILED  auth/token: KeyRefused, status 401, Invalid API key: it does not take WPP_API_KEY or WPP_SECRET: \
         copy it anew, without blanks"
    );
}
