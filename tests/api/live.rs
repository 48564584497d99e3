//! Changes as they happen.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{Method, StatusCode},
};
use futures_util::StreamExt as _;
use serde_json::Value;
use tower::ServiceExt as _;
use wpp_panel::{
    domain::{actor::Role, ids::OrganizationId, name::SessionName},
    http::{App, live::Rooms, router},
};

use crate::{functions_kit::Kit, panel::request};

/// No event takes this long; a test that waits for one that never comes ends.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Stream {
    body: BodyDataStream,
    text: String,
}

impl Stream {
    pub async fn open(kit: &Kit, cookie: &str) -> Self {
        let response = kit.raw(request(Method::GET, "/api/live", cookie).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event that is no sign of life; `None` when the stream has ended.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field =
                    |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").to_owned();
                let (name, data) = (field("event: "), field("data: "));
                self.text = rest.to_owned();
                if name != "beat" {
                    return Some((name, serde_json::from_str(&data).unwrap()));
                }
                continue;
            }
            let bytes = tokio::time::timeout(PATIENCE, self.body.next()).await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&bytes.unwrap()).unwrap());
        }
    }

    pub async fn until(&mut self, name: &str) -> Value {
        loop {
            let (event, data) = self.next().await.unwrap();
            if event == name {
                return data;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_has_the_list_first_and_then_what_changes() {
    let kit = Kit::new(true).await;
    let mut stream = Stream::open(&kit, &kit.cookie).await;
    let (name, panel) = stream.next().await.unwrap();
    assert_eq!((name.as_str(), panel["cards"].as_array().unwrap().len()), ("panel", 0));

    let made = kit.world.connect.provision(&kit.admin, kit.world.press()).await.unwrap();
    let progress = stream.until("progress").await;
    assert_eq!(progress["id"], made.integration_id.to_string());
    assert!(progress["attempt"].is_string());
    loop {
        let progress = stream.until("progress").await;
        if progress["step"]["scan"]["picture"]["svg"].is_string() {
            break;
        }
    }
    kit.world.sim.scan(made.account_number.unwrap().as_str(), wpp_panel::sim::Scan::default()).unwrap();
    kit.pass(4);
    kit.ok("wpp_status", serde_json::json!({ "id": made.integration_id, "has": 0 })).await;
    while stream.until("card").await["card"]["state"] != "connected" {}

    kit.world.connect.disconnect(&kit.admin, made.integration_id).await.unwrap();
    assert_eq!(stream.until("gone").await, made.integration_id.to_string());
}

/// A code is a key to somebody's WhatsApp, and another organization's sessions are nobody's business.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_see_states_without_codes_and_strangers_nothing() {
    let kit = Kit::new(true).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let mut of_member = Stream::open(&kit, &kit.cookie_of(&member).await).await;
    let stranger = kit.world.admin().await;
    let mut of_stranger = Stream::open(&kit, &kit.cookie_of(&stranger).await).await;
    for stream in [&mut of_member, &mut of_stranger] {
        stream.until("panel").await;
    }
    let made = kit.world.connect.provision(&kit.admin, kit.world.press()).await.unwrap();
    kit.world.connect.disconnect(&kit.admin, made.integration_id).await.unwrap();
    loop {
        let (name, data) = of_member.next().await.unwrap();
        assert_ne!(name, "progress");
        assert!(!data.to_string().contains("svg"), "{data}");
        if name == "gone" {
            break;
        }
    }
    // the first that it hears is its own
    let own = kit.world.connect.provision(&stranger, kit.world.press()).await.unwrap();
    assert_eq!(of_stranger.until("card").await["card"]["id"], own.integration_id.to_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_with_the_sign_in_and_with_the_server() {
    let kit = Kit::new(true).await;
    let other = kit.cookie_of(&kit.admin).await;
    let mut ends = Stream::open(&kit, &other).await;
    let mut stays = Stream::open(&kit, &kit.cookie).await;
    for stream in [&mut ends, &mut stays] {
        stream.until("panel").await;
    }
    let out = request(Method::POST, "/logout", &other).header("sec-fetch-site", "same-origin");
    kit.raw(out.body(Body::empty()).unwrap()).await;
    assert_eq!(ends.next().await, None);

    kit.world.connect.provision(&kit.admin, kit.world.press()).await.unwrap();
    stays.until("card").await;
    kit.stopping.cancel();
    while stays.next().await.is_some() {}
}

/// A page that was open before hears codes no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_an_administrator_no_more_gets_no_codes() {
    let kit = Kit::new(true).await;
    let other = kit.world.person(kit.admin.organization, Role::Admin).await;
    let mut stream = Stream::open(&kit, &kit.cookie_of(&other).await).await;
    stream.until("panel").await;
    let made = kit.world.connect.provision(&kit.admin, kit.world.press()).await.unwrap();
    stream.until("progress").await;
    kit.app.people.change_role(&kit.admin, other.user, Some(Role::Member)).await.unwrap();
    kit.app.rooms.signed_out(kit.admin.organization);
    // the codes of before are on their way; the first name that is told after the change marks the end of them
    let name = SessionName::parse("После").unwrap();
    kit.world.connect.rename(&kit.admin, made.integration_id, &name).await.unwrap();
    while stream.until("card").await["card"]["name"] != "После" {}
    kit.pass(61);
    kit.ok("wpp_status", serde_json::json!({ "id": made.integration_id, "has": 0 })).await;
    kit.world.connect.disconnect(&kit.admin, made.integration_id).await.unwrap();
    loop {
        let (name, _) = stream.next().await.unwrap();
        assert_ne!(name, "progress");
        if name == "gone" {
            break;
        }
    }
}

#[tokio::test]
async fn nobody_hears_nothing() {
    let kit = Kit::new(true).await;
    let response = kit.raw(request(Method::GET, "/api/live", "").body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(kit.world.hub.listened(), Vec::<OrganizationId>::new());
}

/// It gets the list anew instead of a backlog without end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_that_fell_behind_begins_anew() {
    let kit = Kit::new(true).await;
    let mut stream = Stream::open(&kit, &kit.cookie).await;
    stream.until("panel").await;
    let made = kit.world.connect.provision(&kit.admin, kit.world.press()).await.unwrap();
    for name in 0..400 {
        let name = SessionName::parse(&format!("Имя {name}")).unwrap();
        kit.world.connect.rename(&kit.admin, made.integration_id, &name).await.unwrap();
    }
    let panel = stream.until("panel").await;
    assert_eq!(panel["cards"].as_array().unwrap().len(), 1);
}

/// A browser needs one. Who has so many keeps them, and everybody else hears as ever.
#[tokio::test]
async fn a_sign_in_has_twenty_streams_at_most() {
    let kit = Kit::new(true).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(Stream::open(&kit, &kit.cookie).await);
    }
    // who is let in is told without end: only the head is looked at
    let listen = async || kit.raw(request(Method::GET, "/api/live", &kit.cookie).body(Body::empty()).unwrap()).await;
    let refused = listen().await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()["retry-after"], "30");
    let _elsewhere = Stream::open(&kit, &kit.cookie_of(&kit.admin).await).await;
    for stream in &mut streams {
        stream.until("panel").await;
    }
    streams.pop();
    streams.push(Stream::open(&kit, &kit.cookie).await);
    assert_eq!(listen().await.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_server_that_has_no_seat_left_says_so() {
    let kit = Kit::new(true).await;
    let rooms = Rooms::with_seats(kit.world.hub.clone(), kit.world.connect.clone(), 1);
    let full = router(App { rooms, ..kit.app.clone() });
    let listen = async |cookie: &str| {
        full.clone().oneshot(request(Method::GET, "/api/live", cookie).body(Body::empty()).unwrap()).await.unwrap()
    };
    let first = listen(&kit.cookie).await;
    assert_eq!(first.status(), StatusCode::OK);
    let other = kit.cookie_of(&kit.admin).await;
    let refused = listen(&other).await;
    assert_eq!(
        (refused.status(), &refused.headers()["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"30".parse().unwrap())
    );
    drop(first);
    assert_eq!(listen(&other).await.status(), StatusCode::OK);
}

/// A thousand pages that come back at once must not make a thousand lists.
#[tokio::test]
async fn who_comes_together_shares_one_list() {
    let kit = Kit::new(true).await;
    let first_bytes = async || {
        let response = kit.raw(request(Method::GET, "/api/live", &kit.cookie).body(Body::empty()).unwrap()).await;
        let mut body = response.into_body().into_data_stream();
        (body.next().await.unwrap().unwrap(), body)
    };
    let (first, second) = (first_bytes().await, first_bytes().await);
    assert_eq!(first.0.as_ptr(), second.0.as_ptr());

    let made = kit.world.connect.provision(&kit.admin, kit.world.press()).await.unwrap();
    let mut told = Stream { body: second.1, text: String::new() };
    told.until("card").await;
    let third = first_bytes().await;
    assert!(String::from_utf8_lossy(&third.0).contains(&made.integration_id.to_string()));

    // what it shows follows from the clock too
    kit.pass(1);
    let fourth = first_bytes().await;
    assert_ne!(third.0.as_ptr(), fourth.0.as_ptr());
}
