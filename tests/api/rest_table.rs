//! Every call with every status that the document names for it, and no other.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use axum::body::Body;
use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use wpp_panel::{
    connect::{EventLimits, Patience},
    domain::{
        actor::{Actor, Role},
        ids::UserId,
    },
    sim::{Call, Fault, FaultBody},
};

use crate::rest_kit::{Reply, Rest, request};

/// The calls, each with a body and query that it can be made with once there is a session.
fn calls(session: &Value, id: &Value) -> Vec<(&'static str, String, Value)> {
    let (session, id) = (session.as_str().unwrap(), id.as_str().unwrap());
    let target = json!({ "session": session });
    let with = |name: &str, query: String| format!("{name}?{query}");
    vec![
        ("POST", "wpp-provision".to_owned(), json!({})),
        ("POST", "wpp-create".to_owned(), json!({})),
        ("GET", with("wpp-qr", format!("session={session}")), json!({})),
        ("POST", "wpp-qr".to_owned(), target.clone()),
        ("POST", "wpp-status".to_owned(), target.clone()),
        ("POST", "wpp-start".to_owned(), target.clone()),
        ("GET", "messenger-integrations".to_owned(), json!({})),
        ("POST", "messenger-integrations".to_owned(), json!({ "provider": "wpp" })),
        ("PUT", with("messenger-integrations", format!("id={id}")), json!({ "name": "Касса" })),
        ("POST", "wpp-disconnect".to_owned(), target),
        ("DELETE", with("messenger-integrations", format!("id={id}")), json!({})),
    ]
}

/// The calls that connect, and those that take a body.
const CONNECTS: [&str; 4] = ["wpp-provision", "wpp-create", "wpp-start", "messenger-integrations"];

#[derive(Default)]
struct Table(BTreeSet<(String, u16)>);

impl Table {
    async fn call(&mut self, rest: &Rest, who: bool, method: &str, call: &str, body: impl Into<Body>) -> Reply {
        let who = who.then_some(&rest.admin);
        let reply = rest.call(who, method, call, body).await;
        self.note(method, call, &reply);
        reply
    }

    fn note(&mut self, method: &str, call: &str, reply: &Reply) {
        let path = call.split('?').next().unwrap();
        self.0.insert((format!("{method} /functions/v1/{path}"), reply.status));
        if reply.status >= 400 {
            let body = reply.json();
            assert!(body["success"] == false && body["error"].is_string(), "{call}: {body}");
        }
    }
}

#[tokio::test]
async fn every_status_of_the_document_is_answered_and_no_other() {
    let mut table = Table::default();
    fine(&mut table).await;
    refused(&mut table).await;
    gateway(&mut table).await;
    database(&mut table).await;
    webhook(&mut table).await;

    let document = serde_json::to_value(wpp_panel::http::rest::document()).unwrap();
    let mut documented = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, call) in item.as_object().unwrap() {
            for status in call["responses"].as_object().unwrap().keys() {
                documented.insert((format!("{} {path}", method.to_uppercase()), status.parse::<u16>().unwrap()));
            }
        }
    }
    assert_eq!(table.0, documented, "answered on the left, documented on the right");
    let mut rows: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (call, status) in &table.0 {
        rows.entry(call).or_default().push(status.to_string());
    }
    for (call, statuses) in rows {
        println!("{call}: {}", statuses.join(" "));
    }
}

async fn fine(table: &mut Table) {
    let rest = Rest::new(true).await;
    let made = rest.connected().await;
    for (method, call, body) in calls(&made["session"], &made["integration_id"]) {
        if method == "DELETE" {
            continue;
        }
        assert_eq!(table.call(&rest, true, method, &call, body.to_string()).await.status, 200, "{method} {call}");
    }
    let reply =
        table.call(&rest, true, "POST", "messenger-integrations", json!({ "provider": "wpp" }).to_string()).await;
    assert_eq!(reply.status, 201);
    let id = reply.json()["integration"]["id"].clone();
    let call = format!("messenger-integrations?id={}", id.as_str().unwrap());
    assert_eq!(table.call(&rest, true, "DELETE", &call, "").await.status, 200);
}

async fn refused(table: &mut Table) {
    let rest = Rest::new(true).await;
    let made = rest.connected().await;
    let member = rest.world.person(rest.admin.organization, Role::Member).await;
    let all = calls(&made["session"], &made["integration_id"]);
    for (method, call, body) in &all {
        table.call(&rest, false, method, call, body.to_string()).await.refused(401);
        let members = call == "wpp-status" || (*method == "GET" && call == "messenger-integrations");
        if !members {
            let reply = rest.call(Some(&member), method, call, body.to_string()).await;
            reply.refused(403);
            table.note(method, call, &reply);
        }
        if *method == "POST" || *method == "PUT" {
            table.call(&rest, true, method, call, "[]").await.refused(400);
            table.call(&rest, true, method, call, " ".repeat(2 * 1024 * 1024)).await.refused(413);
        }
    }
    table.call(&rest, true, "GET", "wpp-qr", "").await.refused(400);
    table.call(&rest, true, "DELETE", "messenger-integrations", "").await.refused(400);
    let nowhere = "00000000-0000-4000-8000-000000000000";
    for (method, call, body) in calls(&json!(nowhere), &json!(nowhere)) {
        let about_a_row = body != json!({}) && body.get("provider").is_none() || call.contains('?');
        if about_a_row {
            table.call(&rest, true, method, &call, body.to_string()).await.refused(404);
        }
    }
    // a user of the CRM without a profile
    let nobody = Actor { user: UserId(rest.world.random.uuid()), ..rest.admin.clone() };
    for (method, call, body) in all {
        let reply = rest.call(Some(&nobody), method, &call, body.to_string()).await;
        assert!(reply.refused(404).contains("organization"), "{call}");
        table.note(method, &call, &reply);
    }
    assert_eq!(rest.rows().await.len(), 1);
}

fn orders() -> [(&'static str, Value); 4] {
    CONNECTS.map(|call| (call, if call == "messenger-integrations" { json!({ "provider": "wpp" }) } else { json!({}) }))
}

/// A row that was connected and dropped, so that `wpp-start` has something to start.
async fn dropped(rest: &Rest) {
    let made = rest.connected().await;
    let account = made["session"].as_str().unwrap();
    rest.world.sim.offline(account, true).unwrap();
    for _ in 0..2 {
        rest.pass(4);
        rest.post("wpp-status", json!({})).await.ok();
    }
    rest.world.sim.clear_calls();
}

async fn gateway(table: &mut Table) {
    for (call, order) in orders() {
        let rest = Rest::new(false).await;
        dropped(&rest).await;
        rest.world.sim.down();
        table.call(&rest, true, "POST", call, order.to_string()).await.refused(502);
        rest.world.sim.up();

        rest.world.sim.kill_key("global").unwrap();
        table.call(&rest, true, "POST", call, order.to_string()).await.refused(422);
    }
    // patience is real time, and long enough for a busy machine: hence all four at once
    let slow = orders().map(async |(call, order)| {
        let patience = Patience { ensure: Duration::from_secs(2), ..Patience::default() };
        let rest = Rest::patient(true, patience).await;
        dropped(&rest).await;
        rest.world.sim.fail(Fault::body(FaultBody::Hang).on(Call::Start).times(9)).unwrap();
        (call, rest.post(call, order).await)
    });
    for (call, reply) in join_all(slow).await {
        reply.refused(504);
        table.note("POST", call, &reply);
    }
    for (call, order) in orders() {
        let rest = Rest::new(true).await;
        dropped(&rest).await;
        rest.world.sim.fail(Fault::body(FaultBody::Hang).on(Call::Start).times(9)).unwrap();
        let row = rest.rows().await.remove(0);
        let cancel = async {
            let started = rest.world.sim.until(|sim| sim.calls().iter().any(|call| call.name == Call::Start));
            tokio::time::timeout(Duration::from_secs(10), started).await.unwrap();
            let open = rest.rows().await.remove(0).live.attempt.unwrap();
            rest.world.connect.cancel(&rest.admin, open.id, Some(row.id)).await.unwrap();
        };
        let asked = rest.call(Some(&rest.admin), "POST", call, order.to_string());
        let (reply, ()) = tokio::join!(asked, cancel);
        reply.refused(409);
        table.note("POST", call, &reply);
    }
}

/// A database that is gone is 503, one that is not as it should be 500; neither says more.
async fn database(table: &mut Table) {
    for status in [500, 503] {
        let rest = Rest::new(true).await;
        let made = rest.connected().await;
        let all = calls(&made["session"], &made["integration_id"]);
        if status == 503 {
            rest.world.store.close().await;
        } else {
            let path = rest.world.folder().join("test.db");
            let mut raw = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
            sqlx::raw_sql("ALTER TABLE messenger_integrations RENAME TO elsewhere").execute(&mut raw).await.unwrap();
        }
        for (method, call, body) in all {
            let error = table.call(&rest, true, method, &call, body.to_string()).await.refused(status);
            assert!(!error.contains("table") && !error.contains("pool"), "{call}: {error}");
        }
    }
}

async fn webhook(table: &mut Table) {
    let events = EventLimits { per_second: 3, ..EventLimits::default() };
    let rest = Rest::patient(true, Patience { events, ..Patience::default() }).await;
    rest.connected().await;
    let key = rest.rows().await[0].webhook_key.expose().to_owned();
    let event = json!({ "id": "evt_1", "type": "message.incoming", "data": {} });
    let send = async |table: &mut Table, key: &str, body: String| {
        let call = format!("wpp-webhook?account=x&key={key}");
        let reply = rest.send(None, request("POST", &call).body(Body::from(body)).unwrap()).await;
        table.note("POST", &call, &reply);
        reply.status
    };
    assert_eq!(send(table, &key, event.to_string()).await, 200);
    assert_eq!(send(table, &key, "[]".to_owned()).await, 400);
    assert_eq!(send(table, &key, event.to_string()).await, 200);
    let call = format!("wpp-webhook?key={key}");
    let flood = rest.send(None, request("POST", &call).body(Body::from("{}")).unwrap()).await;
    flood.refused(429);
    table.note("POST", &call, &flood);
    assert_eq!(send(table, "wrong", event.to_string()).await, 401, "a stranger does not hear of it");
    rest.clock.advance(Duration::from_secs(1));
    assert_eq!(send(table, &key, " ".repeat(2 * 1024 * 1024)).await, 413);
    let passed_on = request("POST", "wpp-webhook").header("x-wpp-panel-passed-on", "1").body(Body::from("{}")).unwrap();
    let reply = rest.send(None, passed_on).await;
    reply.refused(508);
    table.note("POST", "wpp-webhook", &reply);
    rest.world.store.close().await;
    assert_eq!(send(table, &key, event.to_string()).await, 503);
}
