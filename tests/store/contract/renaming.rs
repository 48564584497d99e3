//! Renaming.

use uuid::Uuid;
use wpp_panel::domain::{ids::IntegrationId, name::SessionName};

use crate::harness::{Db, entry};

pub async fn a_new_name_is_kept_and_audited(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    let stamp = format!("SELECT CAST(updated_at AS TEXT) FROM messenger_integrations WHERE id = '{}'", session.id);
    let before = db.raw.text(&stamp).await;
    let name = SessionName::parse("Приёмная").unwrap();
    assert!(db.store.rename(organization, session.id, &name, &entry(&session, "rename")).await.unwrap());
    assert_eq!(db.store.session(organization, session.id).await.unwrap().unwrap().name, "Приёмная");
    assert_eq!(db.audit(organization).await[1], format!("rename:{}:-:WhatsApp", session.id));
    assert_ne!(db.raw.text(&stamp).await, before, "updated_at follows by itself");
}

pub async fn a_foreign_unknown_or_leaving_row_is_not_renamed(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let foreign = db.added(theirs, 0).await;
    let leaving = db.added(ours, 0).await;
    db.store.mark_removing(leaving.id, &entry(&leaving, "cancel")).await.unwrap();
    let name = SessionName::parse("Чужое").unwrap();
    for id in [foreign.id, leaving.id, IntegrationId(Uuid::new_v4())] {
        assert!(!db.store.rename(ours, id, &name, &entry(&leaving, "rename")).await.unwrap());
    }
    assert_eq!(db.fresh(&foreign).await, foreign);
    assert_eq!(db.fresh(&leaving).await.name, leaving.name);
    assert_eq!(db.audit(ours).await.len(), 2);
}
