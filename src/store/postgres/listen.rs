//! Hearing what other servers announce: `LISTEN` on a connection of its own. Nothing depends on it. Whether it works is
//! tried out, since not every pooler passes notifications on: what this server says to itself must come back.

use std::time::Duration;

use sqlx::{Executor, Postgres, Row as _, postgres::PgListener};
use tokio::time::{sleep, timeout};

use crate::connect::ports::{News, StoreError};

use super::{
    PostgresStore, QUEUE, link,
    news::{self, CHANNEL},
};

/// Between two tries: at first, then twice as long each time up to one of the others.
const FIRST: Duration = Duration::from_millis(500);
const MOST_IF_LOST: Duration = Duration::from_secs(30);
const MOST_IF_DEAF: Duration = Duration::from_secs(300);
/// How often the two connections are compared.
const COMPARED: usize = 3;

/// How long the line between servers may be silent. Tests have less patience.
#[derive(Clone, Copy, Debug)]
pub struct LineTimes {
    /// From saying something to hearing it.
    pub echo: Duration,
    /// Without a word, until the line is tried out.
    pub silence: Duration,
    /// Between two looks at everything while the line does not work.
    pub look: Duration,
}

impl Default for LineTimes {
    fn default() -> Self {
        Self { echo: Duration::from_secs(5), silence: Duration::from_secs(15), look: Duration::from_secs(30) }
    }
}

/// Why nothing is heard.
enum Broken {
    /// There is no connection (any more).
    Lost(StoreError),
    /// A pooler gives the connection to others between two transactions. To listen on such a one would send what is heard
    /// to somebody who did not ask for it, and who takes it for an error.
    Shared,
    /// There is a connection, and what was said did not come back.
    Deaf,
}

impl From<sqlx::Error> for Broken {
    fn from(error: sqlx::Error) -> Self {
        Self::Lost(error.into())
    }
}

/// Passes on what is heard, for ever.
pub(super) async fn listen(store: &PostgresStore, heard: &(dyn Fn(News) + Send + Sync)) {
    let mut line = Line { store, heard, pause: FIRST, probes: 0, said: "" };
    loop {
        let broken = line.hear().await;
        line.say(&broken);
        line.rest(&broken).await;
    }
}

struct Line<'a> {
    store: &'a PostgresStore,
    heard: &'a (dyn Fn(News) + Send + Sync),
    pause: Duration,
    probes: u32,
    /// What the log knows: it gets a line when that changes.
    said: &'static str,
}

impl Line<'_> {
    /// Listens until that breaks.
    async fn hear(&mut self) -> Broken {
        let times = self.store.line;
        let mut listener = match timeout(QUEUE, self.connect()).await {
            Ok(Ok(listener)) => listener,
            Ok(Err(broken)) => return broken,
            Err(_) => return Broken::Lost(StoreError::Unavailable("no answer".to_owned())),
        };
        let mut awaited = Some(self.probe());
        let mut works = false;
        loop {
            let patience = if awaited.is_some() { times.echo } else { times.silence };
            // a wait that is cut off has taken nothing from the connection
            match timeout(patience, listener.try_recv()).await {
                Ok(Ok(Some(notification))) => {
                    let text = notification.payload();
                    if works {
                        // any word is a sign of life
                        awaited = None;
                    } else if awaited.as_deref() == Some(text) {
                        (awaited, works) = (None, true);
                        self.works();
                    }
                    if let Some(news) = news::read(self.store.server.id(), text) {
                        (self.heard)(news);
                    }
                }
                Ok(Ok(None)) => return Broken::Lost(StoreError::Unavailable("the connection was cut".to_owned())),
                Ok(Err(error)) => return error.into(),
                Err(_) if awaited.is_none() => awaited = Some(self.probe()),
                Err(_) if works => return Broken::Lost(StoreError::Unavailable("no sign of life".to_owned())),
                Err(_) => return Broken::Deaf,
            }
        }
    }

    async fn connect(&self) -> Result<PgListener, Broken> {
        if !self.store.statements.prepared() {
            return Err(Broken::Shared);
        }
        // a new one each time: what is left of the last connection may hang
        let mut listener = PgListener::connect_with(&self.store.place.pool(1)).await?;
        listener.eager_reconnect(false);
        if self.is_shared(&mut listener).await? {
            return Err(Broken::Shared);
        }
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }

    /// Whether two connections meet the same server process, or one of them different ones. A pooler hands out the process
    /// that was used last, or the one that was used longest ago, and is caught by either.
    async fn is_shared(&self, listener: &mut PgListener) -> Result<bool, Broken> {
        let first = process(&mut *listener).await?;
        for _ in 0..COMPARED {
            let mut other = link::begin(self.store.server.pool()).await.map_err(Broken::Lost)?;
            let others = process(&mut *other).await?;
            if others == first || process(&mut *listener).await? != first {
                return Ok(true);
            }
            drop(other);
            if process(&mut *listener).await? != first {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn probe(&mut self) -> String {
        self.probes = self.probes.wrapping_add(1);
        self.store.announcer.probe(self.probes)
    }

    /// What was announced before may have been missed.
    fn works(&mut self) {
        self.pause = FIRST;
        if !self.said.is_empty() {
            tracing::info!("changes at other servers are heard of again");
            self.said = "";
        }
        (self.heard)(News::Missed);
    }

    fn say(&mut self, broken: &Broken) {
        let (what, error) = match broken {
            Broken::Lost(error) => {
                ("changes at other servers are not heard of until the database answers", Some(error))
            }
            Broken::Shared => ("a pooler shares the connections to the database: other servers are not heard of", None),
            Broken::Deaf => ("announcements do not come through the database: other servers are not heard of", None),
        };
        if self.said != what {
            match error {
                Some(error) => tracing::warn!(%error, "{what}"),
                None => tracing::info!("{what}; what they change is found by asking"),
            }
            self.said = what;
        }
    }

    /// Between two tries. Whoever looks is told to look now and then, if there is another server that may have changed
    /// something.
    async fn rest(&mut self, broken: &Broken) {
        let most = if matches!(broken, Broken::Lost(_)) { MOST_IF_LOST } else { MOST_IF_DEAF };
        let mut left = self.pause;
        self.pause = (self.pause * 2).min(most);
        while !left.is_zero() {
            let step = left.min(self.store.line.look);
            sleep(step).await;
            left -= step;
            if step == self.store.line.look && self.store.server.has_company().await {
                (self.heard)(News::Missed);
            }
        }
    }
}

/// The server process behind a connection.
async fn process<'c>(connection: impl Executor<'c, Database = Postgres>) -> Result<i32, sqlx::Error> {
    sqlx::raw_sql("SELECT pg_backend_pid()").fetch_one(connection).await?.try_get(0)
}
