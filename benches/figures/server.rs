//! The server itself: memory, how soon it is there, and how quickly it answers beside a handler that only copies.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use axum::{Router, http::header, routing::get};
use serde_json::json;
use tokio::task::JoinSet;

use crate::{
    RUNS,
    line::http,
    pages::resident,
    panel::{Settings, run},
    stage::{Plot, Stage},
    table::{self, Table, median},
    wrk,
};

const STARTS: usize = 15;
const SIGN_INS: usize = 20;
const MANY: usize = 500;
/// So many cards a page begins with.
const DRAWN: usize = 50;
const ASKED: usize = 60;
/// Of a run, of each of the two, in turn: what else the machine does meets both.
const SECONDS: usize = 5;
const PASSWORD: &str = "a long enough password";

pub async fn measure(table: &mut Table) {
    starts(table).await;
    memory(table).await;
    answers(table).await;
    many(table).await;
}

/// From the start of the process until `/readyz` says 200.
async fn starts(table: &mut Table) {
    let (mut new, mut known) = (vec![], vec![]);
    for _ in 0..RUNS {
        let (mut with_new, mut with_known) = (vec![], vec![]);
        for _ in 0..STARTS {
            let folder = tempfile::tempdir_in(table::folder()).unwrap();
            with_new.push(ready(folder.path()).await);
            with_known.push(ready(folder.path()).await);
        }
        new.push(median(&with_new));
        known.push(median(&with_known));
    }
    let (soon, sooner) = (median(&new) <= 150.0, median(&known) <= 40.0);
    table.add("ready after the start, existing database, median", "ms", known, Some(("≤ 40 ms", sooner)));
    table.add("ready after the start, new database, median", "ms", new, Some(("≤ 150 ms", soon)));
}

async fn ready(folder: &Path) -> f64 {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let http = http();
    let began = Instant::now();
    let server = Server::start(folder, address);
    let url = format!("http://{address}/readyz");
    loop {
        if http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
            let took = began.elapsed().as_secs_f64() * 1e3;
            drop(server);
            return took;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "it does not start");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Ended as an operator does, so that the next start finds a database that was closed.
struct Server(Child);

impl Server {
    fn start(folder: &Path, address: SocketAddr) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_wpp-panel"))
            .arg("serve")
            .current_dir(folder)
            .env_clear()
            .env("LEPTOS_SITE_ADDR", address.to_string())
            // nothing is asked of it
            .env("WPP_BASE_URL", "http://127.0.0.1:9")
            .env("WPP_API_KEY", "none")
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(child.unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

async fn memory(table: &mut Table) {
    let (mut idle, mut after) = (vec![], vec![]);
    for _ in 0..RUNS {
        let stage = Stage::set(&Plot::default()).await;
        let people = people(&stage.settings);
        tokio::time::sleep(Duration::from_secs(2)).await;
        idle.push(resident(stage.panel.id()));
        let mut signing_in = JoinSet::new();
        for email in people {
            let address = stage.panel.address().to_owned();
            signing_in.spawn(async move {
                let form = format!("email={}&password={}", email.replace('@', "%40"), PASSWORD.replace(' ', "+"));
                let request = http().post(format!("{address}/login")).header(header::ORIGIN, &address);
                let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
                let answer = request.send().await.unwrap();
                assert!(answer.headers().contains_key(header::SET_COOKIE), "{}", answer.status());
            });
        }
        signing_in.join_all().await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        after.push(resident(stage.panel.id()));
    }
    let (small, still) = (median(&idle) <= 20.0, median(&after) <= 30.0);
    table.add("the idle server's memory", "MiB", idle, Some(("≤ 20 MiB", small)));
    table.add("one minute after 20 sign-ins at once", "MiB", after, Some(("≤ 30 MiB", still)));
}

/// Addresses of people with a password that can be checked.
fn people(settings: &Settings) -> Vec<String> {
    let organization = run(&["admin", "create-organization", "--name", "Школа"], settings, "");
    let email = |number: usize| format!("person{number}@example.org");
    (0..SIGN_INS)
        .map(|number| {
            let email = email(number);
            let arguments = [
                "admin",
                "create-user",
                "--organization",
                &organization,
                "--email",
                &email,
                "--role",
                "admin",
                "--password-stdin",
            ];
            run(&arguments, settings, PASSWORD);
            email
        })
        .collect()
}

/// The list of five sessions, signed in, beside a handler that has the same bytes in memory.
async fn answers(table: &mut Table) {
    let stage = Stage::set(&Plot { sessions: 5, ..Plot::default() }).await;
    let page = stage.page(0);
    // once awake they are known to be connected
    page.call("list_integrations", &json!({ "force": true })).await;
    let html = page.html().await;
    assert_eq!(html.matches("<article").count(), 5);
    let copy = copies(html).await;
    let cookie = format!("wpp_panel={}", stage.cookies[0]);
    let (mut ours, mut shares) = (vec![], vec![]);
    for _ in 0..RUNS {
        let url = format!("{}/", stage.panel.address());
        let (mut list, mut constant) = (0.0, 0.0);
        for _ in 0..SECONDS {
            list += wrk::get(&url, &cookie, 1).rate;
            constant += wrk::get(&copy, &cookie, 1).rate;
        }
        shares.push(list / constant);
        ours.push(list / SECONDS as f64);
    }
    let enough = median(&shares) >= 0.05;
    table.add("list page of 5 sessions, signed in", "a second", ours, None);
    table.add("the same, against copying it from memory", "", shares, Some(("≥ 0.05", enough)));
}

async fn copies(html: String) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let answer = move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html) };
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(answer))).await });
    address
}

/// One after another, so that nothing waits for anything.
async fn many(table: &mut Table) {
    let stage = Stage::set(&Plot { sessions: MANY, ..Plot::default() }).await;
    let page = stage.page(0);
    page.call("list_integrations", &json!({ "force": true })).await;
    let mut rendered = vec![];
    for _ in 0..RUNS {
        let mut times = vec![];
        for _ in 0..ASKED {
            let began = Instant::now();
            let html = page.html().await;
            times.push(began.elapsed().as_secs_f64() * 1e3);
            assert_eq!(html.matches("<article").count(), DRAWN);
        }
        rendered.push(median(&times));
    }
    let met = median(&rendered) <= 6.0;
    table.add("list page of 500 sessions (50 drawn), from request to last byte", "ms", rendered, Some(("≤ 6 ms", met)));
}
