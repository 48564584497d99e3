//! The real program with every log line it can write, through all that it does and much that fails; then a search for its
//! secrets in the log, in every answer and in the database.

use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use serde_json::{Value, json};
use uuid::Uuid;
use wpp_panel::sim::{Call, DEMO_CLIENT_SECRET, Fault, FaultBody, Scan};

use crate::{
    line::http,
    panel::Panel,
    rig::Rig,
    support::{mailbox::Mailbox, postgres},
    token,
};

const PASSWORD: &str = "a long enough password";
const WRONG: &str = "MARK-wrong-password";
const MESSAGE: &str = "MARK-text-of-a-message";
const FOREIGN_TOKEN: &str = "MARK-token-of-green-api-0123456789";
const BOT: &str = "123456:MARK-token-of-a-bot-0123456789abcdefghi";
const MAIL_PASSWORD: &str = "MARK-password-of-a-mail-server";
const HOOK_PATH: &str = "MARK-path-of-a-webhook";
const DATABASE_PASSWORD: &str = "MARK-database-password";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_leaves_the_program_on_sqlite() {
    let mut rig = Rig::sqlite().await;
    let file = rig.url.trim_start_matches("sqlite://").to_owned();
    let seen = everything(&mut rig, &[]).await;
    let mut dump = String::new();
    // the file, and what is not yet written back to it
    for end in ["", "-wal"] {
        if let Ok(bytes) = std::fs::read(Path::new(&(file.clone() + end))) {
            dump.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    seen.search(&dump);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_leaves_the_program_on_postgres() {
    let mut rig = Rig::postgres().await;
    // the tests' server asks for no password; the address has one all the same
    let with_password = rig.url.replacen("postgres@", &format!("postgres:{DATABASE_PASSWORD}@"), 1);
    assert_ne!(with_password, rig.url);
    for (name, value) in &mut rig.settings {
        if *name == "DATABASE_URL" {
            value.clone_from(&with_password);
        }
    }
    let seen = everything(&mut rig, &[DATABASE_PASSWORD]).await;
    let dump = postgres::texts(&rig.url, "SELECT database_to_xml(true, false, '')::text").await.concat();
    seen.search(&dump);
}

/// What was said, and what must not be in it.
struct Seen {
    log: String,
    /// What was asked and the whole answer.
    answers: Vec<(String, String)>,
    /// What is in no log, no answer and no database.
    secrets: Vec<(String, String)>,
    /// What whoever asks for it is shown, but is in no log and no database.
    codes: Vec<String>,
    /// What is no secret, and so must be found everywhere: the other row's id.
    known: String,
}

impl Seen {
    fn search(&self, dump: &str) {
        assert!(self.log.contains("TRACE") && self.log.len() > 100_000, "the log is a whole one");
        let found = self.answers.iter().any(|(_, answer)| answer.contains(&self.known));
        assert!(found && self.log.contains(&self.known) && dump.contains(&self.known), "a search finds what is there");
        assert!(self.secrets.len() > 10, "{:?}", self.secrets);
        for (name, secret) in &self.secrets {
            let in_log = self.log.lines().find(|line| line.contains(secret.as_str()));
            assert!(in_log.is_none(), "{name} is in the log: {in_log:?}");
            assert!(!dump.contains(secret.as_str()), "{name} is in the database");
            for (asked, answer) in &self.answers {
                assert!(!answer.contains(secret.as_str()), "{name} is in the answer to {asked}");
            }
        }
        for code in &self.codes {
            assert!(!self.log.contains(code.as_str()), "a code is in the log");
            assert!(!dump.contains(code.as_str()), "a code is in the database");
        }
    }
}

/// A browser and a CRM whose answers are kept.
struct User<'a> {
    rig: &'a Rig,
    cookie: String,
    answers: Vec<(String, String)>,
}

impl User<'_> {
    async fn ask(&mut self, method: &str, path: &str, kind: &str, body: String, bearer: Option<&str>) -> String {
        let address = self.rig.panel.address().to_owned();
        let mut request = http().request(method.parse().unwrap(), format!("{address}{path}"));
        request = request.header(COOKIE, &self.cookie).header(ORIGIN, &address);
        if !kind.is_empty() {
            request = request.header(CONTENT_TYPE, kind).body(body);
        }
        if let Some(token) = bearer {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        if let Some(cookie) = headers.get("set-cookie") {
            // the one answer that has to carry it
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.answers.push((format!("{method} {path}"), text.clone()));
        } else {
            self.answers.push((format!("{method} {path}"), format!("{status} {headers:?} {text}")));
        }
        text
    }

    async fn get(&mut self, path: &str) -> String {
        self.ask("GET", path, "", String::new(), None).await
    }

    async fn form(&mut self, path: &str, form: &str) -> String {
        self.ask("POST", path, "application/x-www-form-urlencoded", form.to_owned(), None).await
    }

    async fn call(&mut self, name: &str, body: Value) -> Value {
        let text = self.ask("POST", &format!("/api/{name}"), "application/json", body.to_string(), None).await;
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    async fn crm(&mut self, method: &str, call: &str, body: Value) -> Value {
        let token = token::of(&self.rig.admin);
        let path = format!("/functions/v1/{call}");
        let text = self.ask(method, &path, "application/json", body.to_string(), Some(&token)).await;
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}

async fn everything(rig: &mut Rig, more: &[&str]) -> Seen {
    rig.settings.retain(|(name, _)| *name != "RUST_LOG");
    rig.settings.push(("RUST_LOG", "trace".to_owned()));
    // whoever is told of a drop is the simulator here, which takes nothing of it: that fails aloud
    let base = rig.settings.iter().find(|(name, _)| *name == "WPP_BASE_URL").unwrap().1.clone();
    rig.settings.push(("APP_TELEGRAM_URL", base.clone()));
    rig.settings.push(("APP_ALERT_PRIVATE_ADDRESSES", "true".to_owned()));
    let mailbox = Mailbox::start().await;
    rig.settings.push(("APP_SMTP_URL", mailbox.url(MAIL_PASSWORD)));
    rig.settings.push(("APP_MAIL_FROM", "panel@example.org".to_owned()));
    rig.panel = Panel::start(&rig.settings);
    let sim = rig.sim.handle();
    let email = rig.email.clone();
    let mut user = User { rig, cookie: String::new(), answers: vec![] };
    user.form("/login", &format!("email={email}&password={WRONG}")).await;
    user.form("/login", &format!("email={email}&password={}", PASSWORD.replace(' ', "+"))).await;
    assert!(user.cookie.starts_with("wpp_panel="), "{:?}", user.answers.last());
    let cookie = user.cookie.split_once('=').unwrap().1.to_owned();

    let attempt = Uuid::new_v4();
    let made = user.call("wpp_provision", json!({ "attempt": attempt })).await;
    let (id, number) = (made["id"].clone(), made["account"].as_str().unwrap().to_owned());
    let told = sim.until(|sim| sim.account(&number).is_some_and(|account| account.webhook.is_some()));
    tokio::time::timeout(std::time::Duration::from_secs(30), told).await.unwrap();
    let account = sim.account(&number).unwrap();
    let webhook = account.webhook.unwrap();
    let webhook_key = webhook.rsplit_once("key=").unwrap().1.to_owned();
    let code = account.code.unwrap();
    user.call("wpp_qr", json!({ "id": id })).await;
    user.crm("GET", &format!("wpp-qr?session={}", id.as_str().unwrap()), Value::Null).await;
    let mut secrets = sim.secrets();

    // a gateway that says our own secrets back to us, in every way it can fail
    for (status, call) in
        [(500, Call::Status), (401, Call::Token), (403, Call::Start), (422, Call::Start), (200, Call::Status)]
    {
        for secret in secrets.iter().map(String::as_str).chain([DEMO_CLIENT_SECRET]) {
            let body = FaultBody::Json(
                json!({ "error": format!("Invalid API key {secret}"), "status": secret, "message": secret }),
            );
            sim.fail(Fault { status: Some(status), ..Fault::body(body).on(call) }).unwrap();
            user.crm("POST", "wpp-status", json!({ "integration_id": id, "force": true })).await;
            user.crm("POST", "wpp-start", json!({ "integration_id": id })).await;
            sim.clear_faults();
        }
    }
    for body in [FaultBody::Html, FaultBody::Text(format!("<b>{}", secrets[0])), FaultBody::Redirect, FaultBody::Close]
    {
        sim.fail(Fault::body(body).on(Call::Status).times(3)).unwrap();
        user.crm("POST", "wpp-status", json!({ "integration_id": id, "force": true })).await;
        user.get("/").await;
        sim.clear_faults();
    }

    for kind in ["message.incoming", "qr", "connected", "unheard.of"] {
        let data = json!({ "account": number, "text": MESSAGE, "body": MESSAGE, "qr": code });
        let event = json!({ "id": format!("evt_{kind}"), "type": kind, "data": data });
        let sent = http().post(&webhook).json(&event).send().await.unwrap();
        user.answers.push(("the webhook".to_owned(), sent.text().await.unwrap()));
    }
    http().post(webhook.replace("key=", "key=x")).body("{}").send().await.unwrap();
    let _ = sim.scan(&number, Scan::default());
    user.crm("POST", "wpp-status", json!({ "integration_id": id, "force": true })).await;

    let settings = json!({ "idInstance": "7", "apiTokenInstance": FOREIGN_TOKEN });
    let row = json!({ "messenger_type": "whatsapp", "provider": "green_api", "name": "Green", "settings": settings });
    let other = user.crm("POST", "messenger-integrations", row).await["integration"]["id"].clone();
    let other = other.as_str().unwrap().to_owned();
    user.crm("PUT", &format!("messenger-integrations?id={other}"), json!({ "settings": { "apiTokenInstance": 7 } }))
        .await;
    let session = id.as_str().unwrap().to_owned();
    for path in [
        "/".to_owned(),
        "/providers".to_owned(),
        format!("/providers/{other}"),
        format!("/sessions/{session}"),
        format!("/sessions/{session}/webhook-key"),
        "/functions/v1/messenger-integrations".to_owned(),
        "/nowhere".to_owned(),
        "/openapi.json".to_owned(),
    ] {
        user.get(&path).await;
    }
    user.crm("GET", "messenger-integrations", Value::Null).await;
    user.call("list_integrations", json!({ "force": true })).await;
    user.form(&format!("/sessions/{session}/webhook-key"), "").await;
    let rotated = sim.account(&number).and_then(|account| account.webhook).unwrap_or(webhook);
    let reported = report(rig).await;
    assert!(reported.contains("GET /api/accounts/") && reported.contains("POST /auth/token"), "{reported}");
    assert!(reported.contains("\"token\": \"•••, ") && reported.contains("sessions  "), "{reported}");
    user.answers.push(("check --report".to_owned(), reported));
    let told = alerts_and_links(&mut user, &base).await;
    assert_eq!(mailbox.letters().len(), 1, "a letter was taken");
    mailbox.refuse("535 5.7.8 what is that");
    let again = user.form("/alerts/channels", "kind=email&address=boris@example.org").await;
    assert!(again.is_empty(), "{again}");
    for id in channels(&user.get("/alerts").await) {
        user.form(&format!("/alerts/channels/{id}/test"), "").await;
    }
    user.call("wpp_rename", json!({ "id": id, "name": "Приёмная" })).await;
    let again = user.call("wpp_create", json!({ "attempt": Uuid::new_v4() })).await;
    user.call("wpp_cancel", json!({ "attempt": Uuid::new_v4(), "id": again["id"] })).await;
    secrets.extend(sim.secrets());
    user.call("wpp_disconnect", json!({ "id": id })).await;
    user.form("/logout", "").await;

    let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let set = |name: &str| rig.settings.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    let mut marked = vec![
        named("the password", PASSWORD),
        named("the password as it was typed", &PASSWORD.replace(' ', "+")),
        named("a wrong password", WRONG),
        named("a message", MESSAGE),
        named("the token of a bot", BOT),
        named("the path of a webhook", HOOK_PATH),
        named("the password of the mail server", MAIL_PASSWORD),
        named("the same as SMTP has it", &STANDARD.encode(format!("\0anna\0{MAIL_PASSWORD}"))),
        named("the token of a provider", FOREIGN_TOKEN),
        named("the cookie", &cookie),
        named("the webhook key", &webhook_key),
        named("the webhook key after", rotated.rsplit_once("key=").unwrap().1),
        named("APP_SECRET_KEY", &set("APP_SECRET_KEY")),
        named("WPP_SECRET", DEMO_CLIENT_SECRET),
        named("SUPABASE_JWT_SECRET", token::SECRET),
        named("the CRM's token", token::of(&rig.admin).rsplit_once('.').unwrap().1),
    ];
    marked.extend(more.iter().map(|secret| named("the password of the database", secret)));
    secrets.sort();
    secrets.dedup();
    // the key that all have in common is not in use here
    let of_platform = secrets.iter().filter(|secret| secret.starts_with("wpp_") || secret.starts_with("sim."));
    marked.extend(of_platform.map(|secret| named("a key or token of the platform", secret)));
    let answers = user.answers;
    rig.panel.terminate();
    let codes = told.into_iter().chain([code]).collect();
    Seen { log: rig.panel.ended(), answers, secrets: marked, codes, known: other }
}

/// What an operator passes on.
async fn report(rig: &Rig) -> String {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wpp-panel"));
    command.args(["check", "--report"]).env_clear().envs(rig.settings.iter().map(|(name, value)| (name, value)));
    let ended = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    // the log goes to the other stream
    String::from_utf8(ended.stdout).unwrap() + &String::from_utf8(ended.stderr).unwrap()
}

/// The channels on a page of alerts.
fn channels(page: &str) -> Vec<String> {
    let ids = page.split("action=\"/alerts/channels/").skip(1).map(|part| part.split('/').next().unwrap());
    ids.filter(|id| id.parse::<Uuid>().is_ok()).map(str::to_owned).collect()
}

/// Channels of alerts that are tried, and a link for a guest. What is returned is shown once to whoever made it.
async fn alerts_and_links(user: &mut User<'_>, base: &str) -> Vec<String> {
    let between = |text: &str, before: &str| {
        let (_, after) = text.split_once(before).unwrap_or_else(|| panic!("{before}: {text}"));
        after.split('"').next().unwrap().to_owned()
    };
    let hook = format!("kind=webhook&address={base}/{HOOK_PATH}");
    let secret = between(&user.form("/alerts/channels", &hook).await, "whsec_");
    let bot = format!("kind=telegram&address=-1001234567&secret={BOT}");
    user.form("/alerts/channels", &bot).await;
    user.form("/alerts/channels", "kind=email&address=anna@example.org").await;
    let page = user.get("/alerts").await;
    let channels = channels(&page);
    assert_eq!(channels.len(), 3, "{page}");
    for id in channels {
        user.form(&format!("/alerts/channels/{id}/test"), "").await;
    }
    let link = between(&user.form("/links", "").await, "/connect#");
    // in a browser of its own
    let address = user.rig.panel.address().to_owned();
    let begun = http()
        .post(format!("{address}/connect"))
        .header(ORIGIN, &address)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(format!("token={link}"))
        .send()
        .await
        .unwrap();
    let cookie = begun.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    user.answers.push(("POST /connect".to_owned(), begun.text().await.unwrap()));
    let scene = http().get(format!("{address}/connect")).header(COOKIE, &cookie).send().await.unwrap();
    user.answers.push(("GET /connect".to_owned(), scene.text().await.unwrap()));
    let cookie = cookie.split_once('=').unwrap().1.to_owned();
    vec![secret, link, cookie]
}
