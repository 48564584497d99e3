//! One account: what it is in, and what time alone makes of it.

use super::{clock::Ms, code, event::Event, settings::Settings};

/// What an account is in.
#[derive(Clone, Debug)]
pub enum Phase {
    /// Started; the first code comes at this time.
    Starting(Ms),
    /// A code is out.
    Code(Code),
    /// Scanned, or known from before; connected at this time.
    Linking(Ms),
    /// Connected.
    Connected,
    /// The phone was lost and is being looked for.
    Reconnecting,
    /// All codes ran out unscanned.
    Spent,
    /// Dropped.
    Offline,
    /// Unlinked from the phone.
    LoggedOut,
}

/// A code that is out.
#[derive(Clone, Debug)]
pub struct Code {
    /// 1 for the first.
    pub ordinal: u32,
    /// The text to draw.
    pub text: String,
    /// When it stops working.
    pub until: Ms,
    /// When it is scanned by itself, if it is.
    scan_at: Option<Ms>,
}

/// One account of the simulated platform.
#[derive(Clone, Debug)]
pub struct Account {
    /// The platform's name for it.
    pub number: String,
    /// The key that opens it.
    pub key: String,
    /// What it is in.
    pub phase: Phase,
    /// The digits of the linked phone.
    pub phone: Option<String>,
    /// Where its events go.
    pub webhook: Option<String>,
    /// A status word that the control side put in place of the true one.
    pub said: Option<String>,
}

impl Account {
    /// An account that was just started.
    pub fn new(number: &str, key: &str, now: Ms, settings: &Settings) -> Self {
        Self {
            number: number.to_owned(),
            key: key.to_owned(),
            phase: starting(now, settings),
            phone: None,
            webhook: None,
            said: None,
        }
    }

    /// `start` on an account that is there.
    pub fn start(&mut self, now: Ms, settings: &Settings) {
        match self.phase {
            Phase::Offline if self.phone.is_some() => self.link(now, settings.link_ms.draw()),
            Phase::Offline | Phase::LoggedOut => self.phase = starting(now, settings),
            Phase::Spent if settings.renew_codes => self.phase = starting(now, settings),
            _ => {}
        }
    }

    /// The code is scanned; the connection stands after `link_ms`.
    pub fn scan(&mut self, phone: String, now: Ms, link_ms: Ms) {
        self.phone = Some(phone);
        self.link(now, link_ms);
    }

    fn link(&mut self, now: Ms, link_ms: Ms) {
        self.phase = Phase::Linking(now.saturating_add(link_ms));
    }

    /// When time alone changes something next.
    pub fn due(&self) -> Option<Ms> {
        match &self.phase {
            Phase::Starting(at) | Phase::Linking(at) => Some(*at),
            Phase::Code(code) => Some(code.scan_at.map_or(code.until, |at| at.min(code.until))),
            _ => None,
        }
    }

    /// Lets everything happen that is due at `now`, in its order.
    pub fn settle(&mut self, now: Ms, settings: &Settings) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(at) = self.due().filter(|at| *at <= now) {
            events.extend(self.step(at, settings));
        }
        events
    }

    fn step(&mut self, at: Ms, settings: &Settings) -> Option<Event> {
        match &self.phase {
            Phase::Starting(_) => Some(self.show(1, at, settings)),
            Phase::Linking(_) => {
                self.phase = Phase::Connected;
                self.phone.clone().map(Event::Connected)
            }
            Phase::Code(code) if code.scan_at.is_some_and(|scan| scan <= at) => {
                self.scan(some_phone(&self.number), at, settings.link_ms.draw());
                None
            }
            Phase::Code(code) if code.ordinal < settings.codes => Some(self.show(code.ordinal + 1, at, settings)),
            Phase::Code(_) => {
                self.phase = Phase::Spent;
                Some(Event::Offline)
            }
            _ => None,
        }
    }

    fn show(&mut self, ordinal: u32, at: Ms, settings: &Settings) -> Event {
        let text = code::text(&self.number, ordinal);
        let life = if ordinal == 1 { settings.first_code_ms } else { settings.next_code_ms };
        let scan_at = settings.auto_scan_ms.map(|wait| at.saturating_add(wait));
        self.phase = Phase::Code(Code { ordinal, text: text.clone(), until: at.saturating_add(life), scan_at });
        Event::Code(text)
    }

    /// The code that is out.
    pub fn code(&self) -> Option<&Code> {
        match &self.phase {
            Phase::Code(code) => Some(code),
            _ => None,
        }
    }

    /// The status word; `None` leaves it out.
    pub fn word<'a>(&'a self, settings: &'a Settings) -> Option<&'a str> {
        let words = &settings.words;
        let word = self.said.as_deref().unwrap_or(match self.phase {
            Phase::Starting(_) => &words.starting,
            Phase::Code(_) => &words.qr,
            Phase::Linking(_) => &words.linking,
            Phase::Connected => &words.connected,
            Phase::Reconnecting => &words.reconnecting,
            Phase::Spent => &words.spent,
            Phase::Offline => &words.offline,
            Phase::LoggedOut => &words.logout,
        });
        Some(word).filter(|word| !word.is_empty())
    }
}

fn starting(now: Ms, settings: &Settings) -> Phase {
    Phase::Starting(now.saturating_add(settings.qr_delay_ms.draw()))
}

/// A phone that looks like a Russian mobile one, always the same for an account.
pub fn some_phone(number: &str) -> String {
    let sum = number.bytes().fold(7_u64, |sum, byte| (sum * 31 + u64::from(byte)) % 1_000_000_000);
    format!("79{sum:09}")
}
