//! The rules that the database itself holds, whoever writes to it.

use uuid::Uuid;
use wpp_panel::domain::ids::{IntegrationId, OrganizationId};

use crate::harness::{Db, Engine, account};

const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA";

fn user(db: &Db, organization: OrganizationId, email: &str) -> (Uuid, String) {
    let id = Uuid::new_v4();
    (id, db.user_sql(id, organization, email, HASH))
}

pub async fn an_organization_has_one_primary_for_each_messenger(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let insert = |organization, messenger| db.row_sql(IntegrationId(Uuid::new_v4()), organization, messenger, "any");
    for (organization, messenger) in [(ours, "whatsapp"), (ours, "telegram"), (theirs, "whatsapp")] {
        db.raw.run(&insert(organization, messenger)).await.unwrap();
    }
    db.refuses(&insert(ours, "whatsapp")).await;
    let session = db.added(ours, 0).await;
    db.refuses(&format!("UPDATE messenger_integrations SET is_primary = TRUE WHERE id = '{}'", session.id)).await;
}

pub async fn an_account_number_has_one_row(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let (own, foreign) = (db.added(ours, 0).await, db.added(theirs, 0).await);
    db.refuses(&format!(
        "UPDATE sessions SET account_number = '{}' WHERE integration_id = '{}'",
        account(&foreign),
        own.id
    ))
    .await;
}

pub async fn a_webhook_key_has_one_row(db: &Db) {
    let organization = db.organization().await;
    let (first, second) = (db.added(organization, 0).await, db.added(organization, 1).await);
    db.refuses(&format!(
        "UPDATE sessions SET webhook_key_hash =
             (SELECT webhook_key_hash FROM sessions WHERE integration_id = '{}') WHERE integration_id = '{}'",
        first.id, second.id
    ))
    .await;
}

pub async fn states_are_the_known_ones(db: &Db) {
    let organization = db.organization().await;
    db.added(organization, 0).await;
    for set in [
        "state = 'online'",
        "held_state = 'online', held_since = 1",
        "attempt_before = 'online'",
        "checked_by = 'rumour'",
        "trouble = 'sad', trouble_since = 1",
    ] {
        db.refuses(&format!("UPDATE sessions SET {set}")).await;
    }
}

pub async fn half_facts_are_refused(db: &Db) {
    let organization = db.organization().await;
    db.added(organization, 0).await;
    for set in [
        "held_state = 'failed'",
        "held_since = 1",
        "trouble = 'unwell'",
        "trouble_since = 1",
        "qr_ordinal = 1",
        "qr_ordinal = 1, qr_expires_at = 1",
        "qr_sealed = 'in plain words', qr_ordinal = 1, qr_expires_at = 1",
        "attempt_id = NULL",
        "attempt_by = NULL",
        "attempt_asked_at = NULL",
    ] {
        db.refuses(&format!("UPDATE sessions SET {set}")).await;
    }
    db.refuses("UPDATE messenger_integrations SET settings = '[1]'").await;
    db.refuses("UPDATE messenger_integrations SET settings = 'no json'").await;
}

pub async fn rows_belong_to_something(db: &Db) {
    let organization = db.organization().await;
    db.added(organization, 0).await;
    let nobody = Uuid::new_v4();
    let (person, made) = user(db, organization, "a@example.org");
    db.raw.run(&made).await.unwrap();
    let mut refused = vec![
        format!("INSERT INTO sessions (integration_id, state) VALUES ('{nobody}', 'failed')"),
        format!("UPDATE messenger_integrations SET organization_id = '{nobody}'"),
        format!("INSERT INTO profiles (id, organization_id) VALUES ('{person}', '{nobody}')"),
        format!("DELETE FROM organizations WHERE id = '{organization}'"),
    ];
    refused.extend(match db.engine {
        Engine::Sqlite => vec![
            format!("INSERT INTO profiles (id, organization_id) VALUES ('{nobody}', '{organization}')"),
            format!("INSERT INTO user_roles (user_id, role) VALUES ('{nobody}', 'admin')"),
        ],
        // people of a CRM have no row in `users`
        Engine::Postgres => vec![user(db, OrganizationId(nobody), "b@example.org").1],
    });
    for sql in refused {
        db.refuses(&sql).await;
    }
}

pub async fn an_address_has_one_person(db: &Db) {
    let organization = db.organization().await;
    db.raw.run(&user(db, organization, "a@example.org").1).await.unwrap();
    for email in ["a@example.org", "A@example.org", " b@example.org", ""] {
        db.refuses(&user(db, organization, email).1).await;
    }
}

pub async fn roles_are_the_known_ones(db: &Db) {
    let (person, made) = user(db, db.organization().await, "a@example.org");
    db.raw.run(&made).await.unwrap();
    match db.engine {
        Engine::Sqlite => {
            let role = |role| format!("INSERT INTO user_roles (user_id, role) VALUES ('{person}', '{role}')");
            db.refuses(&role("king")).await;
            db.raw.run(&role("member")).await.unwrap();
            db.refuses(&role("admin")).await;
        }
        Engine::Postgres => {
            db.refuses("UPDATE users SET role = 'king'").await;
            db.refuses("UPDATE users SET role = NULL").await;
        }
    }
}

pub async fn a_password_is_never_kept_as_it_is(db: &Db) {
    let organization = db.organization().await;
    db.refuses(&db.user_sql(Uuid::new_v4(), organization, "a@example.org", "hunter2")).await;
}

pub async fn the_audit_only_grows(db: &Db) {
    let organization = db.organization().await;
    db.added(organization, 0).await;
    let before = db.audit(organization).await;
    assert_eq!(before.len(), 1);
    for sql in [
        "UPDATE audit SET detail = 'nothing happened'".to_owned(),
        "DELETE FROM audit".to_owned(),
        match db.engine {
            Engine::Sqlite => format!(
                "INSERT OR REPLACE INTO audit (id, at, organization_id, action, detail)
                 SELECT id, 1, '{organization}', 'nothing', 'happened' FROM audit"
            ),
            Engine::Postgres => format!(
                "INSERT INTO audit (id, at, organization_id, action, detail) OVERRIDING SYSTEM VALUE
                 SELECT id, 1, '{organization}', 'nothing', 'happened' FROM audit
                 ON CONFLICT (id) DO UPDATE SET action = EXCLUDED.action"
            ),
        },
    ] {
        db.refuses(&sql).await;
    }
    assert_eq!(db.audit(organization).await, before);
}
