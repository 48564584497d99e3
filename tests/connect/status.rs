//! One question to the gateway per session and three seconds, and what its answer, or silence, changes.

use futures_util::future::join_all;
use wpp_panel::{
    connect::{Ask, ConnectError},
    domain::{
        evidence::{Source, Trouble},
        state::SessionState,
        word::GatewayWord,
    },
    sim::{Call, Fault, FaultBody},
};

use crate::kit::{Kit, MODES, event, number, word};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_who_ask_at_once_share_one_question() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.pass(31);
        kit.world.sim.clear_calls();
        for force in [false, true] {
            let ask = Ask { force, dialog: false };
            let asked = join_all((0..100).map(|_| kit.connect().status(&kit.admin, session.id, ask))).await;
            assert!(asked.iter().all(|asked| kit.shown(asked.as_ref().unwrap()) == SessionState::Connected));
            assert_eq!(kit.calls(Call::Status), 1, "force shares the question of the last three seconds too");
        }
    }
}

#[tokio::test]
async fn the_next_question_comes_three_seconds_later() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.sim.clear_calls();
    kit.pass(2);
    kit.poll(session.id).await;
    assert_eq!(kit.calls(Call::Status), 0);
    kit.pass(1);
    kit.poll(session.id).await;
    assert_eq!(kit.calls(Call::Status), 1);
}

#[tokio::test]
async fn force_does_not_trust_what_an_event_said() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.pass(4);
    kit.world.tell(&session.webhook_key, &event(session.account.clone(), GatewayWord::Up), b"{}").await.unwrap();
    kit.world.sim.clear_calls();
    kit.poll(session.id).await;
    assert_eq!(kit.calls(Call::Status), 0, "news of this moment need not be asked for");
    let forced = kit.connect().status(&kit.admin, session.id, Ask { force: true, dialog: false }).await.unwrap();
    assert_eq!((kit.calls(Call::Status), forced.live.evidence.source), (1, Some(Source::Probe)));
}

/// Lesson 2: every card showed the primary's status.
#[tokio::test]
async fn lesson_02_a_status_is_of_the_session_that_was_named() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let primary = kit.connected().await;
        let second = kit.add().await.session;
        kit.pass(4);
        kit.world.sim.clear_calls();
        let asked = kit.poll(second.id).await;
        assert_eq!((asked.id, kit.shown(&asked)), (second.id, SessionState::AwaitingScan));
        let about: Vec<_> = kit.world.sim.calls().into_iter().filter_map(|call| call.number).collect();
        assert!(about.iter().all(|about| *about == number(&second)), "{about:?}");
        assert_eq!(kit.shown(&kit.poll(primary.id).await), SessionState::Connected);
    }
}

#[tokio::test]
async fn a_foreign_session_is_not_found_and_not_asked_for() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    let stranger = kit.world.admin().await;
    kit.pass(4);
    kit.world.sim.clear_calls();
    let asked = kit.connect().status(&stranger, session.id, Ask { force: true, dialog: true }).await;
    assert!(matches!(asked, Err(ConnectError::NotFound)));
    assert!(kit.world.is_unasked());
}

/// Lesson 8: a gateway that is down was shown as "disconnected".
#[tokio::test]
async fn lesson_08_a_silent_gateway_changes_the_evidence_and_never_the_state() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.connected().await;
        kit.world.sim.down();
        let down_since = {
            kit.pass(60);
            kit.now()
        };
        for _ in 0..3 {
            let asked = kit.poll(before.id).await;
            assert_eq!(kit.shown(&asked), SessionState::Connected);
            let (trouble, since) = asked.live.evidence.trouble.unwrap();
            assert_ne!(trouble, Trouble::Refused);
            assert_eq!(since, down_since, "since when it is silent");
            assert_eq!(asked.live.evidence.checked_at, before.live.evidence.checked_at, "when it was last known");
            assert_eq!((word(&asked), asked.live.phone.clone()), (Some("connected"), before.live.phone.clone()));
            kit.pass(10);
        }
        kit.world.sim.up();
        let back = kit.poll(before.id).await;
        assert_eq!(back.live.evidence.trouble, None);
        assert_eq!(back.live.evidence.checked_at, Some(kit.now()));
    }
}

#[tokio::test]
async fn each_kind_of_trouble_is_called_by_its_name() {
    let mut kit = Kit::new(true).await;
    let session = kit.connected().await;
    for (fault, trouble) in [
        (Fault::status(503), Trouble::Unwell),
        (Fault::status(429), Trouble::Unwell),
        (Fault::body(FaultBody::Html), Trouble::Nonsense),
    ] {
        kit.world.sim.fail(fault.on(Call::Status)).unwrap();
        let asked = kit.later(session.id).await;
        kit.world.sim.clear_faults();
        assert_eq!(asked.live.evidence.trouble.map(|(trouble, _)| trouble), Some(trouble));
        assert_eq!(kit.shown(&asked), SessionState::Connected);
        assert_eq!(kit.later(session.id).await.live.evidence.trouble, None);
    }
    kit.world.sim.kill_key_of(&number(&session)).unwrap();
    let asked = kit.later(session.id).await;
    assert_eq!(asked.live.evidence.trouble.map(|(trouble, _)| trouble), Some(Trouble::Refused));
    kit.world.stop_gateway().await;
    let asked = kit.later(session.id).await;
    assert_eq!(asked.live.evidence.trouble.map(|(trouble, _)| trouble), Some(Trouble::Unreachable));
    assert_eq!(kit.shown(&asked), SessionState::Connected);
}

/// A silent gateway is not asked by every tab in turn either.
#[tokio::test]
async fn a_silent_gateway_is_asked_once_in_three_seconds_too() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.pass(4);
    kit.world.sim.fail(Fault::status(500).on(Call::Status).times(100)).unwrap();
    kit.world.sim.clear_calls();
    join_all((0..20).map(|_| kit.poll(session.id))).await;
    assert_eq!(kit.calls(Call::Status), 1);
}

#[tokio::test]
async fn an_unknown_word_is_evidence_and_no_state() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.world.sim.say(&number(&session), Some("Constructed")).unwrap();
        kit.later(session.id).await;
        let asked = kit.later(session.id).await;
        assert_eq!((kit.shown(&asked), word(&asked)), (SessionState::Connected, Some("constructed")));
        assert_eq!(asked.live.evidence.checked_at, Some(kit.now()));
    }
}

/// Lesson 9: what was once connected was believed for ever. The state carries when it was seen, and is asked for again.
#[tokio::test]
async fn lesson_09_a_lost_offline_event_is_found_out_by_asking() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.sim.offline(&number(&session), true).unwrap();
    let first = kit.later(session.id).await;
    assert_eq!(kit.shown(&first), SessionState::Connected, "held for three seconds");
    let second = kit.later(session.id).await;
    assert_eq!((kit.shown(&second), word(&second)), (SessionState::Disconnected, Some("offline")));
}

#[tokio::test]
async fn the_phone_is_known_once_it_is_linked() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        let phone = kit.account(&session).phone.unwrap();
        assert_eq!(session.live.phone.unwrap().digits(), phone, "lesson 21: two numbers can be told apart");
        assert!(session.live.first_connected_at.is_some() && session.live.qr.is_none());
    }
}

#[tokio::test]
async fn refreshing_asks_for_every_session_and_one_that_fails_spoils_no_other() {
    let kit = Kit::new(true).await;
    let first = kit.connected().await;
    let second = kit.add().await.session;
    kit.scanned(&second).await;
    kit.world.sim.offline(&number(&second), true).unwrap();
    kit.world.sim.fail(Fault::status(500).on(Call::Status).about(&number(&first)).times(9)).unwrap();
    for _ in 0..2 {
        kit.pass(4);
        kit.connect().refresh(&kit.admin, true).await.unwrap();
    }
    let rows = kit.connect().refresh(&kit.admin, false).await.unwrap();
    let of = |id| rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!(kit.shown(of(first.id)), SessionState::Connected);
    assert!(of(first.id).live.evidence.trouble.is_some());
    assert_eq!(kit.shown(of(second.id)), SessionState::Disconnected);
    assert_eq!(of(second.id).live.evidence.trouble, None);
}
