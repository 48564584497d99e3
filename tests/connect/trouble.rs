//! The gateway does not do it: an error that says why, and nothing half-made is left.

use wpp_panel::{
    connect::{
        ConnectError, ProvisionStatus,
        ports::{GatewayError, GatewayFault, Session},
    },
    domain::{evidence::Trouble, state::SessionState},
    sim::{Call, Fault, FaultBody},
};

use crate::kit::{Kit, MODES};

/// Presses, and expects the gateway's own failure.
async fn refused(kit: &Kit) -> GatewayError {
    let end = kit.connect().provision(&kit.admin, kit.world.press()).await;
    let told = if let Err(ConnectError::Gateway(error)) = end { Some(error) } else { None };
    told.unwrap()
}

/// Whatever it is called: the gateway told nothing, and nobody was refused.
fn is_silent(session: &Session) -> bool {
    session.live.evidence.trouble.is_some_and(|(trouble, _)| trouble != Trouble::Refused)
}

#[tokio::test]
async fn a_gateway_that_is_down_leaves_nothing() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        kit.world.sim.down();
        assert!(refused(&kit).await.may_pass());
        assert!(kit.rows().await.is_empty(), "nothing half-made is shown");
        kit.world.sim.up();
        kit.connect().sweep().await.unwrap();
        kit.assert_nothing_left().await;
        assert_eq!(kit.provision().await.status, ProvisionStatus::QrIssued);
    }
}

#[tokio::test]
async fn a_key_that_is_refused_leaves_nothing() {
    let kit = Kit::new(true).await;
    kit.world.sim.fail(Fault::status(401).on(Call::Create).times(9)).unwrap();
    assert_eq!(refused(&kit).await.fault, GatewayFault::KeyRefused);
    assert_eq!(kit.calls(Call::Create), 1, "a dead key is not tried again");
    kit.assert_nothing_left().await;

    let kit = Kit::new(false).await;
    kit.world.sim.kill_key("global").unwrap();
    assert_eq!(refused(&kit).await.fault, GatewayFault::KeyRefused);
    assert!(kit.rows().await.is_empty());
    assert!(kit.world.sim.accounts().is_empty());
}

/// The next press takes up what the failed one left: the same number, and no row too many.
#[tokio::test]
async fn pressing_again_while_the_gateway_is_down_piles_nothing_up() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        kit.world.sim.down();
        for _ in 0..4 {
            refused(&kit).await;
        }
        assert!(kit.unfinished().await.len() <= 1);
        kit.world.sim.up();
        let made = kit.provision().await;
        assert_eq!((kit.rows().await.len(), kit.unfinished().await.len()), (1, 1), "the open attempt alone");
        assert_eq!((kit.world.sim.accounts().len(), kit.client_keys()), (1, usize::from(mode)));
        if !mode {
            assert!(!made.account_number.unwrap().as_str().ends_with("_2"), "the first number is free again");
        }
    }
}

#[tokio::test]
async fn what_the_platform_rejects_leaves_nothing() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        kit.world.sim.fail(Fault::status(422).on(Call::Start).times(9)).unwrap();
        assert_eq!(refused(&kit).await.fault, GatewayFault::Rejected);
        kit.connect().sweep().await.unwrap();
        kit.assert_nothing_left().await;
    }
}

#[tokio::test]
async fn a_platform_that_talks_nonsense_is_not_waited_for() {
    for body in [FaultBody::Html, FaultBody::Truncated, FaultBody::Text("[[[".to_owned())] {
        let kit = Kit::new(true).await;
        kit.world.sim.patch(&serde_json::json!({ "qr_in_start": false })).unwrap();
        kit.world.sim.fail(Fault::body(body).on(Call::Qr).times(99)).unwrap();
        assert_eq!(refused(&kit).await.fault, GatewayFault::Nonsense);
        kit.connect().sweep().await.unwrap();
        kit.assert_nothing_left().await;
    }
}

/// Lesson 15: an image that is none must never be drawn, and waiting for another is in vain.
#[tokio::test]
async fn lesson_15_a_picture_that_is_none_is_an_error() {
    let kit = Kit::new(true).await;
    kit.world.sim.patch(&serde_json::json!({ "qr_in_start": false })).unwrap();
    let body = FaultBody::Json(serde_json::json!({ "qr": "data:image/svg+xml;base64,PHN2Zy8+" }));
    kit.world.sim.fail(Fault::body(body).on(Call::Qr).times(99)).unwrap();
    assert_eq!(refused(&kit).await.fault, GatewayFault::Nonsense);
    kit.assert_nothing_left().await;
}

#[tokio::test]
async fn what_fails_in_passing_is_tried_again() {
    for mode in MODES {
        for call in [Call::Token, Call::Start, Call::Qr] {
            let kit = Kit::new(mode).await;
            kit.world.sim.fail(Fault::status(503).on(call).times(2)).unwrap();
            assert_eq!(kit.provision().await.status, ProvisionStatus::QrIssued, "{call:?}");
            assert_eq!((kit.rows().await.len(), kit.world.sim.accounts().len()), (1, 1));
        }
    }
}

/// Events are lost then, and states come by asking alone: the code must not suffer.
#[tokio::test]
async fn a_webhook_that_cannot_be_registered_keeps_no_code_waiting() {
    let kit = Kit::new(true).await;
    kit.world.sim.fail(Fault::status(500).on(Call::Webhook).times(99)).unwrap();
    let made = kit.provision().await;
    assert_eq!(made.status, ProvisionStatus::QrIssued);
    kit.scanned(&made.session).await;
}

/// A row that was there before the attempt stands where it stood, with the trouble beside it.
#[tokio::test]
async fn a_reconnect_that_fails_changes_the_evidence_alone() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.logged_out().await;
        kit.world.sim.down();
        let failed = kit.connect().reconnect(&kit.admin, before.id, kit.world.press()).await;
        assert!(matches!(failed, Err(ConnectError::Gateway(_))));
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((kit.shown(row), &row.live.attempt), (SessionState::LoggedOut, &None));
        assert!(is_silent(row));
        assert_eq!((&row.credentials, &row.account), (&before.credentials, &before.account));
    }
}

#[tokio::test]
async fn an_existing_connection_is_not_harmed_by_a_press_while_the_gateway_is_down() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.connected().await;
        kit.pass(10);
        kit.world.sim.down();
        let _ = kit.connect().provision(&kit.admin, kit.world.press()).await;
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((row.id, kit.shown(row), &row.live.attempt), (before.id, SessionState::Connected, &None));
        assert!(is_silent(row));
    }
}
