//! The checker itself: small bad files that it must refuse, and good ones that it must not.

use super::{crates::Crates, paths::server_only, rules::violations};

const MANIFEST: &str = r#"
[dependencies]
leptos = "0"
leptos_axum = "0"
axum = "0"
getrandom = "0"
gloo-timers = "0"
reqwest = "0"
serde = "0"
sqlx = "0"
tokio = "0"
uuid = "0"

[features]
ssr = ["dep:axum", "dep:leptos_axum", "dep:reqwest", "dep:sqlx", "dep:tokio"]
hydrate = ["dep:gloo-timers"]
"#;

fn check(path: &str, source: &str) -> Vec<String> {
    violations(path, source, &Crates::of_manifest(MANIFEST), false)
}

#[test]
fn refuses_what_the_table_forbids() {
    let bad = [
        ("src/domain/a.rs", "use crate::connect::ports::Clock;"),
        ("src/domain/a.rs", "use tokio::sync::Mutex;"),
        ("src/domain/a.rs", "fn f() { gloo_timers::go() }"),
        ("src/connect/a.rs", "use leptos_axum::X;"),
        ("src/connect/a.rs", "use axum::http::StatusCode;"),
        ("src/connect/a.rs", "fn f() -> crate::store::Store { todo!() }"),
        ("src/connect/deep/a.rs", "use super::super::super::http::Edge;"),
        ("src/connect/mod.rs", "mod tests { use super::super::gateway::Client; }"),
        ("src/store/a.rs", "use crate::gateway::Client;"),
        ("src/store/a.rs", "use crate::{domain::ids::UserId, connect::{ports::Clock, provision::go}};"),
        ("src/store/a.rs", "use crate::connect::portsmouth::Ship;"),
        ("src/store/a.rs", "use crate::connect;"),
        ("src/gateway/wpp/a.rs", "use sqlx::Row;"),
        ("src/people/a.rs", "use crate::store::open;"),
        ("src/jobs/a.rs", "use reqwest::Client;"),
        ("src/sim/a.rs", "use crate::domain::ids::UserId;"),
        ("src/sim/a.rs", "use wpp_panel::domain::ids::UserId;"),
        ("src/api/a.rs", "use crate::connect::provision::go;"),
        ("src/api/a.rs", "fn f() {} use crate::connect::provision::go;"),
        ("src/api/a.rs", "async fn f() { crate::store::open().await }"),
        ("src/ui/a.rs", "use crate::connect::ports::Clock;"),
        ("src/ui/a.rs", "fn f() { axum::serve() }"),
        ("src/config/a.rs", "use crate::people::email::Email;"),
        ("src/http/a.rs", "use sqlx::query;"),
        ("src/main.rs", "fn main() { sqlx::query(\"\"); }"),
        ("src/cli/a.rs", "use ::reqwest::Client;"),
        ("src/new_one/mod.rs", "fn f() {}"),
    ];
    for (path, source) in bad {
        assert!(!check(path, source).is_empty(), "{path}: {source}");
    }
}

#[test]
fn refuses_ways_around() {
    let bad = [
        ("src/connect/a.rs", "use crate as whole;"),
        ("src/connect/a.rs", "use crate::*;"),
        ("src/connect/a.rs", "use crate::{self as whole};"),
        ("src/connect/mod.rs", "use super::*;"),
        ("src/connect/mod.rs", "use super::{domain, store};"),
        ("src/connect/a.rs", "extern crate sqlx as harmless;"),
        ("src/connect/a.rs", "#[path = \"../store/open.rs\"] mod open;"),
        ("src/connect/a.rs", "include!(\"../store/open.rs\");"),
        ("src/connect/a.rs", "fn f() { <X as crate::store::Trait>::go() }"),
        ("src/connect/a.rs", "macro_rules! m { () => { $crate::store::open() } }"),
        ("src/connect/a.rs", "/* /* */ */ use crate::store::open;"),
        ("src/connect/a.rs", "fn f<'a>(x: &'a str) { let _ = ('\"', b'\\'', r#\"\"\"#); crate::store::open(x) }"),
        ("src/store/a.rs", "use std::time; fn f() { time::Instant::now(); }"),
        ("src/store/a.rs", "use std::time::Instant as Moment; fn f() { Moment::now(); }"),
    ];
    for (path, source) in bad {
        assert!(!check(path, source).is_empty(), "{path}: {source}");
    }
}

#[test]
fn refuses_time_and_randomness_outside_of_the_ports() {
    let bad = [
        ("src/http/a.rs", "fn f() { std::time::SystemTime::now(); }"),
        ("src/gateway/a.rs", "use std::time::Instant; fn f() { Instant::now(); }"),
        ("src/http/a.rs", "use tokio::time::Instant; fn f() { Instant::now(); }"),
        ("src/store/a.rs", "fn f(b: &mut [u8]) { getrandom::fill(b); }"),
        ("src/store/a.rs", "use uuid::Uuid; fn f() { Uuid::new_v4(); }"),
        ("src/people/a.rs", "use argon2::password_hash::rand_core::OsRng;"),
        ("src/ui/a.rs", "fn f() { std::time::Instant::now(); }"),
    ];
    for (path, source) in bad {
        assert!(!check(path, source).is_empty(), "{path}: {source}");
    }
}

#[test]
fn a_file_of_the_server_alone_may_know_what_a_server_function_may_know() {
    let parent = "#[cfg(feature = \"ssr\")]\npub mod caller;\nmod list;\n#[cfg(feature = \"hydrate\")]\nmod page;";
    assert_eq!(server_only(parent), ["caller"]);
    let crates = Crates::of_manifest(MANIFEST);
    let source = "use crate::connect::Connect;";
    assert_eq!(violations("src/api/caller.rs", source, &crates, true), Vec::<String>::new());
    assert_eq!(violations("src/api/list.rs", source, &crates, false).len(), 1);
    assert_eq!(violations("src/api/caller.rs", "use crate::store::open;", &crates, true).len(), 1);
}

#[test]
fn refuses_a_file_of_three_hundred_lines() {
    assert!(check("src/domain/a.rs", &"\n".repeat(299)).is_empty());
    assert_eq!(check("src/domain/a.rs", &"\n".repeat(300)), ["src/domain/a.rs: 300 lines, the limit is 300"]);
}

#[test]
fn names_the_line_and_the_path() {
    let source = "//! Text.\n\nuse crate::{\n    domain::ids::UserId,\n    gateway::Client,\n};\n";
    assert_eq!(check("src/store/a.rs", source), ["src/store/a.rs:5: `store` names crate::gateway::Client"]);
}

#[test]
fn accepts_what_the_table_allows() {
    let good = [
        ("src/domain/a.rs", "use std::fmt; use serde::Serialize; use super::ids::UserId; use uuid::Uuid;"),
        ("src/domain/a.rs", "// crate::store::open\n/// [`crate::store`]\nconst A: &str = \"crate::store::open\";"),
        ("src/domain/a.rs", "const A: &str = r##\"\"# use crate::store::open; \"##;"),
        ("src/connect/ports/system.rs", "fn f() { std::time::SystemTime::now(); getrandom::fill(&mut []); }"),
        ("src/connect/mod.rs", "pub mod store; use store::Kept; mod tests { use super::*; }"),
        ("src/connect/deep/a.rs", "use super::super::flights; use crate::domain::ids::UserId;"),
        ("src/store/a.rs", "use sqlx::Row; use crate::connect::ports::{self, StoreError}; use crate::domain;"),
        ("src/gateway/a.rs", "use reqwest::Client; use crate::connect::ports; fn f() { ports::go() }"),
        ("src/people/a.rs", "use crate::{connect::ports::Random, domain::secret::Secret, live::Watch};"),
        ("src/sim/a.rs", "use super::wire::X; use axum::Router; fn f() { std::time::Instant::now(); }"),
        ("src/api/a.rs", "async fn f(x: u8) -> Result<(), ()> { use crate::connect::go; crate::connect::go(x) }"),
        ("src/gateway/a.rs", "use tokio::time::Instant; fn f() { Instant::now(); }"),
        ("src/gateway/a_tests.rs", "use super::*; fn f() { Instant::now(); }"),
        ("src/gateway/a.rs", "#[cfg(test)] #[path = \"a_tests.rs\"] mod tests;"),
        ("src/ui/a.rs", "use crate::api::list; use leptos::prelude::*; fn f() { uuid::Uuid::new_v4(); }"),
        ("src/http/a.rs", "use crate::{store::open, gateway::Client, ui::shell}; use reqwest::Client as C;"),
        ("src/main.rs", "fn main() { wpp_panel::cli::run() }"),
        ("src/lib.rs", "pub mod domain; pub mod store;"),
    ];
    for (path, source) in good {
        assert_eq!(check(path, source), Vec::<String>::new(), "{path}: {source}");
    }
}
