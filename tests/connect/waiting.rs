//! Lesson 14: «Ожидание QR-кода» for ever. Waiting has an end and a reason.

use std::time::Duration;

use wpp_panel::{
    connect::{Over, Phase, ProvisionStatus},
    domain::{qr::QrPayload, state::SessionState},
    sim::Call,
};

use crate::kit::{Kit, MODES};

#[tokio::test]
async fn lesson_14_no_code_within_25_seconds_is_starting_and_the_attempt_goes_on() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        kit.world.sim.patch(&serde_json::json!({ "qr_delay_ms": 40_000 })).unwrap();
        let began = kit.now();
        let made = kit.provision().await;
        let waited = kit.now().since(began);
        assert_eq!((made.status, &made.qr), (ProvisionStatus::Starting, &None));
        assert!((20..=25).contains(&waited.as_secs()), "waited {waited:?}");
        assert!(kit.calls(Call::Qr) < 60, "asked {} times", kit.calls(Call::Qr));
        assert!(made.session.live.attempt.is_some(), "the attempt goes on");
        assert_eq!(kit.phase(&made.session), Phase::Preparing);

        kit.world.sim.advance(Duration::from_secs(40));
        kit.clock.advance(Duration::from_secs(3));
        let Phase::Scan(code) = kit.phase(&kit.poll(made.integration_id).await) else { panic!("a code") };
        assert_eq!(Some(code.payload.as_str()), kit.account(&made.session).code.as_deref());
        kit.scanned(&made.session).await;
        assert_eq!(kit.calls(Call::Start), 1);
    }
}

#[tokio::test]
async fn lesson_14_a_code_that_never_comes_has_an_end_and_a_reason() {
    let kit = Kit::new(true).await;
    kit.world.sim.patch(&serde_json::json!({ "qr_delay_ms": 86_400_000 })).unwrap();
    let made = kit.provision().await;
    kit.clock.advance(Duration::from_secs(60));
    let asked = kit.poll(made.integration_id).await;
    assert_eq!(kit.phase(&asked), Phase::Over(Over::NoCode));
    assert_eq!(kit.shown(&asked), SessionState::Starting);
}

#[tokio::test]
async fn whatever_not_yet_looks_like_it_is_waited_for() {
    for not_ready in ["null", "empty", "not_found", "unprocessable", "flag"] {
        let kit = Kit::new(true).await;
        kit.world.sim.patch(&serde_json::json!({ "qr_delay_ms": 300, "not_ready": not_ready })).unwrap();
        let (sim, steps) = (kit.world.sim.clone(), 5);
        let passing = tokio::spawn(async move {
            for asked in 1..=steps {
                sim.until(|sim| sim.calls().iter().filter(|call| call.name == Call::Qr).count() >= asked).await;
                sim.advance(Duration::from_millis(100));
            }
        });
        assert_eq!(kit.provision().await.status, ProvisionStatus::QrIssued, "{not_ready}");
        passing.abort();
    }
}

/// A browser tab that is closed does not cut an attempt in half, and whoever comes next shares it.
#[tokio::test]
async fn an_attempt_goes_on_without_who_pressed() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let (connect, admin, press) = (kit.connect().clone(), kit.admin.clone(), kit.world.press());
        let tab = tokio::spawn(async move { connect.provision(&admin, press).await });
        kit.seen(Call::Token).await;
        tab.abort();
        let made = kit.provision().await;
        assert_eq!(made.status, ProvisionStatus::QrIssued);
        assert_eq!((kit.calls(Call::Start), kit.rows().await.len()), (1, 1));
        assert!(matches!(made.qr.unwrap().payload, QrPayload::Text(_)));
    }
}

/// The account was linked long ago and only our row did not know: there is no code to wait for.
#[tokio::test]
async fn an_account_that_is_linked_already_needs_no_code() {
    let kit = Kit::new(false).await;
    let number = format!("org_{}", &kit.admin.organization.0.simple().to_string()[..8]);
    let placed = wpp_panel::sim::Placed { number, ..wpp_panel::sim::Placed::default() };
    kit.world.sim.place(placed).unwrap();
    let made = kit.provision().await;
    assert_eq!((made.status, kit.shown(&made.session)), (ProvisionStatus::Connected, SessionState::Connected));
}
