//! Events go on to the CRM: as they came, in order for each session, sessions side by side.

use std::{sync::Arc, time::Duration};

use tokio::sync::Semaphore;
use wpp_panel::{connect::ports::Clock, domain::time::Timestamp};

use crate::{
    forward_kit::{Post, passed, tell},
    kit::number,
    support::receiver::Reply,
};

const FLAT: &str = "{ \"from\" : \"+7985\",\n\t\"raw_from\":\"7985@c.us\", \"type\":\"chat\", \"text\":\"\u{41f}\\u0440\u{1f44b}\",\n\"messageId\":\"3EB0\", \"fromMe\":false, \"messageId\": 1e2 }\n";

#[tokio::test]
async fn a_flat_message_arrives_byte_for_byte() {
    let post = Post::new().await;
    let session = post.session().await;
    tell(&post.kit.world, &session, FLAT).await;
    assert_eq!(post.step().await, passed(1, 0, 0));
    let [seen] = &post.receiver.seen()[..] else { panic!("one") };
    assert_eq!((seen.text(), seen.content_type.as_str()), (FLAT, "application/json"));
    let query = |name: &str| seen.query.get(name).cloned().unwrap_or_default();
    assert_eq!(query("account"), number(&session));
    assert_eq!(query("key"), session.webhook_key.expose());
    assert_eq!(query("apikey"), "SECRET-of-the-crm", "its own query stays");
    assert_eq!(post.counts().await, (0, 0));
    assert_eq!(post.step().await, passed(0, 0, 0), "once");
}

#[tokio::test]
async fn every_type_goes_on_codes_and_unknown_ones_too() {
    let post = Post::new().await;
    let session = post.session().await;
    let bodies = [
        r#"{"id":"evt_1","type":"qr","data":{"qr":"2@code"}}"#,
        r#"{"id":"evt_2","type":"connected","data":{"phone":"+79990001122"}}"#,
        r#"{"event":"message.status","data":{"taskId":"t","status":"read"}}"#,
        r#"{"type":"constructed"}"#,
        r#"{}"#,
    ];
    for body in bodies {
        tell(&post.kit.world, &session, body).await;
    }
    assert_eq!(post.step().await, passed(5, 0, 0));
    assert_eq!(post.receiver.bodies(), bodies);
}

#[tokio::test]
async fn order_is_kept_for_each_session_whatever_fails() {
    let post = Post::new().await;
    let (first, second) = (post.session().await, post.session().await);
    let mut bodies = Vec::new();
    for text in ["one", "two", "three"] {
        bodies.push(post.message(&first, text).await);
    }
    let other = post.message(&second, "other").await;
    let stuck = bodies[0].clone();
    post.receiver.answers(move |seen| Reply::Status(if seen.text() == stuck { 503 } else { 200 }));
    assert_eq!(post.step().await, passed(1, 1, 0));
    let mut seen = post.receiver.bodies();
    seen.sort();
    assert_eq!(seen, [bodies[0].clone(), other], "nothing overtakes, and nobody else waits");
    // news do not make it try earlier
    bodies.push(post.message(&first, "four").await);
    assert_eq!(post.step().await, passed(0, 0, 0));
    post.receiver.clear();
    post.receiver.answers(|_| Reply::Status(204));
    assert_eq!(post.later(1).await, passed(4, 0, 0));
    assert_eq!(post.receiver.bodies(), bodies);
}

#[tokio::test]
async fn at_most_eight_sessions_are_served_side_by_side() {
    let post = Post::new().await;
    for _ in 0..12 {
        let session = post.session().await;
        post.message(&session, "one").await;
        post.message(&session, "two").await;
    }
    let gate = Arc::new(Semaphore::new(0));
    let shared = gate.clone();
    post.receiver.answers(move |_| Reply::Gate(shared.clone()));
    let job = post.job();
    let step = tokio::spawn(async move { job.step().await.unwrap() });
    post.receiver.until(8).await;
    // one that is free again goes to the next session at once, whoever hangs
    gate.add_permits(1);
    post.receiver.until(9).await;
    gate.add_permits(100);
    assert_eq!(step.await.unwrap(), passed(24, 0, 0));
    assert_eq!(post.receiver.most_under_way(), 8);
}

/// News of a session that has nothing under way do not wait for one that hangs.
#[tokio::test]
async fn a_session_that_hangs_holds_up_nobody() {
    let post = Post::new().await;
    let (slow, quick) = (post.session().await, post.session().await);
    let body = post.message(&slow, "slow").await;
    let gate = Arc::new(Semaphore::new(0));
    let shared = gate.clone();
    post.receiver.answers(
        move |seen| {
            if seen.text() == body { Reply::Gate(shared.clone()) } else { Reply::Status(200) }
        },
    );
    let job = post.job();
    let step = tokio::spawn(async move { job.step().await.unwrap() });
    post.receiver.until(1).await;
    post.message(&quick, "quick").await;
    post.receiver.until(2).await;
    gate.add_permits(1);
    assert_eq!(step.await.unwrap(), passed(2, 0, 0));
}

/// Stands still, so that only news can wake a job.
struct StillClock;

#[async_trait::async_trait]
impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp(i64::MAX)
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_new_event_goes_on_at_once() {
    let post = Post::new().await;
    let session = post.session().await;
    let job = tokio::spawn(post.job_on(post.kit.world.store.clone(), Arc::new(StillClock)).run());
    for count in 1..=3 {
        post.message(&session, "news").await;
        post.receiver.until(count).await;
    }
    post.stop.cancel();
    tokio::time::timeout(Duration::from_secs(10), job).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_stop_finishes_what_is_under_way_and_begins_nothing() {
    let post = Post::new().await;
    let session = post.session().await;
    let first = post.message(&session, "one").await;
    post.message(&session, "two").await;
    let gate = Arc::new(Semaphore::new(0));
    let shared = gate.clone();
    post.receiver.answers(move |_| Reply::Gate(shared.clone()));
    let job = tokio::spawn(post.job_on(post.kit.world.store.clone(), Arc::new(StillClock)).run());
    post.receiver.until(1).await;
    post.stop.cancel();
    assert!(!job.is_finished());
    gate.add_permits(1);
    tokio::time::timeout(Duration::from_secs(10), job).await.unwrap().unwrap();
    assert_eq!((post.receiver.bodies(), post.counts().await), (vec![first], (1, 0)));
}

#[tokio::test]
async fn what_waits_goes_on_after_a_restart() {
    let post = Post::new().await;
    let session = post.session().await;
    post.receiver.answers(|_| Reply::Status(500));
    let bodies = [post.message(&session, "one").await, post.message(&session, "two").await];
    assert_eq!(post.step().await, passed(0, 1, 0));
    post.kit.connect().finish().await;
    let store = post.kit.world.reopened().await;
    post.receiver.clear();
    post.receiver.answers(|_| Reply::Status(200));
    let job = post.job_on(store.clone(), post.kit.clock.clone());
    assert_eq!(job.step().await.unwrap(), passed(0, 0, 0), "its time has not come here either");
    post.kit.clock.advance(Duration::from_secs(1));
    assert_eq!(job.step().await.unwrap(), passed(2, 0, 0));
    assert_eq!(post.receiver.bodies(), bodies);
    store.ping().await.unwrap();
}
