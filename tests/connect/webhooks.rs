//! Webhooks of adopted sessions: they come here only where events are passed on, once, and go back when told so.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;
use wpp_panel::{
    connect::ports::{Session, SystemClock},
    domain::secret::Secret,
    jobs::webhooks::{self, Taken, step},
    sim::{Call, Fault},
};

use crate::kit::{Kit, number};

/// Keys of a CRM may be any text.
const KEY: &str = "key+of/the=crm&";
const ENCODED: &str = "key=key%2Bof%2Fthe%3Dcrm%26";
const CRM: &str = "http://127.0.0.1:9/crm/wpp-webhook";
const NUMBER: &str = "1000000000042";

async fn adopted(kit: &Kit) -> Session {
    kit.world.adopted(&kit.admin, NUMBER, KEY, CRM).await
}

fn webhook(kit: &Kit) -> String {
    kit.world.sim.account(NUMBER).unwrap().webhook.unwrap()
}

fn ours() -> String {
    format!("http://127.0.0.1:9/functions/v1/wpp-webhook?account={NUMBER}&{ENCODED}")
}

fn taken(taken: usize, failed: usize) -> Taken {
    Taken { taken, failed }
}

#[tokio::test]
async fn an_adopted_webhook_is_taken_once() {
    let kit = Kit::new(true).await;
    let session = adopted(&kit).await;
    assert!(session.webhook_elsewhere);
    assert_eq!(step(kit.connect()).await.unwrap(), taken(1, 0));
    assert_eq!(webhook(&kit), ours());
    assert!(!kit.rows().await[0].webhook_elsewhere);
    kit.world.sim.clear_calls();
    assert_eq!(step(kit.connect()).await.unwrap(), taken(0, 0));
    assert_eq!(kit.world.sim.calls().len(), 0);
}

#[tokio::test]
async fn what_could_not_be_taken_is_tried_again() {
    let kit = Kit::new(true).await;
    adopted(&kit).await;
    kit.world.sim.down();
    assert_eq!(step(kit.connect()).await.unwrap(), taken(0, 1));
    kit.world.sim.up();
    assert_eq!((webhook(&kit).as_str(), kit.rows().await[0].webhook_elsewhere), (CRM, true));
    assert_eq!(step(kit.connect()).await.unwrap(), taken(1, 0));
    assert_eq!(webhook(&kit), ours());
}

#[tokio::test]
async fn what_was_sent_back_stays_there() {
    let kit = Kit::new(true).await;
    let own = kit.connected().await;
    let registered = kit.world.sim.until(|sim| sim.account(&number(&own)).unwrap().webhook.is_some());
    tokio::time::timeout(Duration::from_secs(10), registered).await.unwrap();
    adopted(&kit).await;
    step(kit.connect()).await.unwrap();
    let moved = kit.connect().send_webhooks_back(&Secret::new(format!("{CRM}?apikey=x"))).await.unwrap();
    assert_eq!(moved.len(), 1, "one of our own has never been there");
    assert!(moved[0].outcome.is_ok());
    assert_eq!(webhook(&kit), format!("{CRM}?apikey=x&account={NUMBER}&{ENCODED}"));
    assert!(kit.account(&own).webhook.unwrap().starts_with("http://127.0.0.1:9/functions/"));
    // a server that goes on running leaves it there
    assert_eq!(step(kit.connect()).await.unwrap(), taken(0, 0));
    assert_eq!(kit.connect().send_webhooks_back(&Secret::new(CRM)).await.unwrap().len(), 0, "once");
    // until somebody asks for it
    assert_eq!(kit.connect().take_webhooks(true).await.unwrap().len(), 1);
    assert_eq!(webhook(&kit), ours());
}

/// «Переподключить» would else take the CRM's messages away without a word.
#[tokio::test]
async fn reconnecting_leaves_an_adopted_webhook_where_it_is() {
    let kit = Kit::new(true).await;
    let session = adopted(&kit).await;
    kit.world.sim.offline(NUMBER, true).unwrap();
    kit.connect().reconnect(&kit.admin, session.id, kit.world.press()).await.unwrap();
    kit.connect().finish().await;
    assert_eq!((kit.calls(Call::Webhook), webhook(&kit).as_str()), (0, CRM));
    assert!(kit.calls(Call::Start) > 0);
}

#[tokio::test]
async fn reconnecting_registers_a_webhook_that_was_taken() {
    let kit = Kit::new(true).await;
    let session = adopted(&kit).await;
    step(kit.connect()).await.unwrap();
    kit.world.sim.clear_calls();
    kit.world.sim.offline(NUMBER, true).unwrap();
    kit.connect().reconnect(&kit.admin, session.id, kit.world.press()).await.unwrap();
    kit.seen(Call::Webhook).await;
    assert_eq!(webhook(&kit), ours());
}

/// The platform drops a registration for an account that is not there; one that is started now must not wait 10 minutes
/// for its events.
#[tokio::test]
async fn an_account_that_is_started_is_taken_at_once() {
    let kit = Kit::new(true).await;
    let session = adopted(&kit).await;
    let forwarding = kit.connect().pass_events_on();
    kit.world.sim.fail(Fault { times: 3, call: Some(Call::Webhook), ..Fault::default() }).unwrap();
    let stop = CancellationToken::new();
    // on the real clock the next step by itself is 10 minutes away
    let job = webhooks::run(kit.connect().clone(), forwarding, Arc::new(SystemClock), stop.clone());
    let job = tokio::spawn(job);
    let tried = kit.world.sim.until(|sim| sim.calls().iter().filter(|call| call.name == Call::Webhook).count() == 3);
    tokio::time::timeout(Duration::from_secs(10), tried).await.unwrap();
    assert_eq!(webhook(&kit), CRM);
    kit.world.sim.offline(NUMBER, true).unwrap();
    kit.connect().reconnect(&kit.admin, session.id, kit.world.press()).await.unwrap();
    let here = kit.world.sim.until(|sim| sim.account(NUMBER).unwrap().webhook == Some(ours()));
    tokio::time::timeout(Duration::from_secs(10), here).await.unwrap();
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(10), job).await.unwrap().unwrap();
}
