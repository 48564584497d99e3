//! Telling the other servers. A task of its own does it, so that nobody who changes something waits for it; what comes while
//! a statement is on its way goes with the next one, and the same news once.

use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sqlx::PgPool;
use tokio::{
    sync::{Mutex as AsyncMutex, Notify},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use crate::connect::ports::{News, StoreError};

use super::{link, news};

/// Between two statements: at most so many in a second, however much there is to tell.
const GATHER: Duration = Duration::from_millis(20);
/// More than this at once is told as "look at everything".
const MOST: usize = 1_000;
/// After a statement that failed, and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));
/// What still waits at the end gets so much time.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The voice of one server.
pub(super) struct Announcer {
    server: String,
    waiting: Arc<Waiting>,
    ending: CancellationToken,
    telling: AsyncMutex<Option<AbortOnDropHandle<()>>>,
}

#[derive(Default)]
struct Waiting {
    texts: Mutex<Texts>,
    more: Notify,
}

#[derive(Default)]
struct Texts {
    news: HashSet<String>,
    /// The last probe; it must not be lost in "look at everything".
    probe: Option<String>,
}

impl Announcer {
    /// Announces over `pool` for the server with this id, until [`Announcer::finish`] or until it is dropped.
    pub fn start(pool: PgPool, server: &str) -> Self {
        let (waiting, ending) = (Arc::new(Waiting::default()), CancellationToken::new());
        let task = AbortOnDropHandle::new(tokio::spawn(tell(pool, waiting.clone(), ending.clone())));
        Self { server: server.to_owned(), waiting, ending, telling: AsyncMutex::new(Some(task)) }
    }

    /// Tells the others soon.
    pub fn announce(&self, news: News) {
        let mut texts = self.waiting.texts();
        if texts.news.len() < MOST {
            texts.news.insert(news::write(&self.server, news));
        } else {
            texts.news = HashSet::from([news::write(&self.server, News::Missed)]);
        }
        self.waiting.more.notify_one();
    }

    /// Says something that only this server understands, and returns what it will hear.
    pub fn probe(&self, number: u32) -> String {
        let probe = news::probe(&self.server, number);
        self.waiting.texts().probe = Some(probe.clone());
        self.waiting.more.notify_one();
        probe
    }

    /// Tells what still waits, if that can be done soon, and ends.
    pub async fn finish(&self) {
        let Some(mut task) = self.telling.lock().await.take() else { return };
        self.ending.cancel();
        if timeout(LAST_WORDS, &mut task).await.is_err() {
            tracing::warn!("what changed last could not be told to the other servers");
        }
    }
}

impl Waiting {
    fn take(&self) -> Vec<String> {
        let mut texts = self.texts();
        let probe = texts.probe.take();
        mem::take(&mut texts.news).into_iter().chain(probe).collect()
    }

    fn texts(&self) -> MutexGuard<'_, Texts> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn tell(pool: PgPool, waiting: Arc<Waiting>, ending: CancellationToken) {
    loop {
        let texts = waiting.take();
        if texts.is_empty() {
            if ending.is_cancelled() {
                return;
            }
            tokio::select! {
                () = waiting.more.notified() => {}
                () = ending.cancelled() => {}
            }
            continue;
        }
        let mut pause = PAUSE.0;
        while let Err(error) = notify(&pool, &texts).await {
            if pause == PAUSE.0 {
                tracing::warn!(%error, "the other servers cannot be told of changes; it is tried again");
            }
            sleep(pause).await;
            pause = (pause * 2).min(PAUSE.1);
        }
        // at the end nobody else's turn has to be waited for
        let _ = timeout(GATHER, ending.cancelled()).await;
    }
}

async fn notify(pool: &PgPool, texts: &[String]) -> Result<(), StoreError> {
    let mut tx = link::begin(pool).await?;
    sqlx::query("SELECT pg_notify($1, text) FROM unnest($2::text[]) AS text")
        .bind(news::CHANNEL)
        .bind(texts)
        .persistent(false)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::domain::ids::{IntegrationId, OrganizationId};

    use super::*;

    /// Nothing is on its way: nobody runs the task.
    fn announcer() -> Announcer {
        let (waiting, ending) = (Arc::default(), CancellationToken::new());
        Announcer { server: "one".to_owned(), waiting, ending, telling: AsyncMutex::default() }
    }

    fn changed(number: usize) -> News {
        News::Changed(OrganizationId(Uuid::nil()), IntegrationId(Uuid::from_u128(number as u128)))
    }

    #[test]
    fn the_same_is_told_once() {
        let announcer = announcer();
        for number in [1, 2, 1, 1, 2] {
            announcer.announce(changed(number));
        }
        assert_eq!(announcer.waiting.take().len(), 2);
        assert_eq!(announcer.waiting.take(), [""; 0]);
    }

    /// A database that is away for long must not fill the memory.
    #[test]
    fn too_much_becomes_look_at_everything() {
        let announcer = announcer();
        let probe = announcer.probe(7);
        for number in 0..=MOST {
            announcer.announce(changed(number));
        }
        assert_eq!(announcer.waiting.take(), ["one missed", &probe]);
    }
}
