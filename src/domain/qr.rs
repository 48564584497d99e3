//! What the platform sends as a QR code, decided by content and never by field name.

use std::{fmt, time::Duration};

use super::time::Timestamp;

/// The largest value that is looked at, in bytes.
pub const MAX_VALUE: usize = 64 * 1024;
/// The longest text that QR version 40 holds at the lowest error correction, in bytes.
pub const MAX_TEXT: usize = 2_953;
/// How long the first code of an attempt lives.
pub const FIRST_LIFE: Duration = Duration::from_secs(60);
/// How long each further code lives.
pub const NEXT_LIFE: Duration = Duration::from_secs(20);

/// What the platform says of a code's life is believed within these bounds.
const BELIEVED: std::ops::RangeInclusive<Duration> = Duration::from_secs(5)..=Duration::from_secs(300);

const PNG_MAGIC: &str = "iVBORw0KGgo";
const JPEG_MAGIC: &str = "/9j/";

/// A QR code's value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum QrPayload {
    /// Text to draw.
    Text(String),
    /// An image to show as it is: `data:image/png;base64,…` or `data:image/jpeg;base64,…`.
    Image(String),
}

/// Why a value is no QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrError {
    /// Over [`MAX_VALUE`].
    TooLarge,
    /// Text over [`MAX_TEXT`].
    TooLongToDraw,
    /// An image that is neither PNG nor JPEG, or not Base64.
    UnknownImage,
}

impl fmt::Display for QrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the QR value is over 64 KiB",
            Self::TooLongToDraw => "the QR text is too long for QR version 40",
            Self::UnknownImage => "the QR image is neither PNG nor JPEG",
        })
    }
}

impl std::error::Error for QrError {}

impl fmt::Debug for QrPayload {
    /// Says which kind it is; the value is a key to somebody's WhatsApp.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "QrPayload::Text(…)",
            Self::Image(_) => "QrPayload::Image(…)",
        })
    }
}

impl QrPayload {
    /// Decides by content: a `data:image` prefix or the magic of a PNG behind Base64 is an image, everything else is
    /// text. `Ok(None)` for an empty value: there is no code yet.
    ///
    /// # Errors
    /// [`QrError`] for a value that can be neither drawn nor shown.
    pub fn classify(value: &str) -> Result<Option<Self>, QrError> {
        if value.len() > MAX_VALUE {
            return Err(QrError::TooLarge);
        }
        let value = value.trim();
        if value.is_empty() {
            return Ok(None);
        }
        if value.get(..10).is_some_and(|head| head.eq_ignore_ascii_case("data:image")) {
            let (_, data) = value.split_once(',').ok_or(QrError::UnknownImage)?;
            return image(data).map(Some);
        }
        if value.starts_with(PNG_MAGIC) {
            return image(value).map(Some);
        }
        if value.len() > MAX_TEXT {
            return Err(QrError::TooLongToDraw);
        }
        Ok(Some(Self::Text(value.to_owned())))
    }

    /// The value as REST gives it out and the database keeps it: raw text or `data:image/…`, never bare Base64.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(value) | Self::Image(value) => value,
        }
    }
}

fn image(base64: &str) -> Result<QrPayload, QrError> {
    let data: String = base64.chars().filter(|sign| !sign.is_ascii_whitespace()).collect();
    let kind = if data.starts_with(PNG_MAGIC) {
        "png"
    } else if data.starts_with(JPEG_MAGIC) {
        "jpeg"
    } else {
        return Err(QrError::UnknownImage);
    };
    let body = data.trim_end_matches('=');
    let padding = data.len() - body.len();
    let fits = padding <= 2
        && body.len() % 4 != 1
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    if fits { Ok(QrPayload::Image(format!("data:image/{kind};base64,{data}"))) } else { Err(QrError::UnknownImage) }
}

/// What the platform says of a code's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeLife {
    /// So long from when it was given out.
    For(Duration),
    /// Until then, by the platform's clock.
    Until(Timestamp),
}

impl CodeLife {
    /// How long the code lives from `now` on; `None` where that cannot be: clocks disagree.
    #[must_use]
    pub fn left(self, now: Timestamp) -> Option<Duration> {
        let left = match self {
            Self::For(life) => life,
            Self::Until(end) => end.since(now),
        };
        BELIEVED.contains(&left).then_some(left)
    }
}

/// A code as the platform gives it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenQr {
    /// The value.
    pub payload: QrPayload,
    /// Its end, where the platform says so.
    pub life: Option<CodeLife>,
}

impl From<QrPayload> for GivenQr {
    fn from(payload: QrPayload) -> Self {
        Self { payload, life: None }
    }
}

/// A code that is out, with its place in the attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedQr {
    /// The value.
    pub payload: QrPayload,
    /// 1 for the first code of the session's current attempt, then counting.
    pub ordinal: u32,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl IssuedQr {
    /// When the code came, as far as its end tells: near it, if the platform told another life than the usual one.
    #[must_use]
    pub fn issued_at(&self) -> Timestamp {
        let life = if self.ordinal == 1 { FIRST_LIFE } else { NEXT_LIFE };
        Timestamp(self.expires_at.0.saturating_sub(i64::try_from(life.as_millis()).unwrap_or(0)))
    }

    /// The code that follows `before` when `given` is seen at `now`, with the life that the platform tells, else as
    /// [`IssuedQr::next`] has it.
    #[must_use]
    pub fn following(before: Option<&Self>, given: &GivenQr, now: Timestamp) -> Self {
        let next = Self::next(before, given.payload.clone(), now);
        match given.life.and_then(|life| life.left(now)) {
            Some(left) if before != Some(&next) => Self { expires_at: now.plus(left), ..next },
            _ => next,
        }
    }

    /// The code that follows `before` when `payload` is seen at `now`: the same one if the value is the same.
    ///
    /// A code lives 60 s, each further one 20 s. A poll sees a new code late, so its life is counted from the end of
    /// the one before where that is near.
    #[must_use]
    pub fn next(before: Option<&Self>, payload: QrPayload, now: Timestamp) -> Self {
        match before {
            Some(same) if same.payload == payload => same.clone(),
            Some(old) => {
                let late = now.since(old.expires_at);
                let born = if late > Duration::ZERO && late < NEXT_LIFE { old.expires_at } else { now };
                Self { payload, ordinal: old.ordinal + 1, expires_at: born.plus(NEXT_LIFE) }
            }
            None => Self { payload, ordinal: 1, expires_at: now.plus(FIRST_LIFE) },
        }
    }
}
