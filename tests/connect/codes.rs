//! Dialogs that are open and wait for a scan, on a platform that tells nothing by itself: few questions, and no code too
//! late.

use std::time::Duration;

use futures_util::future::join_all;
use wpp_panel::{
    connect::{Ask, Phase, ports::Session},
    domain::{ids::IntegrationId, state::SessionState},
    sim::{Call, Fault},
};

use crate::kit::{Kit, MODES, number};

/// Pages that look, and the job of the server they look at.
struct Pages<'a> {
    kit: &'a Kit,
    id: IntegrationId,
    count: u64,
    /// The platform's time when they were opened: its clock runs by itself too.
    opened_at: u64,
    /// Tenths of a second since then.
    tenths: u64,
}

impl<'a> Pages<'a> {
    fn open(kit: &'a Kit, id: IntegrationId, count: u64) -> Self {
        Self { kit, id, count, opened_at: kit.world.sim.now_ms(), tenths: 0 }
    }

    /// A tenth of a second: whose turn it is asks, each every three seconds, and the job steps every second.
    async fn tick(&mut self) {
        self.kit.clock.advance(Duration::from_millis(100));
        self.tenths += 1;
        let behind = (self.opened_at + self.tenths * 100).saturating_sub(self.kit.world.sim.now_ms());
        self.kit.world.sim.advance(Duration::from_millis(behind));
        let whose = (0..self.count).filter(|page| page * 30 / self.count == self.tenths % 30);
        join_all(whose.map(|_| self.kit.poll(self.id))).await;
        if self.tenths.is_multiple_of(10) {
            self.kit.connect().confirm().await;
            self.kit.connect().renew_codes().await;
            let looked_at = [self.kit.admin.organization];
            self.kit.connect().watch(&looked_at, Duration::from_secs(30)).await.unwrap();
        }
    }

    /// Questions in so many seconds: all, and those for a code.
    async fn questions(&mut self, seconds: u64) -> (usize, usize) {
        self.kit.world.sim.clear_calls();
        for _ in 0..seconds * 10 {
            self.tick().await;
        }
        (self.kit.world.sim.calls().len(), self.kit.calls(Call::Qr))
    }

    /// Tenths of a second until the session is so.
    async fn until(&mut self, is: impl Fn(&Session) -> bool) -> u64 {
        let began = self.tenths;
        loop {
            self.tick().await;
            if is(&self.kit.rows().await[0]) {
                return self.tenths - began;
            }
            assert!(self.tenths - began < 300, "it does not come");
        }
    }
}

fn shows(kit: &Kit, session: &Session) -> bool {
    let Phase::Scan(code) = kit.phase(session) else { return false };
    Some(code.payload.as_str()) == kit.account(session).code.as_deref()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_open_dialogs_are_25_questions_a_minute() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let made = kit.provision().await;
        let mut pages = Pages::open(&kit, made.integration_id, 100);
        // what the press itself asked is over with the first code
        pages.until(|session| shows(&kit, session)).await;
        // three of twenty seconds each
        for minute in 0..2 {
            let (all, codes) = pages.questions(60).await;
            assert!((18..=25).contains(&all) && codes <= 4, "{all} in minute {minute}, {codes} of them for a code");
            assert!(shows(&kit, &kit.rows().await[0]), "the code that is out is the one that is shown");
        }
    }
}

#[tokio::test]
async fn a_scan_is_seen_with_the_next_question() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    let mut pages = Pages::open(&kit, made.integration_id, 1);
    // at every place between two questions, also beside the end of a code
    for wait in [7, 13, 24, 598] {
        let again = kit.connect().reconnect(&kit.admin, made.integration_id, kit.world.press()).await.unwrap();
        for _ in 0..wait {
            pages.tick().await;
        }
        kit.scan(&again.session);
        let took = pages.until(|session| kit.shown(session) == SessionState::Connected).await;
        assert!(took <= 33, "{took} tenths of a second");
        kit.world.sim.unlink(&number(&again.session)).unwrap();
        pages.until(|session| kit.shown(session) == SessionState::LoggedOut).await;
    }
}

#[tokio::test]
async fn every_code_is_found_within_a_second_of_its_coming() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    let mut pages = Pages::open(&kit, made.integration_id, 1);
    let mut seen = 1;
    let mut missed = 0;
    // six codes, all of the attempt
    for _ in 0..1_590 {
        pages.tick().await;
        let session = kit.rows().await.remove(0);
        let (account, code) = (kit.account(&session), session.live.qr.clone().unwrap());
        seen = seen.max(code.ordinal);
        missed = if account.code.as_deref() == Some(code.payload.as_str()) { 0 } else { missed + 1 };
        assert!(missed <= 11, "code {:?} is out for {missed} tenths of a second", account.code_ordinal);
        assert!(matches!(kit.phase(&session), Phase::Scan(_)));
    }
    assert_eq!(seen, 6, "none was skipped");
}

#[tokio::test]
async fn a_platform_that_is_slower_than_it_should_be_keeps_its_codes() {
    let kit = Kit::new(true).await;
    kit.world.sim.patch(&serde_json::json!({ "first_code_ms": 61_500, "next_code_ms": 20_400 })).unwrap();
    let made = kit.provision().await;
    let mut pages = Pages::open(&kit, made.integration_id, 1);
    let (_, codes) = pages.questions(160).await;
    let session = kit.rows().await.remove(0);
    assert!(shows(&kit, &session));
    assert_eq!(session.live.qr.unwrap().ordinal, 5 + 1);
    assert!(codes <= 25, "{codes} questions for six codes");
}

/// It was out before we first looked: its end comes before the one that we count on.
#[tokio::test]
async fn a_code_of_unknown_age_is_not_shown_for_long_after_its_end() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    let mut pages = Pages::open(&kit, made.integration_id, 1);
    pages.questions(10).await;
    // a code that was given out to somebody else 45 seconds ago
    kit.world.sim.advance(Duration::from_secs(45));
    pages.opened_at += 45_000;
    let took = pages.until(|session| shows(&kit, session)).await;
    assert!(took <= 205, "{took} tenths of a second");
}

#[tokio::test]
async fn what_was_scanned_is_not_asked_for_codes_until_it_wants_a_scan_again() {
    let kit = Kit::new(true).await;
    kit.world.sim.patch(&serde_json::json!({ "link_ms": 600_000 })).unwrap();
    let made = kit.provision().await;
    kit.scan(&made.session);
    let linking = kit.later(made.integration_id).await;
    assert_eq!(kit.shown(&linking), SessionState::Linking);
    kit.world.sim.clear_calls();
    for _ in 0..20 {
        kit.later(made.integration_id).await;
    }
    assert_eq!((kit.calls(Call::Status), kit.calls(Call::Qr)), (20, 0));

    // the phone gave up: there is another code
    kit.world.sim.say(&number(&made.session), Some("qr")).unwrap();
    kit.later(made.integration_id).await;
    assert_eq!(kit.calls(Call::Qr), 1);
}

#[tokio::test]
async fn who_asks_for_the_code_itself_gets_a_fresh_answer() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    kit.pass(4);
    kit.world.sim.clear_calls();
    kit.connect().qr(&kit.admin, made.integration_id).await.unwrap();
    assert_eq!((kit.calls(Call::Status), kit.calls(Call::Qr)), (1, 1));
    kit.pass(3);
    kit.connect().status(&kit.admin, made.integration_id, Ask { force: true, dialog: false }).await.unwrap();
    assert_eq!((kit.calls(Call::Status), kit.calls(Call::Qr)), (2, 1), "who wants a status has no use for a code");
}

#[tokio::test]
async fn nobody_looks_and_no_code_is_asked_for() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    kit.poll(made.integration_id).await;
    kit.pass(61);
    kit.world.sim.clear_calls();
    assert_eq!(kit.connect().renew_codes().await, 0);
    kit.poll(made.integration_id).await;
    kit.world.sim.fail(Fault::status(503).on(Call::Qr).times(99)).unwrap();
    kit.pass(20);
    kit.poll(made.integration_id).await;
    kit.pass(2);
    assert_eq!(kit.connect().renew_codes().await, 1, "somebody looks again");
    kit.pass(1);
    assert_eq!(kit.connect().renew_codes().await, 0, "a gateway that fails is left alone");
}
