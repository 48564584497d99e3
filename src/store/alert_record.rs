//! Channels and messages of alerts, as every database gives them.

use serde_json::{Value, json};

use super::sealer::{Place, Sealer};
use crate::{
    connect::ports::{Down, StoreError},
    domain::{
        alert::{Alert, AlertChannel, AlertKind, AlertMessage, ChannelKind, Delivery},
        ids::{AlertChannelId, AlertMessageId, IntegrationId, OrganizationId},
        secret::Secret,
        time::Timestamp,
    },
};

/// The field that a channel's address and secret are bound to.
pub(super) const FIELD: &str = "alert_channel";

/// Id, organization, kind, address and secret as they are sealed, when it was made.
pub(super) type ChannelRow = (String, String, String, String, i64);

/// Session, since when it is down, when that was told.
pub(super) type DownRow = (String, i64, Option<i64>);

/// Id, channel, kind, session, name, since, when it was made, tries, when it is due, when it was taken, why not.
pub(super) type MessageRow =
    (String, String, String, Option<String>, String, i64, i64, i64, Option<i64>, Option<i64>, Option<String>);

/// Address and secret, sealed.
///
/// # Errors
/// [`StoreError::Corrupt`] if they cannot be sealed.
pub(super) fn seal(sealer: &Sealer, channel: &AlertChannel) -> Result<String, StoreError> {
    let id = channel.id.to_string();
    let place = Place { row: &id, field: FIELD };
    let plain = json!([channel.address.expose(), channel.secret.expose()]).to_string();
    sealer.seal(place, &plain).map_err(|error| place.failed(error))
}

/// The channel.
///
/// # Errors
/// [`StoreError::Corrupt`] if an id or the kind is none, or what is sealed cannot be read.
pub(super) fn channel(sealer: &Sealer, row: ChannelRow) -> Result<AlertChannel, StoreError> {
    let (id, organization, kind, sealed, created_at) = row;
    let place = Place { row: &id, field: FIELD };
    let plain = sealer.unseal(place, &sealed).map_err(|error| place.failed(error))?;
    let plain: Value = serde_json::from_str(&plain).map_err(|_| corrupt("sealed"))?;
    let part = |index: usize| plain[index].as_str().map(Secret::new).ok_or_else(|| corrupt("sealed"));
    Ok(AlertChannel {
        address: part(0)?,
        secret: part(1)?,
        organization: OrganizationId(organization.parse().map_err(|_| corrupt("organization_id"))?),
        kind: ChannelKind::parse(&kind).ok_or_else(|| corrupt("kind"))?,
        created_at: Timestamp(created_at),
        id: AlertChannelId(id.parse().map_err(|_| corrupt("id"))?),
    })
}

/// What is remembered of a session that is down.
///
/// # Errors
/// [`StoreError::Corrupt`] if the id is none.
pub(super) fn down((session, since, told_at): DownRow) -> Result<Down, StoreError> {
    let session = IntegrationId(session.parse().map_err(|_| corrupt("session_id"))?);
    Ok(Down { session, since: Timestamp(since), told_at: told_at.map(Timestamp) })
}

/// The message.
///
/// # Errors
/// [`StoreError::Corrupt`] if an id or the kind is none.
pub(super) fn message(row: MessageRow) -> Result<AlertMessage, StoreError> {
    let (id, channel, kind, session, name, since, created_at, tries, due_at, taken_at, why) = row;
    let session = session.map(|id| id.parse().map(IntegrationId)).transpose().map_err(|_| corrupt("session_id"))?;
    let kind = AlertKind::parse(&kind).ok_or_else(|| corrupt("kind"))?;
    Ok(AlertMessage {
        id: AlertMessageId(id.parse().map_err(|_| corrupt("id"))?),
        channel: AlertChannelId(channel.parse().map_err(|_| corrupt("channel_id"))?),
        alert: Alert { kind, session, name, since: Timestamp(since) },
        created_at: Timestamp(created_at),
        tries: tries.try_into().map_err(|_| corrupt("tries"))?,
        delivery: match (due_at, taken_at) {
            (_, Some(at)) => Delivery::Taken(Timestamp(at)),
            (Some(at), None) => Delivery::Waiting(Timestamp(at)),
            (None, None) => Delivery::GivenUp,
        },
        why,
    })
}

/// What is said of a row that is not what it should be.
pub(super) fn corrupt(column: &str) -> StoreError {
    StoreError::Corrupt(format!("{column} of an alert"))
}
