//! Trouble to order: which calls fail, how often, and how it looks.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::record::Call;

/// The size of a [`FaultBody::Huge`] answer unless it is told, in bytes.
pub const HUGE: u64 = 100 * 1024 * 1024;

/// An order to fail. In JSON every field may be left out; `{}` is one 500 for whichever call comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fault {
    /// How many calls fail.
    pub times: u32,
    /// Only calls of this name; `null` is any.
    pub call: Option<Call>,
    /// Only calls about this account; `null` is any.
    pub number: Option<String>,
    /// The HTTP status, 200 to 599; `null` is 500 for an error, 307 for a redirect and 200 for everything else.
    pub status: Option<u16>,
    /// What comes in place of the answer.
    pub body: FaultBody,
    /// The size of a huge answer, in bytes; `null` is 100 MiB.
    pub bytes: Option<u64>,
    /// A `Retry-After` header, in seconds.
    pub retry_after: Option<u64>,
    /// Whether the call is carried out all the same and only its answer is lost.
    pub carried_out: bool,
    /// The call is carried out so much later, in milliseconds, whatever has become of its connection.
    pub late_ms: Option<u64>,
}

/// What comes in place of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultBody {
    /// JSON with `error`.
    #[default]
    Error,
    /// A page, as a proxy answers.
    Html,
    /// Half a JSON document, in a complete HTTP answer.
    Truncated,
    /// Half a JSON document, and the connection ends.
    Cut,
    /// A valid JSON document of `bytes` bytes, streamed without a `Content-Length`.
    Huge,
    /// One byte each 100 ms, for ever.
    Drip,
    /// A redirect to `/redirected` on the simulator.
    Redirect,
    /// JSON whose fields all have wrong types.
    WrongTypes,
    /// No body.
    Empty,
    /// No answer ever.
    Hang,
    /// The connection ends without an answer.
    Close,
    /// This JSON.
    Json(Value),
    /// This text, as `application/json`.
    Text(String),
}

impl Default for Fault {
    fn default() -> Self {
        Self {
            times: 1,
            call: None,
            number: None,
            status: None,
            body: FaultBody::Error,
            bytes: None,
            retry_after: None,
            carried_out: false,
            late_ms: None,
        }
    }
}

impl Fault {
    /// One answer with this status and a JSON error.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self { status: Some(status), ..Self::default() }
    }

    /// One answer with this body.
    #[must_use]
    pub fn body(body: FaultBody) -> Self {
        Self { body, ..Self::default() }
    }

    /// Only calls of this name.
    #[must_use]
    pub fn on(mut self, call: Call) -> Self {
        self.call = Some(call);
        self
    }

    /// Only calls about this account.
    #[must_use]
    pub fn about(mut self, number: &str) -> Self {
        self.number = Some(number.to_owned());
        self
    }

    /// So many calls.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// The call is carried out, its answer is lost.
    #[must_use]
    pub fn carried_out(mut self) -> Self {
        self.carried_out = true;
        self
    }

    /// Whether the order can be carried out.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.status.is_some_and(|status| !(200..600).contains(&status)) {
            return Err("status must be between 200 and 599".to_owned());
        }
        if self.times == 0 {
            return Err("times must be at least 1".to_owned());
        }
        Ok(())
    }

    fn fits(&self, call: Call, number: Option<&str>) -> bool {
        self.call.is_none_or(|wanted| wanted == call)
            && self.number.as_deref().is_none_or(|wanted| number == Some(wanted))
    }
}

/// The orders that are open, oldest first.
#[derive(Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The oldest order that fits, used up by one.
    pub fn take(&mut self, call: Call, number: Option<&str>) -> Option<Fault> {
        let index = self.0.iter().position(|fault| fault.fits(call, number))?;
        let fault = self.0.get_mut(index)?;
        fault.times -= 1;
        let taken = fault.clone();
        if taken.times == 0 {
            self.0.remove(index);
        }
        Some(taken)
    }
}
