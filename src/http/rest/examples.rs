//! What the document shows. Each is made of the type that goes over the wire, so that none can be wrong.

use serde_json::{Map, Value, json};

use crate::domain::ids::{IntegrationId, OrganizationId};

use super::wire::{
    CreateAnswer, DisconnectAnswer, IntegrationAnswer, IntegrationRow, IntegrationsAnswer, ProvisionAnswer,
    ProvisionWord, QrAnswer, StartAnswer, StatusAnswer, StatusWord,
};

const ID: IntegrationId = IntegrationId(uuid::uuid!("9d2f7c1a-5e0b-4b7e-8a43-1c6f0d2b9e55"));
const ORGANIZATION: OrganizationId = OrganizationId(uuid::uuid!("3f2a91c7-60d4-4f0e-9b1c-7a5d8e2f4c10"));
const NUMBER: &str = "org_3f2a91c7";
const CODE: &str = "2@Vb3kq1s0Xn9…,r4Yw…,Kp2…";
const AT: &str = "2026-11-22T10:20:30.123Z";

pub(super) fn provisioned() -> ProvisionAnswer {
    ProvisionAnswer {
        success: true,
        status: ProvisionWord::QrIssued,
        qrcode: Some(CODE.to_owned()),
        integration_id: ID,
        account_number: Some(NUMBER.to_owned()),
        session: NUMBER.to_owned(),
    }
}

pub(super) fn created() -> CreateAnswer {
    CreateAnswer {
        success: true,
        session: NUMBER.to_owned(),
        api_key: Some("wpp_li••••••9f3c".to_owned()),
        status: ProvisionWord::QrIssued,
        qrcode: Some(CODE.to_owned()),
        integration_id: ID,
    }
}

pub(super) fn qr() -> QrAnswer {
    QrAnswer { success: true, qr: Some(CODE.to_owned()) }
}

pub(super) fn no_qr() -> QrAnswer {
    QrAnswer { success: true, qr: None }
}

pub(super) fn connected() -> StatusAnswer {
    StatusAnswer {
        success: true,
        status: StatusWord::Connected,
        qrcode: None,
        last_qr_at: None,
        account_number: Some(NUMBER.to_owned()),
        checked_at: Some(AT.to_owned()),
        message: None,
        last_status: None,
    }
}

pub(super) fn waiting() -> StatusAnswer {
    StatusAnswer {
        status: StatusWord::QrIssued,
        qrcode: Some(CODE.to_owned()),
        last_qr_at: Some("2026-11-22T10:20:11.004Z".to_owned()),
        ..connected()
    }
}

pub(super) fn silent() -> StatusAnswer {
    StatusAnswer {
        status: StatusWord::Error,
        message: Some("Платформа WPP не отвечает. Сообщения могут идти как обычно; статус обновится сам.".to_owned()),
        last_status: Some(StatusWord::Connected),
        ..connected()
    }
}

pub(super) fn started() -> StartAnswer {
    StartAnswer { ok: true, standing: waiting() }
}

pub(super) fn disconnected() -> DisconnectAnswer {
    DisconnectAnswer { ok: true, success: true, status: StatusWord::Disconnected }
}

fn row(provider: &str, name: &str, settings: Value) -> IntegrationRow {
    let settings = if let Value::Object(settings) = settings { settings } else { Map::new() };
    IntegrationRow {
        id: ID,
        organization_id: ORGANIZATION,
        messenger_type: "whatsapp".to_owned(),
        provider: provider.to_owned(),
        name: name.to_owned(),
        is_primary: provider == "wpp",
        is_enabled: true,
        webhook_key: None,
        settings,
        created_at: AT.to_owned(),
        updated_at: AT.to_owned(),
    }
}

fn wpp() -> IntegrationRow {
    row("wpp", "WhatsApp", json!({ "wppAccountNumber": NUMBER }))
}

fn green_api() -> IntegrationRow {
    let webhook_key = Some("5b0c3b1e7c2b4c6a9a530f6a0e0a3c11".to_owned());
    let settings = json!({ "idInstance": "1101000001", "apiTokenInstance": "••••••••c0de" });
    IntegrationRow { webhook_key, ..row("green_api", "Отдел продаж", settings) }
}

pub(super) fn rows() -> IntegrationsAnswer {
    IntegrationsAnswer { success: true, integrations: vec![wpp(), green_api()] }
}

pub(super) fn one_row() -> IntegrationAnswer {
    IntegrationAnswer { success: true, integration: green_api() }
}

pub(super) fn there_already() -> IntegrationAnswer {
    IntegrationAnswer { success: true, integration: wpp() }
}

pub(super) fn order() -> Value {
    json!({
        "messenger_type": "whatsapp",
        "provider": "green_api",
        "name": "Отдел продаж",
        "settings": { "idInstance": "1101000001", "apiTokenInstance": "d75b3a66374942c5b3c0de" },
    })
}

pub(super) fn change() -> Value {
    json!({ "name": "Приёмная", "is_primary": true, "settings": { "apiTokenInstance": "••••••••c0de" } })
}
