//! What the shared tables look like in the database at hand, as SQL that reads and writes them.

use super::columns::{Column, Kind, SharedTables};

/// The words that statements are filled with.
pub(super) struct Shape {
    /// Whether the tables are the CRM's: then they are read and written, and nothing else.
    pub adopted: bool,
    tables: SharedTables,
}

impl Shape {
    pub fn new(tables: SharedTables, adopted: bool) -> Self {
        Self { adopted, tables }
    }

    /// Whether `webhook_key` takes the text of a key.
    pub fn takes_webhook_key(&self) -> bool {
        matches!(self.tables.webhook_key, Some(Kind::Text))
    }

    /// Whether the database itself makes the webhook keys of new rows.
    pub fn makes_webhook_keys(&self) -> bool {
        matches!(self.tables.webhook_key, Some(Kind::Uuid))
    }

    /// The SQL for a word of a template; `i` stands for a row of `messenger_integrations`, `s` for ours beside it.
    pub fn word(&self, word: &str, argument: &str) -> Option<String> {
        let tables = &self.tables;
        Some(match word {
            "organizations" | "profiles" | "user_roles" => tables.name(word),
            "integrations" => tables.name("messenger_integrations"),
            "wpp" => "i.messenger_type::text = 'whatsapp' AND i.provider::text = 'wpp'".to_owned(),
            "session" => SESSION.to_owned(),
            "integration" => INTEGRATION.to_owned(),
            "name" => "COALESCE(i.name::text, '')".to_owned(),
            "primary" => "COALESCE(i.is_primary, FALSE)".to_owned(),
            "enabled" => self.enabled(),
            "webhook_key" => match tables.webhook_key {
                Some(_) => "NULLIF(i.webhook_key::text, '')".to_owned(),
                None => "NULL::text".to_owned(),
            },
            "settings" => "COALESCE(i.settings::text, 'null')".to_owned(),
            "created_at" => milliseconds(tables.created_at.as_ref(), "created_at"),
            "updated_at" => milliseconds(tables.updated_at.as_ref().or(tables.created_at.as_ref()), self.updated()),
            "age" if tables.created_at.is_some() => "i.created_at, i.id".to_owned(),
            "age" => "i.id".to_owned(),
            "touched" => match tables.updated_at {
                Some(Kind::Moment) => ", updated_at = clock_timestamp()".to_owned(),
                Some(_) => ", updated_at = clock_timestamp() AT TIME ZONE 'UTC'".to_owned(),
                None => String::new(),
            },
            "enable" => {
                let set = |column| format!(", {column} = COALESCE({argument}, {column})");
                self.flags().map(set).collect()
            }
            "patch" => self.patch(argument),
            "insert" => self.insert(),
            "insert_organization" => self.insert_organization(),
            _ => return None,
        })
    }

    fn updated(&self) -> &'static str {
        if self.tables.updated_at.is_some() { "updated_at" } else { "created_at" }
    }

    fn flags(&self) -> impl Iterator<Item = &'static str> {
        let flags = [("is_enabled", self.tables.is_enabled), ("is_active", self.tables.is_active)];
        flags.into_iter().filter(|(_, there)| *there).map(|(column, _)| column)
    }

    /// Where both flags are and disagree, the row is off (lesson 19).
    fn enabled(&self) -> String {
        let all: Vec<String> = self.flags().map(|column| format!("i.{column} IS NOT FALSE")).collect();
        if all.is_empty() { "TRUE".to_owned() } else { format!("({})", all.join(" AND ")) }
    }

    /// `argument` is `removed, patched`: names to take out, as an array of text, and an object to put in. What is no object
    /// cannot be patched and is kept whole beside what is put in.
    fn patch(&self, argument: &str) -> String {
        let (removed, patched) = argument.split_once(", ").unwrap_or(("'{}'", argument));
        let back = if self.tables.settings_are_binary { "" } else { "::json" };
        format!(
            "settings = ((CASE COALESCE(jsonb_typeof(settings::jsonb), 'null')
                 WHEN 'object' THEN settings::jsonb
                 WHEN 'null' THEN '{{}}'
                 ELSE jsonb_build_object('settings_before', settings) END
             - {removed}::text[]) || {patched}::jsonb){back}"
        )
    }

    /// `$1` id, `$2` organization, `$3` messenger, `$4` provider, `$5` name, `$6` primary, `$7` enabled, `$8` webhook key,
    /// `$9` settings, `$10` now. Returns the webhook key as it stands in the row.
    fn insert(&self) -> String {
        let tables = &self.tables;
        let mut columns = vec!["id", "organization_id", "messenger_type", "provider", "name", "is_primary", "settings"];
        let settings = if tables.settings_are_binary { "$9::jsonb" } else { "$9::json" };
        let mut values: Vec<String> = ["$1::uuid", "$2::uuid"].map(str::to_owned).into();
        values.extend([tables.messenger_type.cast("$3"), tables.provider.cast("$4")]);
        values.extend(["$5", "$6", settings].map(str::to_owned));
        for flag in self.flags() {
            columns.push(flag);
            values.push("$7".to_owned());
        }
        match tables.webhook_key {
            Some(Kind::Text) => {
                columns.push("webhook_key");
                values.push("$8".to_owned());
            }
            Some(_) => {
                columns.push("webhook_key");
                values.push("gen_random_uuid()".to_owned());
            }
            None => {}
        }
        for (column, kind) in [("created_at", &tables.created_at), ("updated_at", &tables.updated_at)] {
            if let Some(kind) = kind {
                columns.push(column);
                values.push(moment("$10", kind));
            }
        }
        let returned = if tables.webhook_key.is_some() { "webhook_key::text" } else { "NULL::text" };
        format!(
            "INSERT INTO {{integrations}} ({}) VALUES ({}) RETURNING {returned}",
            columns.join(", "),
            values.join(", ")
        )
    }

    /// `$1` id, `$2` name, `$3` now.
    fn insert_organization(&self) -> String {
        match &self.tables.organization_created_at {
            Some(kind) => format!(
                "INSERT INTO {{organizations}} (id, name, created_at) VALUES ($1::uuid, $2, {})",
                moment("$3", kind)
            ),
            None => "INSERT INTO {organizations} (id, name) VALUES ($1::uuid, $2)".to_owned(),
        }
    }
}

impl Column {
    /// A bound text as a value of the column's type, which may be an enumeration of the CRM's.
    fn cast(&self, bound: &str) -> String {
        match &self.enumeration {
            Some(name) => format!("{bound}::text::{name}"),
            None => bound.to_owned(),
        }
    }
}

/// Every session statement names the same columns and never a row of another provider.
const SESSION: &str = "SELECT i.id::text AS id, i.organization_id::text AS organization_id, {name} AS name,
        {primary} AS is_primary, {enabled} AS is_enabled, COALESCE(s.webhook_key, {webhook_key}) AS webhook_key,
        {settings} AS settings, {created_at} AS created_at, s.state, s.account_number, s.made_by::text AS made_by,
        s.held_state, s.held_since, s.asked_at, s.checked_at, s.checked_by, s.checked_word, s.trouble, s.trouble_since,
        s.qr_sealed, s.qr_ordinal, s.qr_expires_at, s.phone, s.attempt_id::text AS attempt_id,
        s.attempt_by::text AS attempt_by, s.attempt_started_at, s.attempt_asked_at, s.attempt_before,
        s.first_connected_at, s.removing, s.revision, s.told_at, s.adopted AS is_adopted,
        s.adopted AND s.webhook_ours_since IS NULL AS webhook_elsewhere
     FROM {integrations} AS i LEFT JOIN wpp_panel.sessions AS s ON s.integration_id = i.id WHERE {wpp}";

/// The same for rows of all providers, of one organization; never a row that is being removed.
const INTEGRATION: &str = "SELECT i.id::text AS id, i.organization_id::text AS organization_id,
        COALESCE(i.messenger_type::text, '') AS messenger_type, COALESCE(i.provider::text, '') AS provider,
        {name} AS name, {primary} AS is_primary, {enabled} AS is_enabled,
        COALESCE(s.webhook_key, {webhook_key}) AS webhook_key, {settings} AS settings, {created_at} AS created_at,
        {updated_at} AS updated_at
     FROM {integrations} AS i LEFT JOIN wpp_panel.sessions AS s ON s.integration_id = i.id
     WHERE s.removing IS NOT TRUE AND i.organization_id = $1::uuid";

/// Milliseconds since the epoch; what is missing or infinite is the epoch.
fn milliseconds(kind: Option<&Kind>, column: &str) -> String {
    match kind {
        Some(_) => format!(
            "CASE WHEN isfinite(i.{column}) THEN round(extract(epoch FROM i.{column}) * 1000)::bigint ELSE 0 END"
        ),
        None => "0::bigint".to_owned(),
    }
}

fn moment(bound: &str, kind: &Kind) -> String {
    let moment = format!("to_timestamp({bound}::bigint / 1000.0)");
    if matches!(kind, Kind::Moment) { moment } else { format!("{moment} AT TIME ZONE 'UTC'") }
}
