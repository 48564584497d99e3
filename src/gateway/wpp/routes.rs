//! The two calls whose address differs between deployments, and finding out which one it is.

use std::sync::atomic::{AtomicU8, Ordering};

use reqwest::Method;

use crate::{
    connect::ports::{GatewayError, GatewayFault},
    domain::{account::AccountNumber, secret::Secret},
};

use super::{
    answer::Answer,
    authorized::Authorized,
    settings::WppRoutes,
    transport::{Call, Request},
    wire::Body,
};

/// One of the two forms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plan,
    Internal,
}

/// One of the two calls.
#[derive(Clone, Copy)]
pub(super) enum Row<'a> {
    /// Register a webhook at this address.
    Webhook(&'a str),
    /// Stop and forget the account.
    Stop,
}

/// Which form each call has. Remembered per call: a deployment may have renamed only one.
pub(super) struct Routes {
    setting: WppRoutes,
    webhook: AtomicU8,
    stop: AtomicU8,
}

const UNKNOWN: u8 = 0;
const PLAN: u8 = 1;
const INTERNAL: u8 = 2;

impl Routes {
    /// Remembers nothing yet.
    pub fn new(setting: WppRoutes) -> Self {
        Self { setting, webhook: AtomicU8::new(UNKNOWN), stop: AtomicU8::new(UNKNOWN) }
    }

    /// Asks in the form that the setting names, or in the one that is known to answer and, on a 404 or 405, in the other.
    ///
    /// If neither form answers 2xx, the answer is a 404 where there was one.
    pub async fn ask(
        &self,
        gateway: &Authorized,
        call: &Call<'_>,
        key: &Secret,
        number: &AccountNumber,
        row: Row<'_>,
    ) -> Result<Answer, GatewayError> {
        let form = match self.setting {
            WppRoutes::Plan => return ask_form(gateway, call, key, number, row, Form::Plan).await,
            WppRoutes::Internal => return ask_form(gateway, call, key, number, row, Form::Internal).await,
            WppRoutes::Auto => self.remembered(row),
        };
        let first = form.unwrap_or(Form::Plan);
        let second = if first == Form::Plan { Form::Internal } else { Form::Plan };

        let answer = ask_form(gateway, call, key, number, row, first).await?;
        if !is_unknown(&answer) {
            self.learn(row, first, &answer);
            return Ok(answer);
        }
        match ask_form(gateway, call, key, number, row, second).await {
            Ok(other) if is_taken(&other) => {
                self.learn(row, second, &other);
                Ok(other)
            }
            // the first form is the right one here: whatever guards or breaks the other is no news
            _ if form.is_some() => Ok(answer),
            Ok(other) if other.status == 404 || other.is_unwell() => Ok(other),
            // a form that only others may use, or some proxy's page
            Ok(_) => Ok(answer),
            Err(error) if error.fault == GatewayFault::KeyRefused => Ok(answer),
            Err(error) => Err(error),
        }
    }

    fn remembered(&self, row: Row<'_>) -> Option<Form> {
        match self.memory(row).load(Ordering::Relaxed) {
            PLAN => Some(Form::Plan),
            INTERNAL => Some(Form::Internal),
            _ => None,
        }
    }

    fn learn(&self, row: Row<'_>, form: Form, answer: &Answer) {
        if is_taken(answer) {
            let form = if form == Form::Plan { PLAN } else { INTERNAL };
            self.memory(row).store(form, Ordering::Relaxed);
        }
    }

    fn memory(&self, row: Row<'_>) -> &AtomicU8 {
        match row {
            Row::Webhook(_) => &self.webhook,
            Row::Stop => &self.stop,
        }
    }
}

fn is_unknown(answer: &Answer) -> bool {
    matches!(answer.status, 404 | 405)
}

/// A page for people with status 200 is what some web servers say to any address.
fn is_taken(answer: &Answer) -> bool {
    answer.is_success() && !answer.is_html()
}

async fn ask_form(
    gateway: &Authorized,
    call: &Call<'_>,
    key: &Secret,
    number: &AccountNumber,
    row: Row<'_>,
    form: Form,
) -> Result<Answer, GatewayError> {
    let number = number.as_str();
    let body = match row {
        Row::Webhook(url) => Some(Body::Webhook { url }),
        Row::Stop => None,
    };
    let (method, path): (Method, &[&str]) = match (row, form) {
        (Row::Webhook(_), Form::Plan) => (Method::POST, &["api", "webhooks", number]),
        (Row::Webhook(_), Form::Internal) => (Method::POST, &["internal", "session", number, "webhook"]),
        (Row::Stop, Form::Plan) => (Method::DELETE, &["api", "accounts", number]),
        (Row::Stop, Form::Internal) => (Method::POST, &["internal", "session", number, "stop"]),
    };
    gateway.ask(call, key, &Request { method, path, body }).await
}
