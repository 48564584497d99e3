//! `messenger-integrations`: rows of all providers.

use axum::body::Body;
use serde_json::{Value, json};
use wpp_panel::domain::actor::Role;

use crate::rest_kit::{Reply, Rest, request};

const ROWS: &str = "messenger-integrations";
const TOKEN: &str = "d75b3a66374942c5b3c0de";

fn green(settings: Value) -> Value {
    json!({ "messenger_type": "whatsapp", "provider": "green_api", "name": "Отдел продаж", "settings": settings })
}

async fn made(rest: &Rest, order: Value) -> Value {
    let reply = rest.post(ROWS, order).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["integration"].clone()
}

async fn put(rest: &Rest, row: &Value, body: Value) -> Reply {
    let call = format!("{ROWS}?id={}", row["id"].as_str().unwrap());
    rest.call(Some(&rest.admin), "PUT", &call, body.to_string()).await
}

async fn listed(rest: &Rest) -> Vec<Value> {
    rest.get(ROWS).await.ok()["integrations"].as_array().unwrap().clone()
}

/// The settings as they are, behind the masks.
async fn kept(rest: &Rest, row: &Value) -> Value {
    let rows = rest.world.store.integrations(rest.admin.organization, None).await.unwrap();
    let row = rows.into_iter().find(|one| one.id.to_string() == row["id"].as_str().unwrap()).unwrap();
    Value::Object(row.settings)
}

#[tokio::test]
async fn a_row_has_the_columns_of_the_crm_and_masked_secrets() {
    let rest = Rest::new(true).await;
    let row =
        made(&rest, green(json!({ "idInstance": "1101000001", "apiTokenInstance": TOKEN, "pin_key": "1234" }))).await;
    let names: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "created_at",
            "id",
            "is_enabled",
            "is_primary",
            "messenger_type",
            "name",
            "organization_id",
            "provider",
            "settings",
            "updated_at",
            "webhook_key"
        ]
    );
    assert_eq!(
        row["settings"],
        json!({ "idInstance": "1101000001", "apiTokenInstance": "••••••••c0de", "pin_key": "••••••••" })
    );
    assert_eq!((&row["is_primary"], &row["is_enabled"]), (&json!(false), &json!(true)));
    assert_eq!(row["organization_id"], rest.admin.organization.to_string());
    assert_eq!(row["created_at"], "2027-01-15T08:00:00.000Z");
    assert_eq!(kept(&rest, &row).await["apiTokenInstance"], TOKEN);
    assert_eq!(listed(&rest).await, [row]);
}

#[tokio::test]
async fn lesson_18_a_member_sees_rows_without_their_keys() {
    let rest = Rest::new(true).await;
    rest.connected().await;
    let row = made(&rest, green(json!({ "idInstance": "1", "apiTokenInstance": TOKEN }))).await;
    let key = row["webhook_key"].as_str().unwrap();
    assert_eq!(key.len(), 48);
    let [wpp, _] = &listed(&rest).await[..] else { panic!("two rows") };
    assert_eq!((&wpp["provider"], wpp.get("webhook_key")), (&json!("wpp"), None), "never of wpp");
    let member = rest.world.person(rest.admin.organization, Role::Member).await;
    let seen = rest.call(Some(&member), "GET", ROWS, "").await;
    assert_eq!(seen.ok()["integrations"].as_array().unwrap().len(), 2);
    assert!(
        !seen.text.contains(key) && !seen.text.contains(TOKEN) && !seen.text.contains("webhook_key"),
        "{}",
        seen.text
    );
}

#[tokio::test]
async fn lesson_18_a_wpp_row_shows_its_number_and_a_masked_key() {
    let rest = Rest::new(true).await;
    let session = rest.connected().await;
    let [row] = &listed(&rest).await[..] else { panic!("one row") };
    assert_eq!(row["settings"]["wppAccountNumber"], session["session"]);
    let key = row["settings"]["wppApiKey"].as_str().unwrap();
    assert!(key.starts_with("••••••••") && key.chars().count() == 12, "{key}");
}

#[tokio::test]
async fn lesson_05_the_same_account_again_is_the_same_row() {
    let rest = Rest::new(true).await;
    let first = made(&rest, green(json!({ "instanceId": "1101000001", "apiTokenInstance": TOKEN }))).await;
    for settings in [
        json!({ "instanceId": 1_101_000_001 }),
        json!({ "idInstance": " 1101000001 " }),
        json!({ "idInstance": 1_101_000_001 }),
    ] {
        let reply = rest.post(ROWS, green(settings)).await;
        assert_eq!((reply.status, &reply.json()["integration"]), (200, &first));
    }
    let wappi = json!({ "provider": "wappi", "settings": { "profileId": "1101000001", "token": TOKEN } });
    let second = made(&rest, wappi.clone()).await;
    assert_eq!((&second["name"], &second["messenger_type"]), (&json!("Wappi"), &json!("whatsapp")));
    assert_eq!(rest.post(ROWS, wappi).await.status, 200);
    made(&rest, green(json!({ "idInstance": "1101000002" }))).await;
    assert_eq!(listed(&rest).await.len(), 3);
    // another organization may have the same account
    let stranger = rest.world.admin().await;
    let order = green(json!({ "idInstance": "1101000001" })).to_string();
    assert_eq!(rest.call(Some(&stranger), "POST", ROWS, order).await.status, 201);
}

#[tokio::test]
async fn other_providers_are_kept_as_they_are() {
    let rest = Rest::new(true).await;
    let order = json!({ "messenger_type": "Telegram", "provider": "telegram_bot", "name": "Бот", "is_enabled": false,
        "settings": { "botToken": TOKEN, "threads": 4, "quiet": true, "note": null } });
    let row = made(&rest, order.clone()).await;
    assert_eq!((&row["messenger_type"], &row["is_enabled"]), (&json!("telegram"), &json!(false)));
    rest.pass(31);
    made(&rest, order).await;
    let telegram = rest.get("messenger-integrations?messenger_type=telegram").await.ok();
    assert_eq!(telegram["integrations"].as_array().unwrap().len(), 2, "nothing tells them apart");
    assert_eq!(rest.get("messenger-integrations?messenger_type=whatsapp").await.ok()["integrations"], json!([]));
}

#[tokio::test]
async fn lesson_05_a_repeated_post_makes_one_row_of_any_provider() {
    let rest = Rest::new(true).await;
    let order = |name: &str| json!({ "messenger_type": "telegram", "provider": "bot", "name": name, "settings": { "botToken": TOKEN } });
    let row = made(&rest, order("a")).await;
    for _ in 0..3 {
        rest.pass(5);
        let again = rest.post(ROWS, order("a")).await;
        assert_eq!((again.status, &again.json()["integration"]), (200, &row));
    }
    made(&rest, order("b")).await;
    // a key names the request, whatever the time
    let keyed = rest.keyed(ROWS, "k", order("a")).await;
    assert_eq!((keyed.status, keyed.json()["integration"]["id"] == row["id"]), (201, false));
    rest.pass(3_600);
    let keyed = keyed.json()["integration"].clone();
    let answers = futures_util::future::join_all((0..4).map(|_| rest.keyed(ROWS, "k", order("a")))).await;
    for again in answers {
        assert_eq!((again.status, &again.json()["integration"]), (200, &keyed));
    }
    let at_once = futures_util::future::join_all((0..4).map(|_| rest.keyed(ROWS, "m", order("c")))).await;
    let made = at_once.iter().filter(|answer| answer.status == 201).count();
    assert_eq!((made, at_once.iter().filter(|answer| answer.status == 200).count()), (1, 3));
    assert_eq!(listed(&rest).await.len(), 4);
}

/// The form of the CRM sends back what it was shown.
#[tokio::test]
async fn masked_settings_that_come_back_change_nothing() {
    let rest = Rest::new(true).await;
    let row = made(&rest, green(json!({ "idInstance": "1", "apiTokenInstance": TOKEN, "note": "a" }))).await;
    let mut shown = row.clone();
    shown["settings"]["note"] = json!("b");
    let changed = put(&rest, &row, shown).await.ok()["integration"].clone();
    assert_eq!(changed["settings"]["note"], "b");
    let expected = json!({ "idInstance": "1", "apiTokenInstance": TOKEN, "note": "b" });
    assert_eq!(kept(&rest, &row).await, expected);
    let other = "e1f2a3b4c5d6e7f8";
    put(&rest, &row, json!({ "settings": { "apiTokenInstance": other } })).await.ok();
    assert_eq!(kept(&rest, &row).await["apiTokenInstance"], other);
    assert_eq!(kept(&rest, &row).await["note"], "b", "what is not named stays");
}

/// A person must not point a row at another account.
#[tokio::test]
async fn which_account_a_wpp_row_is_cannot_be_changed() {
    for mode in [true, false] {
        let rest = Rest::new(mode).await;
        let session = rest.connected().await;
        let row = listed(&rest).await[0].clone();
        let before = kept(&rest, &row).await;
        let settings = json!({
            "wppAccountNumber": "org_00000000", "wppApiKey": "stolen-key-0123456789", "wppSubOrgId": "x",
            "wppJwtToken": "x", "wppJwtExpiresAt": 1, "wppapikey": "x", "label": "Касса",
        });
        let body = json!({ "name": "Приёмная", "is_enabled": false, "settings": settings });
        let changed = put(&rest, &row, body).await.ok()["integration"].clone();
        assert_eq!((&changed["name"], &changed["is_enabled"]), (&json!("Приёмная"), &json!(false)));
        let mut expected = before;
        expected["label"] = json!("Касса");
        assert_eq!(kept(&rest, &row).await, expected);
        rest.pass(4);
        let status = rest.post("wpp-status", json!({ "session": session["session"] })).await.ok();
        assert_eq!(status["status"], "connected", "its key opens it still");
    }
}

#[tokio::test]
async fn making_a_wpp_row_is_provisioning() {
    let rest = Rest::new(true).await;
    let order = json!({ "provider": "WPP", "messenger_type": "whatsapp", "name": "Касса", "settings": {
        "wppAccountNumber": "org_00000000", "wppApiKey": "x", "WppAnything": "x", "label": "1" } });
    let row = made(&rest, order.clone()).await;
    let [session] = &rest.rows().await[..] else { panic!("one row") };
    assert_eq!((&row["id"], &row["name"]), (&json!(session.id.to_string()), &json!("Касса")));
    assert_eq!(row["settings"]["label"], "1");
    assert_eq!(row["settings"]["wppAccountNumber"], session.account.as_ref().unwrap().as_str());
    assert!(row["settings"].get("WppAnything").is_none());

    let again = rest.post(ROWS, order).await;
    assert_eq!((again.status, &again.json()["integration"]["id"]), (200, &row["id"]));
    rest.link(&row["settings"]["wppAccountNumber"]).await;
    // a session that is connected has its own name
    let later = rest.post(ROWS, json!({ "provider": "wpp", "name": "WhatsApp (WPP)" })).await;
    assert_eq!((later.status, &later.json()["integration"]["name"]), (200, &json!("Касса")));
    assert_eq!((rest.rows().await.len(), rest.at_platform()), (1, (1, 1)));
}

#[tokio::test]
async fn deleting_a_wpp_row_disconnects_it() {
    let rest = Rest::new(true).await;
    rest.connected().await;
    let row = listed(&rest).await[0].clone();
    let call = format!("{ROWS}?id={}", row["id"].as_str().unwrap());
    let gone = rest.call(Some(&rest.admin), "DELETE", &call, "").await.ok();
    assert_eq!(gone["integration"]["id"], row["id"]);
    assert!(rest.world.sim.accounts().is_empty() && listed(&rest).await.is_empty());
    rest.call(Some(&rest.admin), "DELETE", &call, "").await.refused(404);
}

/// Lesson 11: deleting the primary promoted nobody.
#[tokio::test]
async fn lesson_11_when_the_primary_goes_another_one_follows() {
    let rest = Rest::new(true).await;
    rest.connected().await;
    let primary =
        made(&rest, json!({ "provider": "wappi", "is_primary": true, "settings": { "profileId": "1" } })).await;
    let rows = listed(&rest).await;
    assert_eq!((&rows[0]["id"], &rows[1]["is_primary"]), (&primary["id"], &json!(false)), "one primary at a time");
    let call = format!("{ROWS}?id={}", primary["id"].as_str().unwrap());
    rest.call(Some(&rest.admin), "DELETE", &call, "").await.ok();
    let rows = listed(&rest).await;
    assert_eq!((rows.len(), &rows[0]["provider"], &rows[0]["is_primary"]), (1, &json!("wpp"), &json!(true)));
}

#[tokio::test]
async fn the_id_of_a_row_may_stand_in_the_body() {
    let rest = Rest::new(true).await;
    let row = made(&rest, green(json!({ "idInstance": "1" }))).await;
    let body = json!({ "id": row["id"], "name": "Новое" }).to_string();
    let changed = rest.call(Some(&rest.admin), "PUT", ROWS, body).await.ok();
    assert_eq!(changed["integration"]["name"], "Новое");
    let other = json!({ "id": "00000000-0000-4000-8000-000000000000" });
    put(&rest, &row, other).await.refused(400);
    rest.call(Some(&rest.admin), "PUT", ROWS, "{}").await.refused(400);
    rest.call(Some(&rest.admin), "DELETE", ROWS, "").await.refused(400);
    rest.call(Some(&rest.admin), "PUT", &format!("{ROWS}?id=nonsense"), "{}").await.refused(404);
}

#[tokio::test]
async fn another_organizations_row_does_not_exist() {
    let rest = Rest::new(true).await;
    let row = made(&rest, green(json!({ "idInstance": "1", "apiTokenInstance": TOKEN }))).await;
    let stranger = rest.world.admin().await;
    let call = format!("{ROWS}?id={}", row["id"].as_str().unwrap());
    for (method, body) in [("PUT", json!({ "name": "Чужое" })), ("DELETE", json!({}))] {
        rest.call(Some(&stranger), method, &call, body.to_string()).await.refused(404);
    }
    assert_eq!(rest.call(Some(&stranger), "GET", ROWS, "").await.ok()["integrations"], json!([]));
    assert_eq!(listed(&rest).await, [row]);
}

#[tokio::test]
async fn what_makes_no_row_is_refused_in_a_sentence() {
    let rest = Rest::new(true).await;
    let many: serde_json::Map<String, Value> = (0..101).map(|at| (format!("k{at}"), json!(at))).collect();
    let orders = [
        json!({}),
        json!({ "provider": "", "name": "a" }),
        json!({ "provider": "a b", "name": "a" }),
        json!({ "provider": "x".repeat(65), "name": "a" }),
        json!({ "provider": "wpp", "messenger_type": "telegram" }),
        json!({ "provider": "wpp", "name": "x".repeat(61) }),
        json!({ "provider": "wpp", "settings": { "a": [1] } }),
        json!({ "provider": "custom" }),
        json!({ "provider": "custom", "name": "a\nb" }),
        json!({ "provider": "green_api", "settings": {} }),
        json!({ "provider": "green_api", "settings": { "idInstance": "" } }),
        json!({ "provider": "green_api", "settings": { "idInstance": "••••••••0001" } }),
        json!({ "provider": "wappi", "settings": { "idInstance": "1" } }),
        json!({ "provider": "custom", "name": "a", "settings": { "nested": { "a": 1 } } }),
        json!({ "provider": "custom", "name": "a", "settings": { "": 1 } }),
        json!({ "provider": "custom", "name": "a", "settings": { "a\"b": 1 } }),
        json!({ "provider": "custom", "name": "a", "settings": { "a\\b": 1 } }),
        json!({ "provider": "custom", "name": "a", "settings": { "a": "\u{0}" } }),
        json!({ "provider": "custom", "name": "a", "settings": { "a": "x".repeat(65 * 1024) } }),
        json!({ "provider": "custom", "name": "a", "settings": many }),
    ];
    for order in orders {
        let error = rest.post(ROWS, order.clone()).await.refused(400);
        assert!(error.is_ascii(), "{order}: {error}");
    }
    assert!(listed(&rest).await.is_empty() && rest.world.is_unasked());

    let row = made(&rest, green(json!({ "idInstance": "1" }))).await;
    for body in [
        json!({ "provider": "wpp" }),
        json!({ "messenger_type": "telegram" }),
        json!({ "name": "" }),
        json!({ "settings": { "a": {} } }),
        json!({ "settings": { "a": "x".repeat(65 * 1024) } }),
    ] {
        put(&rest, &row, body.clone()).await.refused(400);
    }
    assert_eq!(listed(&rest).await, [row]);
}

#[tokio::test]
async fn names_of_settings_are_no_paths() {
    let rest = Rest::new(true).await;
    let settings = json!({ "idInstance": "1", "a.b": 1, "$.c": "2", "[0]": 3, "ключ 'x'": "да" });
    let row = made(&rest, green(settings.clone())).await;
    put(&rest, &row, json!({ "settings": { "a.b": 9, "$.c": "8", "[0]": 7, "ключ 'x'": "нет", "a": { "b": 1 } } }))
        .await
        .refused(400);
    put(&rest, &row, json!({ "settings": { "a.b": 9, "$.c": "8", "[0]": 7, "ключ 'x'": "нет" } })).await.ok();
    let expected = json!({ "idInstance": "1", "a.b": 9, "$.c": "8", "[0]": 7, "ключ 'x'": "нет" });
    let mut kept = kept(&rest, &row).await;
    kept.as_object_mut().unwrap().retain(|name, _| !name.contains("token"));
    assert_eq!(kept, expected);
}

#[tokio::test]
async fn a_put_may_not_be_posted_from_nowhere() {
    let rest = Rest::new(true).await;
    for method in ["GET", "POST", "PUT", "DELETE"] {
        let call = request(method, "messenger-integrations?id=x").body(Body::from("{}")).unwrap();
        rest.send(None, call).await.refused(401);
    }
}
