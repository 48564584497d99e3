//! What the server tells by itself. Nothing here is needed: without it the page asks, as it always did.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::CustomEvent};

use crate::{
    api::{
        read,
        wire::{CardChange, Panel, Progress},
    },
    domain::ids::IntegrationId,
};

use super::state::{DIALOGS, State};

/// Dispatched on the window by the page's first script: `detail` is the event's name and its data with a line end between.
const EVENT: &str = "wpp-live";
/// A stream that has not shown a sign of life for this long is dead, in milliseconds.
const DEAD: i64 = 20_000;
/// A clock of ours that differs by more is set, in milliseconds.
const AMISS: i64 = 1_000;

impl State {
    pub fn listen(self) {
        let _ = window_event_listener_untyped(EVENT, move |event| {
            let told = event.dyn_into::<CustomEvent>().ok().and_then(|event| event.detail().as_string());
            if let Some((name, data)) = told.as_deref().and_then(|told| told.split_once('\n')) {
                self.told(name, data);
            }
        });
    }

    /// Whether changes come by themselves.
    pub fn is_told(self) -> bool {
        super::browser::now().0 - self.heard_at.get_value() < DEAD
    }

    fn told(self, name: &str, data: &str) {
        self.heard_at.set_value(super::browser::now().0);
        // what lies behind an open dialog must not move: the keyboard comes back to it
        let still = !self.has_list || super::browser::is_one_open(&DIALOGS);
        if !still && self.missed.get_value() {
            self.missed.set_value(false);
            self.refresh(false);
        }
        match name {
            "panel" | "card" | "gone" if still => self.missed.set_value(self.has_list),
            "panel" => {
                if let Some(panel) = read::<Panel>(data) {
                    self.take_panel(panel);
                }
            }
            "card" => {
                if let Some(CardChange { now, card }) = read(data) {
                    // many may come at once, and a dialog looks at each clock that is set
                    if (now.0 - self.server_now().0).abs() > AMISS {
                        self.set_clock(now);
                    }
                    if let Some(at) = card.settles_at {
                        self.refresh_at(at);
                    }
                    self.change_list(|seats| seats.put(card));
                }
            }
            "gone" => {
                if let Some(id) = read::<IntegrationId>(data) {
                    self.change_list(|seats| seats.remove(id));
                }
            }
            "progress" => {
                if let Some(progress) = read::<Progress>(data) {
                    let (run, ours) = self.attempt.with_untracked(|attempt| {
                        let named = progress.attempt.is_some() && progress.attempt == attempt.id;
                        (attempt.run, named || attempt.session == Some(progress.id))
                    });
                    if ours {
                        self.hear(run, Ok(progress), false);
                    }
                }
            }
            _ => {}
        }
    }
}
