//! What a client can be made of.

use std::sync::Arc;

use serde_json::json;
use wpp_panel::{
    connect::ports::Gateway,
    domain::secret::Secret,
    gateway::wpp::{WppClient, WppCredentials, WppRoutes, WppSettings, WppSetupError},
};

use crate::{
    kit::{GLOBAL_KEY, Setup, account},
    stub::{Reply, Stub, TOKEN},
    support::clock::ManualClock,
    support::log,
};

fn make(base_url: &str, key: &str) -> Result<WppClient, WppSetupError> {
    log::keep();
    let credentials = WppCredentials::GlobalKey(Secret::new(key));
    let settings = WppSettings { base_url: base_url.to_owned(), credentials, routes: WppRoutes::Auto };
    WppClient::new(settings, Arc::new(ManualClock::default()))
}

#[test]
fn a_base_address_is_http_and_holds_no_more_than_a_path() {
    for good in ["https://msg.academyos.ru", "https://msg.academyos.ru/", " http://127.0.0.1:9/base/path/ "] {
        make(good, GLOBAL_KEY).unwrap();
    }
    for bad in [
        "",
        "msg.academyos.ru",
        "ftp://msg.academyos.ru",
        "https://",
        "https://user:SECRET@msg.academyos.ru",
        "https://SECRET@msg.academyos.ru",
        "https://msg.academyos.ru/?key=SECRET",
        "https://msg.academyos.ru/#SECRET",
    ] {
        let error = make(bad, GLOBAL_KEY).unwrap_err();
        assert!(matches!(error, WppSetupError::BaseUrl(_)), "{bad}");
        assert!(!format!("{error} {error:?}").contains("SECRET"));
    }
}

#[test]
fn keys_that_cross_a_network_in_the_clear_are_warned_of() {
    for (base, warned) in [
        ("http://wpp.internal", true),
        ("https://msg.academyos.ru", false),
        ("http://127.0.0.1:9", false),
        ("http://[::1]:9", false),
        ("http://localhost:9", false),
    ] {
        log::take();
        make(base, GLOBAL_KEY).unwrap();
        assert_eq!(log::take().contains("WARN"), warned, "{base}");
    }
}

#[test]
fn a_key_has_only_what_a_header_can_have() {
    for bad in ["", " ", "SECRET\n", "SECRET key", "СЕКРЕТ"] {
        let error = make("https://msg.academyos.ru", bad).unwrap_err();
        assert_eq!(error, WppSetupError::Credentials);
        assert!(!format!("{error} {error:?}").contains("SECRET"));
    }
}

#[test]
fn the_routes_setting_is_one_of_three_words() {
    assert_eq!("auto".parse(), Ok(WppRoutes::Auto));
    assert_eq!("plan".parse(), Ok(WppRoutes::Plan));
    assert_eq!("internal".parse(), Ok(WppRoutes::Internal));
    assert_eq!("Plan ".parse::<WppRoutes>(), Err(WppSetupError::Routes));
}

#[tokio::test]
async fn calls_go_below_the_path_of_the_base_address() {
    let stub = Stub::start(|_| Reply::ok(json!({"token": "t", "status": "connected"}))).await;
    for base in ["", "/"] {
        let client = Setup::default().client(&format!("{}{base}", stub.url), &Arc::new(ManualClock::default()));
        client.status(&account()).await.unwrap();
    }
    assert_eq!(stub.count(TOKEN), 2);
    stub.forget();
    for base in ["/wpp/v2", "/wpp/v2/"] {
        let client = Setup::default().client(&format!("{}{base}", stub.url), &Arc::new(ManualClock::default()));
        client.status(&account()).await.unwrap();
    }
    assert_eq!(stub.count("POST /wpp/v2/auth/token"), 2);
    assert_eq!(stub.count("GET /wpp/v2/api/accounts/org_3f2a91c7/status"), 2);
}
