//! «Журнал»: who did what, for administrators.

use axum::{body::Body, http::Method};
use serde_json::json;
use wpp_panel::domain::actor::Role;

use crate::{answer::Answer, functions_kit::Kit, panel::request};

async fn get(kit: &Kit, cookie: &str, path: &str) -> Answer {
    kit.answer(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn what_was_done_is_listed_the_newest_first() {
    let kit = Kit::new(true).await;
    let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    kit.scan(&made).await;
    kit.ok("wpp_rename", json!({ "id": made["id"], "name": "Приёмная" })).await;
    kit.ok("wpp_disconnect", json!({ "id": made["id"] })).await;
    let page = get(&kit, &kit.cookie, "/audit").await;
    assert_eq!(page.status, 200);
    let at = |words: &str| page.body.find(words).unwrap_or_else(|| panic!("{words} in {}", page.body));
    assert!(at("отключил") < at("переименовал") && at("переименовал") < at("начал подключение"));
    assert!(page.body.contains(&kit.admin.email) && page.body.contains("→ Приёмная"));
    assert!(page.body.contains("aria-current=\"page\">Журнал"));
    assert!(!page.body.contains(".wasm"), "no script is loaded");

    let about = get(&kit, &kit.cookie, &format!("/audit?session={}", made["id"].as_str().unwrap())).await;
    assert!(about.body.contains("Показаны не все записи") && about.body.contains("отключил"));
    let nobody = get(&kit, &kit.cookie, &format!("/audit?person={}", uuid::Uuid::nil())).await;
    assert!(nobody.body.contains("Записей пока нет"));
    let nonsense = get(&kit, &kit.cookie, "/audit?session=x&before=y").await;
    assert!(nonsense.body.contains("отключил"), "what is no id chooses nothing");
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let kit = Kit::new(true).await;
    let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    for number in 0..60 {
        kit.ok("wpp_rename", json!({ "id": made["id"], "name": format!("Номер {number:02}.") })).await;
    }
    let (mut path, mut seen) = ("/audit".to_owned(), vec![]);
    loop {
        let page = get(&kit, &kit.cookie, &path).await;
        seen.extend((0..60).filter(|number| page.body.contains(&format!("→ Номер {number:02}."))));
        let next = page.body.split("href=\"").find_map(|part| {
            part.split_once("\"")
                .filter(|(_, rest)| rest.starts_with(" class=\"button\">Раньше") || rest.starts_with(">Раньше"))
        });
        let Some((next, _)) = next else { break };
        path = next.replace("&amp;", "&");
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..60).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_file_has_every_line_and_no_formula() {
    let kit = Kit::new(true).await;
    let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    kit.ok("wpp_rename", json!({ "id": made["id"], "name": "=cmd|' /C calc'!A0" })).await;
    let file = get(&kit, &kit.cookie, "/audit.csv").await;
    assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"audit.csv\"");
    assert_eq!(file.header("cache-control"), "no-store");
    let lines: Vec<&str> = file.body.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3, "{}", file.body);
    assert!(lines[0].starts_with("\"Когда\"") && lines[1].contains("\"rename\"") && lines[2].contains("\"connect\""));
    assert!(lines.iter().all(|line| !line.contains(",\"=")), "{}", file.body);
}

#[tokio::test]
async fn it_is_for_administrators() {
    let kit = Kit::new(true).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let cookie = kit.cookie_of(&member).await;
    for path in ["/audit", "/audit.csv"] {
        let refused = get(&kit, &cookie, path).await;
        assert_eq!(refused.status, 403);
        assert!(refused.body.contains("Доступ закрыт"));
    }
    assert!(!get(&kit, &cookie, "/").await.body.contains("/audit"), "no link that leads nowhere");
}

#[tokio::test]
async fn signing_in_and_out_and_failing_to_are_lines_with_an_address() {
    use crate::panel::{EMAIL, HTTP, PASSWORD, Panel};
    let panel = Panel::new(HTTP).await;
    panel.sign_in_from("203.0.113.7", None, EMAIL, "wrong password").await;
    let entered = panel.sign_in_from("203.0.113.8", None, EMAIL, PASSWORD).await;
    panel.post_as(&entered.cookie(), "/logout", &[]).await;
    // the failure is noted beside its answer
    while panel.store.tables().audit.len() < 3 {
        tokio::task::yield_now().await;
    }
    let mut lines: Vec<_> = panel
        .store
        .tables()
        .audit
        .iter()
        .map(|line| (line.action, line.address.map(|address| address.to_string()), line.detail.clone()))
        .collect();
    lines.sort();
    let from = |end: u8| Some(format!("203.0.113.{end}"));
    let line = |action, address| (action, address, EMAIL.to_owned());
    assert_eq!(lines, [line("sign_in", from(8)), line("sign_in_failed", from(7)), line("sign_out", None)]);
}
