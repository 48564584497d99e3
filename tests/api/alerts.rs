//! Alerts: a session drops, people are told once, and once more when it is back.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::hmac;
use serde_json::{Value, json};
use wpp_panel::{
    alerts::{Alerts, Delivered, Noticed, WAITS},
    domain::{
        actor::Role,
        alert::{ChannelKind, Delivery},
        secret::Secret,
    },
    http::outlets::{OutletSettings, Outlets},
    sim::Scan,
};

use crate::{
    answer::Answer,
    functions_kit::Kit,
    panel::{encode, form, request},
};

const BOT: &str = "123456:ABCdefGHIjklMNOpqrSTUvwxYZ_-0123456";

/// What came over HTTP.
#[derive(Clone, Debug)]
struct Seen {
    path: String,
    headers: HeaderMap,
    body: String,
}

/// A server that takes everything, or answers this.
pub struct Receiver {
    url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    answer: Arc<Mutex<(u16, String)>>,
}

type Shared = (Arc<Mutex<Vec<Seen>>>, Arc<Mutex<(u16, String)>>);

impl Receiver {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (seen, answer): Shared = (Arc::default(), Arc::new(Mutex::new((200, "{}".to_owned()))));
        let app = Router::new().fallback(take).with_state((seen.clone(), answer.clone()));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, seen, answer }
    }

    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    fn answers(&self, status: u16, body: &str) {
        *self.answer.lock().unwrap() = (status, body.to_owned());
    }
}

async fn take(State((seen, answer)): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    seen.lock().unwrap().push(Seen { path: uri.to_string(), headers, body: String::from_utf8(body.to_vec()).unwrap() });
    let (status, body) = answer.lock().unwrap().clone();
    (StatusCode::from_u16(status).unwrap(), body)
}

/// A kit with one connected session, and alerts whose Telegram is the receiver.
pub async fn scene() -> (Kit, Receiver, Alerts, String) {
    let kit = Kit::new(true).await;
    let receiver = Receiver::start().await;
    let alerts = kit.world.alerts_at(&receiver.url);
    let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    let number = made["account"].as_str().unwrap().to_owned();
    kit.world.sim.scan(&number, Scan { link_ms: Some(0), ..Scan::default() }).unwrap();
    kit.pass(4);
    kit.ok("wpp_status", json!({ "id": made["id"], "has": 0 })).await;
    let [session] = &kit.world.connect.list(&kit.admin).await.unwrap()[..] else { panic!("one session") };
    assert!(session.live.first_connected_at.is_some());
    (kit, receiver, alerts, number)
}

async fn webhook(kit: &Kit, alerts: &Alerts, address: &str) -> Secret {
    alerts.add(&kit.admin, ChannelKind::Webhook, address, &Secret::new("")).await.unwrap().unwrap()
}

/// Lets time pass as the job does: a look every 10 s.
pub async fn watched(kit: &Kit, alerts: &Alerts, seconds: u64) -> Noticed {
    let mut all = Noticed::default();
    for _ in 0..seconds / 10 {
        kit.pass(10);
        let noticed = alerts.notice().await.unwrap();
        all = Noticed { down: all.down + noticed.down, up: all.up + noticed.up };
    }
    all
}

fn verify(secret: &Secret, seen: &Seen) {
    let header = |name: &str| seen.headers[name].to_str().unwrap().to_owned();
    let key = STANDARD.decode(secret.expose().strip_prefix("whsec_").unwrap()).unwrap();
    assert!((24..=64).contains(&key.len()));
    let signed = format!("{}.{}.{}", header("webhook-id"), header("webhook-timestamp"), seen.body);
    let signature = STANDARD.decode(header("webhook-signature").strip_prefix("v1,").unwrap()).unwrap();
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes(), &signature).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_drops_is_told_once_and_once_more_when_it_is_back() {
    let (kit, receiver, alerts, number) = scene().await;
    let secret = webhook(&kit, &alerts, &format!("{}/hook?key=1", receiver.url)).await;
    alerts.add(&kit.admin, ChannelKind::Telegram, "-100123", &Secret::new(BOT)).await.unwrap();
    assert_eq!(watched(&kit, &alerts, 120).await, Noticed::default(), "all is well");

    kit.world.sim.unlink(&number).unwrap();
    assert_eq!(watched(&kit, &alerts, 150).await, Noticed::default(), "not before the three minutes");
    assert_eq!(watched(&kit, &alerts, 120).await, Noticed { down: 1, up: 0 });
    assert_eq!(watched(&kit, &alerts, 600).await, Noticed::default(), "once");
    assert_eq!(alerts.deliver().await.unwrap(), Delivered { taken: 2, ..Delivered::default() });
    assert_eq!(alerts.deliver().await.unwrap(), Delivered::default());
    let seen = receiver.seen();
    let hook = seen.iter().find(|seen| seen.path == "/hook?key=1").unwrap();
    verify(&secret, hook);
    let body: Value = serde_json::from_str(&hook.body).unwrap();
    assert_eq!((&body["type"], &body["data"]["organization"]), (&json!("session.down"), &json!("Академия «Окей»")));
    assert!(body["data"]["text"].as_str().unwrap().contains("отключился в "), "{body}");
    let chat = seen.iter().find(|seen| seen.path == format!("/bot{BOT}/sendMessage")).unwrap();
    let chat: Value = serde_json::from_str(&chat.body).unwrap();
    assert_eq!(chat["chat_id"], "-100123");
    assert!(chat["text"].as_str().unwrap().contains("https://panel.example.org/sessions/"), "{chat}");

    let [session] = &kit.world.connect.list(&kit.admin).await.unwrap()[..] else { panic!("one session") };
    kit.world.connect.reconnect(&kit.admin, session.id, kit.world.press()).await.unwrap();
    kit.world.sim.scan(&number, Scan { link_ms: Some(0), ..Scan::default() }).unwrap();
    assert_eq!(watched(&kit, &alerts, 120).await, Noticed { down: 0, up: 1 });
    assert_eq!(alerts.deliver().await.unwrap().taken, 2);
    let last: Value =
        serde_json::from_str(&receiver.seen().into_iter().rfind(|seen| seen.path.starts_with("/hook")).unwrap().body)
            .unwrap();
    assert_eq!(last["type"], "session.up");
    assert_eq!(watched(&kit, &alerts, 300).await, Noticed::default());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_drop_and_a_silent_gateway_are_told_nobody() {
    let (kit, _receiver, alerts, number) = scene().await;
    webhook(&kit, &alerts, "https://hooks.example.org/a").await;
    kit.world.sim.offline(&number, true).unwrap();
    assert_eq!(watched(&kit, &alerts, 100).await, Noticed::default());
    kit.world.sim.online(&number).unwrap();
    assert_eq!(watched(&kit, &alerts, 300).await, Noticed::default(), "it came back in time");
    kit.world.sim.down();
    assert_eq!(watched(&kit, &alerts, 900).await, Noticed::default(), "nothing is known of the session");
    assert!(alerts.overview(&kit.admin).await.unwrap().messages.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wait_of_ones_own_counts_and_without_channels_nobody_is_asked() {
    let (kit, _receiver, alerts, number) = scene().await;
    let calls = || kit.world.sim.calls().len();
    let before = calls();
    watched(&kit, &alerts, 600).await;
    assert_eq!(calls(), before, "nobody waits for it");
    webhook(&kit, &alerts, "https://hooks.example.org/a").await;
    alerts.set_after(&kit.admin, 1).await.unwrap();
    kit.world.sim.unlink(&number).unwrap();
    assert_eq!(watched(&kit, &alerts, 140).await, Noticed { down: 1, up: 0 });
    for minutes in [0, 1_441] {
        assert!(alerts.set_after(&kit.admin, minutes).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_taken_is_tried_with_growing_patience_given_up_and_repeated_by_hand() {
    let (kit, receiver, alerts, number) = scene().await;
    webhook(&kit, &alerts, &receiver.url).await;
    receiver.answers(503, "");
    kit.world.sim.unlink(&number).unwrap();
    watched(&kit, &alerts, 300).await;
    let mut tries = 0;
    for wait in WAITS {
        assert_eq!(alerts.deliver().await.unwrap(), Delivered { put_off: 1, ..Delivered::default() }, "{wait:?}");
        tries += 1;
        kit.clock.advance(wait - Duration::from_secs(1));
        assert_eq!(alerts.deliver().await.unwrap(), Delivered::default());
        kit.clock.advance(Duration::from_secs(1));
    }
    assert_eq!(alerts.deliver().await.unwrap(), Delivered { given_up: 1, ..Delivered::default() });
    let seen = receiver.seen();
    assert_eq!(seen.len(), tries + 1);
    let ids: std::collections::HashSet<_> = seen.iter().map(|seen| seen.headers["webhook-id"].clone()).collect();
    assert_eq!(ids.len(), 1, "a receiver can tell repeats");

    let cookie = kit.cookie_of(&kit.admin).await;
    let page = get(&kit, &cookie, "/alerts").await.body;
    assert!(page.contains("не отправлено") && page.contains("status 503"), "{page}");
    let path = page.split("action=\"/alerts/messages/").nth(1).unwrap().split('"').next().unwrap();
    receiver.answers(200, "");
    let path = format!("/alerts/messages/{path}");
    assert_eq!(post(&kit, &cookie, &path, &[]).await.leads_to(), "/alerts?done=retried");
    assert_eq!(alerts.deliver().await.unwrap(), Delivered { taken: 1, ..Delivered::default() });
    assert_eq!(post(&kit, &cookie, &path, &[]).await.status, StatusCode::NOT_FOUND);
    // gone for good is believed at once
    receiver.answers(410, "");
    let channel = alerts.overview(&kit.admin).await.unwrap().channels[0].id;
    assert_eq!(alerts.test(&kit.admin, channel).await.unwrap().delivery, Delivery::GivenUp);
}

/// An address that somebody typed is not a way into the network that the server stands in.
#[tokio::test]
async fn private_networks_are_not_for_webhooks() {
    let kit = Kit::new(true).await;
    let receiver = Receiver::start().await;
    let public_url = "https://panel.example.org".to_owned();
    let settings = OutletSettings { telegram: receiver.url.clone(), private_addresses: false, public_url, mail: None };
    let alerts = kit.world.alerts_by(Arc::new(Outlets::new(settings, kit.world.hub.clone())));
    let port = receiver.url.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "localhost", "[::1]", "2130706433"] {
        webhook(&kit, &alerts, &format!("http://{host}:{port}/")).await;
    }
    for channel in alerts.overview(&kit.admin).await.unwrap().channels {
        let tried = alerts.test(&kit.admin, channel.id).await.unwrap();
        assert_eq!(tried.delivery, Delivery::GivenUp);
        assert!(tried.why.as_deref().unwrap().contains("private network"), "{:?}", tried.why);
    }
    assert!(receiver.seen().is_empty());
    // Telegram's address is the operator's
    alerts.add(&kit.admin, ChannelKind::Telegram, "@reception", &Secret::new(BOT)).await.unwrap();
    let channels = alerts.overview(&kit.admin).await.unwrap().channels;
    let chat = channels.into_iter().find(|channel| channel.kind == ChannelKind::Telegram).unwrap();
    assert!(matches!(alerts.test(&kit.admin, chat.id).await.unwrap().delivery, Delivery::Taken(_)));
    receiver.answers(400, r#"{"ok":false,"description":"Bad Request: chat not found"}"#);
    let refused = alerts.test(&kit.admin, chat.id).await.unwrap();
    assert_eq!(refused.why.as_deref(), Some("Bad Request: chat not found"));
    assert!(!format!("{refused:?}").contains(BOT));
}

pub async fn get(kit: &Kit, cookie: &str, path: &str) -> Answer {
    kit.answer(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
}

pub async fn post(kit: &Kit, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    kit.answer(form(path, cookie).header("sec-fetch-site", "same-origin").body(encode(fields)).unwrap()).await
}

#[tokio::test]
async fn channels_are_made_tried_and_removed_on_the_page() {
    let kit = Kit::new(true).await;
    let receiver = Receiver::start().await;
    let page = get(&kit, &kit.cookie, "/alerts").await;
    assert!(page.body.contains("Каналов пока нет"));
    let address = format!("{}/secret-path", receiver.url);
    let made = post(&kit, &kit.cookie, "/alerts/channels", &[("kind", "webhook"), ("address", &address)]).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert!(made.body.contains("value=\"whsec_") && made.header("cache-control") == "no-store");
    let page = get(&kit, &kit.cookie, "/alerts").await.body;
    assert!(!page.contains("whsec_") && !page.contains("secret-path") && page.contains("http://127.0.0.1:"));
    let id = page.split("/alerts/channels/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let path = format!("/alerts/channels/{id}");
    assert_eq!(post(&kit, &kit.cookie, &format!("{path}/test"), &[]).await.leads_to(), "/alerts?done=tested");
    let said: Value = serde_json::from_str(&receiver.seen()[0].body).unwrap();
    assert_eq!(said["type"], "session.test");
    receiver.answers(500, "");
    let failed = post(&kit, &kit.cookie, &format!("{path}/test"), &[]).await;
    assert_eq!(failed.status, StatusCode::BAD_GATEWAY);
    assert!(failed.body.contains("Не отправлено: status 500"));

    for (fields, words) in [
        ([("kind", "webhook"), ("address", "ftp://x"), ("secret", "")], "начинается с https://"),
        ([("kind", "webhook"), ("address", "https://user:word@x.org/"), ("secret", "")], "начинается с https://"),
        ([("kind", "telegram"), ("address", "chat"), ("secret", BOT)], "Введите ID чата"),
        ([("kind", "telegram"), ("address", "-100"), ("secret", "token")], "Введите токен бота целиком"),
    ] {
        let refused = post(&kit, &kit.cookie, "/alerts/channels", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(words), "{words}");
        assert!(!refused.body.contains(BOT));
    }
    let bad = post(&kit, &kit.cookie, "/alerts/after", &[("minutes", "soon")]).await;
    assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.body.contains("value=\"soon\""));
    assert_eq!(post(&kit, &kit.cookie, "/alerts/after", &[("minutes", "5")]).await.leads_to(), "/alerts?done=saved");
    assert!(get(&kit, &kit.cookie, &format!("{path}/remove")).await.body.contains("Удалить канал?"));
    assert_eq!(post(&kit, &kit.cookie, &format!("{path}/remove"), &[]).await.leads_to(), "/alerts?done=removed");
    assert_eq!(post(&kit, &kit.cookie, &format!("{path}/remove"), &[]).await.status, StatusCode::NOT_FOUND);
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    assert_eq!(get(&kit, &kit.cookie_of(&member).await, "/alerts").await.status, StatusCode::FORBIDDEN);
}
