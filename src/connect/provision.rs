//! «Подключить WhatsApp»: one press, whatever was there before.

use crate::domain::{
    account::AccountNumber,
    actor::Actor,
    ids::{AttemptId, IntegrationId, OrganizationId},
    qr::IssuedQr,
    secret::Secret,
    state::SessionState,
    time::Timestamp,
};

use super::{
    Ask, Connect, ConnectError, Phase,
    ports::{Attempt, Begun, NewSession, Reservation, Reserved, Session},
    require_admin,
};

/// The status words of provisioning, as the plan has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProvisionStatus {
    /// `qr_issued`: there is a code to scan.
    QrIssued,
    /// `connected`
    Connected,
    /// `starting`: no code yet; the attempt goes on.
    Starting,
}

impl ProvisionStatus {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::QrIssued => "qr_issued",
            Self::Connected => "connected",
            Self::Starting => "starting",
        }
    }
}

/// The answer of provisioning: the plan's contract, and the session behind it.
#[derive(Clone, Debug)]
pub struct Provisioned {
    /// `status`
    pub status: ProvisionStatus,
    /// `qrcode`, only with [`ProvisionStatus::QrIssued`]
    pub qr: Option<IssuedQr>,
    /// `integration_id`
    pub integration_id: IntegrationId,
    /// `account_number`
    pub account_number: Option<AccountNumber>,
    /// The session as it stands.
    pub session: Session,
    /// Whether this request made the row.
    pub made: bool,
}

impl Provisioned {
    pub(super) fn of(session: Session, now: Timestamp) -> Self {
        let (status, qr) = match Phase::of(&session, now) {
            Phase::Connected => (ProvisionStatus::Connected, None),
            Phase::Scan(qr) => (ProvisionStatus::QrIssued, Some(qr)),
            _ => (ProvisionStatus::Starting, None),
        };
        Self { status, qr, integration_id: session.id, account_number: session.account.clone(), session, made: false }
    }
}

impl Connect {
    /// Connects the organization's WhatsApp: an open attempt is shared, an existing session is returned as it is or
    /// started again under its number and key, and only if there is none a new row is reserved, before any call.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::Gateway`] if the gateway did not do it (nothing
    /// half-made is left), [`ConnectError::Cancelled`] if somebody cancelled meanwhile.
    pub async fn provision(&self, actor: &Actor, attempt: AttemptId) -> Result<Provisioned, ConnectError> {
        require_admin(actor)?;
        let (session, made) = match self.reserve(actor, attempt, Reservation::Connect).await? {
            Reserved::Created(session) => (self.drive(session.id).await?, true),
            Reserved::Existing(session) => (self.bring_up(actor, session, attempt).await?, false),
            Reserved::CalledOff => return Err(ConnectError::Cancelled),
        };
        Ok(Provisioned { made, ..Provisioned::of(session, self.now()) })
    }

    pub(super) async fn reserve(
        &self,
        actor: &Actor,
        attempt: AttemptId,
        what: Reservation,
    ) -> Result<Reserved, ConnectError> {
        let random = &self.parts.random;
        let new = NewSession {
            id: IntegrationId(random.uuid()),
            organization: actor.organization,
            by: actor.user,
            address: actor.address,
            attempt,
            webhook_key: Secret::new(random.hex(24)),
            mode: self.parts.gateway.mode(),
            sub_organization: self.sub_organization(actor.organization),
            now: self.now(),
        };
        let reserved = self.parts.store.reserve(&new, what).await?;
        if let Reserved::Created(session) = &reserved {
            self.parts.publisher.changed(session.organization, session.id);
        }
        Ok(reserved)
    }

    /// An id that the platform has not seen yet.
    pub(super) fn sub_organization(&self, organization: OrganizationId) -> String {
        format!("{organization}__wpp__{}", self.parts.random.hex(4))
    }

    /// An existing session: connected or with a living code it is returned, else it is started again.
    pub(super) async fn bring_up(
        &self,
        actor: &Actor,
        session: Session,
        attempt: AttemptId,
    ) -> Result<Session, ConnectError> {
        if self.parts.flights.is_under_way(session.id) {
            return self.drive(session.id).await;
        }
        let session = if session.live.lifecycle.state == SessionState::Connected || session.live.qr.is_some() {
            self.status(actor, session.id, Ask { force: false, dialog: true }).await?
        } else {
            session
        };
        let now = self.now();
        if needs_nothing(&session, now) {
            return Ok(session);
        }
        let attempt = Attempt {
            id: attempt,
            started_by: actor.user,
            started_at: now,
            asked_at: now,
            before: Some(session.live.lifecycle.shown(now)),
        };
        match self.parts.store.begin_attempt(session.id, &attempt).await? {
            Begun::Open(session) => {
                self.parts.publisher.changed(session.organization, session.id);
                self.note(self.audit(&session, Some(actor), "reconnect")).await;
                self.drive(session.id).await
            }
            Begun::CalledOff => Err(ConnectError::Cancelled),
            Begun::Gone => Err(ConnectError::NotFound),
        }
    }
}

/// Whether there is something to show that a start would only disturb.
pub(super) fn needs_nothing(session: &Session, now: Timestamp) -> bool {
    let live = &session.live;
    live.evidence.trouble.is_none()
        && match Phase::of(session, now) {
            Phase::Connected => true,
            Phase::Linking | Phase::Scan(_) => live.attempt.is_some(),
            Phase::Preparing | Phase::Over(_) => false,
        }
}
