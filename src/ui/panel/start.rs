//! What the list of a page begins with: the page brings it along as JSON, since the properties of an island would be read by
//! code that nothing else needs.

use leptos::prelude::*;
use serde::Serialize;

use crate::{api::wire::Panel, domain::lean::read_by_name};

/// The id of the element that has it.
pub const START: &str = "start";

/// So many cards are drawn, and so many more at each press: a thousand at once would keep a browser busy for seconds.
pub const DRAWN: u32 = 50;

/// The list as the server had it, and whether the person may change it.
#[derive(Clone, Debug, Serialize)]
pub struct Start {
    /// From the database: no more than [`DRAWN`] of them.
    pub panel: Panel,
    /// How many there are.
    pub all: u32,
    /// How many of them are connected.
    pub connected: u32,
    /// Whether an administrator looks.
    pub admin: bool,
}

read_by_name!(Start { panel, all, connected, admin });

impl Start {
    /// The beginning of a list of `all` sessions.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn of(panel: Panel, all: usize, connected: usize, admin: bool) -> Self {
        let [all, connected] = [all, connected].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        Self { panel, all, connected, admin }
    }

    /// An empty list for a page that has none.
    pub fn nothing() -> Self {
        let panel = Panel { now: crate::domain::time::Timestamp(0), cards: Vec::new() };
        Self { panel, all: 0, connected: 0, admin: true }
    }
}

/// Where the page that is being made has it.
#[cfg(feature = "ssr")]
pub fn given() -> Start {
    use_context().unwrap_or_else(Start::nothing)
}

/// From the page that is there.
#[cfg(feature = "hydrate")]
pub fn given() -> Start {
    let text = document().get_element_by_id(START).and_then(|element| element.text_content());
    text.and_then(|text| crate::api::read(&text)).unwrap_or_else(Start::nothing)
}
