//! Sealing anew, row by row: each is written back only if it is still what was read.

use serde_json::json;

use crate::{
    connect::ports::StoreError,
    store::{
        alert_record, key_check,
        record::field,
        rewrap::{BATCH, Rewrapped, Sealed},
    },
};

use super::{PostgresStore, together::TOKEN};

/// A column of sealed texts: how its rows are listed from `$2` on, `$3` at a time, those under the present key (`$1`) left
/// out, and how one is written back (`$1` what finds it, `$2` what was read, `$3` what is to stand there).
struct Column {
    list: &'static str,
    write: &'static str,
    field: &'static str,
}

const OURS: [Column; 5] = [
    Column {
        list: "SELECT integration_id::text, integration_id::text, webhook_key FROM wpp_panel.sessions
               WHERE NOT starts_with(webhook_key, $1) AND integration_id::text COLLATE \"C\" > $2
               ORDER BY integration_id::text COLLATE \"C\" LIMIT $3",
        write: "UPDATE wpp_panel.sessions SET webhook_key = $3 WHERE integration_id = $1::uuid AND webhook_key = $2",
        field: field::WEBHOOK_KEY,
    },
    Column {
        list: "SELECT integration_id::text, integration_id::text, qr_sealed FROM wpp_panel.sessions
               WHERE NOT starts_with(qr_sealed, $1) AND integration_id::text COLLATE \"C\" > $2
               ORDER BY integration_id::text COLLATE \"C\" LIMIT $3",
        write: "UPDATE wpp_panel.sessions SET qr_sealed = $3 WHERE integration_id = $1::uuid AND qr_sealed = $2",
        field: field::QR,
    },
    Column {
        list: "SELECT lpad(number::text, 20, '0'), integration_id::text, raw_sealed FROM wpp_panel.events
               WHERE NOT starts_with(raw_sealed, $1) AND number > COALESCE(NULLIF($2, ''), '0')::bigint
               ORDER BY number LIMIT $3",
        write: "UPDATE wpp_panel.events SET raw_sealed = $3 WHERE number = $1::bigint AND raw_sealed = $2",
        field: field::EVENT,
    },
    Column {
        list: "SELECT id::text, id::text, sealed FROM wpp_panel.alert_channels
               WHERE NOT starts_with(sealed, $1) AND id::text COLLATE \"C\" > $2
               ORDER BY id::text COLLATE \"C\" LIMIT $3",
        write: "UPDATE wpp_panel.alert_channels SET sealed = $3 WHERE id = $1::uuid AND sealed = $2",
        field: alert_record::FIELD,
    },
    Column {
        list: "SELECT encode(key_hash, 'hex'), encode(key_hash, 'hex'), sealed FROM wpp_panel.tokens
               WHERE NOT starts_with(sealed, $1) AND encode(key_hash, 'hex') COLLATE \"C\" > $2
               ORDER BY encode(key_hash, 'hex') COLLATE \"C\" LIMIT $3",
        write: "UPDATE wpp_panel.tokens SET sealed = $3 WHERE key_hash = decode($1, 'hex') AND sealed = $2",
        field: TOKEN,
    },
];

/// Only where the shared table takes our keys. The row's own time of change is the CRM's: nothing has changed for it.
const SHARED: Column = Column {
    list: "SELECT id::text, id::text, webhook_key FROM {integrations}
           WHERE webhook_key LIKE 'v1:%' AND NOT starts_with(webhook_key, $1) AND id::text COLLATE \"C\" > $2
           ORDER BY id::text COLLATE \"C\" LIMIT $3",
    write: "UPDATE {integrations} SET webhook_key = $3 WHERE id = $1::uuid AND webhook_key = $2",
    field: field::WEBHOOK_KEY,
};

const SETTINGS: &str = "SELECT id::text, id::text, settings::text FROM {integrations}
                        WHERE settings::text LIKE '%\"v1:%' AND length($1) > 0 AND id::text COLLATE \"C\" > $2
                        ORDER BY id::text COLLATE \"C\" LIMIT $3";

impl PostgresStore {
    pub(super) async fn rewrap_all(&self, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<Rewrapped, StoreError> {
        let mut rewrapped = Rewrapped::default();
        let shared = Some(&SHARED).filter(|_| self.statements.shape().takes_webhook_key());
        for column in OURS.iter().chain(shared) {
            let mut after = String::new();
            loop {
                let rows = self.sealed(column.list, &after).await?;
                let Some(last) = rows.last() else { break };
                after.clone_from(&last.id);
                for row in &rows {
                    if let Some(text) = rewrapped.text(&self.sealer, row, column.field) {
                        rewrapped.done += self.written(column.write, [&row.id, &row.text, &text]).await?;
                        progress(rewrapped.done);
                    }
                }
            }
        }
        self.rewrap_settings(&mut rewrapped, progress).await?;
        self.rewrap_check().await?;
        Ok(rewrapped)
    }

    async fn rewrap_settings(
        &self,
        rewrapped: &mut Rewrapped,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<(), StoreError> {
        let mut after = String::new();
        loop {
            let rows = self.sealed(SETTINGS, &after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after.clone_from(&last.id);
            for row in &rows {
                for (name, old, new) in rewrapped.settings(&self.sealer, row) {
                    // by key, as every change of settings: what the CRM writes meanwhile stays
                    let write = "UPDATE {integrations} SET {patch:$3}
                                 WHERE id = $1::uuid AND settings::jsonb @> $2::jsonb";
                    let (before, after) = (json!({ &name: old }).to_string(), json!({ &name: new }).to_string());
                    rewrapped.done += self.written(write, [&row.id, &before, &after]).await?;
                    progress(rewrapped.done);
                }
            }
        }
    }

    /// The last one: from here on the key before is not asked for.
    async fn rewrap_check(&self) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        let sealed: String =
            self.statements.value("SELECT sealed FROM wpp_panel.key_check").fetch_one(&mut *link).await?;
        if let Some(text) = key_check::rewrapped(&self.sealer, &sealed)? {
            let write = self.statements.query("UPDATE wpp_panel.key_check SET sealed = $1").bind(text);
            write.execute(&mut *link).await?;
        }
        link.done().await
    }

    async fn sealed(&self, list: &'static str, after: &str) -> Result<Vec<Sealed>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<(String, String, String)> = self
            .statements
            .rows(list)
            .bind(self.sealer.prefix())
            .bind(after.to_owned())
            .bind(BATCH)
            .fetch_all(&mut *link)
            .await?;
        link.done().await?;
        Ok(rows.into_iter().map(|(id, row, text)| Sealed { id, row, text }).collect())
    }

    async fn written(&self, write: &'static str, [id, old, new]: [&str; 3]) -> Result<u64, StoreError> {
        let mut link = self.link().await?;
        let query = self.statements.query(write).bind(id.to_owned()).bind(old.to_owned()).bind(new.to_owned());
        let written = query.execute(&mut *link).await?.rows_affected();
        link.done().await?;
        Ok(written)
    }
}
