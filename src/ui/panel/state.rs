//! The page's signals and what it does. Everything that is more than wiring lives in `attempt` and `badge`.

use std::cell::RefCell;

use gloo_timers::callback::{Interval, Timeout};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        ApiError, ErrorCode, list_integrations,
        wire::{Card, Panel},
    },
    domain::time::Timestamp,
    ui::words::panel::{PanelWords, t},
};

use super::{
    attempt::{Attempt, Goal},
    browser,
    card::title,
    seats::Seats,
    start::Start,
};

/// The dialogs' element ids.
pub const CONNECT: &str = "connect";
pub const DISCONNECT: &str = "disconnect";
pub const RENAME: &str = "rename";
/// All of them.
pub const DIALOGS: [&str; 3] = [CONNECT, DISCONNECT, RENAME];
pub const TITLE: &str = "panel-title";

/// The list is asked for this often while somebody can see it.
const LIST: u32 = 30_000;
const SECOND: u32 = 1_000;
/// The clock of many cards goes on after this time, in milliseconds.
const CALM: i64 = 10_000;
/// A browser notices only when it paints that what had the keyboard is hidden, in milliseconds.
const AFTER_PAINT: u32 = 100;

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
    /// Whether the list is on this page; else a connection that was made leads to the page that has it.
    pub has_list: bool,
    pub seats: Seats,
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
    /// The same for the cards: where there are many it goes on in larger steps.
    pub cards_now: RwSignal<Timestamp>,
    /// The list must be asked for once more, and whether by force.
    stale: StoredValue<Option<bool>>,
    skew: StoredValue<i64>,
    /// When the server last told something by itself, by the browser's clock.
    pub heard_at: StoredValue<i64>,
    /// A change came while a dialog was open, and the list was left as it was.
    pub missed: StoredValue<bool>,
    /// A question is on its way: the next one waits for its answer.
    pub asking: StoredValue<bool>,
}

/// What goes on by itself; it ends when it is dropped.
#[derive(Default)]
pub struct Timers {
    pub poll: Option<Interval>,
    list: Option<Interval>,
    tick: Option<Interval>,
    pub toast: Option<Timeout>,
    settle: Option<Timeout>,
}

thread_local! {
    // not among the signals: what they hold must be able to move to another thread, and a timer cannot
    static TIMERS: RefCell<Timers> = RefCell::default();
}

/// Starts and ends what goes on by itself; there is one island of ours on a page.
pub fn with_timers(change: impl FnOnce(&mut Timers)) {
    TIMERS.with_borrow_mut(change);
}

impl State {
    pub fn new(Start { panel, all, connected, admin }: Start) -> Self {
        Self {
            words: t(),
            admin,
            has_list: true,
            seats: Seats::new(panel.cards, [all, connected].map(|count| count as usize)),
            checking: RwSignal::new(false),
            lost: RwSignal::new(false),
            attempt: RwSignal::new(Attempt::default()),
            toast: RwSignal::new(None),
            about: RwSignal::new(None),
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
            now: RwSignal::new(panel.now),
            cards_now: RwSignal::new(panel.now),
            stale: StoredValue::new(None),
            skew: StoredValue::new(0),
            heard_at: StoredValue::new(0),
            missed: StoredValue::new(false),
            asking: StoredValue::new(false),
        }
    }

    /// For an administrator's page that has the connect dialog alone. It learns the server's clock from the first answer.
    pub fn without_list() -> Self {
        Self { has_list: false, ..Self::new(Start::nothing()) }
    }

    /// Begins when the page has come to life in the browser.
    pub fn wake_up(self) {
        Effect::new(move |_| self.wake());
    }

    fn wake(self) {
        self.set_clock(if self.has_list { self.now.get_untracked() } else { browser::now() });
        self.listen();
        self.refresh(false);
        with_timers(|timers| {
            timers.list = Some(Interval::new(LIST, move || {
                if browser::is_visible() && !(self.is_told() && self.seats.is_whole()) {
                    self.refresh(false);
                }
            }));
            timers.tick = Some(Interval::new(SECOND, move || {
                if browser::is_visible() {
                    let now = self.server_now();
                    self.now.set(now);
                    if now.0 - self.cards_now.get_untracked().0 >= CALM || self.seats.are_few() {
                        self.cards_now.set(now);
                    }
                }
            }));
        });
        window_event_listener(leptos::ev::visibilitychange, move |_| {
            if browser::is_visible() {
                self.cards_now.set(self.server_now());
                self.refresh(false);
            }
        });
        if self.has_list && browser::is_led_here() {
            self.say(self.words.dialog.connected, true);
        }
        // a press that came before us has opened its dialog; what it was for follows
        if let Some(goal) = browser::pressed(CONNECT).and_then(|data| Goal::from_data(&data)) {
            self.connect(goal);
        }
        if let Some(Goal::Reconnect(id)) =
            [DISCONNECT, RENAME].into_iter().find_map(browser::pressed).and_then(|data| Goal::from_data(&data))
            && let Some(seat) = self.seats.find(id)
        {
            self.question(seat.card.get_untracked());
        }
    }

    pub fn server_now(self) -> Timestamp {
        Timestamp(browser::now().0 + self.skew.get_value())
    }

    /// What has been waited for is as old as before, also when a clock was set.
    // it has several callers, and once in the WASM is enough
    #[inline(never)]
    pub fn set_clock(self, server: Timestamp) {
        let shift = server.0 - self.server_now().0;
        self.attempt.update(|attempt| attempt.since.0 += shift);
        self.skew.set_value(server.0 - browser::now().0);
        self.now.set(server);
    }

    /// Asks for the list; every session is checked by its own id.
    pub fn refresh(self, force: bool) {
        if !self.has_list {
            return;
        }
        if self.checking.get_untracked() {
            // the answer on its way may have been read before the change that we are asked for
            self.stale.update_value(|stale| *stale = Some(stale.unwrap_or(false) || force));
            return;
        }
        self.checking.set(true);
        spawn_local(async move {
            let answer = list_integrations(force).await;
            self.checking.set(false);
            if let Some(force) = self.stale.try_update_value(Option::take).flatten() {
                return self.refresh(force);
            }
            match answer {
                Ok(panel) => self.take_panel(panel),
                Err(error) if error.code == ErrorCode::SignedOut => browser::sign_in(),
                Err(_) => self.lost.set(true),
            }
        });
    }

    /// The whole list as the server has it.
    pub fn take_panel(self, panel: Panel) {
        self.lost.set(false);
        self.set_clock(panel.now);
        self.cards_now.set(panel.now);
        let settles = panel.cards.iter().filter_map(|card| card.settles_at).min();
        self.change_list(move |seats| seats.put_all(panel.cards));
        if let Some(at) = settles {
            self.refresh_at(at);
        }
    }

    /// Changes the list. A control that had the keyboard may leave with its card: then the heading gets it.
    pub fn change_list(self, change: impl FnOnce(Seats)) {
        let had_focus = !browser::is_focus_lost();
        change(self.seats);
        if had_focus {
            Timeout::new(AFTER_PAINT, || {
                if browser::is_focus_lost() {
                    browser::focus(TITLE);
                }
            })
            .forget();
        }
    }

    /// Draws the cards that come next. The keyboard goes to the first of them, as one that reads on. While only the beginning
    /// is known the link leads where all are, as it does without us.
    pub fn draw_more(self, press: &leptos::ev::MouseEvent) {
        if !self.seats.is_whole() {
            return;
        }
        press.prevent_default();
        if let Some(first) = self.seats.draw_more() {
            Timeout::new(AFTER_PAINT, move || browser::focus(&title(first))).forget();
        }
    }

    /// A change that is held back is shown as soon as it is believed.
    pub fn refresh_at(self, at: Timestamp) {
        let wait = u32::try_from(at.0 - self.server_now().0).unwrap_or(0) + 50;
        let later = Timeout::new(wait, move || self.refresh(false));
        with_timers(|timers| timers.settle = Some(later));
    }
}
