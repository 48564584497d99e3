//! The connect dialog at work: the request behind a press, the three-second poll, and the end of both.

use gloo_timers::callback::Interval;
use leptos::{prelude::*, task::spawn_local};

use crate::api::{
    ApiError,
    wire::{CancelEnd, Progress},
    wpp_cancel, wpp_create, wpp_provision, wpp_reconnect, wpp_status,
};

use super::{
    attempt::{Attempt, Effect, Goal},
    browser,
    state::{CONNECT, State, TITLE, with_timers},
};

/// While the dialog is open the state is asked for this often, in milliseconds: the customer's figure.
const POLL: u32 = 3_000;

impl State {
    /// A press. The browser opens the dialog itself, before any answer: see `ConnectButton`.
    pub fn connect(self, goal: Goal) {
        self.attempt.update(|attempt| attempt.open(goal, browser::attempt_id(), self.server_now()));
        self.try_now();
    }

    /// «Новый код», «Попробовать снова»
    pub fn again(self) {
        self.attempt.update(|attempt| attempt.again(browser::attempt_id(), self.server_now()));
        self.try_now();
    }

    fn try_now(self) {
        let (run, call, id) = self.attempt.with_untracked(|attempt| (attempt.run, attempt.call(), attempt.id));
        let Some(id) = id else { return };
        let poll = Interval::new(POLL, move || self.poll());
        with_timers(|timers| timers.poll = Some(poll));
        spawn_local(async move {
            let answer = match call {
                Goal::Connect => wpp_provision(id).await,
                Goal::Add => wpp_create(id).await,
                Goal::Reconnect(session) => wpp_reconnect(session, id).await,
            };
            self.hear(run, answer, false);
        });
    }

    fn poll(self) {
        let (run, asks, has) = self.attempt.with_untracked(|attempt| (attempt.run, attempt.asks(), attempt.has()));
        let Some(session) = asks.filter(|_| !self.asking.get_value()) else { return };
        self.asking.set_value(true);
        spawn_local(async move {
            let answer = wpp_status(session, has).await;
            self.asking.set_value(false);
            self.hear(run, answer, true);
        });
    }

    pub fn hear(self, run: u32, answer: Result<Progress, ApiError>, polled: bool) {
        // a page without the list has the server's clock from here alone
        if let Ok(progress) = &answer {
            self.set_clock(progress.now);
        }
        let heard = self.attempt.try_update(|attempt| match answer {
            Err(error) if polled => attempt.missed(run, error),
            answer => attempt.heard(run, answer),
        });
        match heard {
            Some(Effect::Connected) => {
                let opener_stays = self.attempt.with_untracked(|attempt| attempt.goal == Goal::Add);
                self.attempt.update(|attempt| {
                    attempt.close();
                });
                browser::close(CONNECT);
                // the other buttons leave with the state they were for, and would take the keyboard along
                if !opener_stays {
                    browser::focus(TITLE);
                }
                self.say(self.words.dialog.connected, true);
                self.refresh(false);
                if !self.has_list {
                    browser::lead_to_list();
                }
            }
            Some(Effect::SignIn) => browser::sign_in(),
            _ => {}
        }
    }

    /// The dialog was closed, by whatever means: polling ends, and so does what the attempt began.
    pub fn closed(self) {
        with_timers(|timers| timers.poll = None);
        if browser::is_focus_lost() {
            browser::focus(TITLE);
        }
        let Some((id, session)) = self.attempt.try_update(Attempt::close).flatten() else { return };
        spawn_local(async move {
            if wpp_cancel(id, session).await == Ok(CancelEnd::Connected) {
                self.say(self.words.dialog.kept, true);
            }
            self.refresh(false);
        });
    }
}
