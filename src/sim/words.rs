//! The status words the simulated platform uses.

use serde::{Deserialize, Serialize};

/// A word for each state. Any text may be set; an empty one leaves the status out of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// No code yet.
    pub starting: String,
    /// A code is out.
    pub qr: String,
    /// Scanned, not yet connected.
    pub linking: String,
    /// Connected.
    pub connected: String,
    /// The phone was lost and is being looked for.
    pub reconnecting: String,
    /// All codes ran out unscanned.
    pub spent: String,
    /// Dropped.
    pub offline: String,
    /// Unlinked from the phone.
    pub logout: String,
}

impl Default for Words {
    fn default() -> Self {
        let word = str::to_owned;
        Self {
            starting: word("starting"),
            qr: word("qr_required"),
            linking: word("pending"),
            connected: word("connected"),
            reconnecting: word("timeout"),
            spent: word("timeout"),
            offline: word("offline"),
            logout: word("logout"),
        }
    }
}
