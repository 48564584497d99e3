//! An organization with its administrator, a clock in hand, and short words for what tests do.

use std::{sync::Arc, time::Duration};

use wpp_panel::{
    connect::{Ask, Connect, Phase, Provisioned, ports::Session},
    domain::{
        account::AccountNumber, actor::Actor, ids::IntegrationId, state::SessionState, time::Timestamp,
        word::GatewayWord,
    },
    sim::{AccountView, Call, Scan},
};

use crate::support::{
    clock::ManualClock,
    postgres::Database,
    world::{Shape, World},
};

/// Both ways of holding credentials: a key per client, and one key for all.
pub const MODES: [bool; 2] = [true, false];

pub struct Kit {
    pub world: World,
    pub clock: Arc<ManualClock>,
    pub admin: Actor,
}

impl Kit {
    pub async fn new(key_per_client: bool) -> Self {
        Self::shaped(Shape { key_per_client, ..Shape::default() }).await
    }

    /// On a PostgreSQL.
    pub async fn on(database: Database) -> Self {
        Self::shaped(Shape { database: Some(database), ..Shape::default() }).await
    }

    async fn shaped(shape: Shape) -> Self {
        let clock = Arc::new(ManualClock::default());
        let world = World::shaped(Shape { clock: clock.clone(), ..shape }).await;
        let admin = world.admin().await;
        Self { world, clock, admin }
    }

    pub fn connect(&self) -> &Connect {
        &self.world.connect
    }

    pub fn now(&self) -> Timestamp {
        self.connect().now()
    }

    /// Time passes, here and at the platform.
    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
        self.world.sim.advance(Duration::from_secs(seconds));
    }

    /// «Подключить WhatsApp»
    pub async fn provision(&self) -> Provisioned {
        self.connect().provision(&self.admin, self.world.press()).await.unwrap()
    }

    /// «Подключить ещё один WhatsApp»
    pub async fn add(&self) -> Provisioned {
        self.connect().add(&self.admin, self.world.press()).await.unwrap()
    }

    /// What the dialog's poll gets, at once if nobody asked in the last three seconds.
    pub async fn poll(&self, id: IntegrationId) -> Session {
        self.connect().status(&self.admin, id, Ask { force: false, dialog: true }).await.unwrap()
    }

    /// Three seconds later.
    pub async fn later(&self, id: IntegrationId) -> Session {
        self.pass(3);
        self.poll(id).await
    }

    pub fn scan(&self, session: &Session) {
        self.world.sim.scan(&number(session), Scan::default()).unwrap();
    }

    /// The session after a scan and a poll.
    pub async fn scanned(&self, session: &Session) -> Session {
        self.scan(session);
        let session = self.later(session.id).await;
        assert_eq!(self.shown(&session), SessionState::Connected);
        session
    }

    /// A session that is connected.
    pub async fn connected(&self) -> Session {
        let made = self.provision().await;
        self.scanned(&made.session).await
    }

    /// A session that was connected and was unlinked on the phone.
    pub async fn logged_out(&self) -> Session {
        let session = self.connected().await;
        self.world.sim.unlink(&number(&session)).unwrap();
        self.later(session.id).await;
        let session = self.later(session.id).await;
        assert_eq!(self.shown(&session), SessionState::LoggedOut);
        session
    }

    pub fn shown(&self, session: &Session) -> SessionState {
        session.live.lifecycle.shown(self.now())
    }

    pub fn phase(&self, session: &Session) -> Phase {
        Phase::of(session, self.now())
    }

    /// The list, as everybody of the organization gets it.
    pub async fn rows(&self) -> Vec<Session> {
        self.connect().list(&self.admin).await.unwrap()
    }

    /// Everything that the next step of a job could still find, whatever its time.
    pub async fn unfinished(&self) -> Vec<Session> {
        self.world.store.unfinished(Timestamp(i64::MAX)).await.unwrap()
    }

    /// Nothing half-made is left, here and at the platform.
    pub async fn assert_nothing_left(&self) {
        assert!(self.rows().await.is_empty(), "a row is left in the list");
        assert!(self.unfinished().await.is_empty(), "a row is left behind the list");
        assert!(self.world.sim.accounts().is_empty(), "an account is left at the platform");
    }

    /// How many calls of a kind the platform has seen.
    pub fn calls(&self, call: Call) -> usize {
        self.world.sim.calls().iter().filter(|record| record.name == call).count()
    }

    /// Returns as soon as the platform has seen a call of this kind.
    pub async fn seen(&self, call: Call) {
        let seen = self.world.sim.until(|sim| sim.calls().iter().any(|record| record.name == call));
        tokio::time::timeout(Duration::from_secs(10), seen).await.unwrap();
    }

    /// How many keys for clients the platform has made.
    pub fn client_keys(&self) -> usize {
        self.world.sim.keys().iter().filter(|key| key.id != "global").count()
    }

    /// The account at the platform.
    pub fn account(&self, session: &Session) -> AccountView {
        self.world.sim.account(&number(session)).unwrap()
    }
}

pub fn number(session: &Session) -> String {
    session.account.as_ref().unwrap().to_string()
}

pub fn word(session: &Session) -> Option<&str> {
    session.live.evidence.word.as_deref()
}

/// An event about the account itself, as the webhook hands it over.
pub fn event(account: Option<AccountNumber>, word: GatewayWord) -> wpp_panel::connect::ports::SessionEvent {
    wpp_panel::connect::ports::SessionEvent { number: account, word: Some(word), ..Default::default() }
}
