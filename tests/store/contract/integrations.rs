//! Rows of all providers, as the CRM and the form of providers see them.

use std::time::Duration;

use serde_json::{Map, Value, json};
use uuid::Uuid;
use wpp_panel::{
    connect::ports::{AuditEntry, Integration, IntegrationChange, NewIntegration},
    domain::{
        ids::{IntegrationId, OrganizationId},
        secret::Secret,
        time::Timestamp,
    },
};

use crate::harness::{Db, NOW, entry};

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn green(organization: OrganizationId, instance: Value) -> NewIntegration {
    let id = IntegrationId(Uuid::new_v4());
    NewIntegration {
        id,
        organization,
        messenger_type: "whatsapp".to_owned(),
        provider: "green_api".to_owned(),
        name: "Green".to_owned(),
        is_primary: false,
        is_enabled: true,
        webhook_key: Secret::new(format!("webhook-key-of-{id}")),
        settings: object(
            json!({ "idInstance": instance, "apiTokenInstance": "d75b3a66374942c5", "deep": { "a": [1] } }),
        ),
        unique_setting: Some("idInstance"),
        now: NOW,
    }
}

fn line(new: &NewIntegration, action: &'static str) -> AuditEntry {
    AuditEntry {
        at: NOW,
        organization: new.organization,
        actor: None,
        address: None,
        action,
        session: Some(new.id),
        detail: new.name.clone(),
    }
}

async fn make(db: &Db, new: &NewIntegration) -> Integration {
    let (made, is_new) = db.store.create_integration(new, &line(new, "create")).await.unwrap();
    assert!(is_new);
    made
}

async fn primaries(db: &Db, organization: OrganizationId) -> Vec<IntegrationId> {
    let rows = db.store.integrations(organization, None).await.unwrap();
    rows.iter().filter(|row| row.is_primary).map(|row| row.id).collect()
}

pub async fn a_row_comes_back_as_it_was_made(db: &Db) {
    let organization = db.organization().await;
    let new = green(organization, json!("1101000001"));
    let made = make(db, &new).await;
    assert_eq!((made.id, made.organization), (new.id, organization));
    assert_eq!((made.messenger_type.as_str(), made.provider.as_str()), ("whatsapp", "green_api"));
    assert_eq!((made.name.as_str(), made.is_primary, made.is_enabled), ("Green", false, true));
    assert_eq!((made.created_at, made.updated_at), (NOW, NOW));
    assert_eq!((&made.settings, made.webhook_key.as_ref()), (&new.settings, Some(&new.webhook_key)));
    let read = db.store.integration(organization, new.id).await.unwrap().unwrap();
    assert_eq!((read.settings, read.webhook_key), (made.settings, made.webhook_key));
    let stands = format!("SELECT settings FROM messenger_integrations WHERE id = '{}'", new.id);
    let stands: Value = serde_json::from_str(&db.raw.text(&stands).await.unwrap()).unwrap();
    assert_eq!(stands["apiTokenInstance"].as_str().unwrap().starts_with("v1:"), db.seals);
    assert_eq!(stands["idInstance"], "1101000001", "what is no secret is there for the CRM to read");
    assert_eq!(db.audit(organization).await, [format!("create:{}:-:Green", new.id)]);
}

pub async fn making_a_row_twice_makes_one(db: &Db) {
    let (organization, other) = (db.organization().await, db.organization().await);
    let first = green(organization, json!("1101000001"));
    make(db, &first).await;
    // a client that repeats itself, and one that sends the number as such
    for instance in [json!("1101000001"), json!(1_101_000_001)] {
        let again = NewIntegration { name: "Ещё".to_owned(), ..green(organization, instance) };
        let (found, is_new) = db.store.create_integration(&again, &line(&again, "create")).await.unwrap();
        assert_eq!((found.id, found.name.as_str(), is_new), (first.id, "Green", false));
    }
    make(db, &green(organization, json!("1101000002"))).await;
    make(db, &NewIntegration { provider: "wappi".to_owned(), ..green(organization, json!("1101000001")) }).await;
    make(db, &green(other, json!("1101000001"))).await;
    let unlike = NewIntegration { unique_setting: None, ..green(organization, json!("1101000001")) };
    make(db, &unlike).await;
    assert_eq!(db.store.integrations(organization, None).await.unwrap().len(), 4);
    assert_eq!(db.audit(organization).await.len(), 4, "what was there already is not told again");
}

pub async fn making_a_row_at_once_makes_one(db: &Db) {
    let organization = db.organization().await;
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (store, new) = (db.store.clone(), green(organization, json!("1101000001")));
            tokio::spawn(async move { store.create_integration(&new, &line(&new, "create")).await.unwrap().1 })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        made += usize::from(task.await.unwrap());
    }
    assert_eq!(made, 1);
    assert_eq!(db.store.integrations(organization, None).await.unwrap().len(), 1);
}

pub async fn a_new_primary_takes_the_place_of_the_old_one(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let telegram = db.row(organization, "telegram", "bot").await;
    assert_eq!(primaries(db, organization).await.len(), 2);
    let new = NewIntegration { is_primary: true, ..green(organization, json!("1")) };
    make(db, &new).await;
    let mut now = primaries(db, organization).await;
    now.sort();
    let mut wanted = vec![telegram, new.id];
    wanted.sort();
    assert_eq!(now, wanted, "each messenger has its own");

    let back = IntegrationChange { is_primary: Some(true), ..IntegrationChange::default() };
    for _ in 0..2 {
        let changed = db.store.change_integration(organization, session.id, &back, &line(&new, "change")).await;
        assert!(changed.unwrap().unwrap().is_primary);
        assert_eq!(db.primary(organization).await, [session.id]);
    }
    let none = IntegrationChange { is_primary: Some(false), ..IntegrationChange::default() };
    db.store.change_integration(organization, session.id, &none, &line(&new, "change")).await.unwrap().unwrap();
    assert_eq!(primaries(db, organization).await, [telegram], "nobody asked for another one");
}

pub async fn what_is_not_named_in_a_change_stays(db: &Db) {
    let organization = db.organization().await;
    let new = green(organization, json!("1101000001"));
    make(db, &new).await;
    let change = IntegrationChange {
        settings: object(json!({ "apiTokenInstance": "another", "fresh.and \"quoted\"": null })),
        ..IntegrationChange::default()
    };
    let changed = db.store.change_integration(organization, new.id, &change, &line(&new, "change")).await;
    let changed = changed.unwrap().unwrap();
    let mut wanted = new.settings.clone();
    wanted.extend(change.settings.clone());
    assert_eq!(changed.settings, wanted);
    assert_eq!((changed.name.as_str(), changed.is_primary, changed.is_enabled), ("Green", false, true));

    let change =
        IntegrationChange {
            name: Some("Зелёный".to_owned()), is_enabled: Some(false), ..IntegrationChange::default()
        };
    let changed = db.store.change_integration(organization, new.id, &change, &line(&new, "change")).await;
    let changed = changed.unwrap().unwrap();
    assert_eq!((changed.name.as_str(), changed.is_enabled, &changed.settings), ("Зелёный", false, &wanted));
    assert_ne!(changed.updated_at, NOW, "it follows by itself");
    let stands = format!("SELECT settings FROM messenger_integrations WHERE id = '{}'", new.id);
    let stands: Value = serde_json::from_str(&db.raw.text(&stands).await.unwrap()).unwrap();
    assert_eq!(stands["apiTokenInstance"].as_str().unwrap().starts_with("v1:"), db.seals);
}

pub async fn a_wpp_row_is_read_and_changed_like_any_other(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    let read = db.store.integration(organization, session.id).await.unwrap().unwrap();
    assert_eq!((read.provider.as_str(), read.name.as_str(), read.is_primary), ("wpp", "WhatsApp", true));
    assert_eq!(read.settings["wppAccountNumber"], session.account.clone().unwrap().as_str());
    assert_eq!(read.webhook_key, Some(session.webhook_key.clone()));
    let change = IntegrationChange {
        is_enabled: Some(false),
        settings: object(json!({ "theirs": 1 })),
        ..IntegrationChange::default()
    };
    let changed = db.store.change_integration(organization, session.id, &change, &entry(&session, "change")).await;
    assert_eq!(changed.unwrap().unwrap().settings["theirs"], 1);
    let after = db.store.session(organization, session.id).await.unwrap().unwrap();
    assert!(!after.is_enabled);
    assert_eq!((after.account, after.credentials), (session.account, session.credentials));
}

pub async fn what_is_foreign_unknown_or_leaving_is_none(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let foreign = green(theirs, json!("1"));
    make(db, &foreign).await;
    let leaving = db.added(ours, 0).await;
    db.store.mark_removing(leaving.id, &entry(&leaving, "disconnect")).await.unwrap();
    let change = IntegrationChange { name: Some("Чужое".to_owned()), ..IntegrationChange::default() };
    let audit = line(&foreign, "change");
    for id in [foreign.id, leaving.id, IntegrationId(Uuid::new_v4())] {
        assert!(db.store.integration(ours, id).await.unwrap().is_none());
        assert!(db.store.change_integration(ours, id, &change, &audit).await.unwrap().is_none());
        assert!(!db.store.delete_integration(ours, id, &audit).await.unwrap());
    }
    assert!(db.store.integrations(ours, None).await.unwrap().is_empty());
    assert_eq!(db.store.integration(theirs, foreign.id).await.unwrap().unwrap().name, "Green");
    assert_eq!(db.audit(theirs).await.len(), 1);
}

pub async fn a_list_is_of_one_messenger_or_of_all(db: &Db) {
    let organization = db.organization().await;
    let seconds = |seconds| NOW.plus(Duration::from_secs(seconds));
    let (late, early) = (
        NewIntegration { now: seconds(9), ..green(organization, json!("1")) },
        NewIntegration { now: seconds(1), ..green(organization, json!("2")) },
    );
    make(db, &late).await;
    make(db, &early).await;
    let telegram = db.row(organization, "telegram", "bot").await;
    let ids = |rows: Vec<Integration>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    let list = |messenger: Option<&'static str>| async move {
        ids(db.store.integrations(organization, messenger).await.unwrap())
    };
    assert_eq!(list(None).await, [telegram, early.id, late.id], "primaries first, then by age");
    assert_eq!(list(Some("whatsapp")).await, [early.id, late.id]);
    assert_eq!(list(Some("telegram")).await, [telegram]);
    assert_eq!(list(Some("signal\0")).await, []);
}

pub async fn lesson_11_somebody_follows_a_primary_that_is_deleted(db: &Db) {
    let organization = db.organization().await;
    let older = green(organization, json!("1"));
    make(db, &NewIntegration { now: Timestamp(1_000), ..older.clone() }).await;
    let session = db.connected(organization, 5).await;
    let primary = NewIntegration { is_primary: true, ..green(organization, json!("2")) };
    make(db, &primary).await;
    assert!(db.store.delete_integration(organization, primary.id, &line(&primary, "delete")).await.unwrap());
    assert!(!db.store.delete_integration(organization, primary.id, &line(&primary, "delete")).await.unwrap());
    assert_eq!(primaries(db, organization).await, [session.id], "a connected wpp row before an older one");

    db.store.remove(session.id, &entry(&session, "removed")).await.unwrap();
    assert_eq!(primaries(db, organization).await, [older.id], "else the oldest");
    let bystander = green(organization, json!("3"));
    make(db, &bystander).await;
    assert!(db.store.delete_integration(organization, bystander.id, &line(&bystander, "delete")).await.unwrap());
    assert_eq!(primaries(db, organization).await, [older.id]);
}

pub async fn a_wpp_row_is_not_deleted_like_that(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    assert!(!db.store.delete_integration(organization, session.id, &entry(&session, "delete")).await.unwrap());
    assert_eq!(db.fresh(&session).await, session);
}
