//! Where a session stands, on the wire.

use crate::{
    connect::{Over, Standing, Why, ports::Session},
    domain::{state::SessionState, time::Timestamp},
    ui::words::panel::t,
};

use super::{
    time::rfc3339,
    wire::{StatusAnswer, StatusWord},
};

/// A session at `now`; codes only for who may see them.
pub(super) fn answer(session: &Session, now: Timestamp, may_see_codes: bool) -> StatusAnswer {
    let standing = Standing::of(session, now);
    let status = match &standing {
        Standing::Connected => StatusWord::Connected,
        Standing::QrIssued(_) => StatusWord::QrIssued,
        Standing::QrPending => StatusWord::QrPending,
        Standing::Disconnected(_) => StatusWord::Disconnected,
        Standing::Error(_) => StatusWord::Error,
    };
    let issued = if let Standing::QrIssued(qr) = &standing { Some(qr) } else { None };
    StatusAnswer {
        success: true,
        status,
        qrcode: issued.filter(|_| may_see_codes).map(|qr| qr.payload.as_str().to_owned()),
        last_qr_at: session.live.qr.as_ref().map(|qr| rfc3339(qr.issued_at().min(now))),
        account_number: session.account.as_ref().map(ToString::to_string),
        checked_at: session.live.evidence.checked_at.map(rfc3339),
        message: standing.why().map(message),
        last_status: matches!(status, StatusWord::Error).then(|| last_word(session.live.lifecycle.shown(now))),
    }
}

/// The word for the last known state, whatever the gateway tells now.
fn last_word(state: SessionState) -> StatusWord {
    match state {
        SessionState::Starting | SessionState::Linking => StatusWord::QrPending,
        SessionState::AwaitingScan => StatusWord::QrIssued,
        SessionState::Connected => StatusWord::Connected,
        SessionState::Reconnecting | SessionState::Disconnected | SessionState::LoggedOut => StatusWord::Disconnected,
        SessionState::Failed => StatusWord::Error,
    }
}

/// What the person should know.
fn message(why: Why) -> String {
    match why {
        Why::Trouble(trouble) => t().trouble_note(trouble),
        Why::Over(Over::TimeIsUp) => t().dialog.time_is_up_text,
        Why::Over(Over::NoCode) => t().dialog.no_code,
        Why::Over(Over::Failed) => t().dialog.failed,
        Why::NoAccount => t().no_number,
    }
    .to_owned()
}
