//! Every route and server function of the program, asked by everybody who must not have it: nobody, an expired and a
//! revoked sign-in, a member, an administrator of another organization. A route that is new has no row here and fails.

use std::{collections::BTreeSet, time::Duration};

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use wpp_panel::{
    connect::ports::{NewSignIn, Session},
    domain::{
        actor::{Actor, Role},
        alert::ChannelKind,
        name::SessionName,
        secret::Secret,
        time::Timestamp,
    },
    http::{Settings, all_routes, bearer::Trust},
    people::email::Email,
    sim::Scan,
};

use crate::{
    bearer_kit::{SECRET, hs256},
    functions_kit::Kit,
    panel::HTTP,
};

const NAME: &str = "Закрытая приёмная";
const CRM: &str = "https://crm.example.org";
const PHONE: &str = "79161234567";
const HOOK: &str = "hook-of-ours";
const GUEST: &str = "guest@example.org";

/// Whom a route is for, and what the others are answered.
#[derive(Clone, Copy, Debug)]
enum For {
    /// Everybody: it says nothing of any organization.
    All,
    /// Whoever is signed in; others are sent to the sign-in. Then the status for a member of the organization, and for an
    /// administrator of another one.
    Page(u16, u16),
    /// The same for the page's own calls: others are 401.
    Call(u16, u16),
    /// The same for the CRM, which sends a bearer: whoever has none is 401.
    Crm(u16, u16),
}

/// Method, path, whom it is for, and what is sent. What stands in braces is ours: a session, a row of another provider, a
/// colleague, an invitation.
fn rows() -> Vec<(&'static str, &'static str, For, Value)> {
    let none = || Value::Null;
    let attempt = || json!({ "attempt": "{attempt}" });
    let session = || json!({ "id": "{session}" });
    let row = || json!({ "integration_id": "{session}" });
    let form = |text: &str| Value::String(text.to_owned());
    vec![
        ("GET", "/", For::Page(200, 200), none()),
        ("GET", "/healthz", For::All, none()),
        ("GET", "/readyz", For::All, none()),
        ("GET", "/openapi.json", For::All, none()),
        ("GET", "/docs", For::All, none()),
        ("GET", "/help", For::All, none()),
        ("GET", "/help/gateway-slow", For::All, none()),
        ("GET", "/login", For::All, none()),
        ("POST", "/login", For::All, form("email=a%40example.org&password=wrong")),
        ("POST", "/logout", For::All, form("")),
        ("GET", "/setup", For::All, none()),
        ("POST", "/setup", For::All, form("token=wrong")),
        ("GET", "/auth/enter", For::All, none()),
        ("HEAD", "/auth/enter", For::All, none()),
        ("POST", "/auth/exchange", For::Crm(200, 200), none()),
        // outside of a demo
        ("GET", "/sim/phone", For::Page(403, 404), none()),
        ("POST", "/sim/phone/scan", For::Page(403, 404), form("number=1")),
        ("POST", "/sim/phone/unlink", For::Page(403, 404), form("number=1")),
        ("GET", "/providers", For::Page(200, 200), none()),
        ("POST", "/providers", For::Page(403, 422), form("provider=green_api")),
        ("GET", "/providers/{other}", For::Page(403, 404), none()),
        ("POST", "/providers/{other}", For::Page(403, 404), form("name=x&account=1&token=t")),
        ("GET", "/providers/{other}/delete", For::Page(403, 404), none()),
        ("POST", "/providers/{other}/delete", For::Page(403, 404), form("")),
        ("GET", "/account", For::Page(200, 200), none()),
        ("POST", "/account/password", For::Page(422, 422), form("present=wrong&wanted=short")),
        ("POST", "/account/look", For::Page(303, 303), form("theme=dark")),
        ("POST", "/account/sign-ins/end", For::Page(303, 303), form("")),
        ("POST", "/account/sign-ins/0/end", For::Page(303, 303), form("")),
        ("GET", "/reset", For::All, none()),
        ("POST", "/reset", For::All, form("token=wrong&wanted=long+enough+password")),
        ("GET", "/people", For::Page(403, 200), none()),
        ("POST", "/people/invitations", For::Page(403, 422), form("email=none&role=admin")),
        ("POST", "/people/invitations/{invitation}/revoke", For::Page(403, 404), form("")),
        ("POST", "/people/{person}/role", For::Page(403, 404), form("role=member")),
        ("GET", "/people/{person}/remove", For::Page(403, 404), none()),
        ("POST", "/people/{person}/remove", For::Page(403, 404), form("")),
        ("GET", "/invite", For::All, none()),
        ("POST", "/invite", For::All, form("token=wrong&wanted=long+enough+password")),
        ("GET", "/overview", For::Page(200, 200), none()),
        ("GET", "/links", For::Page(403, 200), none()),
        ("POST", "/links", For::Page(403, 404), form("session={session}")),
        ("POST", "/links/{link}/revoke", For::Page(403, 404), form("")),
        ("GET", "/connect", For::All, none()),
        ("POST", "/connect", For::All, form("token=wrong")),
        ("POST", "/connect/again", For::All, form("")),
        ("GET", "/connect/scene", For::All, none()),
        ("GET", "/alerts", For::Page(403, 200), none()),
        ("POST", "/alerts/after", For::Page(403, 422), form("minutes=0")),
        ("POST", "/alerts/channels", For::Page(403, 422), form("kind=webhook&address=none")),
        ("POST", "/alerts/channels/{channel}/test", For::Page(403, 404), form("")),
        ("GET", "/alerts/channels/{channel}/remove", For::Page(403, 404), none()),
        ("POST", "/alerts/channels/{channel}/remove", For::Page(403, 404), form("")),
        ("POST", "/alerts/messages/{message}/retry", For::Page(403, 404), form("")),
        ("GET", "/audit", For::Page(403, 200), none()),
        ("GET", "/audit.csv", For::Page(403, 200), none()),
        ("GET", "/sessions", For::Page(200, 200), none()),
        ("POST", "/sessions", For::Page(403, 200), form("act=disable&id={session}")),
        ("POST", "/sessions/{session}/manage", For::Page(403, 404), form("act=disable")),
        ("GET", "/sessions/{session}", For::Page(200, 404), none()),
        ("POST", "/sessions/{session}/events/1/replay", For::Page(403, 404), form("")),
        ("GET", "/sessions/{session}/webhook-key", For::Page(403, 404), none()),
        ("POST", "/sessions/{session}/webhook-key", For::Page(403, 404), form("")),
        ("GET", "/api/live", For::Call(200, 200), none()),
        ("POST", "/api/list_integrations", For::Call(200, 200), json!({ "force": false })),
        ("POST", "/api/wpp_provision", For::Call(403, 200), attempt()),
        ("POST", "/api/wpp_create", For::Call(403, 200), attempt()),
        ("POST", "/api/wpp_reconnect", For::Call(403, 404), json!({ "id": "{session}", "attempt": "{attempt}" })),
        ("POST", "/api/wpp_qr", For::Call(403, 404), session()),
        ("POST", "/api/wpp_status", For::Call(200, 404), json!({ "id": "{session}", "has": 0 })),
        ("POST", "/api/wpp_rename", For::Call(403, 404), json!({ "id": "{session}", "name": "x" })),
        ("POST", "/api/wpp_disconnect", For::Call(403, 404), session()),
        ("POST", "/api/wpp_cancel", For::Call(403, 200), json!({ "attempt": "{attempt}", "id": "{session}" })),
        ("POST", "/functions/v1/wpp-provision", For::Crm(403, 200), json!({})),
        ("POST", "/functions/v1/wpp-create", For::Crm(403, 200), json!({ "add_new": true })),
        ("GET", "/functions/v1/wpp-qr?session={session}", For::Crm(403, 404), none()),
        ("POST", "/functions/v1/wpp-qr", For::Crm(403, 404), json!({ "session": "{session}" })),
        ("POST", "/functions/v1/wpp-status", For::Crm(200, 404), row()),
        ("POST", "/functions/v1/wpp-start", For::Crm(403, 404), row()),
        ("POST", "/functions/v1/wpp-disconnect", For::Crm(403, 404), row()),
        ("GET", "/functions/v1/messenger-integrations", For::Crm(200, 200), none()),
        ("POST", "/functions/v1/messenger-integrations", For::Crm(403, 201), other("stolen")),
        ("PUT", "/functions/v1/messenger-integrations?id={other}", For::Crm(403, 404), json!({ "name": "x" })),
        ("DELETE", "/functions/v1/messenger-integrations?id={other}", For::Crm(403, 404), none()),
        ("POST", "/functions/v1/wpp-webhook", For::All, json!({ "type": "logout" })),
    ]
}

/// A row of another provider.
fn other(account: &str) -> Value {
    let settings = json!({ "idInstance": account, "apiTokenInstance": "a token" });
    json!({ "messenger_type": "whatsapp", "provider": "green_api", "name": "Green", "settings": settings })
}

/// Where a row stands for the program's route.
fn template(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    path.replace("{session}", "{id}")
        .replace("{other}", "{id}")
        .replace("{person}", "{id}")
        .replace("{link}", "{id}")
        .replace("{channel}", "{id}")
        .replace("{message}", "{id}")
        .replace("{invitation}", "{id}")
        .replace("/help/gateway-slow", "/help/{topic}")
        .replace("/events/1/", "/events/{number}/")
        .replace("/sign-ins/0/", "/sign-ins/{name}/")
}

#[test]
fn every_route_has_a_row() {
    let known: BTreeSet<_> = rows().into_iter().map(|(method, path, ..)| (method.to_owned(), template(path))).collect();
    let there: BTreeSet<_> = all_routes().into_iter().collect();
    assert!(there.len() > 40, "{there:?}");
    assert_eq!(there.difference(&known).collect::<Vec<_>>(), Vec::<&_>::new(), "routes without a row");
    assert_eq!(known.difference(&there).collect::<Vec<_>>(), Vec::<&_>::new(), "rows without a route");
}

/// The list of routes is made by the macros that make the router: nothing is routed beside them but files.
#[test]
fn no_route_is_made_beside_the_list() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http");
    let mut stack = vec![std::path::PathBuf::from(folder)];
    let mut found = vec![];
    while let Some(path) = stack.pop() {
        if path.is_dir() {
            stack.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let made = [".route(", ".route_service(", ".nest(", ".nest_service(", ".fallback("];
        let count: usize = made.iter().map(|made| text.matches(made).count()).sum();
        if count > 0 {
            found.push((path.strip_prefix(folder).unwrap().display().to_string(), count));
        }
    }
    found.sort();
    let expected = [("assets.rs", 2), ("embedded.rs", 2), ("metrics.rs", 1), ("rest/mod.rs", 1), ("router.rs", 1)];
    assert_eq!(found, expected.map(|(file, count)| (file.to_owned(), count)));
}

/// Our organization, with something to steal, and those who would like to.
struct Scene {
    kit: Kit,
    session: Session,
    other: String,
    colleague: Actor,
    invitation: String,
    link: String,
    channel: String,
    message: String,
    member: Actor,
    foreign: Actor,
}

impl Scene {
    async fn set() -> Self {
        let mut settings = Settings::new(HTTP, false);
        settings.allowed_origins = vec![CRM.to_owned()];
        let trust = Trust { jwt_secret: Some(Secret::new(SECRET)), ..Trust::default() };
        let kit = Kit::trusting(true, settings, trust).await;
        let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
        let phone = Some(PHONE.to_owned());
        let number = made["account"].as_str().unwrap();
        kit.world.sim.scan(number, Scan { phone, ..Scan::default() }).unwrap();
        kit.pass(3);
        kit.ok("wpp_status", json!({ "id": made["id"], "has": 0 })).await;
        let [session] = &kit.world.connect.list(&kit.admin).await.unwrap()[..] else { panic!("one session") };
        let name = SessionName::parse(NAME).unwrap();
        kit.world.connect.rename(&kit.admin, session.id, &name).await.unwrap();
        let session = kit.world.connect.list(&kit.admin).await.unwrap().remove(0);
        assert!(session.live.first_connected_at.is_some());
        let member = kit.world.person(kit.admin.organization, Role::Member).await;
        let colleague = kit.world.person(kit.admin.organization, Role::Member).await;
        let people = &kit.app.people;
        people.invite(&kit.admin, &Email::parse(GUEST).unwrap(), Role::Member).await.unwrap();
        let invitation = people.staff(&kit.admin).await.unwrap().1[0].id.to_string();
        people.make_guest_link(&kit.app.connect, &kit.admin, None, Duration::from_secs(60)).await.unwrap();
        let link = people.guest_links(&kit.admin).await.unwrap()[0].id.to_string();
        let alerts = &kit.app.alerts;
        let address = format!("https://127.0.0.1:9/{HOOK}");
        alerts.add(&kit.admin, ChannelKind::Webhook, &address, &Secret::new("")).await.unwrap();
        let channel = alerts.overview(&kit.admin).await.unwrap().channels[0].id;
        // nobody listens there: a message that was given up
        let message = alerts.test(&kit.admin, channel).await.unwrap().id.to_string();
        let channel = channel.to_string();
        let foreign = kit.world.admin().await;
        let nothing = String::new();
        let scene =
            Self { kit, session, other: nothing, colleague, invitation, link, channel, message, member, foreign };
        let made = scene.crm("POST", "/functions/v1/messenger-integrations", &other("ours"), &scene.kit.admin).await;
        let body: Value = serde_json::from_str(&made.1).unwrap();
        Self { other: body["integration"]["id"].as_str().unwrap().to_owned(), ..scene }
    }

    fn fill(&self, text: &str) -> String {
        let attempt = self.kit.world.press().to_string();
        let (session, other) = (self.session.id.to_string(), &self.other);
        text.replace("{session}", &session)
            .replace("{other}", other)
            .replace("{attempt}", &attempt)
            .replace("{person}", &self.colleague.user.to_string())
            .replace("{invitation}", &self.invitation)
            .replace("{link}", &self.link)
            .replace("{channel}", &self.channel)
            .replace("{message}", &self.message)
    }

    async fn ask(&self, method: &str, path: &str, body: &Value, with: &[(header::HeaderName, &str)]) -> (u16, String) {
        let mut request =
            Request::builder().method(method).uri(self.fill(path)).header("sec-fetch-site", "same-origin");
        for (name, value) in with {
            request = request.header(name, *value);
        }
        let (kind, body) = match body {
            Value::Null => ("", String::new()),
            Value::String(form) => ("application/x-www-form-urlencoded", self.fill(form)),
            json => ("application/json", self.fill(&json.to_string())),
        };
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let response = self.kit.raw(request.body(Body::from(body)).unwrap()).await;
        let (parts, body) = response.into_parts();
        if parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream") {
            use futures_util::StreamExt as _;
            // the first words are the whole list
            let first = body.into_data_stream().next().await.unwrap().unwrap();
            return (parts.status.as_u16(), String::from_utf8_lossy(&first).into_owned());
        }
        let text = String::from_utf8(to_bytes(body, 4 * 1024 * 1024).await.unwrap().to_vec()).unwrap();
        let led = parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap()).unwrap_or_default();
        (parts.status.as_u16(), format!("{led}\n{text}"))
    }

    async fn page(&self, method: &str, path: &str, body: &Value, cookie: &str) -> (u16, String) {
        // the CRM's own address is what it lets in beside the panel's
        let origin = if path == "/auth/exchange" { CRM } else { HTTP };
        self.ask(method, path, body, &[(header::COOKIE, cookie), (header::ORIGIN, origin)]).await
    }

    async fn crm(&self, method: &str, path: &str, body: &Value, actor: &Actor) -> (u16, String) {
        let until = self.kit.world.connect.now().0 / 1_000 + 600;
        self.with_token(method, path, body, actor, until).await
    }

    async fn with_token(&self, method: &str, path: &str, body: &Value, actor: &Actor, until: i64) -> (u16, String) {
        let claims = json!({ "sub": actor.user, "aud": "authenticated", "role": "authenticated", "exp": until });
        let bearer = format!("Bearer {}", hs256(&claims));
        let with = [(header::AUTHORIZATION, &bearer[..]), (header::ORIGIN, CRM)];
        self.ask(method, path, body, &with).await
    }

    /// Cookies of the administrator that count no more: one that is over, one that was signed out.
    async fn dead_cookies(&self) -> [String; 2] {
        use base64::Engine as _;
        let token = [7_u8; 32];
        let sign_in = NewSignIn {
            token_hash: Sha256::digest(token).into(),
            user: self.kit.admin.user,
            email: None,
            address: None,
            agent: None,
            now: Timestamp(0),
            expires_at: Timestamp(1),
        };
        self.kit.world.store.create_sign_in(&sign_in).await.unwrap();
        let over = format!("wpp_panel={}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(token));
        let revoked = self.kit.cookie_of(&self.kit.admin).await;
        self.page("POST", "/logout", &Value::String(String::new()), &revoked).await;
        [over, revoked]
    }

    /// What nobody else may read.
    fn marks(&self) -> Vec<String> {
        let number = self.session.account.as_ref().unwrap().to_string();
        let people = [HOOK.to_owned(), GUEST.to_owned(), self.colleague.email.clone(), self.invitation.clone()];
        let ours = [NAME.to_owned(), PHONE.to_owned(), number, self.session.id.to_string(), self.other.clone()];
        ours.into_iter().chain(people).collect()
    }

    /// A stranger's answer must not hold what is ours, but for the ids that they sent themselves.
    fn says_nothing(&self, what: &str, sent: &str, text: &str) {
        for mark in self.marks().iter().filter(|mark| !self.fill(sent).contains(&**mark)) {
            assert!(!text.contains(mark.as_str()), "{what} is told {mark}:\n{text}");
        }
    }
}

#[tokio::test]
async fn nobody_gets_what_is_anothers() {
    let scene = Scene::set().await;
    let rows_before = scene.kit.world.connect.list(&scene.kit.admin).await.unwrap();
    let dead = scene.dead_cookies().await;
    let mut wrong = vec![];
    for (method, path, who, body) in rows() {
        let sent = format!("{path} {body}");
        let mut strangers = vec![("nobody", scene.page(method, path, &body, "").await)];
        for (name, cookie) in ["an expired sign-in", "a revoked sign-in"].into_iter().zip(&dead) {
            strangers.push((name, scene.page(method, path, &body, cookie).await));
        }
        if matches!(who, For::Crm(..)) {
            strangers.push(("an expired token", scene.with_token(method, path, &body, &scene.kit.admin, 1).await));
            // a cookie is no way into the CRM's calls
            strangers.push(("a cookie", scene.page(method, path, &body, &scene.kit.cookie).await));
        }
        for (name, (status, text)) in &strangers {
            let what = format!("{method} {path} by {name}");
            scene.says_nothing(&what, &sent, text);
            match who {
                For::All if *status < 500 => {}
                For::Page(..) if *status == 303 && text.starts_with("/login") => {}
                For::Call(..) | For::Crm(..) if *status == 401 => {}
                _ => wrong.push(format!("{what}: {status}")),
            }
        }
        for (name, actor, is_foreign) in [("a member", &scene.member, false), ("a stranger", &scene.foreign, true)] {
            let what = format!("{method} {path} by {name}");
            let ((status, text), expected) = match who {
                For::All => continue,
                For::Page(member, foreign) | For::Call(member, foreign) => {
                    // a fresh one each: signing out is among what is asked for
                    let cookie = scene.kit.cookie_of(actor).await;
                    (scene.page(method, path, &body, &cookie).await, if is_foreign { foreign } else { member })
                }
                For::Crm(member, foreign) => {
                    (scene.crm(method, path, &body, actor).await, if is_foreign { foreign } else { member })
                }
            };
            if status != expected {
                wrong.push(format!("{what}: {status}, not {expected}"));
            }
            if is_foreign || expected == 403 {
                scene.says_nothing(&what, &sent, &text);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // the member may look, and so the session was asked for; nothing else has happened to it
    let rows_after = scene.kit.world.connect.list(&scene.kit.admin).await.unwrap();
    assert_eq!(rows_after.len(), rows_before.len());
    for (after, before) in rows_after.iter().zip(&rows_before) {
        assert_eq!((after.id, &after.name, &after.credentials), (before.id, &before.name, &before.credentials));
        assert_eq!(
            (&after.webhook_key, after.live.lifecycle.state),
            (&before.webhook_key, before.live.lifecycle.state)
        );
    }
    let list = scene.crm("GET", "/functions/v1/messenger-integrations", &Value::Null, &scene.kit.admin).await.1;
    assert!(list.contains(&scene.other) && list.contains("Green"), "the other row is there still");
    let (colleagues, invitations) = scene.kit.app.people.staff(&scene.kit.admin).await.unwrap();
    assert!(colleagues.iter().any(|known| known.user == scene.colleague.user && known.role == Role::Member));
    assert_eq!(invitations.len(), 1);
    assert_eq!(scene.kit.app.alerts.overview(&scene.kit.admin).await.unwrap().channels.len(), 1);
    let links = scene.kit.app.people.guest_links(&scene.kit.admin).await.unwrap();
    assert!(links.len() == 1 && links[0].is_open(scene.kit.world.connect.now()));
}
