//! The link for the person with the phone.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::json;
use wpp_panel::{
    connect::ports::AuditFilter,
    domain::actor::{Actor, Role},
    sim::Scan,
};

use crate::{
    answer::Answer,
    functions_kit::Kit,
    panel::{HTTP, encode, form, request},
};

async fn get(kit: &Kit, cookie: &str, path: &str) -> Answer {
    kit.answer(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
}

async fn post(kit: &Kit, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    kit.answer(form(path, cookie).header("sec-fetch-site", "same-origin").body(encode(fields)).unwrap()).await
}

/// The key of a new link, as the page shows it.
async fn link(kit: &Kit, fields: &[(&str, &str)]) -> String {
    let made = post(kit, &kit.cookie, "/links", fields).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    assert_eq!(made.header("cache-control"), "no-store");
    let start = format!("value=\"{HTTP}/connect#");
    made.body.split_once(&start).unwrap().1.split('"').next().unwrap().to_owned()
}

async fn open(kit: &Kit, token: &str) -> String {
    let opened = post(kit, "", "/connect", &[("token", token)]).await;
    assert_eq!(opened.leads_to(), "/connect");
    assert!(opened.header("set-cookie").contains("HttpOnly; SameSite=Lax"));
    opened.cookie()
}

/// The page's moving part, as it is asked for until it is this.
async fn scene(kit: &Kit, guest: &str, wanted: &str) -> Answer {
    for _ in 0..200 {
        let answer = get(kit, guest, "/connect/scene").await;
        if answer.header("x-scene").starts_with(wanted) {
            return answer;
        }
        kit.pass(1);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never {wanted}: {}", get(kit, guest, "/connect/scene").await.body);
}

async fn number(kit: &Kit) -> String {
    let sessions = kit.world.connect.list(&kit.admin).await.unwrap();
    sessions.last().unwrap().account.as_ref().unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_connects_a_new_whatsapp_and_sees_nothing_else() {
    let kit = Kit::new(true).await;
    let token = link(&kit, &[("life", "30")]).await;
    let page = get(&kit, "", "/connect").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Показать QR-код") && !page.body.contains("Академия"), "before the press: nothing");
    assert!(get(&kit, &kit.cookie, "/links").await.body.contains("ещё не открыта"));
    assert!(kit.world.connect.list(&kit.admin).await.unwrap().is_empty(), "looking begins nothing");

    let guest = open(&kit, &token).await;
    let again = post(&kit, "", "/connect", &[("token", &token)]).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.body.contains("Ссылка не подходит"));
    let code = scene(&kit, &guest, "scan-").await;
    assert!(code.body.contains("<svg") && code.body.contains("data-left"), "{}", code.body);
    assert_eq!(code.header("cache-control"), "no-store");
    let page = get(&kit, &guest, "/connect").await.body;
    assert!(page.contains("Академия «Окей»") && page.contains("QR-код WhatsApp"));
    for mark in [&number(&kit).await, &kit.admin.email, "wpp_live"] {
        assert!(!page.contains(mark), "{mark}");
    }
    // the same again is nothing to show
    let same = request(Method::GET, "/connect/scene", &guest).header("x-scene", code.header("x-scene"));
    assert_eq!(kit.answer(same.body(Body::empty()).unwrap()).await.status, StatusCode::NO_CONTENT);
    for path in ["/", "/links", "/account"] {
        assert!(get(&kit, &guest, path).await.leads_to().starts_with("/login"), "{path}");
    }

    kit.world.sim.scan(&number(&kit).await, Scan { link_ms: Some(0), ..Scan::default() }).unwrap();
    let over = scene(&kit, &guest, "connected").await;
    assert!(over.body.contains("Подключено!"));
    assert_eq!(over.header("x-over"), "1");
    assert!(get(&kit, &kit.cookie, "/links").await.body.contains("подключено"));
    let lines = kit.app.connect.audit_lines(&kit.admin, AuditFilter::default(), 10).await.unwrap();
    let actions: Vec<_> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["guest_connected", "connect", "open_guest_link", "make_guest_link"]);
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_is_called_back_closes_and_takes_back_what_was_begun() {
    let kit = Kit::new(true).await;
    let guest = open(&kit, &link(&kit, &[]).await).await;
    scene(&kit, &guest, "scan-").await;
    let colleague = kit.world.person(kit.admin.organization, Role::Admin).await;
    let cookie = kit.cookie_of(&colleague).await;
    let page = get(&kit, &cookie, "/links").await.body;
    let id = page.split("action=\"/links/").nth(1).unwrap().split('/').next().unwrap();
    let path = format!("/links/{id}/revoke");
    assert_eq!(post(&kit, &cookie, &path, &[]).await.leads_to(), "/links?done=revoked");
    let closed = get(&kit, &guest, "/connect/scene").await;
    assert_eq!((closed.header("x-scene"), closed.header("x-over")), ("revoked", "1"));
    assert!(!closed.body.contains("class=\"qr\""));
    assert!(kit.world.connect.list(&kit.admin).await.unwrap().is_empty());
    assert!(kit.world.sim.accounts().is_empty(), "nothing is left at the platform");
    assert_eq!(post(&kit, &cookie, &path, &[]).await.status, StatusCode::NOT_FOUND);
    // and the guest cannot begin again
    post(&kit, &guest, "/connect/again", &[]).await;
    assert!(kit.world.connect.list(&kit.admin).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_ends_by_time_and_with_the_rights_of_who_made_it() {
    let kit = Kit::new(true).await;
    let late = link(&kit, &[("life", "10")]).await;
    let guest = open(&kit, &late).await;
    scene(&kit, &guest, "scan-").await;
    kit.pass(600);
    assert_eq!(get(&kit, &guest, "/connect/scene").await.header("x-scene"), "expired");
    assert!(kit.world.connect.list(&kit.admin).await.unwrap().is_empty(), "no code outlives the link");

    let orphan = link(&kit, &[("life", "no number")]).await;
    let guest = open(&kit, &link(&kit, &[]).await).await;
    let owner = kit.world.person(kit.admin.organization, Role::Owner).await;
    kit.app.people.change_role(&owner, kit.admin.user, Some(Role::Member)).await.unwrap();
    assert_eq!(get(&kit, &guest, "/connect/scene").await.header("x-scene"), "revoked");
    let refused = post(&kit, "", "/connect", &[("token", &orphan)]).await;
    assert_eq!(refused.status, StatusCode::GONE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_brings_back_a_session_that_is_there() {
    let kit = Kit::new(true).await;
    let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    let account = made["account"].as_str().unwrap();
    kit.world.sim.scan(account, Scan { link_ms: Some(0), ..Scan::default() }).unwrap();
    kit.pass(3);
    kit.ok("wpp_status", json!({ "id": made["id"], "has": 0 })).await;
    kit.world.sim.unlink(account).unwrap();
    for _ in 0..3 {
        kit.pass(4);
        kit.ok("wpp_status", json!({ "id": made["id"], "has": 0 })).await;
    }
    let id = made["id"].as_str().unwrap();
    let page = get(&kit, &kit.cookie, "/links").await.body;
    assert!(page.contains(&format!("<option value=\"{id}\"")), "it can be chosen");
    let guest = open(&kit, &link(&kit, &[("session", id)]).await).await;
    scene(&kit, &guest, "scan-").await;
    kit.world.sim.scan(account, Scan { link_ms: Some(0), ..Scan::default() }).unwrap();
    scene(&kit, &guest, "connected").await;
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap().len(), 1, "the same row");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_fails_is_told_and_tried_again() {
    let kit = Kit::new(true).await;
    kit.world.sim.down();
    let guest = open(&kit, &link(&kit, &[]).await).await;
    let trouble = scene(&kit, &guest, "trouble").await;
    assert!(trouble.body.contains("Сейчас не получается") && trouble.body.contains("Попробовать снова"));
    kit.world.sim.up();
    assert_eq!(post(&kit, &guest, "/connect/again", &[]).await.leads_to(), "/connect");
    scene(&kit, &guest, "scan-").await;
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap().len(), 1);
}

#[tokio::test]
async fn wrong_links_are_slowed_down() {
    let kit = Kit::new(true).await;
    for guess in 0..40 {
        let answer = post(&kit, "", "/connect", &[("token", &format!("guess{guess}"))]).await;
        assert_eq!(answer.status, StatusCode::GONE);
    }
    // from one address
    let from = async |guess: u32| {
        let request =
            form("/connect", "").header("sec-fetch-site", "same-origin").header("x-forwarded-for", "10.1.1.1");
        let mut request = request.body(encode(&[("token", &format!("guess{guess}"))])).unwrap();
        let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 50_000));
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        kit.answer(request).await
    };
    for guess in 0..20 {
        assert_eq!(from(guess).await.status, StatusCode::GONE);
    }
    let refused = from(21).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn links_are_the_administrators_and_few() {
    let kit = Kit::new(true).await;
    let member: Actor = kit.world.person(kit.admin.organization, Role::Member).await;
    let cookie = kit.cookie_of(&member).await;
    assert_eq!(get(&kit, &cookie, "/links").await.status, StatusCode::FORBIDDEN);
    assert!(!get(&kit, &cookie, "/").await.body.contains("href=\"/links\""));
    assert!(get(&kit, &kit.cookie, "/").await.body.contains("href=\"/links\""));
    for _ in 0..20 {
        link(&kit, &[]).await;
    }
    let many = post(&kit, &kit.cookie, "/links", &[]).await;
    assert_eq!(many.status, StatusCode::CONFLICT);
    assert!(many.body.contains("Открыто уже 20 ссылок"));
    let stranger = post(&kit, &kit.cookie, "/links", &[("session", "5b0c3b1e-7c2b-4c6a-9a53-0f6a0e0a3c11")]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}
