//! What the platform tells by itself. The key in the address proves the origin; nothing in the event does.

use std::time::Duration;

use wpp_panel::{
    connect::{ConnectError, Phase, ProvisionStatus, ports::SessionEvent},
    domain::{
        account::AccountNumber,
        evidence::Source,
        phone::Phone,
        qr::{CodeLife, GivenQr, QrPayload},
        secret::Secret,
        state::SessionState,
        word::GatewayWord,
    },
    sim::Call,
};

use crate::{
    kit::{Kit, MODES, event, word},
    support::world::{Shape, World},
};

/// Lesson 17: the tenant came from the body, and anyone who knew a number could post.
/// The platform says how long a code lives, and the dialog counts by that.
#[tokio::test]
async fn a_code_lives_as_long_as_its_event_says() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    let life = Some(CodeLife::For(Duration::from_secs(45)));
    let mut qr = event(made.session.account.clone(), GatewayWord::QrNeeded);
    qr.qr = Some(GivenQr { payload: QrPayload::Text("2@second".to_owned()), life });
    kit.world.tell(&made.session.webhook_key, &qr, b"{}").await.unwrap();
    let code = kit.rows().await.remove(0).live.qr.unwrap();
    assert_eq!((code.ordinal, code.expires_at.since(kit.now()).as_secs()), (2, 45));
}

#[tokio::test]
async fn lesson_17_a_wrong_key_is_nobodys() {
    let kit = Kit::new(true).await;
    let session = kit.provision().await.session;
    let before = kit.rows().await;
    for key in ["", "0", &"0".repeat(48), &session.account.clone().unwrap().to_string(), &session.id.to_string()] {
        let up = event(session.account.clone(), GatewayWord::Up);
        let told = kit.world.tell(&Secret::new(key), &up, b"{}").await;
        assert!(matches!(told, Err(ConnectError::NotFound)), "{key}");
    }
    assert_eq!(kit.rows().await, before);
}

#[tokio::test]
async fn an_event_about_another_account_changes_nothing() {
    let kit = Kit::new(true).await;
    let (ours, second) = (kit.add().await.session, kit.add().await.session);
    let before = kit.rows().await;
    for named in [second.account.clone(), Some(AccountNumber::try_from("1234567890123".to_owned()).unwrap())] {
        kit.world.tell(&ours.webhook_key, &event(named, GatewayWord::Up), b"{}").await.unwrap();
    }
    assert_eq!(kit.rows().await, before);
}

#[tokio::test]
async fn connected_is_shown_at_once_with_its_phone() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let made = kit.provision().await.session;
        let mut up = event(made.account.clone(), GatewayWord::Up);
        up.phone = Phone::parse("+79990001122");
        kit.world.sim.clear_calls();
        kit.world.tell(&made.webhook_key, &up, b"{}").await.unwrap();
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((kit.shown(row), kit.phase(row)), (SessionState::Connected, Phase::Connected));
        assert_eq!((row.live.evidence.source, row.live.phone.clone()), (Some(Source::Webhook), up.phone));
        assert!(row.is_primary && row.live.qr.is_none() && row.live.attempt.is_none());
        assert_eq!(kit.calls(Call::Status), 0, "nobody had to ask");
    }
}

/// An event need not name its account: the key does.
#[tokio::test]
async fn the_key_alone_names_the_session() {
    let kit = Kit::new(true).await;
    let (first, second) = (kit.add().await.session, kit.add().await.session);
    kit.world.tell(&second.webhook_key, &event(None, GatewayWord::Up), b"{}").await.unwrap();
    let rows = kit.rows().await;
    let shown = |id| kit.shown(rows.iter().find(|row| row.id == id).unwrap());
    assert_eq!((shown(first.id), shown(second.id)), (SessionState::AwaitingScan, SessionState::Connected));
}

#[tokio::test]
async fn going_down_is_held_for_three_seconds() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.tell(&session.webhook_key, &event(None, GatewayWord::Offline), b"{}").await.unwrap();
    let row = kit.rows().await.remove(0);
    assert_eq!(kit.shown(&row), SessionState::Connected);
    kit.clock.advance(Duration::from_millis(2_999));
    assert_eq!(kit.shown(&row), SessionState::Connected);
    kit.clock.advance(Duration::from_millis(1));
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Disconnected, "the clock alone is enough");
}

#[tokio::test]
async fn an_unlinking_is_shown_at_once() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.tell(&session.webhook_key, &event(None, GatewayWord::LoggedOut), b"{}").await.unwrap();
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::LoggedOut);
}

#[tokio::test]
async fn an_event_is_confirmed_by_one_question_within_three_seconds() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.pass(60);
    kit.world.sim.clear_calls();
    for _ in 0..3 {
        kit.world.tell(&session.webhook_key, &event(None, GatewayWord::Up), b"{}").await.unwrap();
    }
    assert_eq!((kit.connect().confirm().await, kit.calls(Call::Status)), (0, 0), "the platform may not know yet");
    kit.pass(2);
    assert_eq!((kit.connect().confirm().await, kit.calls(Call::Status)), (1, 1));
    assert_eq!(kit.connect().confirm().await, 0, "once");
}

/// Who knew the key could claim anything; the platform has the last word.
#[tokio::test]
async fn lesson_09_an_event_that_was_not_true_is_found_out() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.tell(&session.webhook_key, &event(None, GatewayWord::LoggedOut), b"{}").await.unwrap();
    kit.pass(2);
    kit.connect().confirm().await;
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected);
}

#[tokio::test]
async fn a_gateway_that_flaps_shows_nothing_of_it() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    for _ in 0..5 {
        for word in [GatewayWord::Offline, GatewayWord::Up] {
            kit.world.tell(&session.webhook_key, &event(None, word), b"{}").await.unwrap();
            kit.clock.advance(Duration::from_secs(2));
            assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected);
        }
    }
    kit.clock.advance(Duration::from_secs(60));
    let row = kit.rows().await.remove(0);
    assert_eq!((kit.shown(&row), row.live.lifecycle.held), (SessionState::Connected, None));
}

#[tokio::test]
async fn events_without_a_word_leave_no_trace() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    let before = kit.rows().await;
    let message = SessionEvent { number: session.account.clone(), ..Default::default() };
    kit.world.tell(&session.webhook_key, &message, b"{}").await.unwrap();
    assert_eq!(kit.rows().await, before);
    let odd = event(session.account.clone(), GatewayWord::Unknown("constructed".to_owned()));
    kit.world.tell(&session.webhook_key, &odd, b"{}").await.unwrap();
    let row = kit.rows().await.remove(0);
    assert_eq!((kit.shown(&row), word(&row)), (SessionState::Connected, Some("constructed")));
}

/// The first code comes by event while the platform still answers "not yet": the press ends with it, at once.
#[tokio::test]
async fn a_code_by_event_is_faster_than_the_poll() {
    let world = World::new().await;
    world.sim.patch(&serde_json::json!({ "qr_delay_ms": 600_000 })).unwrap();
    let admin = world.admin().await;
    let (connect, actor, press) = (world.connect.clone(), admin.clone(), world.press());
    let going = tokio::spawn(async move { connect.provision(&actor, press).await });
    let asked = world.sim.until(|sim| sim.calls().iter().any(|call| call.name == Call::Qr));
    tokio::time::timeout(Duration::from_secs(10), asked).await.unwrap();

    let session = world.connect.list(&admin).await.unwrap().remove(0);
    let code = QrPayload::Text("2@by-event".to_owned());
    let mut qr = event(session.account.clone(), GatewayWord::QrNeeded);
    qr.qr = Some(code.clone().into());
    world.tell(&session.webhook_key, &qr, b"{}").await.unwrap();
    let made = tokio::time::timeout(Duration::from_secs(5), going).await.unwrap().unwrap().unwrap();
    assert_eq!((made.status, made.qr.unwrap().payload), (ProvisionStatus::QrIssued, code));
}

/// The event comes even before the start has answered, and the answer's "starting" does not undo it.
#[tokio::test]
async fn a_code_by_event_is_faster_than_the_start() {
    let world = World::shaped(Shape { key_per_client: false, ..Shape::default() }).await;
    world.sim.patch(&serde_json::json!({ "qr_delay_ms": 600_000, "delay_ms": 200 })).unwrap();
    let admin = world.admin().await;
    let (connect, actor, press) = (world.connect.clone(), admin.clone(), world.press());
    let going = tokio::spawn(async move { connect.provision(&actor, press).await });
    let asked = world.sim.until(|sim| !sim.calls().is_empty());
    tokio::time::timeout(Duration::from_secs(10), asked).await.unwrap();

    let session = world.connect.list(&admin).await.unwrap().remove(0);
    let code = QrPayload::Text("2@by-event".to_owned());
    let mut qr = event(session.account.clone(), GatewayWord::QrNeeded);
    qr.qr = Some(code.clone().into());
    world.tell(&session.webhook_key, &qr, b"{}").await.unwrap();
    let made = tokio::time::timeout(Duration::from_secs(5), going).await.unwrap().unwrap().unwrap();
    assert_eq!((made.status, made.qr.unwrap().payload), (ProvisionStatus::QrIssued, code));
}

#[tokio::test]
async fn a_new_code_by_event_replaces_the_old_one() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    let first = made.qr.unwrap();
    let mut qr = event(made.account_number.clone(), GatewayWord::QrNeeded);
    qr.qr = Some(QrPayload::Text("2@second".to_owned()).into());
    for _ in 0..2 {
        kit.world.tell(&made.session.webhook_key, &qr, b"{}").await.unwrap();
    }
    let Phase::Scan(second) = kit.phase(&kit.rows().await[0]) else { panic!("a code") };
    assert_eq!((first.ordinal, second.ordinal), (1, 2), "the same event twice is one code");
    assert_eq!(second.payload.as_str(), "2@second");
}
