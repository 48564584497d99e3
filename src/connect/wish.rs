//! What a request over REST stands for, where no page has made an id for it: a client that repeats it after a lost answer
//! means the same thing still.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::domain::{
    actor::Actor,
    ids::{AttemptId, IntegrationId, UserId},
    time::Timestamp,
};

use super::{Connect, ConnectError, Repeats};

/// A client that repeats a request has done so within this time; it is counted in whole ones.
pub(super) const WHILE: Duration = Duration::from_secs(30);

/// What somebody wants, by the call and by the key that the caller gave the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    call: &'static str,
    key: Option<String>,
}

impl Wish {
    /// `call` tells apart what the same person may want at the same time. With a `key` it is this one request for ever.
    #[must_use]
    pub fn new(call: &'static str, key: Option<String>) -> Self {
        Self { call, key }
    }

    /// Whether the caller has named the request.
    pub(super) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Always the same id for the same wish of the same person about the same thing.
    fn id(&self, user: UserId, about: &str) -> AttemptId {
        let mut hash = Sha256::new();
        hash.update(user.0.as_bytes());
        hash.update([u8::from(self.key.is_some())]);
        // each text with its length before it: no two wishes are one text
        for text in [self.call, self.key.as_deref().unwrap_or_default(), about] {
            hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(text);
        }
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        AttemptId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// The row that a wish with a key makes; `None` without one.
    pub(super) fn row(&self, actor: &Actor) -> Option<IntegrationId> {
        let id = self.id(actor.user, &actor.organization.to_string());
        self.has_key().then_some(IntegrationId(id.0))
    }

    /// The ids under which it is noted that this was done: newest first, the one to note it under.
    fn notes(&self, user: UserId, left: Option<IntegrationId>, now: Timestamp) -> Vec<AttemptId> {
        if self.key.is_some() {
            return vec![self.id(user, "")];
        }
        let part = now.0 / i64::try_from(WHILE.as_millis()).unwrap_or(i64::MAX);
        let row = left.map_or_else(|| "none".to_owned(), |id| id.to_string());
        [part, part - 1].map(|part| self.id(user, &format!("{row} {part}"))).into()
    }
}

impl Connect {
    /// The attempt that a wish to connect stands for. Without a key it is the same one until it is over: a cancel ends
    /// it, and the same wish is another attempt afterwards.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn attempt_of(&self, actor: &Actor, wish: &Wish) -> Result<(AttemptId, Repeats), ConnectError> {
        if wish.has_key() {
            return Ok((wish.id(actor.user, ""), Repeats::ForEver));
        }
        let mut cancelled = 0_u32;
        loop {
            let attempt = wish.id(actor.user, &cancelled.to_string());
            if !self.parts.store.was_called_off(attempt).await? {
                return Ok((attempt, Repeats::UntilOver));
            }
            cancelled += 1;
        }
    }

    /// Whether a wish to remove was carried out before. Without a key that is known for half a minute at least, and
    /// only of the row that would be next, `None` if there is none: it was there already when another one was removed.
    pub(super) async fn was_done(
        &self,
        actor: &Actor,
        wish: &Wish,
        next: Option<IntegrationId>,
    ) -> Result<bool, ConnectError> {
        for note in wish.notes(actor.user, next, self.now()) {
            if self.parts.store.was_called_off(note).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Notes that a wish to remove was carried out, for its repeats.
    pub(super) async fn note_done(&self, actor: &Actor, wish: &Wish) -> Result<(), ConnectError> {
        let now = self.now();
        let left = if wish.has_key() { vec![] } else { self.list(actor).await? };
        for next in left.iter().map(|session| Some(session.id)).chain([None]) {
            if let Some(note) = wish.notes(actor.user, next, now).first() {
                self.parts.store.call_off(actor.organization, *note, now).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_somebodys_for_one_call_and_one_key() {
        let (user, other) = (UserId(uuid::Uuid::nil()), UserId(uuid::Uuid::max()));
        let wish = Wish::new("add", Some("a".to_owned()));
        let id = wish.id(user, "");
        assert_eq!(id, wish.clone().id(user, ""));
        let others = [
            wish.id(other, ""),
            wish.id(user, "a"),
            Wish::new("add", Some("b".to_owned())).id(user, ""),
            Wish::new("adda", Some(String::new())).id(user, ""),
            Wish::new("add", Some(String::new())).id(user, ""),
            Wish::new("add", Some(String::new())).id(user, "a"),
            Wish::new("add", None).id(user, ""),
            Wish::new("end", Some("a".to_owned())).id(user, ""),
        ];
        for (at, one) in others.iter().enumerate() {
            assert!(*one != id && !others[..at].contains(one), "{at}");
        }
    }
}
