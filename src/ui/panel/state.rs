//! The page's signals and what it does. Everything that is more than wiring lives in `attempt` and `badge`.

use gloo_timers::callback::{Interval, Timeout};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        ApiError, ErrorCode, list_integrations,
        wire::{CancelEnd, Card, Panel},
        wpp_cancel, wpp_create, wpp_disconnect, wpp_provision, wpp_reconnect, wpp_rename, wpp_status,
    },
    domain::{ids::IntegrationId, time::Timestamp},
    ui::words::panel::{PanelWords, RU},
};

use super::{
    attempt::{Attempt, Effect, Goal},
    browser,
};

/// The dialogs' element ids.
pub const CONNECT: &str = "connect";
pub const DISCONNECT: &str = "disconnect";
pub const RENAME: &str = "rename";
pub const TITLE: &str = "panel-title";

/// While the dialog is open the state is asked for this often, in milliseconds: the customer's figure.
const POLL: u32 = 3_000;
/// The list is asked for this often while somebody can see it.
const LIST: u32 = 30_000;
const SECOND: u32 = 1_000;
const TOAST: u32 = 6_000;

/// A line that comes and goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Toast {
    pub text: String,
    pub good: bool,
}

/// Everything the main page knows. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub struct State {
    pub words: &'static PanelWords,
    pub admin: bool,
    pub cards: RwSignal<Vec<Card>>,
    pub checking: RwSignal<bool>,
    pub lost: RwSignal<bool>,
    pub attempt: RwSignal<Attempt>,
    pub toast: RwSignal<Option<Toast>>,
    /// The card that a question is about.
    pub about: RwSignal<Option<Card>>,
    pub busy: RwSignal<bool>,
    pub problem: RwSignal<Option<ApiError>>,
    /// The server's clock.
    pub now: RwSignal<Timestamp>,
    skew: StoredValue<i64>,
    asking: StoredValue<bool>,
    timers: StoredValue<Timers, LocalStorage>,
}

#[derive(Default)]
struct Timers {
    poll: Option<Interval>,
    list: Option<Interval>,
    tick: Option<Interval>,
    toast: Option<Timeout>,
    settle: Option<Timeout>,
}

impl State {
    pub fn new(panel: Panel, admin: bool) -> Self {
        Self {
            words: &RU,
            admin,
            cards: RwSignal::new(panel.cards),
            checking: RwSignal::new(false),
            lost: RwSignal::new(false),
            attempt: RwSignal::new(Attempt::default()),
            toast: RwSignal::new(None),
            about: RwSignal::new(None),
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
            now: RwSignal::new(panel.now),
            skew: StoredValue::new(0),
            asking: StoredValue::new(false),
            timers: StoredValue::new_local(Timers::default()),
        }
    }

    /// Runs once in the browser, when the page has come to life.
    pub fn wake(self) {
        self.set_clock(self.now.get_untracked());
        self.refresh(false);
        self.timers.update_value(|timers| {
            timers.list = Some(Interval::new(LIST, move || {
                if browser::is_visible() {
                    self.refresh(false);
                }
            }));
            timers.tick = Some(Interval::new(SECOND, move || {
                if browser::is_visible() {
                    self.now.set(self.server_now());
                }
            }));
        });
        window_event_listener(leptos::ev::visibilitychange, move |_| {
            if browser::is_visible() {
                self.refresh(false);
            }
        });
        // a press that came before us has opened the dialog; its request follows
        let pressed = browser::dialog(CONNECT).filter(|dialog| dialog.open());
        if let Some(goal) = pressed.and_then(|dialog| Goal::from_data(&dialog.get_attribute("data-goal")?)) {
            self.connect(goal);
        }
    }

    fn server_now(self) -> Timestamp {
        Timestamp(browser::now().0 + self.skew.get_value())
    }

    fn set_clock(self, server: Timestamp) {
        self.skew.set_value(server.0 - browser::now().0);
        self.now.set(server);
    }

    /// Asks for the list; every session is checked by its own id.
    pub fn refresh(self, force: bool) {
        if self.checking.get_untracked() {
            return;
        }
        self.checking.set(true);
        spawn_local(async move {
            let answer = list_integrations(force).await;
            self.checking.set(false);
            match answer {
                Ok(panel) => {
                    self.lost.set(false);
                    self.set_clock(panel.now);
                    let settles = panel.cards.iter().filter_map(|card| card.settles_at).min();
                    self.cards.set(panel.cards);
                    if let Some(at) = settles {
                        self.refresh_at(at);
                    }
                }
                Err(error) if error.code == ErrorCode::SignedOut => browser::sign_in(),
                Err(_) => self.lost.set(true),
            }
        });
    }

    /// A change that is held back is shown as soon as it is believed.
    fn refresh_at(self, at: Timestamp) {
        let wait = u32::try_from(at.0 - self.server_now().0).unwrap_or(0) + 50;
        let later = Timeout::new(wait, move || self.refresh(false));
        self.timers.update_value(|timers| timers.settle = Some(later));
    }

    /// A press: the dialog is open before any answer.
    pub fn connect(self, goal: Goal) {
        self.attempt.update(|attempt| attempt.open(goal, browser::attempt_id(), self.server_now()));
        browser::show(CONNECT);
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
        self.timers.update_value(|timers| timers.poll = Some(poll));
        spawn_local(async move {
            let answer = match call {
                Goal::Connect => wpp_provision(id).await,
                Goal::Add => wpp_create(id).await,
                Goal::Reconnect(session) => wpp_reconnect(session, id).await,
            };
            self.hear(|attempt| attempt.heard(run, answer));
        });
    }

    fn poll(self) {
        let (run, asks, has) = self.attempt.with_untracked(|attempt| (attempt.run, attempt.asks(), attempt.has()));
        let Some(session) = asks.filter(|_| !self.asking.get_value()) else { return };
        self.asking.set_value(true);
        spawn_local(async move {
            let answer = wpp_status(session, has).await;
            self.asking.set_value(false);
            self.hear(|attempt| match answer {
                Ok(progress) => attempt.heard(run, Ok(progress)),
                Err(error) => attempt.missed(run, error),
            });
        });
    }

    fn hear(self, take: impl FnOnce(&mut Attempt) -> Effect) {
        match self.attempt.try_update(take) {
            Some(Effect::Connected) => {
                self.attempt.update(|attempt| {
                    attempt.close();
                });
                browser::close(CONNECT);
                self.say(self.words.dialog.connected, true);
                self.refresh(false);
            }
            Some(Effect::SignIn) => browser::sign_in(),
            _ => {}
        }
    }

    /// The dialog was closed, by whatever means: polling ends, and so does what the attempt began.
    pub fn closed(self) {
        self.timers.update_value(|timers| timers.poll = None);
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

    /// Opens a question about a card.
    pub fn question(self, dialog: &'static str, card: Card) {
        self.problem.set(None);
        self.about.set(Some(card));
        browser::show(dialog);
    }

    pub fn disconnect(self, id: IntegrationId) {
        self.answer(
            DISCONNECT,
            self.words.question.disconnected,
            move |state| {
                state.cards.update(|cards| cards.retain(|card| card.id != id));
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
                state.cards.update(|cards| {
                    if let Some(card) = cards.iter_mut().find(|card| card.id == id) {
                        card.name = shown;
                    }
                });
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
                    if browser::is_focus_lost() {
                        browser::focus(TITLE);
                    }
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
        self.timers.update_value(|timers| timers.toast = Some(later));
    }
}
