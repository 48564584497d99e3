//! Events for people, and webhook keys that change.

use std::time::Duration;

use wpp_panel::{
    connect::{ConnectError, ports::SessionEvent},
    domain::{actor::Role, secret::Secret, state::SessionState, word::GatewayWord},
    sim::Call,
};

use crate::{
    forward_kit::{Post, passed, tell},
    kit::{Kit, event, number},
    support::receiver::Reply,
};

#[tokio::test]
async fn an_event_that_is_taken_up_again_is_believed_again_and_asked_about() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    tell(&kit.world, &session, r#"{"id":"evt_1","type":"logout","data":{}}"#).await;
    kit.pass(4);
    kit.connect().confirm().await;
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected, "it was not true");
    let [logout] = &kit.connect().events(&kit.admin, session.id, None, 10).await.unwrap()[..] else { panic!("one") };
    assert!(kit.connect().replay(&kit.admin, session.id, logout.number).await.unwrap());
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::LoggedOut);
    kit.pass(4);
    kit.world.sim.clear_calls();
    assert_eq!((kit.connect().confirm().await, kit.calls(Call::Status)), (1, 1));
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected);
}

/// By the platform's own time it is old news: the state stays, and the platform is asked.
#[tokio::test]
async fn an_old_event_that_is_taken_up_again_turns_nothing_back() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    tell(&kit.world, &session, r#"{"id":"evt_1","type":"logout","created":1700000000,"data":{}}"#).await;
    tell(&kit.world, &session, r#"{"id":"evt_2","type":"connected","created":1700000060,"data":{}}"#).await;
    let events = kit.connect().events(&kit.admin, session.id, None, 10).await.unwrap();
    assert!(kit.connect().replay(&kit.admin, session.id, events[1].number).await.unwrap());
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected);
    kit.pass(4);
    assert_eq!(kit.connect().confirm().await, 1);
}

#[tokio::test]
async fn what_was_given_up_is_passed_on_again() {
    let post = Post::new().await;
    let session = post.session().await;
    post.receiver.answers(|_| Reply::Status(422));
    post.message(&session, "one").await;
    assert_eq!(post.step().await, passed(0, 0, 1));
    post.receiver.answers(|_| Reply::Status(200));
    let connect = post.kit.connect();
    let [dead] = &connect.events(&post.kit.admin, session.id, None, 10).await.unwrap()[..] else { panic!("one") };
    assert!(connect.replay(&post.kit.admin, session.id, dead.number).await.unwrap());
    assert_eq!(post.step().await, passed(1, 0, 0));
    let [sent] = &connect.events(&post.kit.admin, session.id, None, 10).await.unwrap()[..] else { panic!("one") };
    assert!(!connect.replay(&post.kit.admin, session.id, sent.number).await.unwrap(), "there is nothing left to do");
}

#[tokio::test]
async fn events_are_the_organizations_and_taking_them_up_is_for_administrators() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    tell(&kit.world, &session, r#"{"id":"evt_1","type":"connected","data":{}}"#).await;
    let number = kit.connect().events(&kit.admin, session.id, None, 10).await.unwrap()[0].number;
    let (stranger, member) = (kit.world.admin().await, kit.world.person(kit.admin.organization, Role::Member).await);
    assert_eq!(kit.connect().events(&member, session.id, None, 10).await.unwrap().len(), 1);
    assert!(!kit.connect().history(&member, session.id, 10).await.unwrap().is_empty());
    let of_member = kit.connect().replay(&member, session.id, number).await;
    assert!(matches!(of_member, Err(ConnectError::Forbidden)));
    assert!(matches!(kit.connect().rotate_webhook_key(&member, session.id).await, Err(ConnectError::Forbidden)));
    for refused in [
        kit.connect().events(&stranger, session.id, None, 10).await.map(drop),
        kit.connect().history(&stranger, session.id, 10).await.map(drop),
        kit.connect().replay(&stranger, session.id, number).await.map(drop),
        kit.connect().rotate_webhook_key(&stranger, session.id).await.map(drop),
        kit.connect().replay(&kit.admin, session.id, number + 1_000).await.map(drop),
    ] {
        assert!(matches!(refused, Err(ConnectError::NotFound)), "{refused:?}");
    }
}

/// Lesson 16: the address at the platform is the present one, on every path.
#[tokio::test]
async fn lesson_16_a_new_webhook_key_reaches_the_platform_and_the_old_one_counts_ten_minutes() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    assert!(kit.connect().rotate_webhook_key(&kit.admin, session.id).await.unwrap());
    let new = kit.rows().await.remove(0).webhook_key;
    assert_ne!(new, session.webhook_key);
    let address = kit.account(&session).webhook.unwrap();
    assert!(address.contains(new.expose()) && !address.contains(session.webhook_key.expose()));
    let message = SessionEvent::default();
    let works = |key: Secret| {
        let (kit, message) = (&kit, message.clone());
        async move { kit.world.tell(&key, &message, b"{}").await.is_ok() }
    };
    kit.clock.advance(Duration::from_secs(599));
    assert!(works(session.webhook_key.clone()).await && works(new.clone()).await);
    kit.clock.advance(Duration::from_secs(1));
    assert!(!works(session.webhook_key.clone()).await && works(new).await);
}

#[tokio::test]
async fn a_platform_that_is_down_is_told_later_and_both_keys_count_until_then() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.sim.down();
    assert!(!kit.connect().rotate_webhook_key(&kit.admin, session.id).await.unwrap());
    let new = kit.rows().await.remove(0).webhook_key;
    kit.clock.advance(Duration::from_secs(24 * 3600));
    assert_eq!(kit.connect().tell_webhook_keys().await.unwrap(), 0);
    for key in [&session.webhook_key, &new] {
        kit.world.tell(key, &event(None, GatewayWord::Up), b"{}").await.unwrap();
    }
    kit.world.sim.up();
    assert_eq!(kit.connect().tell_webhook_keys().await.unwrap(), 1);
    assert!(kit.account(&session).webhook.unwrap().contains(new.expose()));
    assert_eq!(kit.connect().tell_webhook_keys().await.unwrap(), 0);
    kit.clock.advance(Duration::from_secs(600));
    assert!(kit.world.tell(&session.webhook_key, &event(None, GatewayWord::Up), b"{}").await.is_err());
}

#[tokio::test]
async fn the_key_that_the_crm_made_stays() {
    let kit = Kit::new(true).await;
    let session = kit.world.adopted(&kit.admin, "1000000000042", "key-of-the-crm", "http://127.0.0.1:9/crm").await;
    let refused = kit.connect().rotate_webhook_key(&kit.admin, session.id).await;
    assert!(matches!(refused, Err(ConnectError::Forbidden)));
    assert_eq!(number(&session), "1000000000042");
    assert_eq!(kit.rows().await[0].webhook_key, session.webhook_key);
}
