//! One thing done to several sessions. Each has its own result, and one that fails does not spoil the others.

use futures_util::{StreamExt as _, stream};
use tokio::sync::mpsc;

use crate::{
    connect::{Ask, ConnectError, list::SIDE_BY_SIDE, ports::Session, require_admin},
    domain::{
        actor::Actor,
        ids::{AttemptId, IntegrationId},
        many::Bulk,
    },
};

use super::{Draft, Integrations};

/// How it ended.
#[derive(Clone, Debug)]
pub enum BulkEnd {
    /// It stands so now.
    Stands(Box<Session>),
    /// It is on or off now.
    Switched {
        /// Whether it is on.
        is_on: bool,
        /// Whether it was so before.
        was_so: bool,
    },
    /// It is gone.
    Gone,
}

/// What became of one of several.
pub type BulkResult = (IntegrationId, Result<BulkEnd, ConnectError>);

impl Integrations {
    /// Does it to each of `ids`, several at once, and tells of each as soon as it is done. What was begun goes on when
    /// nobody listens any longer; when the server stops, what has not been begun is told so.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member. All else is said of each.
    pub fn bulk(
        &self,
        actor: &Actor,
        ids: Vec<IntegrationId>,
        bulk: Bulk,
    ) -> Result<mpsc::UnboundedReceiver<BulkResult>, ConnectError> {
        require_admin(actor)?;
        let (teller, told) = mpsc::unbounded_channel();
        let (this, actor) = (self.clone(), actor.clone());
        self.connect.parts.tasks.spawn(async move {
            let (this, actor, teller) = (&this, &actor, &teller);
            let each = |id| async move {
                let is_stopping = this.connect.parts.flights.is_stopping();
                let done = if is_stopping { Err(ConnectError::Stopping) } else { this.one(actor, id, bulk).await };
                // nobody listens: it is done all the same
                let _ = teller.send((id, done));
            };
            stream::iter(ids).for_each_concurrent(SIDE_BY_SIDE, each).await;
        });
        Ok(told)
    }

    /// Does it to one.
    ///
    /// # Errors
    /// As the use case that it stands for.
    pub async fn one(&self, actor: &Actor, id: IntegrationId, bulk: Bulk) -> Result<BulkEnd, ConnectError> {
        let stands = |session| BulkEnd::Stands(Box::new(session));
        match bulk {
            Bulk::Check => Ok(stands(self.connect.status(actor, id, Ask { force: true, dialog: false }).await?)),
            Bulk::Enable => self.switch(actor, id, true).await,
            Bulk::Disable => self.switch(actor, id, false).await,
            Bulk::Reconnect => {
                let attempt = AttemptId(self.connect.parts.random.uuid());
                Ok(stands(self.connect.reconnect(actor, id, attempt).await?.session))
            }
            Bulk::Disconnect => self.connect.disconnect(actor, id).await.map(|()| BulkEnd::Gone),
        }
    }

    async fn switch(&self, actor: &Actor, id: IntegrationId, wanted: bool) -> Result<BulkEnd, ConnectError> {
        require_admin(actor)?;
        let was = self.own(actor, id).await?.is_enabled;
        self.change(actor, id, Draft { is_enabled: Some(wanted), ..Draft::default() }).await?;
        Ok(BulkEnd::Switched { is_on: wanted, was_so: was == wanted })
    }

    /// Makes a session the organization's first choice.
    ///
    /// # Errors
    /// As [`Integrations::change`].
    pub async fn make_primary(&self, actor: &Actor, id: IntegrationId) -> Result<(), ConnectError> {
        self.change(actor, id, Draft { is_primary: Some(true), ..Draft::default() }).await.map(|_| ())
    }
}
