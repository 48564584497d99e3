//! The audit, as it is read.

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{AuditEntry, AuditFilter, AuditLine, NewUser},
    domain::{
        actor::Role,
        ids::{IntegrationId, UserId},
    },
};

use crate::harness::{Db, NOW};

pub async fn lines_are_read_newest_first_and_by_choice(db: &Db) {
    let (organization, other) = (db.organization().await, db.organization().await);
    let (user, stranger) = (UserId(Uuid::new_v4()), UserId(Uuid::new_v4()));
    let session = IntegrationId(Uuid::new_v4());
    let password_hash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".to_owned();
    let email = "anna@example.org".to_owned();
    let person = NewUser { id: user, organization, email, password_hash, role: Role::Admin, now: NOW };
    assert!(db.store.create_user(&person).await.unwrap());
    let entry = AuditEntry {
        at: NOW,
        organization,
        actor: Some(user),
        address: Some("2001:db8::7".parse().unwrap()),
        action: "rename",
        session: Some(session),
        detail: "первая\0 запись".replace('\0', ""),
    };
    db.store.note(&entry).await.unwrap();
    let second = AuditEntry { actor: None, address: None, session: None, action: "removed", ..entry.clone() };
    db.store.note(&second).await.unwrap();
    db.store.note(&AuditEntry { actor: Some(stranger), ..second.clone() }).await.unwrap();
    db.store.note(&AuditEntry { organization: other, ..entry.clone() }).await.unwrap();

    let read = async |filter| db.store.audit_lines(organization, filter, 10).await.unwrap();
    let all = read(AuditFilter::default()).await;
    assert_eq!(all.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["removed", "removed", "rename"]);
    let line = AuditLine {
        number: all[2].number,
        at: NOW,
        actor: Some(user),
        email: Some("anna@example.org".to_owned()),
        address: Some("2001:db8::7".to_owned()),
        action: "rename".to_owned(),
        session: Some(session),
        detail: "первая запись".to_owned(),
    };
    assert_eq!(all[2], line);
    assert_eq!((all[0].email.as_deref(), all[0].actor), (None, Some(stranger)), "somebody who is not known here");
    let choices = [
        AuditFilter { session: Some(session), ..Default::default() },
        AuditFilter { actor: Some(user), ..Default::default() },
        AuditFilter { before: Some(all[1].number), ..Default::default() },
    ];
    for choice in choices {
        assert_eq!(read(choice).await, std::slice::from_ref(&line), "{choice:?}");
    }
    assert_eq!(db.store.audit_lines(organization, AuditFilter::default(), 2).await.unwrap(), all[..2]);
}
