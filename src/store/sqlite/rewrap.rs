//! Sealing anew, row by row: each is written back only if it is still what was read.

use crate::{
    connect::ports::StoreError,
    store::{
        alert_record, key_check,
        record::field,
        rewrap::{BATCH, Rewrapped, Sealed},
    },
};

use super::SqliteStore;

/// A column of sealed texts: how its rows are listed from `$2` on, `$3` at a time, those under the present key (`$1`) left
/// out, and how one is written back (`$1` what finds it, `$2` what was read, `$3` what is to stand there).
struct Column {
    list: &'static str,
    write: &'static str,
    field: &'static str,
}

const COLUMNS: [Column; 4] = [
    Column {
        list: "SELECT id, id, webhook_key FROM messenger_integrations
               WHERE webhook_key LIKE 'v1:%' AND substr(webhook_key, 1, length($1)) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        write: "UPDATE messenger_integrations SET webhook_key = $3 WHERE id = $1 AND webhook_key = $2",
        field: field::WEBHOOK_KEY,
    },
    Column {
        list: "SELECT integration_id, integration_id, qr_sealed FROM sessions
               WHERE substr(qr_sealed, 1, length($1)) <> $1 AND integration_id > $2 ORDER BY integration_id LIMIT $3",
        write: "UPDATE sessions SET qr_sealed = $3 WHERE integration_id = $1 AND qr_sealed = $2",
        field: field::QR,
    },
    Column {
        list: "SELECT printf('%020d', number), integration_id, raw_sealed FROM events
               WHERE substr(raw_sealed, 1, length($1)) <> $1 AND number > CAST($2 AS INTEGER) ORDER BY number LIMIT $3",
        write: "UPDATE events SET raw_sealed = $3 WHERE number = CAST($1 AS INTEGER) AND raw_sealed = $2",
        field: field::EVENT,
    },
    Column {
        list: "SELECT id, id, sealed FROM alert_channels
               WHERE substr(sealed, 1, length($1)) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        write: "UPDATE alert_channels SET sealed = $3 WHERE id = $1 AND sealed = $2",
        field: alert_record::FIELD,
    },
];

const SETTINGS: &str = "SELECT id, id, settings FROM messenger_integrations
                        WHERE settings LIKE '%\"v1:%' AND length($1) > 0 AND id > $2 ORDER BY id LIMIT $3";

impl SqliteStore {
    pub(super) async fn rewrap_all(&self, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<Rewrapped, StoreError> {
        let mut rewrapped = Rewrapped::default();
        for column in &COLUMNS {
            let mut after = String::new();
            loop {
                let rows = self.sealed(column.list, &after).await?;
                let Some(last) = rows.last() else { break };
                after.clone_from(&last.id);
                for row in &rows {
                    if let Some(text) = rewrapped.text(&self.sealer, row, column.field) {
                        rewrapped.done += self.written(column.write, row, &row.text, &text).await?;
                        progress(rewrapped.done);
                    }
                }
            }
        }
        let mut after = String::new();
        loop {
            let rows = self.sealed(SETTINGS, &after).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.id);
            for row in &rows {
                let changes = rewrapped.settings(&self.sealer, row);
                if changes.is_empty() {
                    continue;
                }
                // in the text itself: what else it holds stays to the letter
                let text = changes.iter().fold(row.text.clone(), |text, (_, old, new)| text.replace(old, new));
                let write = "UPDATE messenger_integrations SET settings = $3 WHERE id = $1 AND settings = $2";
                let written = self.written(write, row, &row.text, &text).await?;
                rewrapped.done += written * u64::try_from(changes.len()).unwrap_or(u64::MAX);
                progress(rewrapped.done);
            }
        }
        self.rewrap_check().await?;
        Ok(rewrapped)
    }

    /// The last one: from here on the key before is not asked for.
    async fn rewrap_check(&self) -> Result<(), StoreError> {
        let sealed: String = sqlx::query_scalar("SELECT sealed FROM key_check").fetch_one(&self.reader).await?;
        if let Some(text) = key_check::rewrapped(&self.sealer, &sealed)? {
            sqlx::query("UPDATE key_check SET sealed = $1").bind(text).execute(&self.writer).await?;
        }
        Ok(())
    }

    async fn sealed(&self, list: &'static str, after: &str) -> Result<Vec<Sealed>, StoreError> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as(list).bind(self.sealer.prefix()).bind(after).bind(BATCH).fetch_all(&self.reader).await?;
        Ok(rows.into_iter().map(|(id, row, text)| Sealed { id, row, text }).collect())
    }

    async fn written(&self, write: &'static str, row: &Sealed, old: &str, new: &str) -> Result<u64, StoreError> {
        Ok(sqlx::query(write).bind(&row.id).bind(old).bind(new).execute(&self.writer).await?.rows_affected())
    }
}
