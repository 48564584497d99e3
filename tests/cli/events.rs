//! What an operator does about events: `admin retry-events`, `release-webhooks`, `take-webhooks`. The program itself, the
//! simulator and a database as the CRM left it.

use std::{
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use wpp_panel::sim::{DEMO_CLIENT_SECRET, Placed, Sim, SimConfig};

use crate::support::receiver::{Receiver, Reply};

const ORGANIZATION: &str = "5b0c3b1e-7c2b-4c6a-9a53-0f6a0e0a3c11";
const CRM: &str = "http://127.0.0.1:9/crm/wpp-webhook";
const NUMBERS: [&str; 2] = ["1000000000041", "1000000000042"];

struct Desk {
    folder: TempDir,
    sim: Sim,
}

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Does not outlive its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // refused only if it has ended already
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Desk {
    /// Two sessions of a CRM, and the platform that has their accounts.
    async fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), sim: Sim::start(SimConfig::default()).await.unwrap() };
        assert_eq!(desk.run(&["migrate"]).await.code, Some(0));
        desk.sql(&format!("INSERT INTO organizations (id, name, created_at) VALUES ('{ORGANIZATION}', 'Школа', 1)"))
            .await;
        for (at, number) in NUMBERS.into_iter().enumerate() {
            desk.sql(&format!(
                "INSERT INTO messenger_integrations (id, organization_id, messenger_type, provider, name, webhook_key,
                                                     settings, created_at, updated_at)
                 VALUES ('00000000-0000-4000-8000-00000000000{at}', '{ORGANIZATION}', 'whatsapp', 'wpp', 'WhatsApp',
                         'MARK-key-{at}', '{{\"wppAccountNumber\":\"{number}\",\"wppApiKey\":\"MARK-api-{at}\"}}', {at}, {at})"
            ))
            .await;
            let (api_key, webhook) = (Some(format!("MARK-api-{at}")), Some(CRM.to_owned()));
            desk.sim.handle().place(Placed { number: number.to_owned(), phone: None, api_key, webhook }).unwrap();
        }
        desk
    }

    async fn sql(&self, sql: &str) {
        let path = self.folder.path().join("data/wpp-panel.db");
        let mut database = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut database).await.unwrap();
        database.close().await.unwrap();
    }

    async fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, &format!("{CRM}?apikey=MARK-crm")).await
    }

    fn command(&self, arguments: &[&str], receiver: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_wpp-panel"));
        program
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("RUST_LOG", "trace")
            .env("WPP_BASE_URL", self.sim.base_url())
            .env("WPP_SECRET", DEMO_CLIENT_SECRET)
            .env("APP_PUBLIC_URL", "http://127.0.0.1:8")
            .env("APP_FORWARD_WEBHOOK_URL", receiver);
        program
    }

    /// A server whose address for events is where it listens.
    fn serve(&self, receiver: &str) -> Server {
        let mut program = self.command(&["serve"], receiver);
        program.env("LEPTOS_SITE_ADDR", "127.0.0.1:0").env_remove("APP_PUBLIC_URL").env("RUST_LOG", "off");
        Server(program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    async fn run_with(&self, arguments: &[&str], receiver: &str) -> Ended {
        let mut program = self.command(arguments, receiver);
        let Output { status, stdout, stderr } =
            tokio::task::spawn_blocking(move || program.output()).await.unwrap().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    fn webhooks(&self) -> Vec<String> {
        NUMBERS.iter().map(|number| self.sim.handle().account(number).unwrap().webhook.unwrap()).collect()
    }
}

fn at(base: &str, sign: char) -> Vec<String> {
    let of = |at: usize| format!("{base}{sign}account={}&key=MARK-key-{at}", NUMBERS[at]);
    vec![of(0), of(1)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhooks_come_and_go_as_an_operator_wishes() {
    let desk = Desk::new().await;
    let nothing = desk.run(&["admin", "release-webhooks"]).await;
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(0), "0 released, 0 failed\n"), "{}", nothing.err);

    let looked = desk.run(&["admin", "take-webhooks", "--dry-run"]).await;
    assert_eq!(looked.out.lines().last(), Some("2 would be taken"), "{}", looked.err);
    assert_eq!(desk.webhooks(), [CRM, CRM]);

    let ours = at("http://127.0.0.1:8/functions/v1/wpp-webhook", '?');
    let taken = desk.run(&["admin", "take-webhooks"]).await;
    assert_eq!((taken.code, desk.webhooks()), (Some(0), ours.clone()), "{}", taken.err);
    let lines: Vec<&str> = taken.out.lines().collect();
    assert_eq!(lines[0], format!("00000000-0000-4000-8000-000000000000  {}  taken", NUMBERS[0]));
    assert_eq!((lines.len(), lines[2]), (3, "2 taken, 0 failed"));

    let looked = desk.run(&["admin", "release-webhooks", "--dry-run"]).await;
    assert_eq!((looked.out.lines().last(), desk.webhooks()), (Some("2 would be released"), ours));
    let released = desk.run(&["admin", "release-webhooks"]).await;
    assert_eq!(released.out.lines().last(), Some("2 released, 0 failed"));
    assert_eq!((released.code, desk.webhooks()), (Some(0), at(&format!("{CRM}?apikey=MARK-crm"), '&')));
    for ended in [looked, taken, released] {
        assert!(!ended.out.contains("MARK") && !ended.err.contains("MARK"), "{}{}", ended.out, ended.err);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_fails_is_a_line_and_a_failure() {
    let desk = Desk::new().await;
    desk.sim.handle().kill_key_of(NUMBERS[0]).unwrap();
    let taken = desk.run(&["admin", "take-webhooks"]).await;
    let lines: Vec<&str> = taken.out.lines().collect();
    assert!(lines[0].contains(NUMBERS[0]) && lines[0].contains("FAILED  gateway: "), "{}", taken.out);
    assert!(lines[1].ends_with("taken"), "{}", taken.out);
    assert_eq!((lines[2], taken.code), ("1 taken, 1 failed", Some(1)));
    assert_eq!(desk.webhooks()[0], CRM);
    assert!(!taken.out.contains("MARK") && !taken.err.contains("MARK"), "{}{}", taken.out, taken.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_receiver_no_webhook_is_moved() {
    let desk = Desk::new().await;
    for command in ["take-webhooks", "release-webhooks"] {
        let ended = desk.run_with(&["admin", command], "").await;
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
        assert!(ended.err.contains("APP_FORWARD_WEBHOOK_URL is not set"), "{}", ended.err);
    }
    assert_eq!(desk.webhooks(), [CRM, CRM]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_given_up_is_revived_and_counted() {
    let desk = Desk::new().await;
    for (event, state) in [("evt_1", "dead"), ("evt_2", "dead"), ("evt_3", "waiting")] {
        let again = if state == "waiting" { "5" } else { "NULL" };
        desk.sql(&format!(
            "INSERT INTO events (integration_id, organization_id, event_id, kind, received_at, state, raw_sealed, again_at)
             VALUES ('00000000-0000-4000-8000-000000000000', '{ORGANIZATION}', '{event}', 'chat', 1, '{state}', 'v1:x', {again})"
        ))
        .await;
    }
    for count in ["2\n", "0\n"] {
        let ended = desk.run(&["admin", "retry-events"]).await;
        assert_eq!((ended.code, ended.out.as_str()), (Some(0), count), "{}", ended.err);
    }
}

/// A message comes in, the server is killed while the CRM has not answered yet, and the next one passes it on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_loses_no_message() {
    let (desk, crm) = (Desk::new().await, Receiver::start().await);
    crm.answers(|_| Reply::Never);
    let mut server = desk.serve(&crm.url);
    let sim = desk.sim.handle();
    let here = sim.until(|sim| {
        let webhook = sim.account(NUMBERS[0]).unwrap().webhook.unwrap();
        webhook.contains("/functions/v1/wpp-webhook?account=") && !webhook.contains("/crm/")
    });
    tokio::time::timeout(Duration::from_secs(30), here).await.unwrap();
    sim.message(NUMBERS[0], "79851234567", "Здравствуйте").unwrap();
    crm.until(1).await;
    server.0.kill().unwrap();
    server.0.wait().unwrap();

    crm.answers(|_| Reply::Status(200));
    let mut server = desk.serve(&crm.url);
    crm.until(2).await;
    let seen = crm.seen();
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].text().contains("Здравствуйте") && seen[0].query["key"] == "MARK-key-0");
    let pid = server.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let ended = tokio::task::spawn_blocking(move || server.0.wait().unwrap());
    assert!(ended.await.unwrap().success());
    let left = desk.run(&["admin", "retry-events"]).await;
    assert_eq!(left.out, "0\n", "{}", left.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_says_what_a_release_means() {
    let desk = Desk::new().await;
    let help = desk.run(&["admin", "release-webhooks", "--help"]).await.out;
    for word in ["stays released", "admin take-webhooks", "--dry-run"] {
        assert!(help.contains(word), "{help}");
    }
}
