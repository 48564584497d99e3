//! What is changed after a question, and the line that says it was.

use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{ApiError, ErrorCode, wire::Card, wpp_disconnect, wpp_rename},
    domain::ids::IntegrationId,
};

use super::{
    browser,
    state::{DISCONNECT, RENAME, State, Toast, with_timers},
};

/// How long the line stays, in milliseconds.
const TOAST: u32 = 6_000;

impl State {
    /// A question about a card; the browser opens its dialog.
    pub fn question(self, card: Card) {
        self.problem.set(None);
        self.about.set(Some(card));
    }

    pub fn disconnect(self, id: IntegrationId) {
        self.answer(
            DISCONNECT,
            self.words.question.disconnected,
            move |state| {
                state.change_list(|seats| seats.remove(id));
            },
            wpp_disconnect(id),
        );
    }

    pub fn rename(self, id: IntegrationId, name: String) {
        let shown = name.trim().to_owned();
        self.answer(
            RENAME,
            self.words.question.renamed,
            move |state| {
                if let Some(seat) = state.seats.find(id) {
                    seat.card.update(|card| card.name = shown);
                }
            },
            wpp_rename(id, name),
        );
    }

    fn answer(
        self,
        dialog: &'static str,
        done: &'static str,
        apply: impl FnOnce(Self) + 'static,
        call: impl Future<Output = Result<(), ApiError>> + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problem.set(None);
        spawn_local(async move {
            let answer = call.await;
            self.busy.set(false);
            match answer {
                Ok(()) => {
                    browser::close(dialog);
                    apply(self);
                    self.say(done, true);
                }
                // somebody else was faster: that is what was wanted
                Err(error) if error.code == ErrorCode::NotFound => {
                    browser::close(dialog);
                    self.refresh(false);
                }
                Err(error) if error.code == ErrorCode::SignedOut => browser::sign_in(),
                Err(error) => self.problem.set(Some(error)),
            }
        });
    }

    pub fn copy(self, text: String) {
        spawn_local(async move {
            let copied = browser::copy(text).await;
            self.say(if copied { self.words.copied } else { self.words.copy_failed }, copied);
        });
    }

    pub fn say(self, text: &str, good: bool) {
        self.toast.set(Some(Toast { text: text.to_owned(), good }));
        let later = Timeout::new(TOAST, move || self.toast.set(None));
        with_timers(|timers| timers.toast = Some(later));
    }
}
