//! REST `wpp-status` with a warm cache, beside a handler that only verifies the same token.

use serde_json::json;
use wpp_panel::sim::Scan;

use crate::{
    RUNS, reference,
    rig::Rig,
    table::{Table, median},
    token, wrk,
};

const SECONDS: u32 = 5;

pub async fn measure(table: &mut Table) {
    // the crypto of the tokens is put in place by whoever checks them first
    let clock = std::sync::Arc::new(wpp_panel::connect::ports::SystemClock);
    let people = std::sync::Arc::new(crate::support::people::MemoryPeople::default());
    let random = std::sync::Arc::new(wpp_panel::connect::ports::SystemRandom);
    let people = std::sync::Arc::new(wpp_panel::people::People::new(people, clock.clone(), random));
    let trust = wpp_panel::http::bearer::Trust {
        jwt_secret: Some(wpp_panel::domain::secret::Secret::new(token::SECRET)),
        ..Default::default()
    };
    let _callers = wpp_panel::http::bearer::Callers::new(trust, people, clock).unwrap();
    let constant = reference::start().await;
    for (name, rig, share) in [("SQLite", Rig::sqlite().await, 0.15), ("PostgreSQL", Rig::postgres().await, 0.05)] {
        let crm = rig.crm(&rig.admin);
        let made = crm.post("wpp-provision", json!({})).await.ok();
        let number = made["account_number"].as_str().unwrap();
        rig.sim.handle().scan(number, Scan::default()).unwrap();
        crm.until(&made["integration_id"], "connected").await;

        let body = json!({ "integration_id": made["integration_id"] }).to_string();
        let given = token::of(&rig.admin);
        let url = format!("{}/functions/v1/wpp-status", rig.panel.address());
        let (mut ratios, mut rates, mut constants, mut tails) = (vec![], vec![], vec![], vec![]);
        for _ in 0..RUNS {
            let (url, given, body, constant) = (url.clone(), given.clone(), body.clone(), constant.clone());
            let (plain, ours) = tokio::task::spawn_blocking(move || {
                (wrk::post(&constant, &given, &body, SECONDS), wrk::post(&url, &given, &body, SECONDS))
            })
            .await
            .unwrap();
            ratios.push(ours.rate / plain.rate);
            rates.push(ours.rate);
            constants.push(plain.rate);
            tails.push(ours.p99);
        }
        let met = median(&ratios) >= share;
        table.add(
            &format!("wpp-status on {name} ÷ constant handler"),
            "×",
            ratios,
            Some((&format!("≥ {share} ×"), met)),
        );
        table.add(&format!("wpp-status on {name}"), "a second", rates, None);
        table.add(&format!("constant handler beside {name}"), "a second", constants, None);
        table.add(&format!("wpp-status on {name}, p99"), "ms", tails, None);
    }
}
