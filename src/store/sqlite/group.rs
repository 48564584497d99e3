//! Keeping events, many with one write to the disk: whoever arrives while a transaction is being written down shares the
//! next one.

use sqlx::{SqliteConnection, SqlitePool};
use tokio::sync::{mpsc, oneshot};

use crate::{
    connect::ports::{NewEvent, StoreError},
    store::event_record::waits,
};

/// The most that one transaction takes along: what is behind must not wait long for its turn.
const AT_ONCE: usize = 256;
/// Events that may wait for their turn; who comes beyond that waits to be let in.
const QUEUE: usize = 1_024;

type Answer = oneshot::Sender<Result<Option<i64>, StoreError>>;

struct Arrival {
    event: NewEvent,
    /// The body, sealed.
    raw: Option<String>,
    answer: Answer,
}

/// The way into the inbox.
pub(super) struct Group {
    door: mpsc::Sender<Arrival>,
}

impl Group {
    /// Keeps events in a task of its own until this is dropped.
    pub fn open(writer: SqlitePool) -> Self {
        let (door, arrivals) = mpsc::channel(QUEUE);
        tokio::spawn(write_down(writer, arrivals));
        Self { door }
    }

    /// Returns when the event is on the disk.
    pub async fn keep(&self, event: NewEvent, raw: Option<String>) -> Result<Option<i64>, StoreError> {
        let gone = || StoreError::Unavailable("the database is being closed".to_owned());
        let (answer, answered) = oneshot::channel();
        self.door.send(Arrival { event, raw, answer }).await.map_err(|_| gone())?;
        answered.await.unwrap_or_else(|_| Err(gone()))
    }
}

async fn write_down(writer: SqlitePool, mut arrivals: mpsc::Receiver<Arrival>) {
    let mut batch = Vec::with_capacity(AT_ONCE);
    while arrivals.recv_many(&mut batch, AT_ONCE).await > 0 {
        // who does not listen any more was told nothing, so nothing was promised
        batch.retain(|arrival| !arrival.answer.is_closed());
        match write_all(&writer, &batch).await {
            Ok(kept) => {
                for (arrival, kept) in batch.drain(..).zip(kept) {
                    let _ = arrival.answer.send(kept);
                }
            }
            Err(error) => {
                for arrival in batch.drain(..) {
                    let _ = arrival.answer.send(Err(error.clone()));
                }
            }
        }
    }
}

/// One transaction. An event that the database refuses does not keep the others out.
async fn write_all(writer: &SqlitePool, batch: &[Arrival]) -> Result<Vec<Result<Option<i64>, StoreError>>, StoreError> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let mut kept = Vec::with_capacity(batch.len());
    for arrival in batch {
        kept.push(insert(&mut tx, arrival).await);
        // a statement that fails for want of room or of a disk takes the whole transaction along
        if let Some(Err(StoreError::Unavailable(why))) = kept.last() {
            return Err(StoreError::Unavailable(why.clone()));
        }
    }
    tx.commit().await?;
    Ok(kept)
}

async fn insert(
    connection: &mut SqliteConnection,
    Arrival { event, raw, .. }: &Arrival,
) -> Result<Option<i64>, StoreError> {
    let told = event.told.as_ref();
    let (fate, again_at) = waits(raw.is_some(), event.received_at);
    Ok(sqlx::query_scalar(
        "INSERT INTO events (integration_id, organization_id, account_number, event_id, kind, received_at, state,
                             raw_sealed, again_at, happened_at, word, phone, is_open)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11 IS NOT NULL)
         ON CONFLICT (integration_id, event_id) DO NOTHING RETURNING number",
    )
    .bind(event.session.to_string())
    .bind(event.organization.to_string())
    .bind(event.account.as_ref().map(|number| number.as_str()))
    .bind(&event.event_id)
    .bind(&event.kind)
    .bind(event.received_at.0)
    .bind(fate)
    .bind(raw)
    .bind(again_at)
    .bind(event.happened_at.map(|at| at.0))
    .bind(told.map(|told| told.word.as_str()))
    .bind(told.and_then(|told| told.phone.as_ref()).map(|phone| phone.digits()))
    .fetch_optional(connection)
    .await?)
}
