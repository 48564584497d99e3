//! Lesson 18: no secret lies in the files as it is.

use std::{fs, path::Path};

use tempfile::TempDir;
use wpp_panel::{
    connect::ports::{AuditEntry, CredentialMode, IntegrationChange, Live, NewIntegration, NewSession, Reservation},
    domain::{
        account::AccountNumber,
        ids::IntegrationId,
        qr::{IssuedQr, QrPayload},
        secret::Secret,
    },
};

use crate::harness::{NOW, created, entry, new_session, sqlite_in};

const SECRETS: [&str; 3] = ["MARK-webhook-key", "MARK-api-key", "MARK-qr-code"];
const NO_SECRET: &str = "1000000000017";

fn found_in(folder: &Path, word: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|file| {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}

#[tokio::test]
async fn lesson_18_no_secret_is_in_the_files() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let db = sqlite_in(folder).await;
    let organization = db.organization().await;
    let new = NewSession {
        mode: CredentialMode::KeyPerClient,
        webhook_key: Secret::new(SECRETS[0]),
        ..new_session(organization)
    };
    let session = created(db.store.reserve(&new, Reservation::Connect).await.unwrap());
    let number = AccountNumber::try_from(NO_SECRET.to_owned()).unwrap();
    db.store.keep_client(session.id, &number, &Secret::new(SECRETS[1])).await.unwrap().unwrap();
    let payload = QrPayload::Text(SECRETS[2].to_owned());
    let live = Live { qr: Some(IssuedQr { payload, ordinal: 1, expires_at: NOW }), ..session.live.clone() };
    let saved = db.saved(&session, &live).await;
    assert_eq!(saved.live, live);

    // before and after the write-ahead log was folded into the file, and after the row has gone
    for round in 0..3 {
        for secret in SECRETS {
            assert!(!found_in(&data, secret), "{secret} in round {round}");
        }
        match round {
            0 => assert!(found_in(&data, NO_SECRET), "what is no secret is found this way"),
            1 => db.store.remove(session.id, &entry(&session, "disconnect")).await.unwrap(),
            _ => {}
        }
        db.raw.run("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    }
    for text in [format!("{session:?}"), format!("{saved:?}"), format!("{new:?}")] {
        assert!(SECRETS.iter().all(|secret| !text.contains(secret)), "{text}");
    }
}

#[tokio::test]
async fn lesson_18_secrets_of_other_providers_are_sealed_too() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let db = sqlite_in(folder).await;
    let organization = db.organization().await;
    let secrets = ["MARK-hook", "MARK-token", "MARK-later"];
    let id = IntegrationId(uuid::Uuid::new_v4());
    let settings = serde_json::json!({ "idInstance": NO_SECRET, "apiTokenInstance": secrets[1] });
    let new = NewIntegration {
        id,
        organization,
        messenger_type: "whatsapp".to_owned(),
        provider: "green_api".to_owned(),
        name: "G".to_owned(),
        is_primary: false,
        is_enabled: true,
        webhook_key: Secret::new(secrets[0]),
        settings: settings.as_object().unwrap().clone(),
        unique_setting: None,
        now: NOW,
    };
    let line = AuditEntry {
        at: NOW,
        organization,
        actor: None,
        address: None,
        action: "a",
        session: Some(id),
        detail: String::new(),
    };
    db.store.create_integration(&new, &line).await.unwrap();
    let settings = serde_json::json!({ "apiTokenInstance": secrets[2], "emptyToken": "" });
    let change = IntegrationChange { settings: settings.as_object().unwrap().clone(), ..IntegrationChange::default() };
    let row = db.store.change_integration(organization, id, &change, &line).await.unwrap().unwrap();
    assert_eq!((&row.settings["apiTokenInstance"], &row.settings["emptyToken"]), (&secrets[2].into(), &"".into()));
    db.raw.run("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    assert!(found_in(&data, NO_SECRET), "what is no secret is found this way");
    for secret in secrets {
        assert!(!found_in(&data, secret), "{secret}");
    }
}

/// One secret that cannot be read hides neither its row nor the others.
#[tokio::test]
async fn a_damaged_secret_hides_no_row() {
    let db = crate::harness::sqlite().await;
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    db.raw
        .run("UPDATE messenger_integrations SET settings = json_set(settings, '$.aToken', 'v1:00000000:AAAA')")
        .await
        .unwrap();
    let rows = db.store.integrations(organization, None).await.unwrap();
    assert_eq!((rows[0].id, &rows[0].settings["aToken"]), (session.id, &serde_json::Value::Null));
}
