//! The words of the main page: all that the browser's part says. The page brings them along in one language.

use crate::{
    api::ErrorCode,
    domain::{
        evidence::{Source, Trouble},
        state::SessionState,
    },
};

use super::{fill, parts, plural};

texts! {
    /// A language's words for the main page.
    PanelWords in "panel" {
        title,
        connect,
        add,
        quick,
        refresh,
        empty_title,
        empty_text,
        empty_member,
        empty_steps,
        session,
        copy_session,
        copied,
        copy_failed,
        api_key,
        shared_key,
        disconnect,
        reconnect,
        go_on,
        rename,
        more,
        primary_tag,
        off_tag,
        make_primary,
        enable,
        disable,
        checked,
        last_known,
        never_checked,
        no_number,
        lost,
        checking,
        gateway_silent,
        ticket,
        help,
        close,
        cancel,
        show_more,
    } with {
        dialog: DialogWords,
        question: QuestionWords,
        states: StateWords,
        counts: CountWords,
        problems: ProblemWords,
    }
}

texts! {
    /// The words of «Подключение WhatsApp».
    DialogWords in "dialog" {
        title,
        preparing,
        waits_for,
        waits_long,
        no_script,
        qr,
        renews_in,
        renewing,
        linking,
        linking_text,
        linking_long,
        connected,
        time_is_up,
        time_is_up_text,
        new_code,
        no_code,
        failed,
        again,
        kept,
        silent,
        step_1,
        step_2,
        step_3,
    }
}

texts! {
    /// The words of the questions.
    QuestionWords in "question" {
        disconnect_title,
        disconnect_text,
        disconnected,
        rename_title,
        name,
        save,
        renamed,
        bad_name,
    }
}

texts! {
    /// The words of a badge, and of what is said below it.
    StateWords in "state" {
        connected,
        linking,
        disconnected,
        awaiting_scan,
        logged_out,
        failed,
        unreachable,
        refused,
        by_webhook,
        by_probe,
    }
}

texts! {
    /// Numbers and times.
    CountWords in "count" {
        plural,
        sessions,
        connected,
        not_shown,
        now,
        seconds_ago,
        minutes_ago,
        hours_ago,
        days_ago,
        seconds,
    }
}

texts! {
    /// What happened, and behind the `|` what to do.
    ProblemWords in "problem" {
        signed_out,
        forbidden,
        not_found,
        cancelled,
        bad_input,
        gateway_down,
        gateway_slow,
        gateway_unwell,
        gateway_nonsense,
        gateway_refused,
        unavailable,
        internal,
        offline,
    }
}

impl PanelWords {
    /// The badge's word for a state.
    pub fn state(&self, state: SessionState) -> &'static str {
        match state {
            SessionState::Connected => self.states.connected,
            SessionState::Linking | SessionState::Reconnecting | SessionState::Starting => self.states.linking,
            SessionState::Disconnected => self.states.disconnected,
            SessionState::AwaitingScan => self.states.awaiting_scan,
            SessionState::LoggedOut => self.states.logged_out,
            SessionState::Failed => self.states.failed,
        }
    }

    /// The badge's word where the gateway tells us nothing.
    pub fn trouble(&self, trouble: Trouble) -> &'static str {
        if trouble == Trouble::Refused { self.states.failed } else { self.states.unreachable }
    }

    /// What is said below a card whose gateway tells us nothing.
    pub fn trouble_note(&self, trouble: Trouble) -> &'static str {
        if trouble == Trouble::Refused { self.states.refused } else { self.gateway_silent }
    }

    /// What told us the state.
    pub fn source(&self, source: Source) -> &'static str {
        match source {
            Source::Webhook => self.states.by_webhook,
            Source::Probe => self.states.by_probe,
        }
    }

    /// The steps of the empty page.
    pub fn empty_steps(&self) -> [&'static str; 3] {
        parts(self.empty_steps)
    }

    /// What happened, and what to do.
    pub fn error(&self, code: ErrorCode) -> [&'static str; 2] {
        let said = &self.problems;
        parts(match code {
            ErrorCode::SignedOut => said.signed_out,
            ErrorCode::Forbidden => said.forbidden,
            ErrorCode::NotFound => said.not_found,
            ErrorCode::Cancelled => said.cancelled,
            ErrorCode::BadInput => said.bad_input,
            ErrorCode::GatewayDown => said.gateway_down,
            ErrorCode::GatewaySlow => said.gateway_slow,
            ErrorCode::GatewayUnwell => said.gateway_unwell,
            ErrorCode::GatewayNonsense => said.gateway_nonsense,
            ErrorCode::GatewayRefused => said.gateway_refused,
            ErrorCode::Unavailable => said.unavailable,
            ErrorCode::Internal => said.internal,
            ErrorCode::Offline => said.offline,
        })
    }

    /// «3 сессии · 1 подключена»
    pub fn summary(&self, all: usize, connected: usize) -> String {
        let said = |forms, count| plural::fill(self.counts.plural, forms, count);
        format!("{} · {}", said(self.counts.sessions, all), said(self.counts.connected, connected))
    }

    /// «Не показано ещё 900 сессий»
    pub fn not_shown(&self, count: usize) -> String {
        plural::fill(self.counts.plural, self.counts.not_shown, count)
    }

    /// «12 с назад»
    pub fn ago(&self, seconds: i64) -> String {
        match seconds {
            ..2 => self.counts.now.to_owned(),
            2..60 => fill(self.counts.seconds_ago, &[&seconds]),
            60..3_600 => fill(self.counts.minutes_ago, &[&(seconds / 60)]),
            3_600..86_400 => fill(self.counts.hours_ago, &[&(seconds / 3_600)]),
            _ => fill(self.counts.days_ago, &[&(seconds / 86_400)]),
        }
    }

    /// «37 с»
    pub fn seconds(&self, count: i64) -> String {
        fill(self.counts.seconds, &[&count])
    }
}

impl DialogWords {
    /// Each step: plain, bold, plain.
    pub fn steps(&self) -> [[&'static str; 3]; 3] {
        [self.step_1, self.step_2, self.step_3].map(parts)
    }
}

/// In the language of the page that is being made.
#[cfg(feature = "ssr")]
#[must_use]
pub fn t() -> &'static PanelWords {
    &super::here().panel
}

/// In the language that the page brought along.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn t() -> &'static PanelWords {
    super::given::words()
}
