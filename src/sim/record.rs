//! What was called and what was sent, without secrets.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::clock::Ms;

/// The most entries that a log keeps; the oldest go first.
const KEPT: usize = 10_000;

/// The calls that the platform knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// `POST /auth/token`
    Token,
    /// `POST /api/integrations/wpp/create`
    Create,
    /// `POST /api/accounts/start`
    Start,
    /// `GET /api/accounts/{number}/status`
    Status,
    /// `GET /api/accounts/{number}/qr`
    Qr,
    /// `POST /api/webhooks/{number}`, `POST /internal/session/{number}/webhook`
    Webhook,
    /// `DELETE /api/accounts/{number}`, `POST /internal/session/{number}/stop`
    Stop,
    /// `POST /api/messages/text`
    Message,
    /// The target of a simulated redirect: an entry here means that somebody followed it.
    Redirected,
    /// Anything else.
    Unknown,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CallRecord {
    /// When it arrived, in milliseconds since 1970 on the simulator's clock.
    pub at_ms: u64,
    /// The HTTP method.
    pub method: String,
    /// Which call it is.
    pub name: Call,
    /// The path without its query; it shows which route form was used.
    pub path: String,
    /// The account number, from the path, the body or, for a create, the answer.
    pub number: Option<String>,
    /// The HTTP status of the answer; `null` if there was none (yet).
    pub status: Option<u16>,
}

/// One try to deliver an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DeliveryRecord {
    /// When it ended, in milliseconds since 1970 on the simulator's clock.
    pub at_ms: u64,
    /// The account number.
    pub number: String,
    /// The event's type word.
    pub event: String,
    /// 1 for the first try, at most 3.
    pub attempt: u32,
    /// The HTTP status of the answer; `null` if there was none.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub error: Option<String>,
}

/// The newest entries, each with a name that stays valid when others go.
pub struct Log<T> {
    entries: VecDeque<T>,
    gone: u64,
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Self { entries: VecDeque::new(), gone: 0 }
    }
}

impl<T: Clone> Log<T> {
    /// Adds an entry and returns its name.
    pub fn push(&mut self, entry: T) -> u64 {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
            self.gone += 1;
        }
        self.entries.push_back(entry);
        self.gone + self.entries.len() as u64 - 1
    }

    /// The entry of that name, unless it is gone.
    pub fn get_mut(&mut self, name: u64) -> Option<&mut T> {
        self.entries.get_mut(usize::try_from(name.checked_sub(self.gone)?).ok()?)
    }

    pub fn all(&self) -> Vec<T> {
        self.entries.iter().cloned().collect()
    }

    pub fn clear(&mut self) {
        self.gone += self.entries.len() as u64;
        self.entries.clear();
    }
}

impl CallRecord {
    pub(super) fn new(at_ms: Ms, method: &str, name: Call, path: &str, number: Option<String>) -> Self {
        Self { at_ms, method: method.to_owned(), name, path: path.to_owned(), number, status: None }
    }
}
