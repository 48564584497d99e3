//! Servers that come and go while people work.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;

use crate::{line::http, panel::Panel, rig::Rig, token};

/// As long as a balancer needs to find out, and some.
const DRAIN: &str = "1";

/// Waits until it is so.
async fn soon(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.unwrap();
}

/// Who balances: asks `/readyz` of each server, and sends requests to those that are ready.
#[derive(Clone, Default)]
struct Balancer(Arc<Mutex<Vec<String>>>);

impl Balancer {
    async fn watch(self, servers: Arc<Mutex<Vec<String>>>) {
        let http = http();
        loop {
            let known = servers.lock().unwrap().clone();
            let asked = known.into_iter().map(|server| {
                let asked = http.get(format!("{server}/readyz")).send();
                async move { asked.await.is_ok_and(|answer| answer.status().is_success()).then_some(server) }
            });
            *self.0.lock().unwrap() = join_all(asked).await.into_iter().flatten().collect();
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn next(&self, turn: usize) -> Option<String> {
        let ready = self.0.lock().unwrap();
        ready.get(turn % ready.len().max(1)).cloned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_fails_no_request() {
    let rig = Rig::postgres().await;
    let mut settings = rig.settings.clone();
    settings.push(("APP_DRAIN_SECONDS", DRAIN.to_owned()));
    let mut servers = [Panel::start(&settings), Panel::start(&settings)];
    let addresses = Arc::new(Mutex::new(servers.iter().map(|panel| panel.address().to_owned()).collect::<Vec<_>>()));
    let balancer = Balancer::default();
    let watching = tokio::spawn(balancer.clone().watch(addresses.clone()));
    soon(|| balancer.0.lock().unwrap().len() == 2).await;

    let (done, served) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let people: Vec<_> = (0..8)
        .map(|person| {
            let (balancer, done, served, token) =
                (balancer.clone(), done.clone(), served.clone(), token::of(&rig.admin));
            tokio::spawn(async move {
                let http = http();
                let mut turn = person;
                while !done.load(Ordering::Relaxed) {
                    let server = balancer.next(turn).expect("some server is ready");
                    let asked =
                        http.get(format!("{server}/functions/v1/messenger-integrations")).bearer_auth(&token).send();
                    let answer = asked.await.unwrap_or_else(|error| panic!("{error:?}"));
                    assert_eq!(answer.status().as_u16(), 200);
                    served.fetch_add(1, Ordering::Relaxed);
                    turn += 1;
                }
            })
        })
        .collect();

    for (place, server) in servers.iter_mut().enumerate() {
        let before = served.load(Ordering::Relaxed);
        server.terminate();
        let log = server.ended();
        assert!(!log.contains("are cut") && log.contains("stopped"), "{log}");
        *server = Panel::start(&settings);
        server.address().clone_into(&mut addresses.lock().unwrap()[place]);
        soon(|| balancer.0.lock().unwrap().len() == 2).await;
        assert!(served.load(Ordering::Relaxed) > before, "somebody was served meanwhile");
    }
    done.store(true, Ordering::Relaxed);
    for person in people {
        person.await.unwrap();
    }
    watching.abort();
}

/// From the click to the call of the gateway by the request's id, from there to the event by the attempt's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_click_is_followed_through_the_log_to_its_event() {
    let rig = Rig::sqlite().await;
    let mut settings = rig.settings.clone();
    settings.push(("RUST_LOG", "info,wpp_panel::gateway=debug".to_owned()));
    let mut panel = Panel::start(&settings);
    let crm = crate::client::Crm::new(panel.address(), token::of(&rig.admin));
    let made = crm.post("wpp-provision", serde_json::json!({})).await.ok();
    rig.sim.handle().scan(made["account_number"].as_str().unwrap(), wpp_panel::sim::Scan::default()).unwrap();
    // asking for the status would find it out as well
    soon(|| panel.log().contains(r#""to":"connected""#)).await;
    panel.terminate();
    let log = panel.ended();
    let lines: Vec<serde_json::Value> = log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();

    let is = |line: &&serde_json::Value, message: &str| line["message"] == message;
    let request = |line: &serde_json::Value| {
        let spans = line["spans"].as_array().unwrap();
        spans.iter().find(|span| span["name"] == "request").unwrap_or_else(|| panic!("{line}")).clone()
    };
    let driven = lines.iter().find(|line| is(line, "an attempt is driven")).unwrap_or_else(|| panic!("{log}"));
    let click = request(driven);
    assert_eq!(click["path"], "/functions/v1/wpp-provision");
    let started = lines.iter().find(|line| is(line, "asked the gateway") && line["call"] == "accounts/start");
    assert_eq!(request(started.unwrap_or_else(|| panic!("{log}")))["id"], click["id"]);
    let known = lines.iter().find(|line| is(line, "state") && line["to"] == "connected").unwrap();
    assert_eq!(known["attempt"], driven["attempt"]);
    assert_eq!(request(known)["path"], "/functions/v1/wpp-webhook");
    assert_ne!(request(known)["id"], click["id"]);
}

/// What Prometheus reads, of a server that has done something.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_tell_of_a_connection_and_of_no_secret() {
    let rig = Rig::sqlite().await;
    let mut settings = rig.settings.clone();
    settings.push(("APP_METRICS_ADDR", "127.0.0.1:0".to_owned()));
    // two processes have one file: this one is for looking alone
    let panel = Panel::start(&settings);
    let log = panel.log();
    let line = log.lines().find(|line| line.contains("metrics are at")).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    let address = line["address"].as_str().unwrap();
    let crm = crate::client::Crm::new(panel.address(), token::of(&rig.admin));
    crm.post("wpp-provision", serde_json::json!({})).await.ok();

    let text = http().get(format!("http://{address}/metrics")).send().await.unwrap().text().await.unwrap();
    for line in [
        r#"wpp_panel_sessions{state="awaiting_scan"} 1"#,
        r#"wpp_panel_gateway_calls_total{call="accounts/start",outcome="done"} 1"#,
        r#"wpp_panel_http_requests_total{method="POST",route="/functions/v1/wpp-provision",status="200"} 1"#,
        r#"wpp_panel_queue_length{queue="inbox"} 0"#,
        "wpp_panel_database_up 1",
        "wpp_panel_gateway_up 1",
    ] {
        assert!(text.lines().any(|written| written == line), "{line}\n{text}");
    }
    assert!(!text.contains("wpp_live_") && !text.contains("key="), "{text}");
    let public = http().get(format!("{}/metrics", panel.address())).send().await.unwrap();
    assert_eq!(public.status().as_u16(), 404, "not for whoever can open the panel");
}
