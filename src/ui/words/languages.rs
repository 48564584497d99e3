//! The languages there are.

use std::{collections::HashMap, sync::LazyLock};

use leptos::prelude::use_context;
use toml::{Table, Value};

use super::{
    account, alerts, audit, docs, error, guest, help, links, login, many, panel::PanelWords, phone, providers, session,
    setup, shell, staff, uptime,
};

/// Their files, the first language first.
const FILES: [&str; 2] = [include_str!("../../../locales/ru.toml"), include_str!("../../../locales/en.toml")];

static ALL: LazyLock<Vec<Texts>> = LazyLock::new(|| FILES.iter().map(|file| Texts::read(file).0).collect());

/// All texts of one language.
#[derive(Debug)]
pub struct Texts {
    /// Its code, as in `lang="ru"`.
    pub code: &'static str,
    /// What it calls itself.
    pub name: &'static str,
    /// The texts of [`PanelWords`] in their order, as JSON for the browser.
    pub for_browser: String,
    pub(super) account: account::Words,
    /// Of alerts.
    pub alerts: alerts::Words,
    /// Of the audit.
    pub audit: audit::Words,
    pub(super) docs: docs::Words,
    pub(super) error: error::Words,
    pub(super) guest: guest::Words,
    /// Of «Что делать».
    pub help: help::Words,
    pub(super) links: links::Words,
    pub(super) login: login::Words,
    /// Of the main page.
    pub panel: PanelWords,
    /// Of the table of all sessions.
    pub many: many::Words,
    pub(super) phone: phone::Words,
    pub(super) providers: providers::Words,
    pub(super) session: session::Words,
    pub(super) setup: setup::Words,
    pub(super) shell: shell::Words,
    pub(super) staff: staff::Words,
    pub(super) uptime: uptime::Words,
    /// What is looked for by keys that a program makes.
    more: HashMap<(&'static str, &'static str), &'static str>,
}

impl Texts {
    /// Reads a file; what is missing in it is empty and named beside.
    fn read(file: &str) -> (Self, Vec<String>) {
        let table: Table = file.parse().unwrap_or_default();
        let table: &'static Table = Box::leak(Box::new(table));
        let mut missing = vec![];
        let mut find = |section: &'static str, key: &'static str| -> &'static str {
            let found = table.get(section).and_then(|section| section.get(key)).and_then(Value::as_str);
            found.unwrap_or_else(|| {
                missing.push(format!("{section}.{key}"));
                ""
            })
        };
        let mut list = vec![];
        let panel = PanelWords::take(&mut |section, key| {
            list.push(find(section, key));
            list.last().copied().unwrap_or_default()
        });
        let root = |key: &str| table.get(key).and_then(Value::as_str).unwrap_or_default();
        let more = table.iter().filter_map(|(section, keys)| Some((section, keys.as_table()?)));
        let more = more.flat_map(|(section, keys)| {
            keys.iter().filter_map(move |(key, text)| Some(((section.as_str(), key.as_str()), text.as_str()?)))
        });
        let texts = Self {
            code: root("code"),
            name: root("name"),
            for_browser: crate::ui::embedded::json(&list),
            account: account::Words::take(&mut find),
            alerts: alerts::Words::take(&mut find),
            audit: audit::Words::take(&mut find),
            docs: docs::Words::take(&mut find),
            error: error::Words::take(&mut find),
            guest: guest::Words::take(&mut find),
            help: help::Words::take(&mut find),
            links: links::Words::take(&mut find),
            login: login::Words::take(&mut find),
            many: many::Words::take(&mut find),
            panel,
            phone: phone::Words::take(&mut find),
            providers: providers::Words::take(&mut find),
            session: session::Words::take(&mut find),
            setup: setup::Words::take(&mut find),
            shell: shell::Words::take(&mut find),
            staff: staff::Words::take(&mut find),
            uptime: uptime::Words::take(&mut find),
            more: more.collect(),
        };
        (texts, missing)
    }

    /// What was done, in words; an action that is not known as it is.
    #[must_use]
    pub fn action(&self, action: &str) -> String {
        self.more("actions", action).unwrap_or(action).to_owned()
    }

    /// A text whose key is made by a program.
    fn more(&self, section: &'static str, key: &str) -> Option<&'static str> {
        self.more.get(&(section, key)).copied()
    }
}

/// All of them.
#[must_use]
pub fn languages() -> &'static [Texts] {
    &ALL
}

/// The first language.
#[must_use]
pub fn first() -> &'static Texts {
    &ALL[0]
}

/// The language of the page that is being made; the first one outside of pages.
#[must_use]
pub fn here() -> &'static Texts {
    use_context::<&'static Texts>().unwrap_or_else(first)
}

/// The language of this code.
#[must_use]
pub fn of_code(code: &str) -> Option<&'static Texts> {
    ALL.iter().find(|texts| texts.code == code)
}

/// The language that a browser would like most, by its `Accept-Language`.
#[must_use]
pub fn of_accept(accepted: &str) -> Option<&'static Texts> {
    let wishes = accepted.split(',').take(20).filter_map(|wish| {
        let (tag, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        let code = tag.trim().split('-').next()?.to_lowercase();
        Some((of_code(&code)?, weight)).filter(|(_, weight)| *weight > 0.0)
    });
    // of those it likes alike the first
    wishes
        .fold(None, |best: Option<(_, f32)>, wish| best.filter(|best| best.1 >= wish.1).or(Some(wish)))
        .map(|best| best.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(file: &str) -> BTreeSet<String> {
        let table: Table = file.parse().unwrap();
        let sections = table.iter().filter_map(|(section, keys)| Some((section, keys.as_table()?)));
        sections.flat_map(|(section, keys)| keys.keys().map(move |key| format!("{section}.{key}"))).collect()
    }

    #[test]
    fn no_text_is_missing_and_none_is_idle() {
        let (mut asked, known) = (BTreeSet::new(), keys(FILES[0]));
        for file in FILES {
            let (texts, missing) = Texts::read(file);
            assert_eq!(missing, Vec::<String>::new(), "{}", texts.name);
            assert!(!texts.code.is_empty() && !texts.name.is_empty());
            assert_eq!(keys(file), known, "{}: the same keys everywhere", texts.name);
            for ((section, key), text) in &texts.more {
                assert!(!text.trim().is_empty(), "{}: {section}.{key}", texts.name);
            }
        }
        // an empty file says what is asked for
        let (_, missing) = Texts::read("");
        asked.extend(missing);
        asked.extend(known.iter().filter(|key| key.starts_with("actions.")).cloned());
        assert_eq!(known.difference(&asked).collect::<Vec<_>>(), Vec::<&String>::new(), "nobody says these");
    }

    #[test]
    fn every_language_fills_in_the_same_values() {
        let first = first();
        for other in languages() {
            for ((section, key), text) in &first.more {
                let theirs = other.more[&(*section, *key)];
                for place in ["{0}", "{1}", "{2}", "{3}"] {
                    assert_eq!(text.contains(place), theirs.contains(place), "{} {section}.{key}", other.name);
                }
                // the forms of a number are as many as a language has
                let is_form = text.contains("{0}") && text.contains('|');
                if *section != "count" && !is_form {
                    assert_eq!(
                        text.matches('|').count(),
                        theirs.matches('|').count(),
                        "{} {section}.{key}",
                        other.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_browser_gets_what_it_likes_most() {
        let code = |accepted| of_accept(accepted).map(|texts| texts.code);
        assert_eq!(code("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7"), Some("ru"));
        assert_eq!(code("de-DE, de;q=0.9, en;q=0.5, ru;q=0.4"), Some("en"));
        assert_eq!(code("ru;q=0.4, en-GB;q=0.5"), Some("en"));
        assert_eq!(code("en;q=0, *;q=0.1"), None);
        assert_eq!(code(";;;q=x,"), None);
    }
}
