//! Servers hear of each other's changes.

use std::{sync::Arc, time::Duration};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;
use wpp_panel::{
    connect::ports::{News, Reservation},
    domain::{
        alert::{AlertKind, Notice},
        ids::{IntegrationId, OrganizationId},
    },
    store::{LineTimes, Options, Sealer, Store, open, open_with},
};

use super::{kit::Crm, middle::Middle};
use crate::{
    harness::{KEY, NOW, created, new_session},
    support::{log, postgres},
};

/// Nothing takes this long; a test that waits for what never comes ends.
const PATIENCE: Duration = Duration::from_secs(20);
/// For lines that do not work.
const IMPATIENT: LineTimes = LineTimes {
    echo: Duration::from_millis(200),
    silence: Duration::from_millis(200),
    look: Duration::from_millis(50),
};

/// What a server hears.
struct Ear {
    heard: UnboundedReceiver<News>,
    _task: AbortOnDropHandle<()>,
}

impl Ear {
    fn of(store: &Arc<dyn Store>) -> Self {
        let (store, (say, heard)) = (store.clone(), unbounded_channel());
        let task = tokio::spawn(async move {
            let hear = |news| {
                let _ = say.send(news);
            };
            store.listen(&hear).await;
        });
        Self { heard, _task: AbortOnDropHandle::new(task) }
    }

    /// One that has begun to hear.
    async fn open(store: &Arc<dyn Store>) -> Self {
        let mut ear = Self::of(store);
        assert_eq!(ear.next().await, News::Missed, "whatever there was before");
        ear
    }

    async fn next(&mut self) -> News {
        tokio::time::timeout(PATIENCE, self.heard.recv()).await.unwrap().unwrap()
    }
}

fn changed(number: u128) -> News {
    News::Changed(OrganizationId(Uuid::from_u128(1)), IntegrationId(Uuid::from_u128(number)))
}

async fn impatient(url: &str) -> Arc<dyn Store> {
    open_with(url, Sealer::new(KEY), Options { line: IMPATIENT, ..Options::default() }).await.unwrap()
}

/// How often the log of this thread has these words.
fn lines(log: &str, words: &str) -> usize {
    log.lines().filter(|line| line.contains(words)).count()
}

async fn until(what: impl AsyncFn() -> bool) {
    let waited = async {
        while !what().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waited).await.unwrap();
}

#[tokio::test]
async fn each_hears_the_other_and_nobody_itself() {
    let crm = Crm::of("").await;
    let (first, second) = (crm.open().await, crm.open().await);
    let (mut at_first, mut at_second) = (Ear::open(&first).await, Ear::open(&second).await);
    let alerted = News::Alerted(OrganizationId(Uuid::from_u128(1)), Notice { kind: AlertKind::Test, session: None });
    for news in [changed(1), alerted, News::SignedOut(OrganizationId(Uuid::from_u128(2))), News::Missed] {
        first.announce(news);
        assert_eq!(at_second.next().await, news);
    }
    second.announce(changed(2));
    assert_eq!(at_first.next().await, changed(2), "the first that it hears is not its own");
}

/// Nobody waits for it: what changed last is told by a server that ends at once.
#[tokio::test]
async fn what_changed_last_is_told_before_the_end() {
    let crm = Crm::of("").await;
    let (first, second) = (crm.open().await, crm.open().await);
    let mut at_second = Ear::open(&second).await;
    for number in 0..100 {
        first.announce(changed(number));
    }
    first.close().await;
    let mut told = Vec::new();
    for _ in 0..100 {
        told.push(at_second.next().await);
    }
    assert!((0..100).all(|number| told.contains(&changed(number))));
    first.announce(changed(1));
}

#[tokio::test]
async fn who_lost_the_line_is_told_to_look_at_everything() {
    log::keep();
    let crm = Crm::of("").await;
    let (first, second) = (crm.open().await, crm.open().await);
    let mut at_second = Ear::open(&second).await;
    let cut = "SELECT count(pg_terminate_backend(pid))::text FROM pg_stat_activity
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    for _ in 0..2 {
        assert_eq!(crm.one(cut).await, "1");
        assert_eq!(at_second.next().await, News::Missed);
        first.announce(changed(1));
        assert_eq!(at_second.next().await, changed(1));
    }
    let log = log::take();
    assert_eq!(lines(&log, "not heard of until"), 2, "{log}");
    assert_eq!(lines(&log, "heard of again"), 2, "{log}");
}

/// Some poolers swallow notifications.
#[tokio::test]
async fn a_line_on_which_nothing_comes_is_noticed_and_said_once() {
    log::keep();
    let database = postgres::fresh().await;
    let middle = Middle::deaf(&database.url).await;
    let first = impatient(&middle.url).await;
    let mut at_first = Ear::of(&first);
    let before = middle.connections();
    // two more tries
    until(async || middle.connections() >= before + 3).await;
    assert!(at_first.heard.try_recv().is_err(), "nobody else is there");

    let second = open(&database.url, Sealer::new(KEY)).await.unwrap();
    second.announce(changed(1));
    for _ in 0..2 {
        assert_eq!(at_first.next().await, News::Missed, "it may have changed something");
    }
    let log = log::take();
    assert_eq!(lines(&log, "announcements do not come through"), 1, "{log}");
    assert_eq!(lines(&log, " WARN "), 0, "{log}");
    // what it tells itself arrives
    let mut at_second = Ear::open(&second).await;
    first.announce(changed(2));
    assert_eq!(at_second.next().await, changed(2));
}

/// To listen there would send what is heard to somebody else.
#[tokio::test]
async fn on_a_connection_that_is_shared_nobody_listens() {
    log::keep();
    let database = postgres::fresh().await;
    let second = open(&database.url, Sealer::new(KEY)).await.unwrap();
    let pooler = Middle::pooler(&database.url).await;
    let without_names = format!("{}&statement-cache-capacity=0", database.url);
    for url in [&pooler.url, &without_names] {
        let first = impatient(url).await;
        let mut at_first = Ear::of(&first);
        for _ in 0..3 {
            assert_eq!(at_first.next().await, News::Missed, "the second server may have changed something");
        }
        let listening = "SELECT count(*)::text FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname =";
        let name = database.url.split_once('?').unwrap().0.rsplit_once('/').unwrap().1;
        let raw = crate::harness::postgres_backdoor(&database.url).await;
        assert_eq!(raw.text(&format!("{listening} '{name}'")).await.as_deref(), Some("0"));
        let log = log::take();
        assert_eq!(lines(&log, "a pooler shares the connections"), 1, "{log}");

        // all else works as ever
        let organization = OrganizationId(Uuid::new_v4());
        first.create_organization(organization, "Школа", NOW).await.unwrap();
        let session = created(first.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
        assert_eq!(second.sessions(organization).await.unwrap()[0].id, session.id);
        let mut at_second = Ear::open(&second).await;
        first.announce(changed(1));
        assert_eq!(at_second.next().await, changed(1));
        drop(at_first);
        first.close().await;
    }
}
