//! The connect dialog as a plain value: what it shows follows from what was heard, and what comes too late is dropped.

use crate::{
    api::{
        ApiError, ErrorCode,
        wire::{Picture, Progress, Step},
    },
    domain::{
        evidence::Trouble,
        ids::{AttemptId, IntegrationId},
        time::Timestamp,
    },
};

/// What the press was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// «Подключить WhatsApp»
    Connect,
    /// «Подключить ещё один WhatsApp»
    Add,
    /// «Переподключить», «Продолжить подключение» and «Новый код»
    Reconnect(IntegrationId),
}

impl Goal {
    /// As it stands in the button's `data-goal`.
    pub fn to_data(self) -> String {
        match self {
            Self::Connect => "connect".to_owned(),
            Self::Add => "add".to_owned(),
            Self::Reconnect(id) => id.to_string(),
        }
    }

    /// Reads [`Goal::to_data`] back.
    pub fn from_data(data: &str) -> Option<Self> {
        match data {
            "connect" => Some(Self::Connect),
            "add" => Some(Self::Add),
            id => id.parse().ok().map(Self::Reconnect),
        }
    }
}

/// What the dialog shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is closed.
    Closed,
    /// «Готовим подключение…»
    Preparing,
    /// The code.
    Scan {
        /// The code to show.
        picture: Picture,
        /// Its place in the attempt.
        ordinal: u32,
        /// When it ends.
        expires_at: Timestamp,
        /// What was left when it came, in milliseconds: the countdown's whole circle.
        life: i64,
    },
    /// «Связываем устройство…»
    Linking,
    /// «Время вышло»
    TimeIsUp,
    /// Something went wrong; `Step::NoCode` and `Step::Failed` come as themselves.
    Error(Trap),
}

/// Why the attempt does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trap {
    /// A server function failed.
    Told(ApiError),
    /// The gateway gave no code.
    NoCode,
    /// The platform reported an error.
    Failed,
}

/// What the page does after it heard something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing beyond showing it.
    None,
    /// Close the dialog and say «Подключено!».
    Connected,
    /// Nobody is signed in any more.
    SignIn,
}

/// The dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Counts openings: an answer to an earlier one is dropped, so that it cannot reopen what was closed.
    pub run: u32,
    /// What it shows.
    pub stage: Stage,
    /// What the press was for.
    pub goal: Goal,
    /// Made at the press.
    pub id: Option<AttemptId>,
    /// The row, once the server has said it.
    pub session: Option<IntegrationId>,
    /// Its number.
    pub account: Option<String>,
    /// The gateway does not answer just now.
    pub trouble: Option<Trouble>,
    /// When the stage began, by the server's clock.
    pub since: Timestamp,
}

impl Default for Attempt {
    fn default() -> Self {
        Self {
            run: 0,
            stage: Stage::Closed,
            goal: Goal::Connect,
            id: None,
            session: None,
            account: None,
            trouble: None,
            since: Timestamp(0),
        }
    }
}

impl Attempt {
    /// A press: the dialog is open before any answer.
    pub fn open(&mut self, goal: Goal, id: AttemptId, now: Timestamp) {
        let session = if let Goal::Reconnect(session) = goal { Some(session) } else { None };
        *self = Self {
            run: self.run + 1,
            stage: Stage::Preparing,
            goal,
            id: Some(id),
            session,
            since: now,
            ..Self::default()
        };
    }

    /// «Новый код» and «Попробовать снова»: the same attempt; a row that is known is started again.
    pub fn again(&mut self, fresh: AttemptId, now: Timestamp) {
        let called_off = matches!(&self.stage, Stage::Error(Trap::Told(error)) if error.code == ErrorCode::Cancelled);
        self.id = self.id.filter(|_| !called_off).or(Some(fresh));
        self.run += 1;
        self.stage = Stage::Preparing;
        self.since = now;
        self.trouble = None;
    }

    /// Which server function a try calls.
    pub fn call(&self) -> Goal {
        self.session.map_or(self.goal, Goal::Reconnect)
    }

    /// The ordinal of the code on screen, 0 if there is none.
    pub fn has(&self) -> u32 {
        if let Stage::Scan { ordinal, .. } = self.stage { ordinal } else { 0 }
    }

    /// Whether the three-second poll has something to ask for.
    pub fn asks(&self) -> Option<IntegrationId> {
        matches!(self.stage, Stage::Preparing | Stage::Scan { .. } | Stage::Linking).then_some(self.session)?
    }

    /// Takes an answer to a question of opening `run`. An answer to an earlier opening changes nothing.
    pub fn heard(&mut self, run: u32, answer: Result<Progress, ApiError>) -> Effect {
        if run != self.run || self.stage == Stage::Closed {
            return Effect::None;
        }
        let progress = match answer {
            Ok(progress) => progress,
            Err(error) if error.code == ErrorCode::SignedOut => return Effect::SignIn,
            Err(error) => {
                if error.code == ErrorCode::NotFound && matches!(self.goal, Goal::Reconnect(_)) {
                    // somebody else has removed it: the next try makes another
                    self.goal = Goal::Add;
                }
                if error.code != ErrorCode::Offline {
                    // what the attempt made is gone: the next try begins anew
                    self.session = if let Goal::Reconnect(id) = self.goal { Some(id) } else { None };
                }
                self.stage = Stage::Error(Trap::Told(error));
                return Effect::None;
            }
        };
        (self.session, self.account) = (Some(progress.id), progress.account);
        self.trouble = progress.trouble;
        let next = match progress.step {
            Step::Connected => return Effect::Connected,
            Step::Preparing => Stage::Preparing,
            Step::Linking => Stage::Linking,
            Step::TimeIsUp => Stage::TimeIsUp,
            Step::NoCode => Stage::Error(Trap::NoCode),
            Step::Failed => Stage::Error(Trap::Failed),
            Step::Scan { picture: Some(picture), ordinal, expires_at } => {
                Stage::Scan { picture, ordinal, expires_at, life: expires_at.0 - progress.now.0 }
            }
            // the code on screen is still the current one
            Step::Scan { picture: None, .. } => return Effect::None,
        };
        if std::mem::discriminant(&next) != std::mem::discriminant(&self.stage) {
            self.since = progress.now;
        }
        self.stage = next;
        Effect::None
    }

    /// A poll failed. One that fails in passing changes nothing: the next comes in three seconds.
    pub fn missed(&mut self, run: u32, error: ApiError) -> Effect {
        if matches!(error.code, ErrorCode::Offline | ErrorCode::Unavailable | ErrorCode::Internal) {
            return Effect::None;
        }
        self.heard(run, Err(error))
    }

    /// The dialog was closed: returns what is to be cancelled, if an attempt was under way.
    pub fn close(&mut self) -> Option<(AttemptId, Option<IntegrationId>)> {
        let open = self.stage != Stage::Closed;
        self.run += 1;
        self.stage = Stage::Closed;
        self.id.filter(|_| open).map(|id| (id, self.session))
    }
}

#[cfg(test)]
#[path = "attempt_tests.rs"]
mod tests;
