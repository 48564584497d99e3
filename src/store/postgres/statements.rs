//! The texts of the statements. They lie where they are used, with `{words}` for what depends on the database at hand;
//! each is filled in once, from [`Shape`] alone: nothing that anybody types gets into one.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use sqlx::{
    AssertSqlSafe, FromRow, Postgres,
    postgres::{PgArguments, PgRow},
    query::{Query, QueryAs, QueryScalar},
};

use super::shape::Shape;

/// Statements for one database.
pub(super) struct Statements {
    shape: Shape,
    /// Whether a connection keeps its prepared statements. Behind a pooler the next use may meet another server process.
    prepared: bool,
    filled: RwLock<HashMap<&'static str, Arc<str>>>,
}

impl Statements {
    pub fn new(shape: Shape, prepared: bool) -> Self {
        Self { shape, prepared, filled: RwLock::default() }
    }

    /// What is known of the shared tables.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Whether a connection keeps its prepared statements.
    pub fn prepared(&self) -> bool {
        self.prepared
    }

    /// A statement whose rows nobody reads.
    pub fn query(&self, template: &'static str) -> Query<'static, Postgres, PgArguments> {
        sqlx::query(self.text(template)).persistent(self.prepared)
    }

    /// A statement with rows.
    pub fn rows<T: for<'r> FromRow<'r, PgRow>>(
        &self,
        template: &'static str,
    ) -> QueryAs<'static, Postgres, T, PgArguments> {
        sqlx::query_as(self.text(template)).persistent(self.prepared)
    }

    /// A statement with one value a row.
    pub fn value<T>(&self, template: &'static str) -> QueryScalar<'static, Postgres, T, PgArguments>
    where
        (T,): for<'r> FromRow<'r, PgRow>,
    {
        sqlx::query_scalar(self.text(template)).persistent(self.prepared)
    }

    fn text(&self, template: &'static str) -> AssertSqlSafe<Arc<str>> {
        let known = self.filled.read().unwrap_or_else(PoisonError::into_inner).get(template).cloned();
        AssertSqlSafe(known.unwrap_or_else(|| {
            let text: Arc<str> = fill(template, &self.shape).into();
            self.filled.write().unwrap_or_else(PoisonError::into_inner).insert(template, text.clone());
            text
        }))
    }
}

/// Puts what [`Shape::word`] knows in the place of `{word}` and `{word:argument}`; other braces stay.
fn fill(template: &str, shape: &Shape) -> String {
    let mut text = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let word = after.split_once('}').and_then(|(inside, behind)| {
            let (word, argument) = inside.split_once(':').unwrap_or((inside, ""));
            Some((shape.word(word, argument)?, behind))
        });
        match word {
            // what is filled in may hold words itself
            Some((filled, behind)) => {
                text.push_str(&fill(&filled, shape));
                rest = behind;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}
