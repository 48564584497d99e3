//! Everything around the server fails, once each: what the page and the CRM are told, what is kept, and that all is well
//! again without a restart. `make test-faults` prints the table.

use std::{
    os::unix::fs::FileExt as _,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use wpp_panel::sim::{Call, Fault, FaultBody, Scan};

use crate::{
    line::http,
    person::Person,
    rig::Rig,
    support::postgres::{self, Server},
};

const PATIENCE: Duration = Duration::from_secs(30);
const SILENT: &str = "Платформа WPP не отвечает. Сообщения могут идти как обычно";
const REFUSED: &str = "Платформа WPP не принимает ключ";
/// Requests under way when a server is told to stop.
const LOAD: usize = 20;
const AWAY: &str = "Сервис временно недоступен";

/// A panel with one connected session.
struct Scene {
    rig: Rig,
    person: Person,
    row: Value,
    webhook: String,
    events: AtomicUsize,
}

/// What happened while the fault lasted.
struct Seen {
    page: u16,
    rest: u16,
    webhook: u16,
}

impl Scene {
    async fn set(rig: Rig) -> Self {
        let person = Person::of(&rig).await;
        let made = person.crm().post("wpp-provision", json!({})).await.ok();
        let number = made["account_number"].as_str().unwrap();
        let sim = rig.sim.handle();
        let told = sim.until(|sim| sim.account(number).is_some_and(|account| account.webhook.is_some()));
        tokio::time::timeout(PATIENCE, told).await.unwrap();
        let webhook = sim.account(number).unwrap().webhook.unwrap();
        sim.scan(number, Scan::default()).unwrap();
        person.crm().until(&made["integration_id"], "connected").await;
        let row = person.crm().integrations().await.remove(0);
        Self { rig, person, row, webhook, events: AtomicUsize::new(0) }
    }

    /// One request of each kind at once.
    async fn ask(&self) -> Seen {
        let (page, rest, webhook) = tokio::join!(self.person.page("/"), self.rename(), self.event());
        assert!(page.0 == 200 || page.1.contains(AWAY), "{} {}", page.0, page.1);
        Seen { page: page.0, rest, webhook }
    }

    /// A change over REST, once: the CRM's client would hide the fault.
    async fn rename(&self) -> u16 {
        let url = format!("{}/functions/v1/messenger-integrations?id={}", self.person.address, self.id());
        let body = json!({ "name": "Приёмная" }).to_string();
        let asked =
            http().put(url).bearer_auth(&self.person.token).header("content-type", "application/json").body(body);
        let Ok(answer) = asked.send().await else { return 0 };
        let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap_or_default());
        let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status} {text}"));
        assert_eq!(body["success"], status < 300, "{body}");
        status
    }

    async fn event(&self) -> u16 {
        let number = self.events.fetch_add(1, Ordering::Relaxed);
        let body = json!({ "id": format!("evt_{number}"), "type": "message.incoming", "data": {} });
        http().post(&self.webhook).json(&body).send().await.map_or(0, |answer| answer.status().as_u16())
    }

    fn id(&self) -> &str {
        self.row["id"].as_str().unwrap()
    }

    /// Until everything answers again, and what was there is there.
    async fn recovered(&self, what: &str) -> Duration {
        let began = Instant::now();
        loop {
            let seen = self.ask().await;
            if (seen.page, seen.rest, seen.webhook) == (200, 200, 200) {
                break;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "{what}: {} {} {}\n{}",
                seen.page,
                seen.rest,
                seen.webhook,
                self.rig.panel.log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.is_kept(what).await;
        began.elapsed()
    }

    async fn is_kept(&self, what: &str) {
        let [row] = &self.person.crm().integrations().await[..] else { panic!("{what}: one row") };
        assert_eq!((&row["id"], &row["settings"]), (&self.row["id"], &self.row["settings"]), "{what}");
        assert_eq!(row["is_primary"], true, "{what}");
    }

    fn report(&self, what: &str, page: &str, rest: &str, took: Duration) {
        println!("| {what} | {page} | {rest} | kept | after {} ms, same process |", took.as_millis());
    }

    fn file(&self) -> &str {
        self.rig.url.trim_start_matches("sqlite://")
    }

    /// A limit of the running server; `""` takes it back.
    fn limit(&self, resource: &str, soft: &str) {
        let limit = format!("--{resource}={}:", if soft.is_empty() { "unlimited" } else { soft });
        let pid = self.rig.panel.id().to_string();
        let set = Command::new("prlimit").args(["--pid", &pid, &limit]).output().unwrap();
        assert!(set.status.success(), "{}", String::from_utf8_lossy(&set.stderr));
    }
}

/// Each before a panel of its own, all at once: they mostly wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_fails_in_every_way() {
    let body = |body| Some(Fault::body(body).times(1_000));
    let faults = [
        ("gateway is down", None, SILENT),
        ("gateway refuses the key", Some(Fault::status(401).times(1_000)), REFUSED),
        ("gateway: 500", Some(Fault::status(500).times(1_000)), SILENT),
        ("gateway: 429", Some(Fault { retry_after: Some(1), ..Fault::status(429).times(1_000) }), SILENT),
        ("gateway: HTML", body(FaultBody::Html), SILENT),
        ("gateway: truncated", body(FaultBody::Truncated), SILENT),
        ("gateway: 100 MiB", body(FaultBody::Huge), SILENT),
        ("gateway: wrong types", body(FaultBody::WrongTypes), SILENT),
        ("gateway: redirect", body(FaultBody::Redirect), SILENT),
        ("gateway hangs", body(FaultBody::Hang), SILENT),
        ("gateway drips", body(FaultBody::Drip), SILENT),
    ];
    join_all(faults.map(|(what, fault, says)| gateway_fails(what, fault, says))).await;
}

async fn gateway_fails(what: &str, fault: Option<Fault>, says: &str) {
    let scene = Scene::set(Rig::sqlite().await).await;
    let sim = scene.rig.sim.handle();
    match fault {
        Some(fault) => sim.fail(fault).unwrap(),
        None => sim.down(),
    }
    let asked = json!({ "integration_id": scene.row["id"], "force": true });
    let began = Instant::now();
    let told = loop {
        let told = scene.person.crm().post("wpp-status", asked.clone()).await.ok();
        // one answer in three seconds is shared by all
        if told["status"] == "error" {
            break told;
        }
        assert!(began.elapsed() < PATIENCE, "{what}: {told}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(told["last_status"], "connected", "{what}: {told}");
    assert!(told["message"].as_str().unwrap().starts_with(says), "{what}: {told}");
    let (status, page) = scene.person.page("/").await;
    assert!(status == 200 && page.contains(says), "{what}: {status}");
    // what waits to its end is tested where a clock can be moved
    if !what.ends_with("hangs") && !what.ends_with("drips") {
        let url = format!("{}/functions/v1/wpp-create", scene.person.address);
        let made = http().post(url).bearer_auth(&scene.person.token).body(r#"{"add_new":true}"#).send().await.unwrap();
        assert!(matches!(made.status().as_u16(), 422 | 502..=504), "{what}: {}", made.status());
    }
    scene.is_kept(what).await;

    sim.clear_faults();
    sim.up();
    let began = Instant::now();
    scene.person.crm().until(&scene.row["id"], "connected").await;
    scene.is_kept(what).await;
    scene.report(what, "200, last state and what to do", "200 error, last_status connected", began.elapsed());
    assert!(sim.calls().iter().all(|call| call.name != Call::Redirected), "no redirect was followed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_file_that_is_locked() {
    let scene = Scene::set(Rig::sqlite().await).await;
    let mut other = SqliteConnectOptions::new().filename(scene.file()).connect().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let seen = scene.ask().await;
    assert_eq!((seen.page, seen.rest, seen.webhook), (200, 503, 503), "reading goes on");
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    let took = scene.recovered("locked").await;
    scene.report("SQLite is locked", "200", "503, webhook 503", took);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full() {
    let scene = Scene::set(Rig::sqlite().await).await;
    scene.limit("fsize", "1");
    let seen = scene.ask().await;
    assert_eq!((seen.page, seen.rest, seen.webhook), (200, 503, 503), "reading goes on\n{}", scene.rig.panel.log());
    scene.limit("fsize", "");
    let took = scene.recovered("full").await;
    scene.report("the disk is full", "200", "503, webhook 503", took);
}

/// Mode bits mean nothing to root: a write version above 2 in byte 18 says that a file may only be read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_file_that_may_only_be_read() {
    let scene = Scene::set(Rig::sqlite().await).await;
    let mut other = SqliteConnectOptions::new().filename(scene.file()).connect().await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut other).await.unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(scene.file()).unwrap();
    file.write_all_at(&[9], 18).unwrap();
    // another process's write makes every connection read the file's first page again
    sqlx::query("UPDATE sessions SET phone = '79990001122'").execute(&mut other).await.unwrap();
    let seen = scene.ask().await;
    assert_eq!((seen.page, seen.rest, seen.webhook), (200, 503, 503), "reading goes on");
    file.write_all_at(&[2], 18).unwrap();
    other.close().await.unwrap();
    let took = scene.recovered("read-only").await;
    scene.report("SQLite may only be read", "200", "503, webhook 503", took);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_folder_that_goes_and_comes_back() {
    let scene = Scene::set(Rig::sqlite().await).await;
    let folder = std::path::Path::new(scene.file()).parent().unwrap().to_owned();
    let away = folder.with_extension("away");
    std::fs::rename(&folder, &away).unwrap();
    let seen = scene.ask().await;
    assert!(matches!(seen.webhook, 200 | 503) && matches!(seen.rest, 200 | 503), "{} {}", seen.webhook, seen.rest);
    std::fs::rename(&away, &folder).unwrap();
    let took = scene.recovered("gone and back").await;
    scene.report("SQLite's folder goes and comes back", &seen.page.to_string(), &seen.rest.to_string(), took);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_stops_and_starts_and_cuts_its_connections() {
    let server = Server::start();
    let scene = Scene::set(Rig::postgres_on(&server.url).await).await;
    postgres::run(
        &scene.rig.url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL",
    )
    .await
    .unwrap();
    let took = scene.recovered("connections cut").await;
    scene.report("PostgreSQL cuts all connections", "200", "200", took);

    server.stop();
    let seen = scene.ask().await;
    assert_eq!((seen.page, seen.rest, seen.webhook), (503, 503, 503));
    server.start_again();
    let took = scene.recovered("stopped and started").await;
    scene.report("PostgreSQL stops and starts", "503, in words", "503, webhook 503", took);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_may_open_no_more_files() {
    let scene = Scene::set(Rig::sqlite().await).await;
    let open = std::fs::read_dir(format!("/proc/{}/fd", scene.rig.panel.id())).unwrap().count();
    scene.limit("nofile", &open.to_string());
    // each on a connection of its own: some are not even accepted
    let asked =
        join_all((0..30).map(|_| tokio::time::timeout(Duration::from_millis(500), scene.person.page("/")))).await;
    let answered = asked.iter().filter(|page| matches!(page, Ok((200, _)))).count();
    scene.limit("nofile", "4096");
    let took = scene.recovered("files").await;
    scene.report("no more files can be opened", &format!("{answered} of 30 at once"), "waits", took);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_told_to_stop_under_load_finishes_what_it_began() {
    let mut scene = Scene::set(Rig::sqlite().await).await;
    let address = scene.rig.panel.address().trim_start_matches("http://").to_owned();
    let path = scene.webhook.split_once(&address).unwrap().1.to_owned();
    let event =
        |number: usize| json!({ "id": format!("evt_load_{number}"), "type": "message", "data": {} }).to_string();
    let mut lines = vec![];
    for number in 0..LOAD {
        let (mut line, body) = (TcpStream::connect(&address).await.unwrap(), event(number));
        let head = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\n\r\n", body.len());
        // half of it is there when the server hears that it is to stop
        line.write_all(format!("{head}{}", &body[..10]).as_bytes()).await.unwrap();
        lines.push((line, body));
    }
    // who comes now is behind all of them
    assert_eq!(scene.event().await, 200);
    let began = Instant::now();
    scene.rig.panel.terminate();
    while TcpStream::connect(&address).await.is_ok() {
        assert!(began.elapsed() < PATIENCE, "it takes new connections still");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for (mut line, body) in lines {
        line.write_all(&body.as_bytes()[10..]).await.unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    }
    let log = tokio::task::block_in_place(|| scene.rig.panel.ended());
    let took = began.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}\n{log}");
    let mut file = SqliteConnectOptions::new().filename(scene.file()).connect().await.unwrap();
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM events WHERE event_id LIKE 'evt_load_%'")
        .fetch_one(&mut file)
        .await
        .unwrap();
    assert_eq!(kept, i64::try_from(LOAD).unwrap());
    println!("| SIGTERM under load | – | 200, all {LOAD} | kept | ended after {} ms |", took.as_millis());
}
