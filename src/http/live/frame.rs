//! What is sent, made once for however many listen.

use std::sync::Arc;

use axum::response::sse::Event;
use serde::Serialize;

use crate::{
    api::{
        views,
        wire::{CardChange, Step},
    },
    connect::ports::Session,
    domain::{ids::IntegrationId, time::Timestamp},
};

/// One event, ready to be sent.
#[derive(Clone, Debug)]
pub struct Frame {
    name: &'static str,
    data: Arc<str>,
    /// A code is a key to somebody's WhatsApp.
    pub admins_only: bool,
}

impl Frame {
    /// The event for one listener.
    pub fn event(&self) -> Event {
        Event::default().event(self.name).data(&*self.data)
    }

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

    fn of(name: &'static str, value: &impl Serialize, admins_only: bool) -> Option<Self> {
        match serde_json::to_string(value) {
            Ok(text) => Some(Self { name, data: text.into(), admins_only }),
            Err(error) => {
                tracing::error!(%error, name, "a live event cannot be written");
                None
            }
        }
    }
}
