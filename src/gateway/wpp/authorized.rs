//! Calls that need a token: getting one, renewing one that is refused, and the race after a key was made.

use std::{sync::Arc, time::Duration};

use reqwest::Method;

use crate::{
    connect::ports::{Clock, GatewayError, Together},
    domain::secret::Secret,
};

use super::{
    answer::Answer,
    fresh::FreshKeys,
    reading,
    shelf::Shelf,
    tokens::{Issued, Token, Tokens, Want},
    transport::{Call, Request, Transport},
    wire::Body,
};

/// How long to wait before a new key is shown again.
const RACE_STEP: Duration = Duration::from_millis(500);
const TOKEN: &str = "auth/token";

/// The transport with a token to every call.
pub(super) struct Authorized {
    /// For calls that need no token.
    pub transport: Transport,
    /// Keys that the platform has just made.
    pub fresh: FreshKeys,
    clock: Arc<dyn Clock>,
    tokens: Tokens,
    shelf: Shelf,
}

impl Authorized {
    /// Has no token yet.
    pub fn new(transport: Transport, race: Duration, clock: Arc<dyn Clock>) -> Self {
        let (tokens, shelf) = (Tokens::new(Arc::clone(&clock)), Shelf::alone(Arc::clone(&clock)));
        Self { transport, fresh: FreshKeys::new(race), tokens, shelf, clock }
    }

    /// Tokens are those of all servers on this database.
    pub fn share(&mut self, store: Arc<dyn Together>) {
        self.shelf.share(store);
    }

    /// Asks with a token of `key`. A 401 renews the token once and repeats the request once; a 403 that denies a key
    /// which was just made is repeated while the key counts as new.
    pub async fn ask(&self, call: &Call<'_>, key: &Secret, request: &Request<'_>) -> Result<Answer, GatewayError> {
        let mut token = self.token(call, key, Want::Valid, None).await?;
        let mut renewed = false;
        loop {
            let answer = self.transport.send(call, request, Some(&token.value)).await?;
            if answer.status == 401 && !renewed {
                renewed = true;
                token = self.token(call, key, Want::NewerThan(token.serial), Some(&token.value)).await?;
            } else if !self.waited_out(call, key, &answer).await {
                return Ok(answer);
            }
        }
    }

    /// A token of `key`; not `refused`, if there is one that was.
    pub async fn token(
        &self,
        call: &Call<'_>,
        key: &Secret,
        want: Want,
        refused: Option<&Secret>,
    ) -> Result<Token, GatewayError> {
        let mut hidden = call.hidden.clone();
        hidden.push(key.clone());
        let asking = Call { name: TOKEN, account: call.account, deadline: call.deadline, hidden };
        let issue = self.shelf.get(key, want, refused, call.deadline, self.issue(&asking, key));
        self.tokens.get(key, want, call.deadline, || asking.timed_out(), issue).await
    }

    async fn issue(&self, call: &Call<'_>, key: &Secret) -> Result<Issued, GatewayError> {
        let body = Some(Body::Token { api_key: key.expose() });
        let request = Request { method: Method::POST, path: &["auth", "token"], body };
        loop {
            let asked_at = self.clock.now();
            let answer = self.transport.send(call, &request, None).await?;
            if !self.waited_out(call, key, &answer).await {
                return reading::issued(&answer, asked_at);
            }
        }
    }

    /// Whether `answer` may be the race after `key` was made, and the wait before the next try is over.
    async fn waited_out(&self, call: &Call<'_>, key: &Secret, answer: &Answer) -> bool {
        if answer.status != 403 || !answer.denies_key() {
            return false;
        }
        let wait = self.fresh.left(key, self.clock.now()).min(RACE_STEP);
        if wait.is_zero() || call.remaining() <= wait {
            return false;
        }
        self.clock.sleep(wait).await;
        true
    }
}
