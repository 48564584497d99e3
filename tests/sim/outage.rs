//! The platform is down.

use reqwest::Method;
use serde_json::json;
use wpp_panel::sim::{DEMO_GLOBAL_KEY, Fault, FaultBody};

use crate::rig::{Rig, soon};

#[tokio::test]
async fn nothing_answers_but_the_control_side_until_it_is_up_again() {
    let rig = Rig::new().await;
    assert_eq!(rig.order("down", json!({})).await.0, 200);
    let call = || rig.request(Method::POST, "/auth/token").json(&json!({ "apiKey": DEMO_GLOBAL_KEY })).send();
    for _ in 0..3 {
        assert!(soon(call()).await.is_err());
    }
    assert!(rig.handle.calls().is_empty());
    assert_eq!(rig.order("up", json!({})).await.0, 200);
    assert_eq!(soon(call()).await.unwrap().status(), 200);
}

#[tokio::test]
async fn calls_that_are_open_are_cut() {
    let rig = Rig::new().await;
    rig.handle.fail(Fault::body(FaultBody::Hang)).unwrap();
    let hanging = tokio::spawn(rig.request(Method::POST, "/auth/token").send());
    soon(rig.handle.until(|handle| handle.calls().len() == 1)).await;
    rig.handle.fail(Fault::body(FaultBody::Drip)).unwrap();
    let mut dripping = rig.request(Method::POST, "/auth/token").send().await.unwrap();

    rig.handle.down();
    assert!(soon(hanging).await.unwrap().is_err());
    let end = async {
        while let Ok(drop) = dripping.chunk().await {
            assert!(drop.is_some(), "a drip never ends well");
        }
    };
    soon(end).await;
}

#[tokio::test]
async fn a_reset_ends_it() {
    let rig = Rig::new().await;
    rig.handle.down();
    rig.handle.reset();
    assert_eq!(rig.token(DEMO_GLOBAL_KEY).await.0, 200);
}
