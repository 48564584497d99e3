//! «Обзор», and the bar of a session's month.

use std::time::Duration;

use axum::{body::Body, http::Method};
use serde_json::json;
use wpp_panel::sim::Scan;

use crate::{functions_kit::Kit, panel::request};

async fn get(kit: &Kit, path: &str) -> String {
    let answer = kit.answer(request(Method::GET, path, &kit.cookie).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
    answer.body
}

async fn connected(kit: &Kit) -> (String, String) {
    let made = kit.ok("wpp_create", json!({ "attempt": kit.press() })).await;
    let number = made["account"].as_str().unwrap().to_owned();
    kit.world.sim.scan(&number, Scan { link_ms: Some(0), ..Scan::default() }).unwrap();
    kit.pass(4);
    kit.ok("wpp_status", json!({ "id": made["id"], "has": 0 })).await;
    (made["id"].as_str().unwrap().to_owned(), number)
}

/// A gateway that was silent for hours is asked; what it says is believed three seconds later.
async fn seen(kit: &Kit, id: &str) {
    for _ in 0..3 {
        kit.pass(4);
        kit.ok("wpp_status", json!({ "id": id, "has": 0 })).await;
    }
}

#[tokio::test]
async fn without_sessions_there_is_nothing_to_draw() {
    let kit = Kit::new(true).await;
    let page = get(&kit, "/overview").await;
    assert!(page.contains("Данных пока нет") && page.contains("нет данных"), "{page}");
    assert!(get(&kit, "/").await.contains("href=\"/overview\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_week_is_counted_and_drawn() {
    let kit = Kit::new(true).await;
    let (down, number) = connected(&kit).await;
    let (up, _) = connected(&kit).await;
    kit.clock.advance(Duration::from_secs(9 * 3_600));
    kit.world.sim.offline(&number, true).unwrap();
    seen(&kit, &down).await;
    kit.clock.advance(Duration::from_secs(3_600));
    let page = get(&kit, "/overview").await;
    let tile = |name: &str| {
        let tile = page.split("class=\"tile").find(|tile| tile.contains(&format!("<dt>{name}</dt>"))).unwrap();
        let value = tile.split("<dd>").nth(1).unwrap().split("</dd>").next().unwrap();
        value.trim_end_matches("</a>").rsplit('>').next().unwrap().to_owned()
    };
    assert!(page.contains("href=\"/sessions?state=connected\""), "a number leads to what it counts");
    assert_eq!((tile("Подключено"), tile("Остальные"), tile("Нужен QR-код")), ("1".into(), "1".into(), "0".into()));
    // of some twenty hours of two sessions nineteen
    assert!(
        tile("Доступность за 7 дней").starts_with("94,") || tile("Доступность за 7 дней").starts_with("95"),
        "{page}"
    );
    let least = page.split("Наименее надёжные").nth(1).unwrap();
    assert!(least.find(&down).unwrap() < least.find(&up).unwrap(), "the least reliable first");
    assert!(least.contains("100 %") && page.contains("class=\"line\""));
    assert!(page.contains("сейчас подключено 1 из 2"), "the plot is told in words too: {page}");

    let page = get(&kit, &format!("/sessions/{down}")).await;
    assert_eq!(page.matches("<rect ").count(), 30);
    assert!(page.contains("Доступность за 30 дней: 8") || page.contains("Доступность за 30 дней: 9"), "{page}");
    assert!(page.contains(&format!("href=\"/audit?session={down}\"")));
    assert!(page.contains(&format!("data-copy=\"{number}\"")));
}
