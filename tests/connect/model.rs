//! Random sequences of everything that people, phones and crashes do, with a gateway that fails at random, against what
//! must hold after every step. The sequences are the same in every run.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};
use wpp_panel::{
    connect::{Ask, Connect, ConnectError, Patience, Repeats, ports::Session},
    domain::{
        account::AccountNumber,
        actor::{Actor, Role},
        ids::{AttemptId, IntegrationId},
        name::SessionName,
        word::GatewayWord,
    },
    live::Hub,
    sim::{Call, Fault, FaultBody, Scan},
};

use crate::{
    kit::{Kit, event, number},
    support::migrated,
};

/// Sequences, and steps of each at most.
const ON_SQLITE: u32 = 60;
const ON_POSTGRES: u32 = 30;
const STEPS: usize = 14;

/// Which row is meant, modulo the rows there are.
type Row = usize;

#[derive(Clone, Debug)]
enum Step {
    Press { second: bool },
    Add,
    Recreate,
    Cancel { second: bool },
    Disconnect(Row),
    Reconnect(Row),
    Rename(Row),
    Poll(Row),
    Refresh,
    Scan(Row),
    Unlink(Row),
    TellConnected(Row),
    TellLogout(Row),
    Sweep,
    Pass(u64),
    Fail(Call, Trouble, u32),
    Heal,
    Crash,
    AtOnce(Box<Self>, Box<Self>),
}

#[derive(Clone, Copy, Debug)]
enum Trouble {
    Unwell,
    Busy,
    Html,
    Closed,
    AnswerLost,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let alone = prop_oneof![
        4 => any::<bool>().prop_map(|second| Step::Press { second }),
        2 => Just(Step::Add),
        1 => Just(Step::Recreate),
        3 => any::<bool>().prop_map(|second| Step::Cancel { second }),
        2 => (0..4_usize).prop_map(Step::Disconnect),
        2 => (0..4_usize).prop_map(Step::Reconnect),
        1 => (0..4_usize).prop_map(Step::Rename),
        2 => (0..4_usize).prop_map(Step::Poll),
        1 => Just(Step::Refresh),
        4 => (0..4_usize).prop_map(Step::Scan),
        1 => (0..4_usize).prop_map(Step::Unlink),
        2 => (0..4_usize).prop_map(Step::TellConnected),
        1 => (0..4_usize).prop_map(Step::TellLogout),
    ];
    let calls = select(vec![Call::Create, Call::Start, Call::Status, Call::Qr, Call::Stop, Call::Webhook, Call::Token]);
    let troubles = select(vec![Trouble::Unwell, Trouble::Busy, Trouble::Html, Trouble::Closed, Trouble::AnswerLost]);
    let other = prop_oneof![
        3 => (alone.clone(), alone.clone()).prop_map(|(one, two)| Step::AtOnce(Box::new(one), Box::new(two))),
        1 => Just(Step::Sweep),
        2 => select(vec![1_u64, 4, 31, 61, 601]).prop_map(Step::Pass),
        4 => (calls, troubles, 1..8_u32).prop_map(|(call, trouble, times)| Step::Fail(call, trouble, times)),
        1 => Just(Step::Heal),
        2 => Just(Step::Crash),
    ];
    proptest::collection::vec(prop_oneof![2 => alone, 1 => other], 1..STEPS)
}

/// What must be true of the rows, whatever the server believes.
struct Truth {
    kit: Kit,
    connect: Connect,
    second: Actor,
    /// The newest presses of the two.
    pressed: [Option<AttemptId>; 2],
    /// What was connected once and that nobody has disconnected, with its number and key.
    kept: BTreeMap<IntegrationId, Session>,
    renamed: u32,
}

impl Truth {
    async fn new(kit: Kit) -> Self {
        let second = kit.world.person(kit.admin.organization, Role::Admin).await;
        let connect = kit.connect().clone();
        Self { kit, connect, second, pressed: [None, None], kept: BTreeMap::new(), renamed: 0 }
    }

    async fn row(&self, row: Row) -> Option<Session> {
        let rows = self.kit.rows().await;
        (!rows.is_empty()).then(|| rows[row % rows.len()].clone())
    }

    fn actor(&self, second: bool) -> &Actor {
        if second { &self.second } else { &self.kit.admin }
    }

    /// What is known before a step is taken: rows that it may end are not missed afterwards.
    async fn allow(&mut self, step: &Step) {
        match step {
            Step::Disconnect(row) => {
                if let Some(session) = self.row(*row).await {
                    self.kept.remove(&session.id);
                }
            }
            // another account in a row that is not connected
            Step::Recreate => self.kept.clear(),
            Step::Press { second } => self.pressed[usize::from(*second)] = Some(self.kit.world.press()),
            Step::Rename(_) => self.renamed += 1,
            Step::AtOnce(one, two) => {
                Box::pin(self.allow(one)).await;
                Box::pin(self.allow(two)).await;
                // what is first by then, nobody knows now
                if [one, two].iter().any(|step| matches!(***step, Step::Disconnect(_))) {
                    self.kept.clear();
                }
            }
            _ => {}
        }
    }

    fn take<'a>(&'a self, step: &'a Step) -> Pin<Box<dyn Future<Output = Result<(), ConnectError>> + 'a>> {
        Box::pin(async move {
            let (connect, admin, world) = (&self.connect, &self.kit.admin, &self.kit.world);
            match step {
                Step::Press { second } => {
                    let press = self.pressed[usize::from(*second)].unwrap();
                    connect.provision(self.actor(*second), press).await.map(drop)
                }
                Step::Add => connect.add(admin, world.press()).await.map(drop),
                Step::Recreate => connect.recreate(admin, world.press(), Repeats::ForEver).await.map(drop),
                Step::Cancel { second } => match self.pressed[usize::from(*second)] {
                    Some(press) => connect.cancel(self.actor(*second), press, None).await.map(drop),
                    None => Ok(()),
                },
                Step::Refresh => connect.refresh(admin, true).await.map(drop),
                Step::Sweep => connect.sweep().await.map(drop),
                Step::AtOnce(one, two) => {
                    let (one, two) = tokio::join!(self.take(one), self.take(two));
                    one.and(two)
                }
                Step::Disconnect(row) | Step::Reconnect(row) | Step::Rename(row) | Step::Poll(row) => {
                    let Some(session) = self.row(*row).await else { return Ok(()) };
                    self.ask(step, session.id).await
                }
                Step::Scan(row) | Step::Unlink(row) | Step::TellConnected(row) | Step::TellLogout(row) => {
                    let Some(session) = self.row(*row).await else { return Ok(()) };
                    self.phone(step, &session).await
                }
                Step::Pass(_) | Step::Fail(..) | Step::Heal | Step::Crash => unreachable!("taken alone"),
            }
        })
    }

    async fn ask(&self, step: &Step, id: IntegrationId) -> Result<(), ConnectError> {
        let (connect, admin) = (&self.connect, &self.kit.admin);
        match step {
            Step::Disconnect(_) => connect.disconnect(admin, id).await,
            Step::Reconnect(_) => connect.reconnect(admin, id, self.kit.world.press()).await.map(drop),
            Step::Rename(_) => {
                let name = SessionName::parse(&format!("Номер {}", self.renamed)).unwrap();
                connect.rename(admin, id, &name).await.map(drop)
            }
            _ => connect.status(admin, id, Ask { force: true, dialog: true }).await.map(drop),
        }
    }

    /// What happens at the platform, and what it tells; an account that it does not have does nothing.
    async fn phone(&self, step: &Step, session: &Session) -> Result<(), ConnectError> {
        let Some(account) = &session.account else { return Ok(()) };
        let (sim, number) = (&self.kit.world.sim, number(session));
        let word = match step {
            Step::Scan(_) => return sim.scan(&number, Scan::default()).or(Ok(())),
            Step::Unlink(_) => return sim.unlink(&number).or(Ok(())),
            Step::TellConnected(_) if sim.scan(&number, Scan::default()).is_ok() => GatewayWord::Up,
            Step::TellLogout(_) if sim.unlink(&number).is_ok() => GatewayWord::LoggedOut,
            _ => return Ok(()),
        };
        let told: AccountNumber = account.clone();
        // the server that is alive believes it
        let sender = self.connect.sender(&session.webhook_key).await?;
        match self.connect.keep_event(&sender, &event(Some(told), word), b"{}").await? {
            Some(unsettled) => self.connect.settle(vec![unsettled]).await,
            None => Ok(()),
        }
    }

    async fn step(&mut self, step: &Step) {
        self.allow(step).await;
        let sim = &self.kit.world.sim;
        match step {
            Step::Pass(seconds) => self.kit.pass(*seconds),
            Step::Heal => sim.clear_faults(),
            Step::Fail(call, trouble, times) => sim.fail(fault(*trouble).on(*call).times(*times)).unwrap(),
            Step::Crash => {
                self.connect.finish().await;
                self.connect = next(&self.kit);
                self.connect.recover().await.unwrap();
            }
            // whoever asks is told what went wrong, and that is all
            _ => drop(self.take(step).await),
        }
        self.holds(&format!("{step:?}")).await;
    }

    async fn holds(&mut self, after: &str) {
        let rows = self.kit.rows().await;
        let primaries = rows.iter().filter(|row| row.is_primary).count();
        assert!(primaries <= 1, "{primaries} primaries after {after}");
        let connected_once = rows.iter().any(|row| row.live.first_connected_at.is_some());
        assert!(primaries == 1 || !connected_once, "no primary after {after}");
        for (id, kept) in &self.kept {
            let row = rows.iter().find(|row| row.id == *id);
            let row = row.unwrap_or_else(|| panic!("{after} has removed what was connected"));
            assert_eq!((&row.account, &row.credentials), (&kept.account, &kept.credentials), "after {after}");
            assert_eq!(row.webhook_key, kept.webhook_key, "after {after}");
        }
        for row in &rows {
            if row.live.first_connected_at.is_some() {
                self.kept.insert(row.id, row.clone());
            }
        }
        let hidden = self.kit.unfinished().await;
        for account in self.kit.world.sim.accounts() {
            let known = rows.iter().chain(&hidden).any(|row| row.account.is_some() && number(row) == account.number);
            assert!(known, "after {after} the platform has {} and no row has", account.number);
        }
    }

    /// The gateway is well again, and everybody goes home.
    async fn settles(mut self) {
        self.kit.world.sim.clear_faults();
        self.kit.pass(601);
        for _ in 0..3 {
            self.connect.sweep().await.unwrap();
            self.kit.pass(61);
        }
        self.holds("the end").await;
        assert!(self.kit.unfinished().await.is_empty(), "something is left for the janitor");
        for row in self.kit.rows().await {
            assert!(row.live.first_connected_at.is_some(), "a row is left that never was connected");
            assert!(row.live.attempt.is_none(), "an attempt is left open");
        }
        self.connect.finish().await;
    }
}

fn fault(trouble: Trouble) -> Fault {
    match trouble {
        Trouble::Unwell => Fault::status(500),
        Trouble::Busy => Fault { retry_after: Some(2), ..Fault::status(429) },
        Trouble::Html => Fault::body(FaultBody::Html),
        Trouble::Closed => Fault::body(FaultBody::Close),
        Trouble::AnswerLost => Fault::body(FaultBody::Close).carried_out(),
    }
}

fn next(kit: &Kit) -> Connect {
    let world = &kit.world;
    let hub = Arc::new(Hub::default());
    let (url, patience) = ("http://127.0.0.1:9".to_owned(), Patience::default());
    Connect::new(
        world.store.clone(),
        world.gateway.clone(),
        world.clock.clone(),
        world.random.clone(),
        hub,
        url,
        patience,
    )
}

fn run(cases: u32, kit: impl Fn() -> Pin<Box<dyn Future<Output = Kit>>>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let ended = runner.run(&steps(), |steps| {
        runtime.block_on(async {
            let mut truth = Truth::new(kit().await).await;
            for step in &steps {
                truth.step(step).await;
            }
            truth.settles().await;
        });
        Ok(())
    });
    match ended {
        Ok(()) => {}
        Err(TestError::Fail(why, steps)) => panic!("{why}\n{steps:#?}"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn whatever_happens_nothing_is_lost_on_sqlite() {
    run(ON_SQLITE / 2, || Box::pin(Kit::new(true)));
}

#[test]
fn whatever_happens_nothing_is_lost_on_sqlite_with_one_key() {
    run(ON_SQLITE / 2, || Box::pin(Kit::new(false)));
}

#[test]
fn whatever_happens_nothing_is_lost_on_postgres() {
    run(ON_POSTGRES, || Box::pin(async { Kit::on(migrated::postgres().await).await }));
}
