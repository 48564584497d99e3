//! Channels and messages.

use leptos::prelude::*;

use crate::{
    domain::{
        alert::{AlertChannel, AlertKind, AlertMessage, ChannelKind, Delivery},
        time::Timestamp,
    },
    ui::{
        pages::{help::HelpLink, when::When},
        words::{alerts::t, fill},
    },
};

/// The name of a kind.
pub(super) fn kind(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Webhook => t().webhook,
        ChannelKind::Telegram => t().telegram,
        ChannelKind::Email => t().email,
        ChannelKind::Browser => t().browser,
    }
}

/// Where it leads, as a person says it.
pub(super) fn whither(channel: &AlertChannel) -> String {
    match channel.kind {
        ChannelKind::Browser => t().browser_shown.to_owned(),
        _ => channel.shown(),
    }
}

/// Tables; the roles keep them so where they are drawn as cards.
#[component]
pub(super) fn Channels(rows: Vec<AlertChannel>) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let address = whither(&row);
        let path = format!("/alerts/channels/{}", row.id);
        let (test, remove) = (format!("{}: {address}", t().test), format!("{}: {address}", t().remove));
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{kind(row.kind)}</th>
                <td role="cell" data-label=t().address>{address}</td>
                <td role="cell">
                    <div class="acts">
                        <form method="post" action=format!("{path}/test")>
                            <button type="submit" aria-label=test>{t().test}</button>
                        </form>
                        <a class="button" href=format!("{path}/remove") aria-label=remove>{t().remove}</a>
                    </div>
                </td>
            </tr>
        }
    });
    view! {
        <table class="rows told" role="table" aria-labelledby="channels-title">
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">{t().kind}</th>
                    <th scope="col" role="columnheader">{t().address}</th>
                    <th scope="col" role="columnheader"><span class="sr">{t().actions}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
pub(super) fn Messages(rows: Vec<AlertMessage>, channels: Vec<AlertChannel>, now: Timestamp) -> impl IntoView {
    let heads = [t().when, t().what, t().whither, t().fate];
    let rows = rows.into_iter().map(|row| {
        let channel = channels.iter().find(|channel| channel.id == row.channel);
        let place = channel.map(|channel| format!("{}: {}", kind(channel.kind), whither(channel)));
        view! { <Message row whither=place.unwrap_or_default() now /> }
    });
    view! {
        <table class="rows told" role="table" aria-labelledby="messages-title">
            <thead role="rowgroup">
                <tr role="row">
                    {heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> })}
                    <th scope="col" role="columnheader"><span class="sr">{t().actions}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Message(row: AlertMessage, whither: String, now: Timestamp) -> impl IntoView {
    let what = match row.alert.kind {
        AlertKind::Down => fill(t().down, &[&row.alert.name]),
        AlertKind::Up => fill(t().up, &[&row.alert.name]),
        AlertKind::Test => t().trial.to_owned(),
    };
    let fate = match row.delivery {
        Delivery::Waiting(_) => fill(t().waiting, &[&row.tries]),
        Delivery::Taken(_) => t().taken.to_owned(),
        Delivery::GivenUp => t().given_up.to_owned(),
    };
    let retry = (row.delivery == Delivery::GivenUp).then(|| {
        let label = format!("{}: {what}", t().retry);
        view! {
            <form class="acts" method="post" action=format!("/alerts/messages/{}/retry", row.id)>
                <button type="submit" aria-label=label>{t().retry}</button>
            </form>
        }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><When at=row.created_at now /></th>
            <td role="cell" data-label=t().what>{what.clone()}</td>
            <td role="cell" data-label=t().whither>{whither}</td>
            <td role="cell" data-label=t().fate>{fate} {row.why.map(|why| view! { <small>{why}" "<HelpLink topic="undelivered" /></small> })}</td>
            <td role="cell">{retry}</td>
        </tr>
    }
}
