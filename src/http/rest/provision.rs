//! `POST wpp-provision`: one press, whatever was there before.

use axum::{Json, extract::State};

use crate::{
    connect::{ProvisionStatus, Provisioned},
    domain::ids::AttemptId,
    http::App,
};

use super::{
    caller::RestCaller,
    examples,
    given::{Given, RequestKey},
    refusal::Refusal,
    refusals::{ByBearer, OfBody, OfGateway, OfMember, OfNobody},
    wire::{Nothing, ProvisionAnswer, ProvisionWord},
};

/// Connects the organization's WhatsApp: an open attempt is shared, a session that is there is returned or started
/// again, and only if there is none a new one is made. Answers within 25 seconds.
#[utoipa::path(
    post, path = "/functions/v1/wpp-provision", operation_id = "wpp-provision", tag = "wpp",
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body(content = Nothing, example = json!({})),
    responses(
        (status = 200, description = "Where the connection stands.", body = ProvisionAnswer, example = json!(examples::provisioned())),
        ByBearer, OfBody, OfMember, OfNobody, OfGateway,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn provision(
    State(app): State<App>,
    caller: RestCaller,
    _key: RequestKey,
    given: Given,
) -> Result<Json<ProvisionAnswer>, Refusal> {
    let actor = caller.administrator()?;
    let Nothing {} = given.read()?;
    // open attempts are shared whatever their ids, so that a repeat needs none of its own
    let done = app.connect.provision(actor, AttemptId(app.random.uuid())).await?;
    Ok(Json(ProvisionAnswer {
        success: true,
        status: word(&done),
        qrcode: code(&done),
        integration_id: done.integration_id,
        session: session(&done),
        account_number: done.account_number.map(String::from),
    }))
}

pub(super) fn word(done: &Provisioned) -> ProvisionWord {
    match done.status {
        ProvisionStatus::QrIssued => ProvisionWord::QrIssued,
        ProvisionStatus::Connected => ProvisionWord::Connected,
        ProvisionStatus::Starting => ProvisionWord::Starting,
    }
}

pub(super) fn code(done: &Provisioned) -> Option<String> {
    done.qr.as_ref().map(|qr| qr.payload.as_str().to_owned())
}

/// What other calls take: the account number, or the row while there is none.
pub(super) fn session(done: &Provisioned) -> String {
    done.account_number.as_ref().map_or_else(|| done.integration_id.to_string(), ToString::to_string)
}
