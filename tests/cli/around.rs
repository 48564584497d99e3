//! What `wpp-panel check` says of the likeliest mistakes: what is wrong, and what to do. Settings, key, database and gateway
//! are in `check.rs` and `program.rs`.

use std::net::TcpListener;

use wpp_panel::{
    cli::check::{
        Line, Outcome,
        around::{address_line, events_line, listen_line, names_line, people_line, site_line},
    },
    config::{Environment, Purpose, Settings, file::SettingsFile},
    connect::ports::StoreError,
    store::Backlog,
};

fn settings(values: &[(&str, &str)]) -> Settings {
    let environment = [&[("WPP_API_KEY", "key")], values].concat();
    Settings::from_parts(&SettingsFile::default(), &Environment::of(&environment), Purpose::Real).unwrap()
}

#[track_caller]
fn says(line: &Line, outcome: Outcome, words: &[&str]) {
    assert_eq!(line.outcome, outcome, "{line}");
    for word in words {
        assert!(line.detail.contains(word), "{word}: {line}");
    }
}

#[test]
fn a_misspelt_variable_is_found_with_the_one_that_was_meant() {
    let names = ["PATH", "WPP_APIKEY", "APP_PUBLIC_URI", "APP_ENTIRELY_OTHER", "WPP_PANEL_CACHE", "WPP_SECRET"];
    let line = names_line(names.map(str::to_owned));
    says(
        &line,
        Outcome::Note,
        &[
            "WPP_APIKEY is no setting, did you mean WPP_API_KEY?",
            "did you mean APP_PUBLIC_URL?",
            "APP_ENTIRELY_OTHER is no setting",
        ],
    );
    assert!(!line.detail.contains("WPP_PANEL_CACHE") && !line.detail.contains("WPP_SECRET"), "{line}");
    says(&names_line(["HOME".to_owned()]), Outcome::Fine, &[]);
}

#[tokio::test]
async fn a_port_that_somebody_else_has_is_found() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap();
    // who takes the port answers nothing that a panel would
    let answering = std::thread::spawn(move || drop(taken.accept()));
    says(&listen_line(addr).await, Outcome::Failed, &[&addr.to_string(), "something else listens", "LEPTOS_SITE_ADDR"]);
    answering.join().unwrap();
    says(&listen_line("192.0.2.1:3000".parse().unwrap()).await, Outcome::Failed, &["0.0.0.0"]);
    says(&listen_line("127.0.0.1:0".parse().unwrap()).await, Outcome::Fine, &[]);
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_found() {
    let line = |url: &'static str| async move { address_line(&settings(&[("APP_PUBLIC_URL", url)])).await };
    says(&address_line(&settings(&[])).await, Outcome::Note, &["APP_PUBLIC_URL is not set", "cannot send events"]);
    says(&line("http://127.0.0.1:3000").await, Outcome::Note, &["only this machine"]);
    says(&line("http://panel.example.org").await, Outcome::Note, &["is not https", "reverse proxy"]);
    // a name that no resolver may know
    says(&line("https://panel.invalid").await, Outcome::Note, &["nobody answers", "certificate"]);
}

#[test]
fn files_for_browsers_that_are_missing_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let line = site_line(&settings(&[("LEPTOS_SITE_ROOT", folder.path().to_str().unwrap())]));
    says(&line, Outcome::Failed, &["wpp-panel.js", "LEPTOS_SITE_ROOT", "make build"]);
}

#[test]
fn nobody_who_can_sign_in_is_said() {
    says(&people_line(Ok(false), &settings(&[]).crm), Outcome::Note, &["start the panel", "admin create-user"]);
    says(&people_line(Ok(true), &settings(&[]).crm), Outcome::Fine, &[]);
    let secret = [("SUPABASE_JWT_SECRET", "a secret of thirty-two bytes or more")];
    says(&people_line(Ok(false), &settings(&secret).crm), Outcome::Fine, &["CRM"]);
    says(&people_line(Err(StoreError::Unavailable("gone".to_owned())), &settings(&[]).crm), Outcome::Failed, &["gone"]);
}

#[test]
fn events_that_go_round_or_were_given_up_are_found() {
    let own = ("APP_PUBLIC_URL", "https://panel.example.org");
    let round = ("APP_FORWARD_WEBHOOK_URL", "https://panel.example.org/functions/v1/wpp-webhook?x=1");
    says(
        &events_line(Ok(Backlog::default()), &settings(&[own, round])),
        Outcome::Failed,
        &["leads back to this panel"],
    );
    let right = ("APP_FORWARD_WEBHOOK_URL", "https://crm.example.org/functions/v1/wpp-webhook");
    says(&events_line(Ok(Backlog::default()), &settings(&[own, right])), Outcome::Fine, &["none given up"]);
    let dead = Backlog { dead_events: 3, ..Backlog::default() };
    says(&events_line(Ok(dead), &settings(&[own, right])), Outcome::Note, &["3 were given up", "admin retry-events"]);
}
