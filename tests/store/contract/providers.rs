//! Rows of all providers, by many at once.

use std::time::Duration;

use serde_json::{Map, Value, json};
use uuid::Uuid;
use wpp_panel::{
    connect::ports::{AuditEntry, Integration, IntegrationChange, NewIntegration},
    domain::{
        ids::{IntegrationId, OrganizationId},
        secret::Secret,
    },
};

use crate::harness::{Db, NOW};

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn new(organization: OrganizationId, settings: Value) -> NewIntegration {
    let id = IntegrationId(Uuid::new_v4());
    NewIntegration {
        id,
        organization,
        messenger_type: "whatsapp".to_owned(),
        provider: "green_api".to_owned(),
        name: "Отдел продаж".to_owned(),
        is_primary: false,
        is_enabled: true,
        webhook_key: Secret::new(format!("key-of-{id}")),
        settings: object(settings),
        unique_setting: Some("idInstance"),
        now: NOW,
    }
}

fn line(row: IntegrationId, organization: OrganizationId, action: &'static str) -> AuditEntry {
    AuditEntry { at: NOW, organization, actor: None, address: None, action, session: Some(row), detail: "d".to_owned() }
}

async fn created(db: &Db, new: &NewIntegration) -> Integration {
    let (row, made) = db.store.create_integration(new, &line(new.id, new.organization, "create")).await.unwrap();
    assert!(made, "it was there already");
    row
}

async fn names(db: &Db, organization: OrganizationId, messenger_type: Option<&str>) -> Vec<String> {
    let rows = db.store.integrations(organization, messenger_type).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

async fn primaries(db: &Db, organization: OrganizationId) -> Vec<IntegrationId> {
    let rows = db.store.integrations(organization, None).await.unwrap();
    rows.iter().filter(|row| row.is_primary).map(|row| row.id).collect()
}

fn settings(settings: Value) -> IntegrationChange {
    IntegrationChange { settings: object(settings), ..IntegrationChange::default() }
}

pub async fn rows_are_listed_primaries_first_then_by_age(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let session = db.connected(ours, 5).await;
    for (name, messenger_type, seconds) in
        [("second", "whatsapp", 9), ("first", "whatsapp", 1), ("other", "telegram", 0)]
    {
        let now = NOW.plus(Duration::from_secs(seconds));
        let settings = json!({ "idInstance": name });
        let row =
            NewIntegration { name: name.into(), messenger_type: messenger_type.into(), now, ..new(ours, settings) };
        created(db, &row).await;
    }
    created(db, &new(theirs, json!({ "idInstance": "first" }))).await;
    assert_eq!(names(db, ours, None).await, [&session.name, "other", "first", "second"]);
    assert_eq!(names(db, ours, Some("whatsapp")).await, [&session.name, "first", "second"]);
    assert_eq!(names(db, ours, Some("telegram")).await, ["other"]);
    assert!(names(db, ours, Some("viber")).await.is_empty());
    let rows = db.store.integrations(ours, None).await.unwrap();
    assert_eq!(
        (rows[0].id, &*rows[0].provider, rows[0].webhook_key.as_ref()),
        (session.id, "wpp", Some(&session.webhook_key))
    );
}

pub async fn the_same_account_at_once_is_one_row(db: &Db) {
    let organization = db.organization().await;
    let tries = (0..12).map(|_| {
        let (store, new) = (db.store.clone(), new(organization, json!({ "idInstance": "1" })));
        tokio::spawn(async move { store.create_integration(&new, &line(new.id, new.organization, "create")).await })
    });
    let mut made = 0;
    for one in tries.collect::<Vec<_>>() {
        made += usize::from(one.await.unwrap().unwrap().1);
    }
    assert_eq!((made, names(db, organization, None).await.len()), (1, 1));
}

pub async fn becoming_primary_at_once_leaves_one(db: &Db) {
    let organization = db.organization().await;
    let mut rows = Vec::new();
    for at in 0..6 {
        rows.push(created(db, &new(organization, json!({ "idInstance": at }))).await);
    }
    let tries = rows.into_iter().map(|row| {
        let store = db.store.clone();
        let change = IntegrationChange { is_primary: Some(true), ..IntegrationChange::default() };
        let line = line(row.id, organization, "change");
        tokio::spawn(async move { store.change_integration(organization, row.id, &change, &line).await })
    });
    for one in tries.collect::<Vec<_>>() {
        one.await.unwrap().unwrap().unwrap();
    }
    assert_eq!(primaries(db, organization).await.len(), 1);
}

pub async fn lesson_12_changes_at_once_lose_nothing(db: &Db) {
    let organization = db.organization().await;
    let row = created(db, &new(organization, json!({ "idInstance": "1" }))).await;
    let tries = (0..12).map(|at| {
        let (store, id) = (db.store.clone(), row.id);
        let change = settings(json!({ format!("k{at}"): at }));
        tokio::spawn(async move {
            store.change_integration(organization, id, &change, &line(id, organization, "change")).await
        })
    });
    for one in tries.collect::<Vec<_>>() {
        one.await.unwrap().unwrap().unwrap();
    }
    assert_eq!(db.store.integration(organization, row.id).await.unwrap().unwrap().settings.len(), 13);
}
