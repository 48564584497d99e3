//! Looking at the shared tables: which columns there are, and of what type.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::{connect::ports::StoreError, store::OpenError};

use super::shape::Shape;

/// What a column holds, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any kind of text, or an enumeration.
    Text,
    /// `uuid`
    Uuid,
    /// `boolean`
    Flag,
    /// `json`
    Json,
    /// `jsonb`
    BinaryJson,
    /// `timestamptz`
    Moment,
    /// `timestamp`, taken for UTC
    LocalTime,
    /// Nothing that is known here.
    Other,
}

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    kind: Kind,
    /// As the database calls the type.
    named: String,
    /// The quoted name of an enumeration.
    pub enumeration: Option<String>,
}

/// The four tables that a CRM shares.
pub(super) struct SharedTables {
    place: String,
    pub messenger_type: Column,
    pub provider: Column,
    pub settings_are_binary: bool,
    pub is_enabled: bool,
    pub is_active: bool,
    pub webhook_key: Option<Kind>,
    pub created_at: Option<Kind>,
    pub updated_at: Option<Kind>,
    pub organization_created_at: Option<Kind>,
}

impl SharedTables {
    /// The quoted name of one of them, with its schema.
    pub fn name(&self, table: &str) -> String {
        format!("{}.{table}", quoted(&self.place))
    }
}

/// Looks at the tables.
///
/// # Errors
/// [`OpenError::Tables`], one sentence, if a needed column is missing or of a type that cannot be.
pub(super) async fn look(connection: &mut PgConnection) -> Result<Shape, OpenError> {
    let (place, ours): (String, bool) = sqlx::query_as("SELECT place, ours FROM wpp_panel.shared")
        .persistent(false)
        .fetch_one(&mut *connection)
        .await
        .map_err(StoreError::from)?;
    let found = Found { columns: columns(connection, &place).await?, place: place.clone() };
    found.needs("organizations", "id", &[Kind::Uuid])?;
    found.needs("organizations", "name", &[Kind::Text])?;
    found.needs("profiles", "id", &[Kind::Uuid])?;
    found.needs("profiles", "organization_id", &[Kind::Uuid])?;
    found.needs("user_roles", "user_id", &[Kind::Uuid])?;
    found.needs("user_roles", "role", &[Kind::Text])?;
    let table = "messenger_integrations";
    found.needs(table, "id", &[Kind::Uuid])?;
    found.needs(table, "organization_id", &[Kind::Uuid])?;
    found.needs(table, "name", &[Kind::Text])?;
    found.needs(table, "is_primary", &[Kind::Flag])?;
    let settings = found.needs(table, "settings", &[Kind::Json, Kind::BinaryJson])?;
    let times = [Kind::Moment, Kind::LocalTime];
    let tables = SharedTables {
        messenger_type: found.needs(table, "messenger_type", &[Kind::Text])?.clone(),
        provider: found.needs(table, "provider", &[Kind::Text])?.clone(),
        settings_are_binary: settings.kind == Kind::BinaryJson,
        is_enabled: found.may_have(table, "is_enabled", &[Kind::Flag])?.is_some(),
        is_active: found.may_have(table, "is_active", &[Kind::Flag])?.is_some(),
        webhook_key: found.may_have(table, "webhook_key", &[Kind::Text, Kind::Uuid])?,
        created_at: found.may_have(table, "created_at", &times)?,
        updated_at: found.may_have(table, "updated_at", &times)?,
        organization_created_at: found.may_have("organizations", "created_at", &times)?,
        place,
    };
    Ok(Shape::new(tables, !ours))
}

type Columns = HashMap<(String, String), Column>;

/// Table, column, base type, quoted type, whether it is text, whether it is an enumeration, whether rows are hidden.
type ColumnRow = (String, String, String, String, bool, bool, bool);

async fn columns(connection: &mut PgConnection, place: &str) -> Result<Columns, OpenError> {
    let rows: Vec<ColumnRow> = sqlx::query_as(
        "SELECT c.relname::text, a.attname::text, format_type(COALESCE(NULLIF(t.typbasetype, 0), t.oid), NULL),
                format('%I.%I', tn.nspname, t.typname), t.typcategory = 'S', t.typtype = 'e', row_security_active(c.oid)
         FROM pg_class AS c
         JOIN pg_namespace AS n ON n.oid = c.relnamespace
         JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         JOIN pg_type AS t ON t.oid = a.atttypid
         JOIN pg_namespace AS tn ON tn.oid = t.typnamespace
         WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND c.relname IN ('organizations', 'profiles', 'user_roles', 'messenger_integrations')",
    )
    .bind(place)
    .persistent(false)
    .fetch_all(connection)
    .await
    .map_err(StoreError::from)?;
    let mut hidden: Vec<&str> = rows.iter().filter(|row| row.6).map(|row| row.0.as_str()).collect();
    hidden.sort_unstable();
    hidden.dedup();
    if !hidden.is_empty() {
        tracing::warn!(
            tables = hidden.join(", "),
            "row level security applies to this database user: rows that its policies do not show do not exist here"
        );
    }
    let column = |(table, name, base, quoted, is_text, is_enumeration, _): ColumnRow| {
        let kind = if is_text || is_enumeration { Kind::Text } else { kind_of(&base) };
        ((table, name), Column { kind, named: base, enumeration: is_enumeration.then_some(quoted) })
    };
    Ok(rows.into_iter().map(column).collect())
}

fn kind_of(base: &str) -> Kind {
    match base {
        "uuid" => Kind::Uuid,
        "boolean" => Kind::Flag,
        "json" => Kind::Json,
        "jsonb" => Kind::BinaryJson,
        "timestamp with time zone" => Kind::Moment,
        "timestamp without time zone" => Kind::LocalTime,
        _ => Kind::Other,
    }
}

struct Found {
    place: String,
    columns: Columns,
}

impl Found {
    fn needs(&self, table: &str, column: &str, kinds: &[Kind]) -> Result<&Column, OpenError> {
        if !self.columns.keys().any(|(name, _)| name == table) {
            return Err(OpenError::Tables(format!("there is no table {}.{table}", self.place)));
        }
        self.fitting(table, column, kinds)?
            .ok_or_else(|| OpenError::Tables(format!("{}.{table} has no column {column}", self.place)))
    }

    fn may_have(&self, table: &str, column: &str, kinds: &[Kind]) -> Result<Option<Kind>, OpenError> {
        Ok(self.fitting(table, column, kinds)?.map(|column| column.kind))
    }

    fn fitting(&self, table: &str, column: &str, kinds: &[Kind]) -> Result<Option<&Column>, OpenError> {
        let found = self.columns.get(&(table.to_owned(), column.to_owned()));
        match found {
            Some(found) if !kinds.contains(&found.kind) => Err(OpenError::Tables(format!(
                "{}.{table}.{column} is {}, which is not what it can be",
                self.place, found.named
            ))),
            found => Ok(found),
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
