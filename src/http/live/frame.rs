//! What is sent, made once for however many listen.

use axum::body::Bytes;
use serde::Serialize;
use serde_json::json;

use crate::{
    api::{
        views,
        wire::{CardChange, Step},
    },
    connect::ports::Session,
    domain::{alert::AlertKind, ids::IntegrationId, time::Timestamp},
};

/// How long a browser waits before it comes again, in milliseconds.
const RETRY: &str = "retry: 3000\n";

/// One event as it goes over the wire, shared by all who wait for it.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The text of the event.
    pub bytes: Bytes,
    /// A code is a key to somebody's WhatsApp.
    pub admins_only: bool,
}

impl Frame {
    /// The whole list.
    pub fn panel(sessions: &[Session], now: Timestamp) -> Option<Self> {
        Self::of("panel", &views::panel(sessions, now), false)
    }

    /// A session that came or changed.
    pub fn card(session: &Session, now: Timestamp) -> Option<Self> {
        Self::of("card", &CardChange { now, card: views::card(session, now) }, false)
    }

    /// A session that is in the list no more.
    pub fn gone(id: IntegrationId) -> Option<Self> {
        Self::of("gone", &id, false)
    }

    /// The server lives and so does the sign-in.
    pub fn beat(now: Timestamp) -> Option<Self> {
        Self::of("beat", &now, false)
    }

    /// Where an attempt stands, and the ordinal of its code.
    pub fn progress(session: &Session, now: Timestamp) -> (Option<Self>, Option<u32>) {
        let progress = views::progress(session, now, 0, true);
        let ordinal = if let Step::Scan { ordinal, .. } = progress.step { Some(ordinal) } else { None };
        (Self::of("progress", &progress, true), ordinal)
    }

    /// Something that a browser may notify of. Whoever asked to be told of drops is told the name too.
    pub fn alert(kind: AlertKind, session: Option<&Session>) -> Option<Self> {
        let (id, name) = (session.map(|session| session.id), session.map(|session| session.name.as_str()));
        Self::of("alert", &json!({ "kind": kind.as_str(), "id": id, "name": name }), false)
    }

    fn of(name: &'static str, value: &impl Serialize, admins_only: bool) -> Option<Self> {
        match serde_json::to_string(value) {
            // JSON has no line ends outside of its texts, and inside they are escaped
            Ok(data) => {
                let retry = if name == "panel" { RETRY } else { "" };
                Some(Self { bytes: format!("{retry}event: {name}\ndata: {data}\n\n").into(), admins_only })
            }
            Err(error) => {
                tracing::error!(%error, name, "a live event cannot be written");
                None
            }
        }
    }
}
