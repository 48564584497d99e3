//! Two servers on one PostgreSQL behave as one.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use wpp_panel::sim::{Call, Scan};

use crate::{client::Crm, line::http, panel::Panel, rig::Rig, support::postgres, token};

struct Pair {
    rig: Rig,
    other: Panel,
    /// The administrator's CRM, at either server.
    at_one: Crm,
    at_other: Crm,
}

impl Pair {
    async fn start() -> Self {
        let rig = Rig::postgres().await;
        let other = rig.second_panel();
        let at_one = Crm::new(rig.panel.address(), token::of(&rig.admin));
        let at_other = Crm::new(other.address(), token::of(&rig.admin));
        Self { rig, other, at_one, at_other }
    }

    fn calls(&self, call: Call) -> usize {
        self.rig.sim.handle().calls().iter().filter(|record| record.name == call).count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_click_on_one_and_a_poll_on_the_other_see_one_attempt() {
    let pair = Pair::start().await;
    pair.rig.sim.handle().patch(&json!({ "qr_delay_ms": 1_500 })).unwrap();
    let (one, other) =
        tokio::join!(pair.at_one.post("wpp-provision", json!({})), pair.at_other.post("wpp-provision", json!({})));
    let (one, other) = (one.ok(), other.ok());
    assert_eq!(one["integration_id"], other["integration_id"]);
    assert_eq!((&one["status"], &other["status"]), (&json!("qr_issued"), &json!("qr_issued")));
    assert_eq!(one["qrcode"], other["qrcode"]);
    assert_eq!((pair.rig.at_the_platform(), pair.calls(Call::Start)), ((1, 1), 1));
    assert_eq!(pair.calls(Call::Token), 1, "one renewal for both");

    let id = &one["integration_id"];
    let number = pair.at_other.until(id, "qr_issued").await["account_number"].as_str().unwrap().to_owned();
    pair.rig.sim.handle().scan(&number, Scan::default()).unwrap();
    for crm in [&pair.at_one, &pair.at_other] {
        crm.until(id, "connected").await;
    }
    assert_eq!(pair.calls(Call::Token), 1);
}

/// Lesson 5, as hard as it gets.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lesson_05_two_hundred_at_once_on_both_make_one_account() {
    for (call, body) in [("wpp-create", json!({ "add_new": true })), ("wpp-provision", json!({}))] {
        let pair = Pair::start().await;
        let asked = join_all((0..200).map(|number| {
            let crm = if number % 2 == 0 { &pair.at_one } else { &pair.at_other };
            crm.post(call, body.clone())
        }))
        .await;
        let ids: Vec<Value> = asked.into_iter().map(|answer| answer.ok()["integration_id"].clone()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{call}");
        let [row] = &pair.at_one.integrations().await[..] else { panic!("{call}: one row") };
        let number = row["settings"]["wppAccountNumber"].as_str().unwrap();
        assert_eq!((pair.rig.at_the_platform(), pair.calls(Call::Start)), ((1, 1), 1), "{call}");
        pair.rig.sim.handle().scan(number, Scan::default()).unwrap();
        pair.at_other.until(&ids[0], "connected").await;
        let [row] = &pair.at_one.integrations().await[..] else { panic!("{call}: one row") };
        assert_eq!(row["is_primary"], true, "{call}");
    }
}

/// Whoever wins, the platform has the accounts that the table has.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connecting_here_against_disconnecting_there_leaves_no_orphan() {
    let pair = Pair::start().await;
    let first = pair.at_one.post("wpp-provision", json!({})).await.ok();
    let number = first["account_number"].as_str().unwrap();
    pair.rig.sim.handle().scan(number, Scan::default()).unwrap();
    pair.at_one.until(&first["integration_id"], "connected").await;
    for _ in 0..10 {
        let ends = json!({ "integration_id": pair.at_one.integrations().await[0]["id"] });
        let (connected, ended) =
            tokio::join!(pair.at_one.post("wpp-provision", json!({})), pair.at_other.post("wpp-disconnect", ends));
        assert!(matches!(connected.status, 200 | 404 | 409), "{connected:?}");
        assert!(matches!(ended.status, 200 | 404), "{ended:?}");
        // the next turn needs a row to end
        pair.at_one.post("wpp-provision", json!({})).await.ok();
        let rows = pair.at_one.integrations().await;
        let agreed = pair.rig.sim.handle();
        let agree = agreed.until(|sim| sim.accounts().len() == rows.len());
        tokio::time::timeout(Duration::from_secs(30), agree).await.unwrap();
        assert_eq!(rows.len(), 1);
    }
}

/// A drive lets go of its session when another server asks for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_began_the_other_can_end() {
    let Pair { rig, other, at_one, at_other } = Pair::start().await;
    rig.sim.handle().patch(&json!({ "qr_delay_ms": 20_000 })).unwrap();
    let began = tokio::spawn(async move { at_one.post("wpp-provision", json!({})).await.status });
    let row = loop {
        if let Some(row) = at_other.integrations().await.pop() {
            break row;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    // it is being driven over there, and asked to let go
    let gone = at_other.post("wpp-disconnect", json!({ "integration_id": row["id"] })).await;
    assert_eq!(gone.status, 200, "{gone:?}");
    assert_eq!(began.await.unwrap(), 409, "the one who waits hears of it");
    for _ in 0..200 {
        if rig.at_the_platform().0 == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(rig.at_the_platform().0, 0, "nothing is left at the platform");
    assert!(at_other.integrations().await.is_empty());
    drop(other);
}

/// Nothing of a sign-in is kept in one process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_in_from_one_leads_into_the_other() {
    let pair = Pair::start().await;
    let answer = http()
        .post(format!("{}/auth/exchange", pair.rig.panel.address()))
        .header("authorization", format!("Bearer {}", token::of(&pair.rig.admin)))
        .header("origin", "https://crm.example.org")
        .send()
        .await
        .unwrap();
    let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let url = body["url"].as_str().unwrap().replace(pair.rig.panel.address(), pair.other.address());
    let entered = http().get(&url).send().await.unwrap();
    assert_eq!(entered.status().as_u16(), 303);
    let cookie = entered.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    for panel in [&pair.rig.panel, &pair.other] {
        let page = http().get(panel.address()).header("cookie", &cookie).send().await.unwrap();
        assert_eq!(page.status().as_u16(), 200);
    }
    assert_eq!(http().get(&url).send().await.unwrap().status().as_u16(), 410, "once");
}

/// Both servers start at the same moment and find the same abandoned attempt.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_cleans_up() {
    let rig = Rig::postgres().await;
    let crm = Crm::new(rig.panel.address(), token::of(&rig.admin));
    crm.post("wpp-provision", json!({})).await.ok();
    // until then the first server has its hands on the session, and the others would leave it to the next sweep
    rig.sim.handle().until(|sim| sim.accounts().iter().any(|account| account.webhook.is_some())).await;
    let abandoned = "UPDATE wpp_panel.sessions SET attempt_asked_at = 0 WHERE qr_sealed IS NOT NULL";
    let left_alone = "SELECT state FROM wpp_panel.sessions WHERE attempt_asked_at = 0 AND NOT EXISTS
        (SELECT FROM wpp_panel.leases WHERE starts_with(name, 'session:') AND holder IS NOT NULL)";
    let let_go = async {
        while rig.at_the_platform().0 > 0 && postgres::texts(&rig.url, left_alone).await.is_empty() {
            postgres::run(&rig.url, abandoned).await.unwrap();
            // an event of the code that is on its way would write the old time again
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), let_go).await.unwrap();
    let settings = rig.settings.clone();
    let start = |settings| tokio::task::spawn_blocking(move || Panel::start(&settings));
    let (two, three) = tokio::join!(start(settings.clone()), start(settings));
    let _servers = (two.unwrap(), three.unwrap());
    // a busy machine may need a second sweep
    for _ in 0..1_200 {
        if crm.integrations().await.is_empty() && rig.at_the_platform().0 == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(rig.at_the_platform().0, 0);
    let stops = rig.sim.handle().calls().iter().filter(|record| record.name == Call::Stop).count();
    assert_eq!(stops, 1, "one of them asked the platform");
}
