//! Rows of all providers.

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

use crate::harness::{Db, NOW, entry};

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
    AuditEntry { at: NOW, organization, actor: None, action, session: Some(row), detail: "d".to_owned() }
}

async fn created(db: &Db, new: &NewIntegration) -> Integration {
    let (row, made) = db.store.create_integration(new, &line(new.id, new.organization, "create")).await.unwrap();
    assert!(made, "it was there already");
    row
}

async fn changed(db: &Db, row: &Integration, change: IntegrationChange) -> Option<Integration> {
    let line = line(row.id, row.organization, "change");
    db.store.change_integration(row.organization, row.id, &change, &line).await.unwrap()
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

pub async fn a_row_comes_back_as_it_was_made(db: &Db) {
    let organization = db.organization().await;
    let told = json!({ "idInstance": "1101", "apiTokenInstance": "MARK", "limit": 3, "on": true, "none": null });
    let new = NewIntegration { is_primary: true, is_enabled: false, ..new(organization, told.clone()) };
    let row = created(db, &new).await;
    let again = db.store.integration(organization, new.id).await.unwrap().unwrap();
    for row in [row, again] {
        assert_eq!((row.id, row.organization), (new.id, organization));
        assert_eq!(
            (row.messenger_type, row.provider, row.name),
            ("whatsapp".into(), "green_api".into(), new.name.clone())
        );
        assert!(row.is_primary && !row.is_enabled);
        assert_eq!(row.webhook_key, Some(new.webhook_key.clone()));
        assert_eq!(Value::Object(row.settings), told);
        assert_eq!((row.created_at, row.updated_at), (NOW, NOW));
    }
    assert_eq!(db.audit(organization).await, [format!("create:{}:-:d", new.id)]);
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

pub async fn the_same_account_twice_is_one_row(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let row = created(db, &new(ours, json!({ "idInstance": "1101000001", "token": "a" }))).await;
    for again in [json!({ "idInstance": "1101000001", "token": "b" }), json!({ "idInstance": 1_101_000_001 })] {
        let new = NewIntegration { name: "Другое".into(), ..new(ours, again) };
        let (there, made) = db.store.create_integration(&new, &line(new.id, ours, "create")).await.unwrap();
        assert!(!made);
        assert_eq!((there.id, &there.name, &there.settings), (row.id, &row.name, &row.settings), "unchanged");
    }
    created(db, &new(ours, json!({ "idInstance": "1101000002" }))).await;
    created(db, &new(theirs, json!({ "idInstance": "1101000001" }))).await;
    created(db, &NewIntegration { provider: "wappi".into(), ..new(ours, json!({ "idInstance": "1101000001" })) }).await;
    for _ in 0..2 {
        created(db, &NewIntegration { unique_setting: None, ..new(ours, json!({ "idInstance": "1101000001" })) }).await;
    }
    assert_eq!(db.audit(ours).await.len(), 5, "what was there is no line of the audit");
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

pub async fn there_is_one_primary_whoever_becomes_it(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let primary = |settings, messenger: &str| NewIntegration {
        is_primary: true,
        messenger_type: messenger.to_owned(),
        ..new(organization, settings)
    };
    let first = created(db, &primary(json!({ "idInstance": "1" }), "whatsapp")).await;
    assert_eq!(primaries(db, organization).await, [first.id]);
    let elsewhere = created(db, &primary(json!({ "idInstance": "2" }), "telegram")).await;
    assert_eq!(primaries(db, organization).await.len(), 2, "one for each messenger");
    let row = db.store.integration(organization, session.id).await.unwrap().unwrap();
    let choice = |is_primary| IntegrationChange { is_primary: Some(is_primary), ..IntegrationChange::default() };
    assert!(changed(db, &row, choice(true)).await.unwrap().is_primary);
    let now = primaries(db, organization).await;
    assert!(now.contains(&session.id) && now.contains(&elsewhere.id) && now.len() == 2, "{now:?}");
    assert!(!changed(db, &row, choice(false)).await.unwrap().is_primary);
    assert_eq!(primaries(db, organization).await, [elsewhere.id]);
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

pub async fn what_is_not_named_stays(db: &Db) {
    let organization = db.organization().await;
    let made = json!({ "idInstance": "1", "token": "a", "note": "n" });
    let row = created(db, &new(organization, made.clone())).await;
    let nothing = changed(db, &row, IntegrationChange::default()).await.unwrap();
    assert_eq!((&nothing.name, Value::Object(nothing.settings)), (&row.name, made));
    let change = IntegrationChange {
        name: Some("Касса".to_owned()),
        is_enabled: Some(false),
        ..settings(json!({ "token": "b", "a.b": 1, "$.c": null, "ключ 'x'": true }))
    };
    let after = changed(db, &row, change).await.unwrap();
    assert_eq!((&*after.name, after.is_enabled, after.is_primary), ("Касса", false, false));
    let expected = json!({ "idInstance": "1", "token": "b", "note": "n", "a.b": 1, "$.c": null, "ключ 'x'": true });
    assert_eq!(Value::Object(after.settings.clone()), expected);
    assert_eq!(after.webhook_key, row.webhook_key);
    let again = db.store.integration(organization, row.id).await.unwrap().unwrap();
    assert_eq!(again.settings, after.settings);
    assert_eq!(db.audit(organization).await.len(), 3);
}

/// Lesson 12: a renewal rewrote the whole settings and lost a concurrent edit.
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

pub async fn a_session_is_changed_like_any_row(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let row = db.store.integration(organization, session.id).await.unwrap().unwrap();
    let change = IntegrationChange { name: Some("Касса".to_owned()), ..settings(json!({ "label": "1" })) };
    let after = changed(db, &row, change).await.unwrap();
    assert_eq!(
        (&after.settings["label"], &after.settings["wppAccountNumber"]),
        (&json!("1"), &row.settings["wppAccountNumber"])
    );
    let now = db.fresh(&session).await;
    assert_eq!((&*now.name, &now.account, &now.credentials), ("Касса", &session.account, &session.credentials));
}

pub async fn a_foreign_or_leaving_row_is_none(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let foreign = created(db, &new(theirs, json!({ "idInstance": "1" }))).await;
    let leaving = db.added(ours, 0).await;
    db.store.mark_removing(leaving.id, &entry(&leaving, "cancel")).await.unwrap();
    let before = db.audit(ours).await;
    for id in [foreign.id, leaving.id, IntegrationId(Uuid::new_v4())] {
        assert!(db.store.integration(ours, id).await.unwrap().is_none());
        let change = IntegrationChange { name: Some("Чужое".to_owned()), ..IntegrationChange::default() };
        assert!(db.store.change_integration(ours, id, &change, &line(id, ours, "change")).await.unwrap().is_none());
        assert!(!db.store.delete_integration(ours, id, &line(id, ours, "delete")).await.unwrap());
    }
    assert!(names(db, ours, None).await.is_empty());
    assert_eq!(names(db, theirs, None).await, [foreign.name]);
    assert_eq!(db.audit(ours).await, before);
}

pub async fn lesson_11_a_deleted_primary_is_followed(db: &Db) {
    let organization = db.organization().await;
    let primary = || NewIntegration { is_primary: true, ..new(organization, json!({ "idInstance": Uuid::new_v4() })) };
    let oldest = created(db, &new(organization, json!({ "idInstance": "1" }))).await;
    let delete = async |id| {
        assert!(db.store.delete_integration(organization, id, &line(id, organization, "delete")).await.unwrap());
    };
    delete(created(db, &primary()).await.id).await;
    assert_eq!(primaries(db, organization).await, [oldest.id], "the oldest");
    let session = db.connected(organization, 9).await;
    delete(created(db, &primary()).await.id).await;
    assert_eq!(primaries(db, organization).await, [session.id], "a connected one");
    let elsewhere = NewIntegration { messenger_type: "telegram".into(), ..primary() };
    delete(created(db, &elsewhere).await.id).await;
    assert_eq!(primaries(db, organization).await, [session.id], "nobody of another messenger");
    delete(oldest.id).await;
    assert_eq!(db.audit(organization).await.iter().filter(|line| line.starts_with("delete:")).count(), 4);
}

pub async fn a_session_is_not_deleted_like_any_row(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let line = line(session.id, organization, "delete");
    assert!(!db.store.delete_integration(organization, session.id, &line).await.unwrap());
    assert_eq!(db.fresh(&session).await.id, session.id);
}
