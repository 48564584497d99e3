//! One HTTP exchange, within limits of time and size.

use std::time::Duration;

use reqwest::{
    Client, Method, Response, Url,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use tokio::time::{Instant, timeout_at};

use crate::{
    connect::ports::{GatewayError, GatewayFault},
    domain::{account::AccountNumber, secret::Secret},
    gateway::outward::{self, causes},
};

use super::{
    answer::Answer,
    record::{self, Exchange, Recorder},
    settings::{Limits, WppSettings, WppSetupError},
    wire::Body,
    words,
};

/// What is read of an answer that is an error by its status, in bytes: enough for its words.
const ERROR_BODY: usize = 16 * 1024;
/// The longest wait that a platform may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);
/// A common server closes an idle connection after 5 s; a POST that crosses that close fails and must not be repeated.
const IDLE: Duration = Duration::from_secs(4);

/// One use of the gateway, which may take several exchanges.
pub(super) struct Call<'a> {
    /// For logs and errors: `accounts/start`.
    pub name: &'static str,
    /// The account it is about, for logs.
    pub account: Option<&'a AccountNumber>,
    /// When all of it must be over.
    pub deadline: Instant,
    /// What is sent and must not come back in an error.
    pub hidden: Vec<Secret>,
}

impl Call<'_> {
    /// What is left of the time.
    pub fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// The error of a call whose time is over.
    pub fn timed_out(&self) -> GatewayError {
        self.error(GatewayFault::TimedOut, None, "")
    }

    /// An error of this call.
    pub fn error(&self, fault: GatewayFault, status: Option<u16>, detail: &str) -> GatewayError {
        let detail = words::presentable(detail, &self.hidden);
        GatewayError { fault, call: self.name, status, detail }
    }

    fn failed(&self, error: &reqwest::Error, status: Option<u16>) -> GatewayError {
        let fault = if error.is_timeout() && !error.is_connect() {
            GatewayFault::TimedOut
        } else if error.is_connect() || status.is_none() {
            GatewayFault::Unreachable
        } else {
            // cut off in the middle of an answer
            GatewayFault::Nonsense
        };
        self.error(fault, status, &causes(error))
    }
}

/// What to ask.
pub(super) struct Request<'a> {
    /// The method.
    pub method: Method,
    /// The segments of the path after the base address; encoded when sent.
    pub path: &'a [&'a str],
    /// The body, if there is one.
    pub body: Option<Body<'a>>,
}

/// The shared connections to one platform.
pub(super) struct Transport {
    http: Client,
    base: Url,
    limits: Limits,
    /// Whoever wants to see what goes to and fro.
    pub recorder: Option<Recorder>,
}

impl Transport {
    /// Prepares connections; makes none.
    pub fn new(settings: &WppSettings, limits: Limits) -> Result<Self, WppSetupError> {
        let base = settings.base()?;
        if outward::is_in_the_clear(&base) {
            tracing::warn!("the WPP base address has no https: keys and codes cross the network in the clear");
        }
        let builder = outward::client(&base).connect_timeout(limits.connect).pool_idle_timeout(IDLE);
        let http = builder.build().map_err(|error| WppSetupError::Https(causes(&error)))?;
        Ok(Self { http, base, limits, recorder: None })
    }

    /// When a call that begins now must be over.
    pub fn deadline(&self) -> Instant {
        Instant::now() + self.limits.total
    }

    /// Asks and reads the answer. Any status is an answer; only what is no HTTP answer at all, or a 2xx whose body
    /// cannot be read, is an error.
    pub async fn send(
        &self,
        call: &Call<'_>,
        request: &Request<'_>,
        bearer: Option<&Secret>,
    ) -> Result<Answer, GatewayError> {
        let begun = Instant::now();
        let asked = self.ask(call, request, bearer).await;
        let mut response = match asked {
            Ok(response) => response,
            Err(error) => {
                self.record(request, begun, Err(&error), b"", &[]);
                return Err(error);
            }
        };
        let status = response.status().as_u16();
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(|seconds| Duration::from_secs(seconds).min(LONGEST_WAIT));
        let body = if response.status().is_success() {
            self.read_whole(call, &mut response).await?
        } else {
            self.read_words(&mut response).await
        };
        let hidden: Vec<_> = call.hidden.iter().chain(bearer).cloned().collect();
        self.record(request, begun, Ok(&response), &body, &hidden);
        Ok(Answer { call: call.name, status, retry_after, body, hidden })
    }

    /// Asks and leaves the answer's body where it is; gives the status.
    pub async fn knock(&self, call: &Call<'_>) -> Result<u16, GatewayError> {
        let request = Request { method: Method::GET, path: &[], body: None };
        let begun = Instant::now();
        let answer = self.ask(call, &request, None).await;
        self.record(&request, begun, answer.as_ref(), b"", &[]);
        Ok(answer?.status().as_u16())
    }

    fn record(
        &self,
        request: &Request<'_>,
        begun: Instant,
        answer: Result<&Response, &GatewayError>,
        body: &[u8],
        hidden: &[Secret],
    ) {
        let Some(recorder) = &self.recorder else { return };
        let kind = answer.ok().and_then(|answer| answer.headers().get(CONTENT_TYPE)?.to_str().ok());
        recorder.keep(Exchange {
            asked: format!("{} /{}", request.method, request.path.join("/")),
            outcome: answer.map(|answer| answer.status().as_u16()).map_err(ToString::to_string),
            kind: kind.unwrap_or_default().to_owned(),
            elapsed: begun.elapsed(),
            body: record::masked(body, hidden),
        });
    }

    async fn ask(
        &self,
        call: &Call<'_>,
        request: &Request<'_>,
        bearer: Option<&Secret>,
    ) -> Result<Response, GatewayError> {
        let remaining = call.remaining();
        if remaining.is_zero() {
            return Err(call.timed_out());
        }
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(request.path);
        }
        let mut builder = self.http.request(request.method.clone(), url).timeout(remaining);
        if let Some(token) = bearer {
            builder = builder.bearer_auth(token.expose());
        }
        if let Some(body) = &request.body {
            builder = builder.json(body);
        }
        let begun = Instant::now();
        let result = builder.send().await;
        tracing::debug!(
            call = call.name,
            account = call.account.map(AccountNumber::as_str),
            status = result.as_ref().ok().map(|response| response.status().as_u16()),
            elapsed_ms = begun.elapsed().as_millis(),
            "asked the gateway"
        );
        result.map_err(|error| call.failed(&error, None))
    }

    async fn read_whole(&self, call: &Call<'_>, response: &mut Response) -> Result<Vec<u8>, GatewayError> {
        let status = Some(response.status().as_u16());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| call.failed(&error, status))? {
            if body.len() + chunk.len() > self.limits.body {
                return Err(call.error(GatewayFault::Nonsense, status, "an answer over the size limit"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// The beginning of an error's body. Its status already says what it is, so a body that breaks off changes nothing,
    /// and one that does not come is not waited for.
    async fn read_words(&self, response: &mut Response) -> Vec<u8> {
        let mut body = Vec::new();
        let patience = Instant::now() + self.limits.words;
        while body.len() < ERROR_BODY {
            let Ok(Ok(Some(chunk))) = timeout_at(patience, response.chunk()).await else { break };
            body.extend_from_slice(&chunk);
        }
        body.truncate(ERROR_BODY);
        body
    }
}
