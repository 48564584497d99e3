//! What is kept of an event, and that the same one twice is one.

use std::time::Duration;

use wpp_panel::domain::{account::AccountNumber, state::SessionState};

use crate::{
    forward_kit::{Post, passed, tell},
    kit::{Kit, number},
};

/// Nobody is to get it, so a message's words are not kept, and neither is a code.
#[tokio::test]
async fn without_a_receiver_no_body_is_kept() {
    let kit = Kit::new(true).await;
    let session = kit.provision().await.session;
    for body in [
        r#"{"id":"evt_1","type":"qr","data":{"qr":"2@MARK"}}"#,
        r#"{"id":"evt_2","type":"message","data":{"text":"MARK"}}"#,
        r#"{"id":"evt_3","type":"constructed"}"#,
    ] {
        tell(&kit.world, &session, body).await;
    }
    let store = &kit.world.store;
    for id in ["evt_1", "evt_2", "evt_3"] {
        assert!(kit.world.has_event(session.id, id).await, "{id}");
    }
    assert_eq!(store.count_events().await.unwrap().waiting, 0);
}

#[tokio::test]
async fn the_same_event_twice_is_one() {
    let post = Post::new().await;
    let session = post.kit.provision().await.session;
    let up = r#"{"id":"evt_1","type":"connected","data":{}}"#;
    let down = r#"{"id":"evt_2","type":"logout","data":{}}"#;
    for body in [up, down, up, down, up] {
        tell(&post.kit.world, &session, body).await;
        post.kit.clock.advance(Duration::from_secs(4));
    }
    let row = post.kit.rows().await.remove(0);
    assert_eq!(post.kit.shown(&row), SessionState::LoggedOut, "old news do not turn the state back");
    assert_eq!(post.step().await, passed(2, 0, 0));
    assert_eq!(post.receiver.bodies(), [up, down]);
}

/// Whoever knows one key could else write into another organization's chats by way of the CRM's trust in us.
#[tokio::test]
async fn lesson_17_an_event_that_names_another_account_goes_nowhere() {
    let post = Post::new().await;
    let (ours, theirs) = (post.session().await, post.session().await);
    for named in [number(&theirs), "1234567890123".to_owned()] {
        AccountNumber::try_from(named.clone()).unwrap();
        let body = format!(r#"{{"id":"evt_{named}","account":"{named}","type":"chat","text":"forged"}}"#);
        tell(&post.kit.world, &ours, &body).await;
        assert!(post.kit.world.has_event(ours.id, &format!("evt_{named}")).await, "it is kept all the same");
    }
    assert_eq!((post.counts().await, post.step().await), ((0, 0), passed(0, 0, 0)));
}
