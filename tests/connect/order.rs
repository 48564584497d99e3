//! Events that come in another order than they happened, or are found where a server left them.

use std::time::Duration;

use wpp_panel::{
    connect::ConnectError,
    connect::{
        Connect, EventLimits, Patience,
        ports::{Cause, SessionEvent, StateChange},
    },
    domain::{evidence::Source, qr::QrPayload, state::SessionState, time::Timestamp, word::GatewayWord},
    jobs::inbox::LEFT_BEHIND,
    live::Hub,
    sim::Call,
};

use crate::{
    kit::{Kit, event},
    support::world::{Shape, World},
};

/// A platform whose clock is an hour behind ours.
const THEN: i64 = 1_700_000_000_000;

fn at(word: GatewayWord, seconds: i64) -> SessionEvent {
    SessionEvent { happened_at: Some(Timestamp(THEN + seconds * 1_000)), ..event(None, word) }
}

async fn tell(kit: &Kit, session: &wpp_panel::connect::ports::Session, news: SessionEvent) {
    kit.world.tell(&session.webhook_key, &news, b"{}").await.unwrap();
}

#[tokio::test]
async fn an_offline_from_before_a_connected_changes_nothing() {
    let kit = Kit::new(true).await;
    let session = kit.provision().await.session;
    tell(&kit, &session, at(GatewayWord::Up, 20)).await;
    let before = kit.rows().await;
    for late in [at(GatewayWord::Offline, 10), at(GatewayWord::LoggedOut, 19)] {
        tell(&kit, &session, late).await;
    }
    assert_eq!(kit.rows().await, before);
    kit.clock.advance(Duration::from_secs(10));
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected);
    tell(&kit, &session, at(GatewayWord::LoggedOut, 20)).await;
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::LoggedOut, "in the same second the later arrival counts");
}

/// The platform's clock was put back: what it says by it is old news, but the question behind it is not.
#[tokio::test]
async fn old_news_are_a_reason_to_ask() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    tell(&kit, &session, at(GatewayWord::Up, 3_600)).await;
    kit.pass(60);
    kit.connect().confirm().await;
    kit.world.sim.unlink(&crate::kit::number(&session)).unwrap();
    kit.world.sim.clear_calls();
    tell(&kit, &session, at(GatewayWord::LoggedOut, 0)).await;
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected);
    kit.pass(2);
    assert_eq!((kit.connect().confirm().await, kit.calls(Call::Status)), (1, 1));
    let row = kit.rows().await.remove(0);
    assert_eq!((kit.shown(&row), row.live.evidence.source), (SessionState::LoggedOut, Some(Source::Probe)));
}

/// One event from the year 3000 must not make old news of all that follows.
#[tokio::test]
async fn a_time_that_cannot_be_is_none() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    let mut odd = event(None, GatewayWord::Up);
    odd.happened_at = Some(Timestamp(32_503_680_000_000));
    tell(&kit, &session, odd).await;
    tell(&kit, &session, at(GatewayWord::LoggedOut, 0)).await;
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::LoggedOut);
}

#[tokio::test]
async fn what_a_killed_server_left_is_believed_by_the_next() {
    let kit = Kit::new(true).await;
    let session = kit.provision().await.session;
    let sender = kit.connect().sender(&session.webhook_key).await.unwrap();
    let up = at(GatewayWord::Up, 1);
    assert!(kit.connect().keep_event(&sender, &up, b"{}").await.unwrap().is_some());
    drop(sender);
    assert_ne!(kit.shown(&kit.rows().await[0]), SessionState::Connected, "it was kept and not believed");

    let next = next_server(&kit);
    assert_eq!(next.settle_left(LEFT_BEHIND).await.unwrap(), 0, "whoever keeps one may be about to believe it");
    kit.clock.advance(LEFT_BEHIND);
    assert_eq!(next.settle_left(LEFT_BEHIND).await.unwrap(), 1);
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected);
    assert_eq!(next.settle_left(Duration::ZERO).await.unwrap(), 0, "once");
}

/// A code is in no database as part of an event, so the next server asks for it.
#[tokio::test]
async fn a_code_that_was_left_is_asked_for() {
    let kit = Kit::new(true).await;
    let session = kit.provision().await.session;
    let sender = kit.connect().sender(&session.webhook_key).await.unwrap();
    let mut code = at(GatewayWord::QrNeeded, 1);
    code.qr = Some(QrPayload::Text("2@lost".to_owned()).into());
    kit.connect().keep_event(&sender, &code, b"{}").await.unwrap().unwrap();
    let next = next_server(&kit);
    kit.pass(5);
    assert_eq!(next.settle_left(LEFT_BEHIND).await.unwrap(), 1);
    kit.pass(2);
    kit.world.sim.clear_calls();
    assert_eq!(next.confirm().await, 1);
    assert_eq!(kit.calls(Call::Qr), 1);
}

fn next_server(kit: &Kit) -> Connect {
    Connect::new(
        kit.world.store.clone(),
        kit.world.gateway.clone(),
        kit.world.clock.clone(),
        kit.world.random.clone(),
        std::sync::Arc::new(Hub::default()),
        "http://127.0.0.1:3000".to_owned(),
        Patience::default(),
    )
}

#[tokio::test]
async fn events_of_a_session_are_believed_in_their_order() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    for turn in 0..20 {
        let word = if turn % 2 == 0 { GatewayWord::LoggedOut } else { GatewayWord::Up };
        let sender = kit.connect().sender(&session.webhook_key).await.unwrap();
        let unsettled = kit.connect().keep_event(&sender, &event(None, word), b"{}").await.unwrap().unwrap();
        kit.connect().settle_soon(unsettled);
    }
    kit.world.settled().await;
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::Connected, "the last one said so");
}

#[tokio::test]
async fn a_flood_of_one_session_leaves_the_others_alone() {
    let events = EventLimits { per_second: 5, at_once: 100 };
    let patience = Patience { events, ..Patience::default() };
    let clock = std::sync::Arc::new(crate::support::clock::ManualClock::default());
    let world = World::shaped(Shape { clock: clock.clone(), patience, ..Shape::default() }).await;
    let admin = world.admin().await;
    let one = world.connect.add(&admin, world.press()).await.unwrap().session;
    let other = world.connect.add(&admin, world.press()).await.unwrap().session;
    let message = SessionEvent::default();
    for _ in 0..5 {
        world.tell(&one.webhook_key, &message, b"{}").await.unwrap();
    }
    let refused = world.tell(&one.webhook_key, &message, b"{}").await;
    let second = Duration::from_secs(1);
    assert!(matches!(refused, Err(ConnectError::TooMany { retry_after }) if retry_after == second));
    world.tell(&other.webhook_key, &message, b"{}").await.unwrap();
    clock.advance(second);
    world.tell(&one.webhook_key, &message, b"{}").await.unwrap();
    assert_eq!(world.store.events_of(one.id, None, 100).await.unwrap().len(), 6);
}

#[tokio::test]
async fn the_history_says_what_was_seen_when_and_by_what() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    let linked = kit.now();
    kit.pass(60);
    let dropped = kit.now();
    kit.world.sim.offline(&crate::kit::number(&session), true).unwrap();
    tell(&kit, &session, at(GatewayWord::Offline, 1)).await;
    let history = || async { kit.connect().history(&kit.admin, session.id, 100).await.unwrap() };
    assert_eq!(history().await[0].after, SessionState::Connected, "held for three seconds");
    kit.pass(3);
    let down = StateChange {
        at: dropped,
        before: Some(SessionState::Connected),
        after: SessionState::Disconnected,
        cause: Cause::Webhook,
        word: Some("offline".to_owned()),
    };
    assert_eq!(history().await[0], down, "seen before the next news writes it down");
    kit.pass(60);
    let back = kit.now();
    tell(&kit, &session, at(GatewayWord::Up, 70)).await;
    let lines = history().await;
    let up = StateChange {
        at: back,
        before: Some(SessionState::Disconnected),
        after: SessionState::Connected,
        cause: Cause::Webhook,
        word: Some("connected".to_owned()),
    };
    assert_eq!(lines[..2], [up, down]);
    let whole: Vec<_> = lines.iter().rev().map(|line| (line.after, line.cause)).collect();
    assert_eq!(
        whole[..3],
        [
            (SessionState::Starting, Cause::Attempt),
            (SessionState::AwaitingScan, Cause::Probe),
            (SessionState::Connected, Cause::Probe)
        ]
    );
    assert_eq!(lines[2].at, linked);
}

/// A flap within three seconds was never on any card.
#[tokio::test]
async fn what_nobody_saw_is_no_history() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    let before = kit.connect().history(&kit.admin, session.id, 100).await.unwrap();
    for word in [GatewayWord::Offline, GatewayWord::Up, GatewayWord::Timeout, GatewayWord::Up] {
        tell(&kit, &session, event(None, word)).await;
        kit.pass(1);
    }
    assert_eq!(kit.connect().history(&kit.admin, session.id, 100).await.unwrap(), before);
}
