//! Which session is meant.

use serde_json::{Value, json};
use wpp_panel::domain::actor::Role;

use crate::rest_kit::Rest;

#[tokio::test]
async fn lesson_02_three_fields_name_one_session_by_id_or_number() {
    for mode in [true, false] {
        let rest = Rest::new(mode).await;
        let (first, second) = (rest.connected().await, rest.one_more().await);
        for made in [&first, &second] {
            for name in [&made["session"], &made["integration_id"]] {
                for field in ["session_name", "session", "integration_id"] {
                    let asked = rest.post("wpp-status", json!({ field: name })).await.ok();
                    assert_eq!(asked["account_number"], made["session"], "{field}: {name}");
                }
            }
            let both = json!({ "session_name": made["session"], "integration_id": made["integration_id"] });
            assert_eq!(rest.post("wpp-status", both).await.ok()["account_number"], made["session"]);
        }
        if let Ok(digits) = second["session"].as_str().unwrap().parse::<u64>() {
            let asked = rest.post("wpp-status", json!({ "session_name": digits })).await.ok();
            assert_eq!(asked["account_number"], second["session"], "a number may come as a number");
        }
    }
}

#[tokio::test]
async fn names_of_different_sessions_are_refused() {
    let rest = Rest::new(true).await;
    let (first, second) = (rest.connected().await, rest.one_more().await);
    let names = json!({ "session_name": first["session"], "integration_id": second["integration_id"] });
    for call in ["wpp-status", "wpp-start", "wpp-disconnect", "wpp-qr"] {
        assert!(rest.post(call, names.clone()).await.refused(400).contains("different sessions"), "{call}");
    }
    let query = format!(
        "wpp-qr?session={}&session_name={}",
        first["account_number"].as_str().unwrap(),
        second["session"].as_str().unwrap()
    );
    rest.get(&query).await.refused(400);
    assert_eq!(rest.rows().await.len(), 2);
}

#[tokio::test]
async fn what_is_not_yours_does_not_exist() {
    let rest = Rest::new(true).await;
    let made = rest.connected().await;
    let stranger = rest.world.admin().await;
    rest.world.sim.clear_calls();
    let unknown = json!("00000000-0000-4000-8000-000000000000");
    for name in [&made["session"], &made["integration_id"], &unknown, &json!("../x y"), &json!("x".repeat(5_000))] {
        for call in ["wpp-status", "wpp-start", "wpp-disconnect", "wpp-qr"] {
            let body = json!({ "session": name }).to_string();
            rest.call(Some(&stranger), "POST", call, body).await.refused(404);
        }
    }
    assert!(rest.world.is_unasked() && rest.rows().await.len() == 1);
}

#[tokio::test]
async fn a_row_of_another_provider_is_never_meant() {
    let rest = Rest::new(true).await;
    let order = json!({ "provider": "green_api", "name": "G", "is_primary": true, "settings": { "idInstance": "1" } });
    let other = rest.post("messenger-integrations", order).await.json();
    assert_eq!(other["integration"]["is_primary"], true, "{other}");
    for call in ["wpp-status", "wpp-start", "wpp-disconnect"] {
        rest.post(call, json!({})).await.refused(404);
        rest.post(call, json!({ "integration_id": other["integration"]["id"] })).await.refused(404);
    }
    let made = rest.connected().await;
    assert_eq!(rest.post("wpp-status", json!({})).await.ok()["account_number"], made["session"]);
}

#[tokio::test]
async fn without_a_name_the_primary_is_meant_else_a_connected_one_else_the_oldest() {
    let rest = Rest::new(true).await;
    let meant = async || rest.post("wpp-status", json!({})).await.ok()["account_number"].clone();
    let oldest = rest.post("wpp-create", json!({ "add_new": true })).await.ok();
    rest.pass(1);
    let second = rest.keyed("wpp-create", "second", json!({ "add_new": true })).await.ok();
    assert_eq!(meant().await, oldest["session"], "the oldest");
    rest.link(&second["session"]).await;
    assert_eq!(meant().await, second["session"], "the first that was connected is primary");
    let change = format!("messenger-integrations?id={}", second["integration_id"].as_str().unwrap());
    let body = json!({ "is_primary": false }).to_string();
    rest.call(Some(&rest.admin), "PUT", &change, body).await.ok();
    assert_eq!(meant().await, second["session"], "a connected one");
    for empty in [json!({ "session_name": "" }), json!({ "session_name": null, "integration_id": " " })] {
        assert_eq!(rest.post("wpp-status", empty).await.ok()["account_number"], second["session"]);
    }
}

#[tokio::test]
async fn a_code_needs_a_name() {
    let rest = Rest::new(true).await;
    rest.post("wpp-provision", json!({})).await.ok();
    rest.get("wpp-qr").await.refused(400);
    rest.get("wpp-qr?session=").await.refused(400);
    rest.post("wpp-qr", json!({ "session": null })).await.refused(400);
}

#[tokio::test]
async fn a_connected_session_has_no_code() {
    let rest = Rest::new(true).await;
    let made = rest.connected().await;
    let asked = rest.get(&format!("wpp-qr?integration_id={}", made["integration_id"].as_str().unwrap())).await.ok();
    assert_eq!(asked, json!({ "success": true, "qr": null }));
}

/// Lesson 18: any member could connect and disconnect.
#[tokio::test]
async fn lesson_18_a_member_changes_starts_and_sees_nothing_secret() {
    let rest = Rest::new(true).await;
    let made = rest.post("wpp-provision", json!({})).await.ok();
    let member = rest.world.person(rest.admin.organization, Role::Member).await;
    let (before, target) = (rest.rows().await, json!({ "session": made["session"] }));
    let row = format!("messenger-integrations?id={}", made["integration_id"].as_str().unwrap());
    let qr = format!("wpp-qr?session={}", made["session"].as_str().unwrap());
    rest.world.sim.clear_calls();
    let changes: [(&str, &str, Value); 10] = [
        ("POST", "wpp-provision", json!({})),
        ("POST", "wpp-create", json!({})),
        ("POST", "wpp-create", json!({ "add_new": true })),
        ("POST", "wpp-create", json!({ "force_recreate": true })),
        ("POST", "wpp-start", target.clone()),
        ("POST", "wpp-disconnect", target.clone()),
        ("POST", "wpp-qr", target.clone()),
        ("GET", &qr, json!({})),
        ("PUT", &row, json!({ "name": "Чужое" })),
        ("DELETE", &row, json!({})),
    ];
    for (method, call, body) in changes {
        let reply = rest.call(Some(&member), method, call, body.to_string()).await;
        assert!(reply.refused(403).contains("администратор"), "{method} {call}");
    }
    let order = json!({ "provider": "wpp" }).to_string();
    rest.call(Some(&member), "POST", "messenger-integrations", order).await.refused(403);
    // who may not do it does not learn what else is wrong with it
    rest.call(Some(&member), "POST", "wpp-start", "[]").await.refused(403);
    rest.call(Some(&member), "POST", "wpp-start", json!({ "session": "unknown" }).to_string()).await.refused(403);
    assert_eq!(rest.rows().await, before);
    assert!(rest.world.is_unasked());
}
