//! When an event that was not taken is tried again, and when it is given up.

use std::time::Duration;

use wpp_panel::{
    domain::time::Timestamp,
    jobs::retention::{self, Keep},
};

use crate::{
    forward_kit::{Post, passed},
    support::{
        log,
        receiver::{Receiver, Reply},
    },
};

#[tokio::test]
async fn waits_grow() {
    let post = Post::new().await;
    let session = post.session().await;
    post.message(&session, "one").await;
    post.receiver.answers(|_| Reply::Status(502));
    assert_eq!(post.step().await, passed(0, 1, 0));
    for wait in [1, 5, 30, 120, 600, 3600, 3600] {
        assert_eq!(post.later(wait - 1).await, passed(0, 0, 0), "{wait}");
        assert_eq!(post.later(1).await, passed(0, 1, 0), "{wait}");
    }
    post.receiver.answers(|_| Reply::Status(200));
    assert_eq!(post.later(3600).await, passed(1, 0, 0));
}

#[tokio::test]
async fn a_receiver_that_asks_for_time_gets_it() {
    let post = Post::new().await;
    let session = post.session().await;
    post.message(&session, "one").await;
    post.receiver.answers(|_| Reply::Later(429, 40));
    assert_eq!(post.step().await, passed(0, 1, 0));
    assert_eq!(post.later(39).await, passed(0, 0, 0));
    assert_eq!(post.later(1).await, passed(0, 1, 0));
}

#[tokio::test]
async fn nobody_there_is_tried_again() {
    let mut post = Post::new().await;
    let session = post.session().await;
    post.message(&session, "one").await;
    post.receiver.url = "http://127.0.0.1:9/hook".to_owned();
    assert_eq!((post.step().await, post.counts().await), (passed(0, 1, 0), (1, 0)));
}

#[tokio::test]
async fn a_receiver_that_hangs_is_tried_again() {
    let post = Post::new().await;
    let session = post.session().await;
    let body = post.message(&session, "one").await;
    post.receiver.answers(|_| Reply::Never);
    let store = post.kit.world.store.clone();
    let job = post.job_to(store, post.kit.clock.clone(), Duration::from_millis(100));
    assert_eq!(job.step().await.unwrap(), passed(0, 1, 0));
    post.receiver.answers(|_| Reply::Status(200));
    post.kit.clock.advance(Duration::from_secs(1));
    assert_eq!(job.step().await.unwrap(), passed(1, 0, 0));
    assert_eq!(post.receiver.bodies(), [body.clone(), body]);
}

/// A message must not follow a redirect to somebody else.
#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (post, other) = (Post::new().await, Receiver::start().await);
    let session = post.session().await;
    post.message(&session, "one").await;
    let to = other.url.clone();
    post.receiver.answers(move |_| Reply::Moved(to.clone()));
    assert_eq!(post.step().await, passed(0, 1, 0));
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn what_is_refused_for_good_is_given_up_and_can_be_revived() {
    let post = Post::new().await;
    let session = post.session().await;
    let bodies = [post.message(&session, "one").await, post.message(&session, "two").await];
    let bad = bodies[0].clone();
    post.receiver.answers(move |seen| Reply::Status(if seen.text() == bad { 422 } else { 200 }));
    assert_eq!(post.step().await, passed(1, 0, 1));
    assert_eq!((post.receiver.bodies(), post.counts().await), (bodies.to_vec(), (0, 1)));
    assert_eq!(post.later(24 * 3600).await, passed(0, 0, 0));

    post.receiver.answers(|_| Reply::Status(200));
    post.receiver.clear();
    assert_eq!(post.kit.world.store.revive_dead_events(post.kit.now()).await.unwrap(), 1);
    assert_eq!(post.step().await, passed(1, 0, 0));
    assert_eq!((post.receiver.bodies(), post.counts().await), (vec![bodies[0].clone()], (0, 0)));
}

#[tokio::test]
async fn a_receiver_that_is_set_up_wrongly_has_a_day() {
    for status in [401, 403, 404, 500] {
        let post = Post::new().await;
        let session = post.session().await;
        post.message(&session, "one").await;
        post.receiver.answers(move |_| Reply::Status(status));
        assert_eq!(post.step().await, passed(0, 1, 0), "{status}");
        let mut hours = 0;
        while post.later(3600).await == passed(0, 1, 0) {
            hours += 1;
        }
        assert_eq!((hours, post.counts().await), (27, (0, 1)), "{status}");
    }
}

/// Nobody knows the key of a session that is gone.
#[tokio::test]
async fn last_words_are_offered_without_a_key() {
    let post = Post::new().await;
    let session = post.session().await;
    post.message(&session, "last").await;
    post.kit.connect().disconnect(&post.kit.admin, session.id).await.unwrap();
    assert!(post.kit.rows().await.is_empty());
    post.receiver.answers(|seen| Reply::Status(if seen.query.contains_key("key") { 200 } else { 401 }));
    assert_eq!(post.step().await, passed(0, 0, 1));
    assert_eq!(post.receiver.seen()[0].query["account"], crate::kit::number(&session));
}

#[tokio::test]
async fn old_events_are_forgotten() {
    let post = Post::new().await;
    let session = post.session().await;
    post.message(&session, "one").await;
    assert_eq!(post.step().await, passed(1, 0, 0));
    let store = &post.kit.world.store;
    let step = async |days: i64| {
        let now = Timestamp(post.kit.now().0 + days * 24 * 3600 * 1000 + 1);
        let keep = Keep { events_for: Duration::from_secs(30 * 24 * 3600), most_events: 100 };
        retention::forget(&**store, keep, now).await.unwrap()
    };
    // the row's own history is younger than what is kept of that
    assert_eq!((step(29).await, step(30).await, step(30).await), (0, 1, 0));
}

/// The receiver runs on a thread of its own: what it logs is its own affair.
#[test]
fn no_log_tells_key_query_or_message() {
    log::keep();
    let elsewhere = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let receiver = elsewhere.block_on(elsewhere.spawn(Receiver::start())).unwrap();
    let here = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (text, session) = here.block_on(async {
        let mut post = Post::new().await;
        post.receiver = receiver;
        let session = post.session().await;
        log::take();
        for (status, text) in [(200, "MARK-one"), (503, "MARK-two"), (400, "MARK-three")] {
            post.receiver.answers(move |_| Reply::Status(status));
            post.message(&session, text).await;
            post.later(3600).await;
        }
        post.receiver.answers(|_| Reply::Never);
        post.message(&session, "MARK-four").await;
        let store = post.kit.world.store.clone();
        let job = post.job_to(store, post.kit.clock.clone(), Duration::from_millis(50));
        assert_eq!(job.step().await.unwrap(), passed(0, 1, 0));
        post.receiver.url = "http://127.0.0.1:9/hook".to_owned();
        assert_eq!(post.later(3600).await, passed(0, 1, 0));
        assert_eq!(post.receiver.seen().len(), 5);
        (log::take(), session)
    });
    for word in ["an event is given up", "status 503", "no answer in time", "no answer: "] {
        assert!(text.contains(word), "{word}: {text}");
    }
    for secret in [session.webhook_key.expose(), "SECRET-of-the-crm", "apikey", "MARK-"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
