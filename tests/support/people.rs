//! A store of people in memory.

use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use wpp_panel::{
    connect::ports::{
        AccountStore, AuditEntry, AuditFilter, AuditLine, AuditTrail, CodeOwner, GuestNews, GuestStore, Joined, Kept,
        KnownSignIn, NewCode, NewGuestLink, NewInvitation, NewSignIn, NewUser, PeopleStore, RoleChange, StaffChange,
        StaffStore, StoreError, StoredUser,
    },
    domain::{
        actor::Actor,
        guest::GuestLink,
        ids::{GuestLinkId, InvitationId, OrganizationId, UserId},
        look::Look,
        staff::{Colleague, Invitation},
        time::Timestamp,
    },
};

#[derive(Default)]
pub struct MemoryPeople(Mutex<Tables>);

#[derive(Default)]
pub struct Tables {
    pub organizations: Vec<(OrganizationId, String)>,
    pub users: Vec<NewUser>,
    pub sign_ins: Vec<StoredSignIn>,
    pub codes: Vec<NewCode>,
    pub audit: Vec<AuditEntry>,
    pub resets: Vec<([u8; 32], UserId, Timestamp)>,
    pub looks: Vec<(UserId, Look)>,
    /// Every call fails while this is set.
    pub broken: bool,
}

#[derive(Clone)]
pub struct StoredSignIn {
    pub token_hash: [u8; 32],
    pub user: UserId,
    pub expires_at: Timestamp,
}

impl Tables {
    fn actor(&self, id: UserId) -> Option<Actor> {
        let user = self.users.iter().find(|user| user.id == id)?;
        let (_, name) = self.organizations.iter().find(|(id, _)| *id == user.organization)?;
        Some(Actor {
            user: user.id,
            organization: user.organization,
            organization_name: name.clone(),
            email: user.email.clone(),
            role: user.role,
            address: None,
        })
    }
}

impl MemoryPeople {
    /// The tables, for looking into them and for breaking them.
    pub fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap()
    }

    fn open(&self) -> Result<MutexGuard<'_, Tables>, StoreError> {
        let tables = self.tables();
        if tables.broken { Err(StoreError::Unavailable("secret-path/panel.db is locked".into())) } else { Ok(tables) }
    }
}

#[async_trait]
impl AccountStore for MemoryPeople {
    async fn sign_ins(&self, user: UserId, now: Timestamp) -> Result<Vec<KnownSignIn>, StoreError> {
        let tables = self.open()?;
        let known = tables.sign_ins.iter().filter(|known| known.user == user && now < known.expires_at);
        Ok(known
            .map(|known| KnownSignIn {
                token_hash: known.token_hash,
                created_at: now,
                seen_at: now,
                address: None,
                agent: None,
            })
            .collect())
    }

    async fn end_sign_ins(&self, user: UserId, keep: Option<[u8; 32]>) -> Result<u64, StoreError> {
        let mut tables = self.open()?;
        let before = tables.sign_ins.len();
        tables.sign_ins.retain(|known| known.user != user || keep == Some(known.token_hash));
        Ok((before - tables.sign_ins.len()) as u64)
    }

    async fn password_hash(&self, user: UserId) -> Result<Option<String>, StoreError> {
        let tables = self.open()?;
        Ok(tables.users.iter().find(|known| known.id == user).map(|known| known.password_hash.clone()))
    }

    async fn set_password(&self, user: UserId, password_hash: &str) -> Result<bool, StoreError> {
        let mut tables = self.open()?;
        let found = tables.users.iter_mut().find(|known| known.id == user);
        Ok(found.map(|known| password_hash.clone_into(&mut known.password_hash)).is_some())
    }

    async fn keep_reset(&self, user: UserId, token_hash: [u8; 32], expires_at: Timestamp) -> Result<(), StoreError> {
        let mut tables = self.open()?;
        tables.resets.retain(|(_, owner, _)| *owner != user);
        tables.resets.push((token_hash, user, expires_at));
        Ok(())
    }

    async fn reset_owner(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<UserId>, StoreError> {
        let tables = self.open()?;
        let known = tables.resets.iter().find(|(hash, _, expires_at)| *hash == token_hash && now < *expires_at);
        Ok(known.map(|(_, user, _)| *user))
    }

    async fn reset(
        &self,
        token_hash: [u8; 32],
        password_hash: &str,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        let owner = self.reset_owner(token_hash, now).await?;
        if let Some(user) = owner {
            self.open()?.resets.retain(|(hash, ..)| *hash != token_hash);
            self.set_password(user, password_hash).await?;
            self.end_sign_ins(user, None).await?;
        }
        Ok(owner)
    }

    async fn look(&self, user: UserId) -> Result<Look, StoreError> {
        let tables = self.open()?;
        Ok(tables.looks.iter().rfind(|(owner, _)| *owner == user).map(|(_, look)| look.clone()).unwrap_or_default())
    }

    async fn set_look(&self, user: UserId, look: &Look) -> Result<(), StoreError> {
        self.open()?.looks.push((user, look.clone()));
        Ok(())
    }
}

#[async_trait]
impl AuditTrail for MemoryPeople {
    async fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.open()?.audit.push(entry.clone());
        Ok(())
    }

    async fn audit_lines(&self, _: OrganizationId, _: AuditFilter, _: u32) -> Result<Vec<AuditLine>, StoreError> {
        Ok(vec![])
    }
}

#[async_trait]
impl PeopleStore for MemoryPeople {
    async fn create_organization(&self, id: OrganizationId, name: &str, _now: Timestamp) -> Result<(), StoreError> {
        self.open()?.organizations.push((id, name.to_owned()));
        Ok(())
    }

    async fn organization_exists(&self, id: OrganizationId) -> Result<bool, StoreError> {
        Ok(self.open()?.organizations.iter().any(|(known, _)| *known == id))
    }

    async fn organization_name(&self, id: OrganizationId) -> Result<Option<String>, StoreError> {
        Ok(self.open()?.organizations.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()))
    }

    async fn create_user(&self, user: &NewUser) -> Result<bool, StoreError> {
        let mut tables = self.open()?;
        if tables.users.iter().any(|known| known.email == user.email) {
            return Ok(false);
        }
        tables.users.push(user.clone());
        Ok(true)
    }

    async fn create_first(&self, organization_name: &str, user: &NewUser) -> Result<bool, StoreError> {
        let mut tables = self.open()?;
        if !tables.users.is_empty() {
            return Ok(false);
        }
        tables.organizations.push((user.organization, organization_name.to_owned()));
        tables.users.push(user.clone());
        Ok(true)
    }

    async fn any_user(&self) -> Result<bool, StoreError> {
        Ok(!self.open()?.users.is_empty())
    }

    async fn user_by_email(&self, email: &str) -> Result<Option<StoredUser>, StoreError> {
        let tables = self.open()?;
        let user = tables.users.iter().find(|user| user.email == email);
        Ok(user.map(|user| StoredUser { id: user.id, password_hash: user.password_hash.clone() }))
    }

    async fn create_sign_in(&self, sign_in: &NewSignIn) -> Result<(), StoreError> {
        let NewSignIn { token_hash, user, expires_at, .. } = *sign_in;
        self.open()?.sign_ins.push(StoredSignIn { token_hash, user, expires_at });
        Ok(())
    }

    async fn signed_in(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Actor>, StoreError> {
        let tables = self.open()?;
        let sign_in = tables.sign_ins.iter().find(|known| known.token_hash == token_hash && now < known.expires_at);
        Ok(sign_in.and_then(|sign_in| tables.actor(sign_in.user)))
    }

    async fn person(&self, user: UserId) -> Result<Option<Actor>, StoreError> {
        Ok(self.open()?.actor(user))
    }

    async fn keep_code(&self, code: &NewCode) -> Result<(), StoreError> {
        self.open()?.codes.push(code.clone());
        Ok(())
    }

    async fn take_code(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<CodeOwner>, StoreError> {
        let mut tables = self.open()?;
        let found = tables.codes.iter().position(|code| code.hash == hash);
        let code = found.map(|place| tables.codes.remove(place));
        Ok(code.filter(|code| now < code.expires_at).map(|code| code.owner))
    }

    async fn end_sign_in(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.open()?.sign_ins.retain(|known| known.token_hash != token_hash);
        Ok(())
    }
}

/// The panel's staff is tested on the databases.
#[async_trait]
impl StaffStore for MemoryPeople {
    async fn colleagues(&self, _: OrganizationId) -> Result<Vec<Colleague>, StoreError> {
        unreachable!()
    }

    async fn change_role(&self, _: RoleChange, _: &AuditEntry) -> Result<StaffChange, StoreError> {
        unreachable!()
    }

    async fn keep_invitation(&self, _: &NewInvitation, _: u32, _: &AuditEntry) -> Result<Kept, StoreError> {
        unreachable!()
    }

    async fn invitations(&self, _: OrganizationId, _: Timestamp) -> Result<Vec<Invitation>, StoreError> {
        unreachable!()
    }

    async fn invitation(&self, _: [u8; 32], _: Timestamp) -> Result<Option<Invitation>, StoreError> {
        unreachable!()
    }

    async fn revoke_invitation(&self, _: OrganizationId, _: InvitationId, _: &AuditEntry) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn join(&self, _: [u8; 32], _: UserId, _: &str, _: &AuditEntry) -> Result<Joined, StoreError> {
        unreachable!()
    }
}

/// So are links for the person with the phone.
#[async_trait]
impl GuestStore for MemoryPeople {
    async fn keep_guest_link(&self, _: &NewGuestLink, _: u32, _: &AuditEntry) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn guest_links(&self, _: OrganizationId, _: Timestamp) -> Result<Vec<GuestLink>, StoreError> {
        unreachable!()
    }

    async fn take_guest_link(&self, _: [u8; 32], _: [u8; 32], _: &AuditEntry) -> Result<Option<GuestLink>, StoreError> {
        unreachable!()
    }

    async fn guest(&self, _: [u8; 32]) -> Result<Option<GuestLink>, StoreError> {
        unreachable!()
    }

    async fn note_guest(&self, _: GuestLinkId, _: GuestNews) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn guest_connected(&self, _: GuestLinkId, _: &AuditEntry) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn revoke_guest_link(
        &self,
        _: OrganizationId,
        _: GuestLinkId,
        _: &AuditEntry,
    ) -> Result<Option<GuestLink>, StoreError> {
        unreachable!()
    }
}
